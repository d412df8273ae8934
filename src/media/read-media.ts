import { realpath, stat } from 'node:fs/promises';
import { systemErrorCode } from '../errors/user-error.ts';
import { OutOfTimeError, ReadBudget } from './budget.ts';
import { beginsAsDicom, checkFile, type FileReading } from './check-file.ts';
import { compareRecord, type RecordDifference } from './compare-record.ts';
import { checkFileId, type FileIdFault } from './dicomdir/file-id.ts';
import type { FileReference } from './dicomdir/link-records.ts';
import { type FileFinder, indexFiles } from './find-file.ts';
import { findViewer, type ViewerSearch } from './find-viewer.ts';
import { listFolder } from './folder/list-folder.ts';
import { listIso } from './iso/list-iso.ts';
import type { MediaBound, MediaLimits } from './limits.ts';
import { type MediaProblem, MediaReadError } from './problem.ts';
import { type DirectoryOutcome, findDirectoryFile, readDirectory } from './read-directory.ts';
import type { ListedMedium, MediaFile, MediaTree, NameSpace } from './tree.ts';

/** One file of a medium, in the light of its DICOMDIR. */
export type CheckedFile =
  | {
      readonly kind: 'referenced';
      readonly reference: FileReference;
      readonly fileIdFault?: FileIdFault;
      /** Found only without regard to case or version number. */
      readonly lenientName: boolean;
      readonly reading: FileReading;
      /** Empty unless the file is DICOM and contradicts its record. */
      readonly differences: readonly RecordDifference[];
    }
  | {
      readonly kind: 'missing';
      readonly reference: FileReference;
      readonly fileIdFault?: FileIdFault;
    }
  /** A DICOM file that no record refers to. */
  | { readonly kind: 'unreferenced'; readonly reading: FileReading };

/** A medium that has been opened. Close it when done. */
export interface OpenedMedium {
  readonly kind: 'folder' | 'iso';
  /** The names that File IDs were looked up by. */
  readonly nameSpace: NameSpace;
  readonly directory: DirectoryOutcome;
  readonly viewer: ViewerSearch;
  readonly specialEntries: number;
  readonly damagedFolders: number;
  readonly truncated: boolean;
  /** Bounds met so far; complete once {@link OpenedMedium.files} has ended. */
  readonly boundsMet: ReadonlySet<MediaBound>;
  /**
   * Every file that the DICOMDIR refers to, in its order, then every other DICOM file. Ends early, with `time` among
   * the bounds met, when the time is used up. To be iterated once. @throws the signal's reason
   */
  files(): AsyncGenerator<CheckedFile>;
  close(): Promise<void>;
}

/** A medium, or why there is none. */
export type MediaOutcome =
  | { readonly ok: true; readonly medium: OpenedMedium }
  | { readonly ok: false; readonly problem: MediaProblem };

/**
 * Opens a folder or an ISO 9660 image as a DICOM medium (PS3.10, PS3.12): lists it, reads its DICOMDIR and looks for a
 * viewer. Nothing on the medium is run, and no link on it is followed.
 * @throws the signal's reason when it aborted; nothing for what is on the medium
 */
export async function readMedia(
  path: string,
  limits: MediaLimits,
  signal: AbortSignal,
): Promise<MediaOutcome> {
  const budget = new ReadBudget(limits, signal);
  try {
    const listed = await listMedium(path, budget);
    if (!listed.ok) return listed;
    try {
      return { ok: true, medium: await openListed(listed.medium, budget) };
    } catch (error) {
      await listed.medium.close();
      throw error;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutOfTimeError) return { ok: false, problem: { code: 'out-of-time' } };
    if (!(error instanceof MediaReadError)) throw error;
    const systemCode = error.systemCode ?? error.reason;
    return { ok: false, problem: { code: 'system', systemCode } };
  }
}

/**
 * Lists a folder or an ISO 9660 image. Links on it are not followed. The caller closes what it gets.
 * @throws OutOfTimeError, MediaReadError, or the signal's reason
 */
export async function listMedium(
  path: string,
  budget: ReadBudget,
): Promise<
  | { readonly ok: true; readonly medium: ListedMedium }
  | { readonly ok: false; readonly problem: MediaProblem }
> {
  try {
    // Only here is a link followed: the one that the operator named.
    const real = await budget.wait(realpath(path));
    const stats = await budget.wait(stat(real));
    if (stats.isDirectory()) return { ok: true, medium: await listFolder(real, budget) };
    if (!stats.isFile()) return { ok: false, problem: { code: 'not-a-medium' } };
    return await listIso(real, budget);
  } catch (error) {
    const systemCode = systemErrorCode(error);
    if (systemCode === undefined) throw error;
    const missing = systemCode === 'ENOENT' || systemCode === 'ENOTDIR';
    return { ok: false, problem: missing ? { code: 'missing' } : { code: 'system', systemCode } };
  }
}

async function openListed(listed: ListedMedium, budget: ReadBudget): Promise<OpenedMedium> {
  const tree = chooseTree(listed);
  const finder = indexFiles(tree);
  const directory = await readDirectory(tree, budget);
  const viewer = await findViewer(tree, finder, budget);
  return {
    kind: listed.kind,
    nameSpace: tree.nameSpace,
    directory,
    viewer,
    specialEntries: listed.specialEntries,
    damagedFolders: listed.damagedFolders,
    truncated: listed.truncated,
    boundsMet: budget.met,
    files: () => untilTimeIsOver(checkFiles(tree, finder, directory, budget)),
    close: listed.close,
  };
}

/** The plainest names under which there is a DICOMDIR: File IDs are made for plain ISO 9660 names (PS3.12 F). */
export function chooseTree({ trees }: ListedMedium): MediaTree {
  return trees.find((tree) => findDirectoryFile(tree) !== undefined) ?? trees[0];
}

async function* untilTimeIsOver(files: AsyncGenerator<CheckedFile>): AsyncGenerator<CheckedFile> {
  try {
    yield* files;
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error;
  }
}

async function* checkFiles(
  tree: MediaTree,
  finder: FileFinder,
  directory: DirectoryOutcome,
  budget: ReadBudget,
): AsyncGenerator<CheckedFile> {
  // Read once, however many records refer to it.
  const readings = new Map<MediaFile, FileReading>();
  const references = directory.kind === 'read' ? directory.linked.references : [];
  for (const reference of references) {
    const { record } = reference;
    const fault = checkFileId(record.fileId);
    const base = { reference, ...(fault && { fileIdFault: fault }) };
    const found = fault === 'leads-outside' ? undefined : finder.find(record.fileId);
    if (found === undefined) {
      yield { kind: 'missing', ...base };
      continue;
    }
    const reading = readings.get(found.file) ?? (await checkFile(found.file, budget));
    readings.set(found.file, reading);
    const differences = reading.kind === 'dicom' ? compareRecord(record, reading) : [];
    yield { kind: 'referenced', ...base, lenientName: !found.exact, reading, differences };
  }
  const directoryFile = findDirectoryFile(tree);
  for (const file of tree.files) {
    if (file === directoryFile || readings.has(file)) continue;
    if (!(await beginsAsDicom(file, budget))) continue;
    yield { kind: 'unreferenced', reading: await checkFile(file, budget) };
  }
}
