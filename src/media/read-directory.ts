import type { ReadBudget } from './budget.ts';
import { type LinkedDirectory, linkRecords } from './dicomdir/link-records.ts';
import {
  type DirectoryFault,
  type DirectoryRecords,
  readRecords,
} from './dicomdir/read-records.ts';
import { MediaReadError } from './problem.ts';
import type { MediaFile, MediaTree } from './tree.ts';

/** The DICOMDIR of a medium (PS3.10 8.6). */
export type DirectoryOutcome =
  /** No file of that name in the root; `elsewhere` when there is one in a folder, where no reader looks. */
  | { readonly kind: 'absent'; readonly elsewhere: boolean }
  | {
      readonly kind: 'unreadable';
      readonly fault: DirectoryFault | 'too-large' | 'read-error';
    }
  | {
      readonly kind: 'read';
      readonly records: DirectoryRecords;
      readonly linked: LinkedDirectory;
    };

const NAME = 'DICOMDIR';

/** The DICOMDIR in the root of a tree, under exactly that name or in another case. */
export function findDirectoryFile(tree: MediaTree): MediaFile | undefined {
  const inRoot = tree.files.filter(({ path }) => path.length === 1);
  return (
    inRoot.find(({ path }) => path[0] === NAME) ??
    inRoot.find(({ path }) => path[0]?.toUpperCase() === NAME)
  );
}

/** Reads the DICOMDIR of a tree. @throws OutOfTimeError, or the signal's reason */
export async function readDirectory(
  tree: MediaTree,
  budget: ReadBudget,
): Promise<DirectoryOutcome> {
  const file = findDirectoryFile(tree);
  if (file === undefined) {
    const elsewhere = tree.files.some(({ path }) => path.at(-1)?.toUpperCase() === NAME);
    return { kind: 'absent', elsewhere };
  }
  if (file.sizeBytes > budget.limits.maxDirectoryBytes || !budget.take(file.sizeBytes)) {
    budget.meet('directory-bytes');
    return { kind: 'unreadable', fault: 'too-large' };
  }
  const bytes = await readBytes(file);
  if (bytes === undefined) return { kind: 'unreadable', fault: 'read-error' };
  const read = await readRecords(bytes, budget);
  if (!read.ok) return { kind: 'unreadable', fault: read.fault };
  return { kind: 'read', records: read.directory, linked: linkRecords(read.directory) };
}

async function readBytes(file: MediaFile): Promise<Buffer | undefined> {
  try {
    const source = await file.open();
    try {
      const bytes = Buffer.alloc(file.sizeBytes);
      return bytes.subarray(0, await source.read(bytes, 0));
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof MediaReadError) return undefined;
    throw error;
  }
}
