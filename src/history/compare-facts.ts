import { describeFacts } from '../probes/fact-registry.ts';
import type { Side, SideEvidence, SideFactValue } from './side-schema.ts';

type Row = Readonly<Record<string, SideFactValue>>;

/** The same fact of the same thing, seen differently. */
export interface FactChange {
  readonly fact: string;
  /** The thing: `pacs-01/eth0`. */
  readonly subject: string;
  readonly evidence: string;
  readonly from?: SideFactValue;
  readonly to?: SideFactValue;
  readonly unit?: string;
  /** For numbers: `to` minus `from`, and that as a share of `from`. */
  readonly difference?: number;
  readonly differencePercent?: number;
}

/** A thing that only one side saw. */
export interface RowOnOneSide {
  readonly group: string;
  readonly subject: string;
  readonly evidence: string;
  readonly side: 'a' | 'b';
}

export interface FactComparison {
  readonly changes: readonly FactChange[];
  readonly onOneSide: readonly RowOnOneSide[];
}

/** Columns that say which thing a row is about. `name` is left out at the second try: products get renamed and replaced. */
const identity = [
  'host',
  'port',
  'node',
  'endpoint',
  'path',
  'test',
  'kind',
  'check',
  'level',
  'purpose',
  'messageType',
  'moment',
  'mount',
  'sopClass',
  'transferSyntax',
  'name',
];
const shownFirst = [
  'host',
  'node',
  'endpoint',
  'path',
  'test',
  'port',
  'mount',
  'kind',
  'name',
  'check',
  'level',
  'purpose',
  'moment',
  'sopClassName',
  'transferSyntaxName',
];
/** Rows about files handed in; the papers themselves are compared as evidence. */
const notMeasured = new Set(['documents']);

/** Compares the facts of probe records that both sides have, thing by thing. */
export function compareFacts(a: Side, b: Side): FactComparison {
  const units = new Map(describeFacts().map((one) => [one.name, one.unit]));
  const later = new Map(b.evidence.map((one) => [one.id, one]));
  const changes: FactChange[] = [];
  const onOneSide: RowOnOneSide[] = [];
  for (const before of a.evidence) {
    const after = later.get(before.id);
    if (!after || !isObserved(before) || !isObserved(after)) continue;
    const groups = new Set([...Object.keys(before.facts ?? {}), ...Object.keys(after.facts ?? {})]);
    for (const group of groups) {
      const pairs = matchRows(before.facts?.[group] ?? [], after.facts?.[group] ?? []);
      for (const [from, to] of pairs) {
        const row = to ?? from;
        if (row === undefined) continue;
        const subject = subjectOf(row, before);
        if (from === undefined || to === undefined) {
          onOneSide.push({ group, subject, evidence: before.id, side: from ? 'a' : 'b' });
        } else {
          changes.push(...compareRow(from, to, { group, subject, evidence: before.id }, units));
        }
      }
    }
  }
  return { changes: sortChanges(changes), onOneSide };
}

function isObserved(record: SideEvidence): boolean {
  return (
    record.kind === 'probe' && record.state === 'observed' && !notMeasured.has(record.probe ?? '')
  );
}

/** Pairs rows by what identifies them, then the rest without their `name`, then what is left stands alone. */
function matchRows(
  before: readonly Row[],
  after: readonly Row[],
): (readonly [Row | undefined, Row | undefined])[] {
  const pairs: (readonly [Row | undefined, Row | undefined])[] = [];
  let lone: readonly Row[] = before;
  let others: readonly Row[] = after;
  for (const columns of [identity, identity.filter((one) => one !== 'name')]) {
    const waiting = new Map<string, Row[]>();
    for (const row of others) {
      const key = keyOf(row, columns);
      const same = waiting.get(key);
      if (same) same.push(row);
      else waiting.set(key, [row]);
    }
    const unmatched: Row[] = [];
    for (const row of lone) {
      const partner = waiting.get(keyOf(row, columns))?.shift();
      if (partner) pairs.push([row, partner]);
      else unmatched.push(row);
    }
    lone = unmatched;
    others = [...waiting.values()].flat();
  }
  return [
    ...pairs,
    ...lone.map((row) => [row, undefined] as const),
    ...others.map((row) => [undefined, row] as const),
  ];
}

function keyOf(row: Row, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column] ?? null));
}

function subjectOf(row: Row, record: SideEvidence): string {
  const parts = shownFirst.flatMap((column) => {
    const value = row[column];
    return typeof value === 'string' ? [value] : [];
  });
  return parts.slice(0, 4).join('/') || (record.subjectId ?? record.id);
}

function compareRow(
  from: Row,
  to: Row,
  where: { readonly group: string; readonly subject: string; readonly evidence: string },
  units: ReadonlyMap<string, string | undefined>,
): FactChange[] {
  const columns = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return columns.flatMap((column) => {
    const [old, now] = [from[column], to[column]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    const fact = `${where.group}.${column}`;
    const unit = units.get(fact);
    const numbers =
      typeof old === 'number' && typeof now === 'number'
        ? {
            difference: now - old,
            ...(old !== 0 && { differencePercent: ((now - old) / Math.abs(old)) * 100 }),
          }
        : {};
    return [
      {
        fact,
        subject: where.subject,
        evidence: where.evidence,
        ...(old !== undefined && { from: old }),
        ...(now !== undefined && { to: now }),
        ...(unit !== undefined && { unit }),
        ...numbers,
      },
    ];
  });
}

/** Response times differ on every run: they come last. */
function sortChanges(changes: readonly FactChange[]): FactChange[] {
  const rank = (one: FactChange) => (one.unit === 'ms' ? 1 : 0);
  return [...changes].sort(
    (x, y) => rank(x) - rank(y) || compareText(x.fact, y.fact) || compareText(x.subject, y.subject),
  );
}

function compareText(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
