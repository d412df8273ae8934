import type { FactRow } from '../evidence/evidence.ts';
import type { BilingualText } from '../locale/language.ts';
import type { SeenThing } from './seen.ts';

/** What a sentence may use of a row: a column's value in words, empty where it is not known. */
export interface RowCells {
  readonly row: FactRow;
  readonly text: (column: string) => string;
  readonly vi: boolean;
}

/** How findings speak of one fact group. What is left out is said with the labels of the registry. */
export interface GroupWords {
  /** Head of the sentence that rows were seen. */
  readonly seen?: BilingualText;
  /** What is said to be lacking where none was seen. */
  readonly lack?: BilingualText;
  /** What a row is called. */
  readonly row?: (cells: RowCells) => string;
  /** The column, or the words, that stand before the rows they hold for: `pacs-chinh (…; …)`. */
  readonly at?: string | ((cells: RowCells) => string);
  /** What is counted when many rows agree: "9/9 máy". */
  readonly rows?: BilingualText;
  readonly columns?: Readonly<Record<string, ColumnWords>>;
}

/** How findings speak of one column. */
export interface ColumnWords {
  /** Head when the value is what the rule asks for; it runs on into the value, without a colon. */
  readonly holds?: BilingualText;
  /** Heads for the two values of a yes-or-no column: the sentence then names the rows only. */
  readonly yes?: BilingualText;
  readonly no?: BilingualText;
  /** Said in place of "no figure …" when nothing of the kind is known. */
  readonly unknown?: BilingualText;
  /** Values in other words than rules use. */
  readonly values?: Readonly<Record<string, BilingualText>>;
  /** Says row and value together, where the value alone would not tell what was done. */
  readonly item?: (cells: RowCells) => SeenThing;
}

/** Names a row by these columns. */
export const named =
  (...columns: readonly string[]) =>
  ({ text }: RowCells): string =>
    columns
      .map(text)
      .filter((value) => value !== '')
      .join('/');
