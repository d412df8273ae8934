import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';

const temporaryName = /^\..+\.[0-9a-f]{12}\.tmp$/;
const lineEnd = 0x0a;

/**
 * Writes a whole file so that after a power cut either the old or the new content is there, never a part: a
 * temporary file beside it, fsync, rename, fsync of the folder.
 */
export async function writeFileAtomically(file: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = path.join(
    path.dirname(file),
    `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Whether a file's name is one that an interrupted {@link writeFileAtomically} leaves; never part of a dossier. */
export function isTemporaryName(name: string): boolean {
  return temporaryName.test(name);
}

/** Removes what interrupted writes left in a folder. Only whoever holds the dossier's lock may do this. */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(isTemporaryName))
    await rm(path.join(folder, name), { force: true });
}

/** Makes a folder (its parent exists) that is still there after a power cut. One that is there already stays. */
export async function makeFolderDurably(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === undefined) return;
  await syncFolder(path.dirname(path.resolve(folder)));
}

/**
 * Makes renames and new names durable. Windows cannot open a folder for this and does not need it; some network file
 * systems refuse it, and a parent may be one that can be entered but not listed.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP'].includes(systemErrorCode(error) ?? ''))
      throw error;
  }
}

/**
 * Appends one line and returns once it is on disk. A last line that a power cut or a full disk left without its end
 * is ended first, so that it never swallows this one.
 */
export async function appendLineDurably(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  let isNew = false;
  try {
    const { size } = await handle.stat();
    isNew = size === 0;
    const last = Buffer.alloc(1, lineEnd);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile(`${last[0] === lineEnd ? '' : '\n'}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (isNew) await syncFolder(path.dirname(file));
}
