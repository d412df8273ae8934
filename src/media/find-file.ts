import type { MediaFile, MediaTree } from './tree.ts';

/** A file found by its File ID, and whether its name had to be read leniently. */
export interface FoundFile {
  readonly file: MediaFile;
  /** False: found only without regard to case, or to a version number left in a name. */
  readonly exact: boolean;
}

/** Finds files of one tree by names. Only what was listed can be found, so no name leads out of the medium. */
export interface FileFinder {
  find(path: readonly string[]): FoundFile | undefined;
}

// A separator that no file system allows within a name.
const SEPARATOR = '\0';

/**
 * Names compare exactly first; then without regard to case (a mounted ISO 9660 disc shows lower case on Linux), to a
 * version number (`;1`) and to a final dot.
 */
export function indexFiles(tree: MediaTree): FileFinder {
  const exactly = new Map<string, MediaFile>();
  const leniently = new Map<string, MediaFile>();
  for (const file of tree.files) {
    const key = file.path.join(SEPARATOR);
    if (!exactly.has(key)) exactly.set(key, file);
    const loose = loosen(file.path);
    if (!leniently.has(loose)) leniently.set(loose, file);
  }
  return {
    find: (path) => {
      const exact = exactly.get(path.join(SEPARATOR));
      if (exact !== undefined) return { file: exact, exact: true };
      const loose = leniently.get(loosen(path));
      return loose === undefined ? undefined : { file: loose, exact: false };
    },
  };
}

function loosen(path: readonly string[]): string {
  return path
    .map((name) => name.toUpperCase().replace(/;\d+$/, '').replace(/\.$/, ''))
    .join(SEPARATOR);
}
