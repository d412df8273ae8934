import { printableText } from '../report/printable-text.ts';

/** How many lines of one kind are printed; `--json` has them all. */
const mostListed = 40;

/** The first lines, and how many are left out. */
export function clip(lines: readonly string[], vi: boolean): string[] {
  if (lines.length <= mostListed) return [...lines];
  const rest = lines.length - mostListed;
  return [
    ...lines.slice(0, mostListed),
    vi ? `  … và ${rest} dòng nữa (xem --json)` : `  … and ${rest} more (see --json)`,
  ];
}

/** Looks a word from a file up without reaching what every object inherits. */
export function pick<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Text from outside as one line fit for a terminal. */
export function plain(text: string): string {
  return printableText(text).replaceAll(/[\t\r\n]+/g, ' ');
}
