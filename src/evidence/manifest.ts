import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { isTemporaryName, writeFileAtomically } from './atomic-write.ts';
import { lockName } from './dossier-lock.ts';

/** Checked by `sha256sum -c manifest-sha256.txt` without this tool (BagIt 1.0 form, RFC 8493 2.1.3). */
export const manifestName = 'manifest-sha256.txt';

/** Above any manifest: 20 000 files have one of some megabytes. */
const mostBytes = 64 * 1024 * 1024;
const filesAtOnce = 16;

/** What a comparison of the folder with its manifest showed; all lists empty means intact. */
export interface ManifestCheck {
  /** `no-manifest` also when there is something of that name that is not a file to be read: a folder, a pipe, a link. */
  readonly state: 'intact' | 'changed' | 'no-manifest';
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** Files the manifest does not list. */
  readonly added: readonly string[];
  /** Lines of the manifest that are not in its form. */
  readonly malformed: readonly string[];
  readonly fileCount: number;
}

/** Hashes every file of the dossier and writes the manifest. */
export async function writeManifest(folder: string): Promise<void> {
  const lines = (await hashAll(folder, await listFiles(folder), hashFile)).map(
    ({ file, sha256 }) => `${sha256}  ${file}`,
  );
  await writeFileAtomically(path.join(folder, manifestName), `${lines.join('\n')}\n`);
}

/** Compares the folder with its manifest. Symbolic links are never followed; they count as added files. */
export async function checkManifest(folder: string): Promise<ManifestCheck> {
  const read = await readBoundedFile(path.join(folder, manifestName), mostBytes, {
    followLinks: false,
  });
  if (!read.ok) {
    return {
      state: 'no-manifest',
      changed: [],
      missing: [],
      added: [],
      malformed: [],
      fileCount: 0,
    };
  }
  const text = read.bytes.toString('utf8');
  const listed = new Map<string, string>();
  const malformed: string[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const match = /^([0-9a-f]{64}) {2}([^\0]+)$/.exec(line);
    const file = match?.[2];
    if (!match?.[1] || !file || !isInside(file) || listed.has(file))
      malformed.push(line.slice(0, 200));
    else listed.set(file, match[1]);
  }
  const present = await listFiles(folder);
  const hashed = await hashAll(
    folder,
    present.filter((file) => listed.has(file)),
    hashReadable,
  );
  const changed = hashed
    .filter(({ file, sha256 }) => sha256 !== listed.get(file))
    .map((one) => one.file);
  const here = new Set(present);
  const missing = [...listed.keys()].filter((file) => !here.has(file));
  const added = present.filter((file) => !listed.has(file));
  const clean = changed.length + missing.length + added.length + malformed.length === 0;
  return {
    state: clean ? 'intact' : 'changed',
    changed,
    missing,
    added,
    malformed,
    fileCount: present.length,
  };
}

async function hashAll(
  folder: string,
  files: readonly string[],
  hash: (file: string) => Promise<string>,
): Promise<{ readonly file: string; readonly sha256: string }[]> {
  const hashed: { file: string; sha256: string }[] = [];
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const some = files.slice(from, from + filesAtOnce);
    const hashes = await Promise.all(some.map((file) => hash(path.join(folder, file))));
    hashed.push(...some.map((file, index) => ({ file, sha256: hashes[index] ?? '' })));
  }
  return hashed;
}

/** A file that this user may not read, or a broken disk, is not as the manifest has it. */
async function hashReadable(file: string): Promise<string> {
  try {
    return await hashFile(file);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return 'unreadable';
  }
}

/** SHA-256 of a file, read as a stream. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  const info = await lstat(file);
  if (info.isSymbolicLink()) return 'symbolic-link';
  // Reading a pipe or a device would never end.
  if (!info.isFile()) return 'not-a-file';
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((file) => !ours(file))
    .sort();
}

/** The manifest itself, the lock of a run that is under way, and what interrupted writes left. */
function ours(file: string): boolean {
  const name = path.posix.basename(file);
  return file === manifestName || file === lockName || isTemporaryName(name);
}

function isInside(file: string): boolean {
  return !path.posix.isAbsolute(file) && !file.split('/').includes('..') && !file.includes('\\');
}
