import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Tinos: Times metrics, open licence (OFL-1.1), complete for Vietnamese. */
const family = 'Report Serif';
/** What every report needs. */
const always = ['latin', 'vietnamese'];
/** Added only when a name or a peer's text uses them: `latin-ext` alone would triple the file. */
const onDemand = ['latin-ext', 'cyrillic', 'greek', 'hebrew'];
const faces = [
  { weight: 400, style: 'normal' },
  { weight: 400, style: 'italic' },
  { weight: 700, style: 'normal' },
  { weight: 700, style: 'italic' },
];

/**
 * `@font-face` rules that carry the report's fonts as `data:` URIs, with the subsets that `text` needs.
 * @throws when the font package is not installed.
 */
export async function embedFontFaces(text: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const ranges = await readRanges(require.resolve('@fontsource/tinos/unicode.json'));
  const subsets = [...always, ...onDemand.filter((subset) => needs(text, subset, ranges))];
  const rules = subsets.flatMap((subset) =>
    faces.map(async ({ weight, style }) => {
      const name = `tinos-${subset}-${weight}-${style}.woff2`;
      const bytes = await readFile(require.resolve(`@fontsource/tinos/files/${name}`));
      return `@font-face{font-family:'${family}';font-weight:${weight};font-style:${style};src:url(data:font/woff2;base64,${bytes.toString('base64')}) format('woff2');unicode-range:${ranges.get(subset)}}`;
    }),
  );
  return (await Promise.all(rules)).join('\n');
}

async function readRanges(file: string): Promise<ReadonlyMap<string, string>> {
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${file}: not an object`);
  const entries = Object.entries(parsed).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Map(entries);
}

/** Whether some character lies in the subset and in none of those always embedded. */
function needs(text: string, subset: string, ranges: ReadonlyMap<string, string>): boolean {
  const covered = always.flatMap((name) => parseRange(ranges.get(name)));
  const wanted = parseRange(ranges.get(subset));
  const inside = (list: readonly (readonly [number, number])[], point: number) =>
    list.some(([from, to]) => point >= from && point <= to);
  for (const character of new Set(text)) {
    const point = character.codePointAt(0) ?? 0;
    if (inside(wanted, point) && !inside(covered, point)) return true;
  }
  return false;
}

/** `U+0000-00FF,U+0131` as pairs of first and last code point. */
function parseRange(range = ''): readonly (readonly [number, number])[] {
  return range.split(',').flatMap((part) => {
    const match = /^U\+([0-9A-F]+)(?:-([0-9A-F]+))?$/i.exec(part.trim());
    if (match === null) return [];
    const from = Number.parseInt(match[1] ?? '', 16);
    return [[from, match[2] === undefined ? from : Number.parseInt(match[2], 16)]];
  });
}
