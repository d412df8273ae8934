import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isHiddenName, isWindowsName } from '../bag/check-entry.ts';
import { nameKey } from '../bag/name-key.ts';
import { systemErrorCode } from '../errors/user-error.ts';
import { isTemporaryName } from '../evidence/atomic-write.ts';
import { lockName, mostLockBytes } from '../evidence/dossier-lock.ts';
import { manifestName } from '../evidence/manifest.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';

/** What hashes alone do not show: ways in which one folder is read as two different ones. */
export interface Oddity {
  readonly kind:
    | 'symbolic-link'
    /** The same content under another name, which may lie outside of the folder and change it from there. */
    | 'hard-link'
    /** A pipe, socket or device. */
    | 'special-file'
    /** One file on Windows and macOS, two here. */
    | 'differs-in-case'
    /** One file on macOS, two here (NFC, NFD). */
    | 'differs-in-unicode'
    /** Windows writes it under another name, to a device, or not at all. */
    | 'windows-name'
    /** A name with controls or marks that turn the direction of writing: it is shown as another. */
    | 'hidden-characters'
    /** A name that is not UTF-8, or an entry that went away or may not be looked at. */
    | 'unreadable-name'
    /** What an interrupted write leaves, or what is made to look so: no manifest lists it. */
    | 'left-over'
    /** The manifest is there and is not a file that can be read. */
    | 'manifest-unreadable'
    /** The manifest begins with a byte order mark. */
    | 'manifest-byte-order-mark'
    /** The manifest has Windows line ends. */
    | 'manifest-line-ends'
    /** An attachment that a record names by its SHA-256, and that is not there. */
    | 'attachment-missing'
    /** An attachment with other content than the record that names it says. */
    | 'attachment-changed'
    /** The log of a challenge walk, whose lines hang together by their hashes, was edited. */
    | 'walk-log-edited'
    /** A report that prints the SHA-256 of another result. */
    | 'report-of-another-result';
  /** Path inside the dossier. */
  readonly file: string;
}

const mostOddities = 1000;
const mostManifestBytes = 64 * 1024 * 1024;

/** Looks over the folder of a dossier, following nothing. */
export async function inspectFolder(folder: string): Promise<Oddity[]> {
  const found: Oddity[] = [...(await inspectManifest(folder))];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = new Map<string, string>();
  const files = entries
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => path.relative(folder, file).split(path.sep).join('/'))
    .sort();
  for (const file of files) {
    if (found.length >= mostOddities) break;
    const info = await lookAt(path.join(folder, file));
    if (info === undefined) {
      found.push({ kind: 'unreadable-name', file });
      continue;
    }
    if (info.isSymbolicLink()) found.push({ kind: 'symbolic-link', file });
    else if (info.isFile() && info.nlink > 1) found.push({ kind: 'hard-link', file });
    else if (!info.isFile() && !info.isDirectory()) found.push({ kind: 'special-file', file });
    const name = path.posix.basename(file);
    if (isHiddenName(name)) found.push({ kind: 'hidden-characters', file });
    else if (isWindowsName(name)) found.push({ kind: 'windows-name', file });
    if (isTemporaryName(name) || (file === lockName && info.size > mostLockBytes))
      found.push({ kind: 'left-over', file });
    const twin = names.get(nameKey(file));
    if (twin === undefined) names.set(nameKey(file), file);
    else if (twin.normalize('NFC') === file.normalize('NFC'))
      found.push({ kind: 'differs-in-unicode', file });
    else found.push({ kind: 'differs-in-case', file });
  }
  return found;
}

async function lookAt(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** `sha256sum` and people read past a byte order mark and carriage returns in different ways. */
async function inspectManifest(folder: string): Promise<Oddity[]> {
  const file = manifestName;
  const read = await readBoundedFile(path.join(folder, file), mostManifestBytes, {
    followLinks: false,
  });
  if (!read.ok)
    return read.problem.code === 'missing' ? [] : [{ kind: 'manifest-unreadable', file }];
  return [
    ...(read.bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
      ? [{ kind: 'manifest-byte-order-mark', file } as const]
      : []),
    ...(read.bytes.includes(0x0d) ? [{ kind: 'manifest-line-ends', file } as const] : []),
  ];
}
