import type { MediaTree } from '../../media/tree.ts';

const MAX_DEPTH = 3;
const MAX_NAMES = 5;
const MAX_CHARACTERS = 64;

/** Names of programs and pages that can show images, as they lie in the root or a folder or two below it. */
export function nameViewers({ files, folders }: MediaTree): string[] {
  const near = (path: readonly string[]): boolean => path.length <= MAX_DEPTH;
  const names = [
    ...files.flatMap(({ path }) => {
      const name = path.at(-1) ?? '';
      const isProgram = near(path) && /\.exe$/i.test(name);
      return isProgram || (path.length === 1 && /^index\.html?$/i.test(name)) ? [name] : [];
    }),
    ...folders.flatMap((path) => {
      const name = path.at(-1) ?? '';
      return near(path) && /\.app$/i.test(name) ? [name] : [];
    }),
  ];
  // Control and format characters have no place in a report.
  const printable = names.map((name) => name.replace(/[\p{C}]/gu, '').slice(0, MAX_CHARACTERS));
  return [...new Set(printable)].slice(0, MAX_NAMES);
}
