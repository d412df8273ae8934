import type { FactRow, FactValue } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import type { Truth } from './evaluation.ts';
import { formatInWords, labelFact, labelGroup, labelRow, withUnit } from './fact-labels.ts';
import { groupWords } from './group-words.ts';
import type { RowCells } from './group-words-type.ts';
import { findingMessages } from './messages.ts';
import type { Seen, SeenThing } from './seen.ts';

/** Rows of one group that a rule weighed. */
export interface RowsSeen {
  readonly group: string;
  readonly language: Language;
  readonly rows: readonly FactRow[];
}

/** A column of some of these rows, and how the rule over it came out. */
export interface ColumnSeen extends RowsSeen {
  readonly column: string;
  readonly truth: Truth;
  /** Rows that the rule was over as well, but that did not decide it. */
  readonly others: readonly FactRow[];
}

interface KnownRow {
  readonly row: FactRow;
  readonly value: FactValue;
  readonly said: string;
}

/** So many rows are named one by one; more of them are counted where they agree. */
const mostNamed = 6;
/** So many rows that differ from the rest are named beside the count. */
const mostOdd = 3;

/** "Lưu ca thử bằng C-STORE: pacs-chinh (CT Image Storage; …)": each row is named once. */
export function sayRowsSeen({ group, language, rows }: RowsSeen): Seen {
  const words = groupWords[group];
  const head = words?.seen?.[language] ?? labelGroup(group, language);
  return {
    head: `${head}:`,
    things: rows.map((row) => sayThing(group, row, language)),
    group,
    names: rows.map((row) => nameRow(group, row, language)),
    listsOnly: true,
  };
}

/** "Tốc độ liên kết đã thỏa thuận: 1.000 Mb/s (12/13 cổng mạng)": what agrees is counted, what differs is named. */
export function sayColumnSeen(seen: ColumnSeen): Seen | undefined {
  const { group, column, language, truth } = seen;
  const known: KnownRow[] = seen.rows.flatMap((row) => {
    const value = row[column];
    if (value === undefined) return [];
    return [{ row, value, said: sayValueOf(group, column, value, language) }];
  });
  const first = known[0];
  if (first === undefined) return undefined;
  const words = groupWords[group]?.columns?.[column];
  const common = { group, names: known.map(({ row }) => nameRow(group, row, language)) };
  const statement =
    typeof first.value === 'boolean' && known.every(({ value }) => value === first.value)
      ? (first.value ? words?.yes : words?.no)?.[language]
      : undefined;
  if (statement !== undefined) {
    return {
      ...common,
      head: `${statement}:`,
      things: countOrName(seen, known).map((said) => ({ said })),
    };
  }
  const holds = truth === 'true' ? words?.holds?.[language] : undefined;
  const head = holds ?? `${labelFact(group, column, language)}:`;
  const item = words?.item;
  if (item !== undefined) {
    return { ...common, head, things: known.map(({ row }) => item(cellsOf(group, row, language))) };
  }
  if (holds === undefined && known.length === 1) {
    const name = nameRow(group, first.row, language);
    return { ...common, head, things: [{ said: `${name} ${first.said}` }] };
  }
  return { ...common, head, things: groupByValue(seen, known) };
}

/** What a row is called, in the words of its group or by the columns that identify it. */
export function nameRow(group: string, row: FactRow, language: Language): string {
  const { at, said } = sayThing(group, row, language);
  return at === undefined ? said : `${said} (${at})`;
}

function sayThing(group: string, row: FactRow, language: Language): SeenThing {
  const words = groupWords[group];
  const cells = cellsOf(group, row, language);
  const said = words?.row?.(cells) ?? '';
  if (said === '') return { said: labelRow(row) };
  const at = typeof words?.at === 'function' ? words.at(cells) : cells.text(words?.at ?? '');
  return at === '' ? { said } : { at, said };
}

function groupByValue(seen: ColumnSeen, known: readonly KnownRow[]): SeenThing[] {
  const byValue = Map.groupBy(known, ({ said }) => said);
  if (byValue.size > mostNamed && known.every(({ value }) => typeof value === 'number')) {
    const sorted = known.toSorted((a, b) => Number(a.value) - Number(b.value));
    const [low, high] = [sorted[0]?.said ?? '', sorted.at(-1)?.said ?? ''];
    const { between } = findingMessages(seen.language);
    return [{ at: between(low, high), said: countAll(seen, known.length) }];
  }
  return [...byValue].flatMap(([at, members]) =>
    countOrName(seen, members).map((said) => ({ at, said })),
  );
}

/** Few rows by name, many by number: "9/9 máy"; of those that do not agree, the few are named. */
function countOrName(seen: ColumnSeen, known: readonly KnownRow[]): string[] {
  const { group, language, others } = seen;
  if (known.length <= mostNamed)
    return nameApart(
      group,
      known.map(({ row }) => row),
      language,
    );
  const odd =
    others.length === 0 || others.length > mostOdd || seen.truth !== 'true'
      ? ''
      : findingMessages(language).except(nameApart(group, others, language).join(', '));
  return [`${countAll(seen, known.length)}${odd}`];
}

function countAll({ group, language, rows, others }: ColumnSeen, known: number): string {
  const what = groupWords[group]?.rows?.[language] ?? findingMessages(language).entries;
  return `${known}/${rows.length + others.length} ${what}`;
}

/** Names that tell the rows apart: the longer label where the short name would stand for two of them. */
function nameApart(group: string, rows: readonly FactRow[], language: Language): string[] {
  const names = rows.map((row) => nameRow(group, row, language));
  return rows.map((row, index) => {
    const name = names[index] ?? '';
    return names.filter((one) => one === name).length > 1 ? labelRow(row) : name;
  });
}

function sayValueOf(group: string, column: string, value: FactValue, language: Language): string {
  const own = groupWords[group]?.columns?.[column]?.values;
  const said = typeof value === 'string' ? own?.[value]?.[language] : undefined;
  return said ?? withUnit(group, column, value, language);
}

function cellsOf(group: string, row: FactRow, language: Language): RowCells {
  return {
    row,
    vi: language === 'vi',
    text: (column) => {
      const value = row[column];
      return value === undefined ? '' : formatInWords(group, column, value, language);
    },
  };
}
