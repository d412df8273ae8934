import { plain } from '../history/terminal-text.ts';
import type { Language } from '../locale/language.ts';
import { breakText, widthOf } from './break-text.ts';
import type { SweepRow } from './describe-result.ts';
import { sweepWords } from './words.ts';

const GAP = '  ';
const NARROWEST = 60;
/** Below this a column of names is of no use. */
const SMALLEST_COLUMN = 8;

function pad(text: string, width: number, side: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'left' ? blanks + text : text + blanks;
}

/** Widths of the five columns, so that a line is no wider than the terminal: id and address give way. */
function chooseWidths(table: readonly (readonly string[])[], width: number): number[] {
  const wanted = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...table.map((cells) => widthOf(cells[column] ?? ''))),
  );
  const [id = 0, address = 0, ...fixed] = wanted;
  const left = width - fixed.reduce((sum, one) => sum + one, 0) - GAP.length * 4;
  if (id + address <= left) return wanted;
  const idWidth = Math.max(SMALLEST_COLUMN, Math.min(id, Math.floor(left * 0.4)));
  return [idWidth, Math.max(SMALLEST_COLUMN, Math.min(address, left - idWidth)), ...fixed];
}

/**
 * The result as a table that fits the terminal; under a row with a problem its likely cause, indented.
 *
 * @param width - of the terminal in letters; 100 where there is none
 */
export function layRows(rows: readonly SweepRow[], language: Language, width = 100): string[] {
  const words = sweepWords(language);
  const fit = Math.max(width, NARROWEST);
  const table = [
    words.head,
    ...rows.map((row) => [
      plain(row.id),
      plain(`${row.host}:${row.port} ${row.calledAe}`),
      words.state(row.state),
      words.query(row.query),
      row.state === 'not-asked' ? '-' : String(Math.round(row.elapsedMs)),
    ]),
  ];
  const widths = chooseWidths(table, fit);
  return table.flatMap((cells, index) => {
    const broken = cells.map((cell, column) => breakText(cell, widths[column] ?? 0));
    const height = Math.max(...broken.map((cell) => cell.length));
    const lines = Array.from({ length: height }, (_, at) =>
      broken
        .map((cell, column) =>
          pad(cell[at] ?? '', widths[column] ?? 0, column === 4 ? 'left' : 'right'),
        )
        .join(GAP)
        .trimEnd(),
    );
    const cause = rows[index - 1]?.cause;
    return cause === undefined
      ? lines
      : [...lines, ...breakText(plain(cause), fit - 4).map((line) => `    ${line}`)];
  });
}
