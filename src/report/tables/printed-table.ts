import type { FactRow } from '../../evidence/evidence.ts';
import { isObserved } from '../../evidence/evidence.ts';
import type { ViewContext } from '../view-context.ts';

/** A table ready for print. Numbers stand in the middle of their column. */
export interface PrintedTable {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly cells: readonly PrintedCell[] }[];
  /** How many rows were left out; empty when none. */
  readonly more: string;
}
interface PrintedCell {
  readonly text: string;
  /** What the style sheet has to know: `count` for a number, `whole` where words are not to be broken. */
  readonly kind: string;
}

const rowsShown = 60;
const longestCell = 160;
/** Letters that stand beside each other across a page in landscape, and what a word that may break needs. */
const lettersAcross = 115;
const lettersOfBreakable = 8;
/** Words up to the first of these that leaves room stay whole; none when the table is too full. */
const longestWholeWords = [24, 16, 10];
const numeric = /^-?[\d.,]+$/;

/** Cuts a table of plain texts to a readable length; none without a row. */
export function printTable(
  context: ViewContext,
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  longest = longestCell,
): PrintedTable[] {
  if (rows.length === 0) return [];
  const left = rows.length - rowsShown;
  const shown = rows
    .slice(0, rowsShown)
    .map((cells) => cells.map((text) => context.clip(text, longest)));
  const isWhole = findWholeColumns(heads, shown);
  return [
    {
      title,
      heads,
      rows: shown.map((cells) => ({
        cells: cells.map((text, index) => ({
          text,
          kind: [numeric.test(text) ? 'count' : '', isWhole[index] ? 'whole' : '']
            .filter((one) => one !== '')
            .join(' '),
        })),
      })),
      more: left > 0 ? context.say.moreRows(context.count(left)) : '',
    },
  ];
}

/** Every row of a group, over all records that observed something. */
export function allRows({ assessment }: ViewContext, group: string): readonly FactRow[] {
  return assessment.evidence.filter(isObserved).flatMap((record) => record.facts[group] ?? []);
}

/** Columns whose words fit beside those of the others: what anybody wrote may be of any length, and must not run out of the page. */
function findWholeColumns(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): boolean[] {
  const longestOf = (text: string) => Math.max(0, ...text.split(/\s+/).map((word) => word.length));
  const widths = heads.map((head, index) =>
    Math.max(longestOf(head), ...rows.map((cells) => longestOf(cells[index] ?? ''))),
  );
  const longest = longestWholeWords.find(
    (limit) =>
      widths.reduce((sum, width) => sum + (width <= limit ? width + 1 : lettersOfBreakable), 0) <=
      lettersAcross,
  );
  return widths.map((width) => longest !== undefined && width <= longest);
}
