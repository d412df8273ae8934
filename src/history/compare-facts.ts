import { describeFacts } from '../probes/fact-registry.ts';
import { measuredGroups } from './read-measurements.ts';
import type { AnySide, SideEvidence, SideFactValue } from './side-schema.ts';

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
  /** Response times and moments that differ: they do on every run and are only counted. */
  readonly perRun: number;
}

/** Columns that say which thing a row is about. `name` is left out at the second try: products get renamed and replaced. */
const identity = [
  ...['host', 'port', 'node', 'endpoint', 'path', 'test', 'kind', 'check', 'level', 'purpose'],
  ...['messageType', 'moment', 'mount', 'sopClass', 'transferSyntax', 'direction', 'way', 'method'],
  ...['route', 'service', 'to', 'place', 'step', 'attribute', 'keyword', 'tag', 'field', 'change'],
  ...['source', 'archive', 'medium', 'task', 'criterion', 'object', 'view', 'text', 'study'],
  ...['series', 'viewer', 'switch', 'neighbour', 'ups', 'balancer', 'cluster', 'job', 'database'],
  ...['connector', 'serial', 'modality', 'date', 'sender', 'vantage', 'file', 'of', 'name'],
];
const shownFirst = [
  ...['host', 'node', 'endpoint', 'path', 'test', 'archive', 'port', 'mount', 'kind', 'name'],
  ...['check', 'level', 'purpose', 'moment', 'sopClassName', 'transferSyntaxName', 'direction'],
  ...['way', 'method', 'service', 'step', 'attribute', 'keyword', 'task'],
];
/** Rows about files handed in; the papers themselves are compared as evidence. */
const notMeasured = new Set(['documents']);

/** Compares the facts of probe records that both sides have, thing by thing. */
export function compareFacts(a: AnySide, b: AnySide): FactComparison {
  const units = new Map(describeFacts().map((one) => [one.name, one.unit]));
  const later = new Map(b.evidence.map((one) => [one.id, one]));
  const changes: FactChange[] = [];
  const onOneSide: RowOnOneSide[] = [];
  for (const before of a.evidence) {
    const after = later.get(before.id);
    if (!after || !isObserved(before) || !isObserved(after)) continue;
    const groups = new Set([...Object.keys(before.facts ?? {}), ...Object.keys(after.facts ?? {})]);
    for (const group of groups) {
      if (measuredGroups.has(group)) continue;
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
  const lasting = changes.filter((one) => !isPerRun(one));
  return {
    changes: sortChanges(lasting),
    onOneSide,
    perRun: changes.length - lasting.length,
  };
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Times to an answer and moments differ between any two runs; that is no change of the system. */
function isPerRun({ unit, from, to }: FactChange): boolean {
  if (unit === 'ms') return true;
  return typeof from === 'string' && typeof to === 'string' && moment.test(from) && moment.test(to);
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

function sortChanges(changes: readonly FactChange[]): FactChange[] {
  return [...changes].sort(
    (x, y) => compareText(x.fact, y.fact) || compareText(x.subject, y.subject),
  );
}

function compareText(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
