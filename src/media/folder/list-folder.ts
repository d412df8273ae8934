import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { ReadBudget } from '../budget.ts';
import { MediaReadError } from '../problem.ts';
import type { ByteSource, ListedMedium, MediaFile } from '../tree.ts';

// Absent on Windows, where FIFOs and O_NOFOLLOW do not exist.
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Lists a folder and everything below it. Links are counted and never followed, so that nothing outside the folder is
 * read, and no link can lead in a circle.
 * @throws MediaReadError when the folder itself cannot be read; OutOfTimeError; the signal's reason
 */
export async function listFolder(root: string, budget: ReadBudget): Promise<ListedMedium> {
  const files: MediaFile[] = [];
  const folders: string[][] = [];
  let specialEntries = 0;
  let damagedFolders = 0;
  const open_: string[][] = [[]];
  for (let at = open_.pop(); at !== undefined && budget.hasTime(); at = open_.pop()) {
    let entries: Dirent[];
    try {
      entries = await budget.wait(readdir(path.join(root, ...at), { withFileTypes: true }));
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      if (at.length === 0) throw new MediaReadError('system', systemErrorCode(error));
      damagedFolders += 1;
      continue;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (files.length + folders.length >= budget.limits.maxEntries) {
        budget.meet('entries');
        open_.length = 0;
        break;
      }
      const below = [...at, entry.name];
      if (entry.isDirectory()) {
        folders.push(below);
        if (below.length < budget.limits.maxDepth) open_.push(below);
        else budget.meet('depth');
      } else if (entry.isFile()) {
        const file = await describeFile(root, below, budget);
        if (file === undefined) specialEntries += 1;
        else files.push(file);
      } else {
        specialEntries += 1;
      }
    }
  }
  return {
    kind: 'folder',
    trees: [{ nameSpace: 'file-system', files, folders }],
    specialEntries,
    damagedFolders,
    truncated: false,
    close: async () => undefined,
  };
}

/** The file's size, or `undefined` when it has gone or become something else since it was listed. */
async function describeFile(
  root: string,
  names: readonly string[],
  budget: ReadBudget,
): Promise<MediaFile | undefined> {
  const full = path.join(root, ...names);
  try {
    const stats = await budget.wait(lstat(full));
    if (!stats.isFile()) return undefined;
    return { path: names, sizeBytes: stats.size, open: () => openFile(full, budget) };
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Opens a regular file for reading. @throws MediaReadError, OutOfTimeError, or the signal's reason */
export async function openFile(full: string, budget: ReadBudget): Promise<ByteSource> {
  // Opening starts before the wait: a handle that comes after the time is over must still be closed.
  const opening = open(full, readFlags);
  let handle: FileHandle;
  try {
    handle = await budget.wait(opening);
  } catch (error) {
    closeWhenOpened(opening);
    throw toReadError(error);
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new MediaReadError('not-a-file');
    return {
      sizeBytes: stats.size,
      read: (target, position) => readAt(handle, target, position, budget),
      close: () => closeFile(handle, budget),
    };
  } catch (error) {
    await handle.close();
    throw toReadError(error);
  }
}

function closeWhenOpened(opening: Promise<FileHandle>): void {
  opening.then(
    (handle) => handle.close(),
    () => undefined,
  );
}

/** Closing waits for a read in progress; on a failing drive that can be long, so once the time is over nobody waits. */
async function closeFile(handle: FileHandle, budget: ReadBudget): Promise<void> {
  const closing = handle.close();
  if (budget.over) closing.then(undefined, () => undefined);
  else await closing;
}

async function readAt(
  handle: FileHandle,
  target: Buffer,
  position: number,
  budget: ReadBudget,
): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    try {
      const { bytesRead } = await budget.wait(
        handle.read(target, filled, target.length - filled, position + filled),
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    } catch (error) {
      throw toReadError(error);
    }
  }
  return filled;
}

function toReadError(error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  // Opening a link with O_NOFOLLOW, or a socket.
  if (code === 'ELOOP' || code === 'ENXIO') return new MediaReadError('not-a-file');
  return new MediaReadError('system', code);
}
