import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { nameKey } from '../bag/name-key.ts';
import { systemErrorCode } from '../errors/user-error.ts';
import { manifestName } from '../evidence/manifest.ts';

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
    /** The manifest begins with a byte order mark. */
    | 'manifest-byte-order-mark'
    /** The manifest has Windows line ends. */
    | 'manifest-line-ends';
  /** Path inside the dossier. */
  readonly file: string;
}

const mostOddities = 1000;

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
    const info = await lstat(path.join(folder, file));
    if (info.isSymbolicLink()) found.push({ kind: 'symbolic-link', file });
    else if (info.isFile() && info.nlink > 1) found.push({ kind: 'hard-link', file });
    else if (!info.isFile() && !info.isDirectory()) found.push({ kind: 'special-file', file });
    const twin = names.get(nameKey(file));
    if (twin === undefined) names.set(nameKey(file), file);
    else if (twin.normalize('NFC') === file.normalize('NFC'))
      found.push({ kind: 'differs-in-unicode', file });
    else found.push({ kind: 'differs-in-case', file });
  }
  return found;
}

/** `sha256sum` and people read past a byte order mark and carriage returns in different ways. */
async function inspectManifest(folder: string): Promise<Oddity[]> {
  const file = manifestName;
  try {
    const handle = await open(path.join(folder, file), 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
      const head = buffer.subarray(0, bytesRead);
      return [
        ...(head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
          ? [{ kind: 'manifest-byte-order-mark', file } as const]
          : []),
        ...(head.includes(0x0d) ? [{ kind: 'manifest-line-ends', file } as const] : []),
      ];
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return [];
  }
}
