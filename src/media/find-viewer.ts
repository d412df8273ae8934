import type { ReadBudget } from './budget.ts';
import type { FileFinder } from './find-file.ts';
import { MediaReadError } from './problem.ts';
import type { MediaFile, MediaTree } from './tree.ts';

/** A sign that images can be viewed from the medium itself. It is looked at by name only, and never run. */
export type ViewerSign =
  /** `autorun.inf` names a program or page, and it is on the medium. */
  | 'autorun'
  /** A Windows program, `*.exe`. */
  | 'windows-program'
  /** A macOS program, a folder `*.app`. */
  | 'mac-program'
  /** A page to open in a browser, `index.htm` or `index.html`, in the root. */
  | 'web-page';

/** What was found, and whether `autorun.inf` names something that is not there. */
export interface ViewerSearch {
  readonly signs: readonly ViewerSign[];
  readonly autorunLeadsNowhere: boolean;
}

const MAX_AUTORUN_BYTES = 64 * 1024;
/** Programs lie in the root or a folder or two below it; deeper ones belong to something else. */
const MAX_PROGRAM_DEPTH = 3;

/** Looks for a viewer. @throws OutOfTimeError, or the signal's reason */
export async function findViewer(
  tree: MediaTree,
  finder: FileFinder,
  budget: ReadBudget,
): Promise<ViewerSearch> {
  const near = (path: readonly string[]): boolean => path.length <= MAX_PROGRAM_DEPTH;
  const named = (path: readonly string[], pattern: RegExp): boolean =>
    pattern.test(path.at(-1) ?? '');
  const autorun = finder.find(['AUTORUN.INF']);
  const started = autorun === undefined ? undefined : await readAutorun(autorun.file, budget);
  const leads = started !== undefined && finder.find(started) !== undefined;
  const signs: ViewerSign[] = [];
  if (leads) signs.push('autorun');
  if (tree.files.some(({ path }) => near(path) && named(path, /\.exe$/i)))
    signs.push('windows-program');
  if (tree.folders.some((path) => near(path) && named(path, /\.app$/i))) signs.push('mac-program');
  if (tree.files.some(({ path }) => path.length === 1 && named(path, /^index\.html?$/i)))
    signs.push('web-page');
  return { signs, autorunLeadsNowhere: started !== undefined && !leads };
}

/** What `open=` or `shellexecute=` in the section `[autorun]` starts, as names from the root. */
async function readAutorun(
  file: MediaFile,
  budget: ReadBudget,
): Promise<readonly string[] | undefined> {
  const bytes = Buffer.alloc(Math.min(file.sizeBytes, MAX_AUTORUN_BYTES));
  if (!budget.take(bytes.length)) return undefined;
  try {
    const source = await file.open();
    try {
      await source.read(bytes, 0);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof MediaReadError) return undefined;
    throw error;
  }
  return parseAutorun(bytes);
}

/** Exported for tests. */
export function parseAutorun(bytes: Buffer): readonly string[] | undefined {
  const isUtf16 = bytes.length >= 2 && bytes.readUInt16LE(0) === 0xfeff;
  const text = isUtf16 ? bytes.toString('utf16le', 2) : bytes.toString('latin1');
  let inSection = false;
  for (const line of text.split(/\r?\n|\r/)) {
    const section = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (section !== undefined) inSection = section.trim().toLowerCase() === 'autorun';
    const command = /^\s*(?:open|shellexecute)\s*=\s*(.*)$/i.exec(line)?.[1]?.trim();
    if (!inSection || !command) continue;
    const program = /^"([^"]*)"/.exec(command)?.[1] ?? command.split(/\s/)[0] ?? '';
    const names = program.split(/[\\/]/).filter((name) => name !== '' && name !== '.');
    if (names.length > 0) return names;
  }
  return undefined;
}
