import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type FileProblem, problemOf } from '../../files/read-bounded-file.ts';

/** Why a named file may not be attached. */
export type AttachedFileProblem =
  | FileProblem
  | { readonly code: 'not-inside' }
  | { readonly code: 'ambiguous-name' };

/** The real path of an attached file, with every link resolved. */
export type ResolvedFile =
  | { readonly ok: true; readonly realPath: string }
  | { readonly ok: false; readonly problem: AttachedFileProblem };

const maxSegments = 32;
const maxNameCharacters = 1000;

/**
 * Splits a name as written in a statements file into folder and file names. Both `/` and `\` separate, whatever
 * the computer, so that a file written on Windows reads the same elsewhere. `undefined` when the name is absolute,
 * climbs with `..`, names a drive, or holds a control character.
 */
export function splitAttachedName(name: string): readonly string[] | undefined {
  if (name.length === 0 || name.length > maxNameCharacters || /\p{Cc}/u.test(name)) {
    return undefined;
  }
  const unified = name.replaceAll('\\', '/');
  if (unified.startsWith('/') || /^[A-Za-z]:/.test(unified)) return undefined;
  const segments = unified.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0 || segments.length > maxSegments) return undefined;
  // On Windows a colon opens an alternate data stream of another file.
  const isUnsafe = (segment: string): boolean =>
    segment === '..' || (sep === '\\' && segment.includes(':'));
  return segments.some(isUnsafe) ? undefined : segments;
}

/**
 * Finds an attached file inside `folder`. A name that differs from the one on disk only in Unicode normalisation
 * (macOS writes NFD, Windows and Linux keyboards NFC) is found. A link is followed only if it ends inside `folder`.
 */
export async function resolveAttachedFile(folder: string, name: string): Promise<ResolvedFile> {
  const segments = splitAttachedName(name);
  if (segments === undefined) return { ok: false, problem: { code: 'not-inside' } };
  try {
    const root = await realpath(folder);
    let path = root;
    for (const segment of segments) {
      const found = await findEntry(path, segment);
      if (!found.ok) return found;
      path = await realpath(join(path, found.name));
      // Checked at every step, so that nothing outside is even listed.
      if (!isInside(root, path)) return { ok: false, problem: { code: 'not-inside' } };
    }
    return { ok: true, realPath: path };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

type FoundEntry =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly problem: AttachedFileProblem };

async function findEntry(folder: string, name: string): Promise<FoundEntry> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.name === name)) return { ok: true, name };
  const wanted = name.normalize('NFC');
  const alike = entries.filter((entry) => entry.name.normalize('NFC') === wanted);
  if (alike.length > 1) return { ok: false, problem: { code: 'ambiguous-name' } };
  const [only] = alike;
  // Windows and macOS also match regardless of case; the file system itself decides that.
  return { ok: true, name: only?.name ?? name };
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, resolve(path));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === path;
}
