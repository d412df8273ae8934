import type { Side } from '../history/side-schema.ts';
import type { BilingualText } from '../locale/language.ts';

/** Groups of criteria by name; criteria of other editions that are in none are counted together. */
export interface TrendGroup {
  readonly name: BilingualText;
  readonly criterionIds: readonly string[];
}

/** Outcomes counted; words of other versions of the tool count as open. */
export interface TrendCounts {
  readonly met: number;
  readonly notMet: number;
  readonly open: number;
}

/** One assessment in a row of them. */
export interface TrendPoint {
  readonly assessedOn: string;
  readonly level: string;
  readonly floor: string;
  readonly ceiling: string;
  readonly edition: string;
  readonly simulated: boolean;
  readonly counts: TrendCounts;
  readonly groups: readonly TrendCounts[];
}

/** One measurement of one thing; `undefined` where an assessment did not make it. */
export interface TrendSeries {
  readonly fact: string;
  readonly title: BilingualText;
  readonly unit: string;
  readonly subject: string;
  readonly values: readonly (number | undefined)[];
}

/** Several assessments of one facility, in the order of their days. */
export interface Trend {
  readonly facility: string;
  /** False when names or codes of facilities differ. */
  readonly sameFacility: boolean;
  /** False when not all were judged by the same checklist: outcomes are then not directly comparable. */
  readonly sameChecklist: boolean;
  readonly groupNames: readonly BilingualText[];
  readonly points: readonly TrendPoint[];
  readonly series: readonly TrendSeries[];
}

interface Tracked {
  readonly group: string;
  readonly column: string;
  /** Columns that name the thing. */
  readonly subject: readonly string[];
  readonly title: BilingualText;
  readonly unit: string;
  /** Values of `role` that are followed; all when left out. */
  readonly roles?: readonly string[];
}

/** Figures a director asks about from year to year. */
const tracked: readonly Tracked[] = [
  {
    group: 'lan.path',
    column: 'slowerMedianWireEquivalentMbps',
    subject: ['path'],
    title: { vi: 'LAN, chiều chậm hơn, quy về dây', en: 'LAN, slower direction, wire equivalent' },
    unit: 'Mb/s',
  },
  {
    group: 'internet.line',
    column: 'downMedianWireEquivalentMbps',
    subject: ['test', 'line'],
    title: { vi: 'Internet, tải xuống', en: 'Internet, download' },
    unit: 'Mb/s',
  },
  {
    group: 'internet.line',
    column: 'upMedianWireEquivalentMbps',
    subject: ['test', 'line'],
    title: { vi: 'Internet, tải lên', en: 'Internet, upload' },
    unit: 'Mb/s',
  },
  {
    group: 'host.volume',
    column: 'freeGiB',
    subject: ['host', 'mount'],
    title: { vi: 'Dung lượng còn trống', en: 'Free space' },
    unit: 'GiB',
    roles: ['pacs', 'storage'],
  },
  {
    group: 'drill.service',
    column: 'longestGapMs',
    subject: ['service', 'name'],
    title: { vi: 'Gián đoạn dài nhất khi diễn tập', en: 'Longest outage in the drill' },
    unit: 'ms',
  },
];

const mostSeries = 24;

/** Lays assessments side by side by day. Pure; judges nothing. */
export function makeTrend(sides: readonly Side[], groups: readonly TrendGroup[]): Trend {
  const sorted = sides.toSorted((a, b) => compare(a.assessedOn, b.assessedOn));
  const last = sorted.at(-1);
  const known = new Set(groups.flatMap(({ criterionIds }) => criterionIds));
  const hasOthers = sorted.some(({ findings }) =>
    findings.some(({ criterion }) => !known.has(criterion)),
  );
  return {
    facility: last?.facility.facility.name ?? '',
    sameFacility: new Set(sorted.map(nameFacility)).size <= 1,
    sameChecklist: new Set(sorted.map(({ checklist }) => checklist.sha256)).size <= 1,
    groupNames: [
      ...groups.map(({ name }) => name),
      ...(hasOthers ? [{ vi: 'Tiêu chí của bản khác', en: 'Criteria of another edition' }] : []),
    ],
    points: sorted.map((side) => ({
      assessedOn: side.assessedOn,
      level: side.verdict.level,
      floor: side.verdict.floor,
      ceiling: side.verdict.ceiling,
      edition: side.checklist.edition,
      simulated: side.simulated,
      counts: count(side, () => true),
      groups: [
        ...groups.map(({ criterionIds }) => count(side, (id) => criterionIds.includes(id))),
        ...(hasOthers ? [count(side, (id) => !known.has(id))] : []),
      ],
    })),
    series: tracked.flatMap((one) => seriesOf(one, sorted)).slice(0, mostSeries),
  };
}

function nameFacility({ facility }: Side): string {
  return facility.facility.code ?? facility.facility.name;
}

function count({ findings }: Side, keep: (criterion: string) => boolean): TrendCounts {
  const own = findings.filter(({ criterion }) => keep(criterion));
  const met = own.filter(({ outcome }) => outcome === 'met').length;
  const notMet = own.filter(({ outcome }) => outcome === 'not-met').length;
  return { met, notMet, open: own.length - met - notMet };
}

function seriesOf(one: Tracked, sides: readonly Side[]): readonly TrendSeries[] {
  const tables = sides.map((side) => valuesOf(one, side));
  const subjects = new Set(tables.flatMap((table) => [...table.keys()]));
  return [...subjects].sort(compare).map((subject) => ({
    fact: `${one.group}.${one.column}`,
    title: one.title,
    unit: one.unit,
    subject,
    values: tables.map((table) => table.get(subject)),
  }));
}

function valuesOf(
  { group, column, subject, roles }: Tracked,
  side: Side,
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const record of side.evidence) {
    if (record.state !== 'observed') continue;
    const rows =
      record.facts !== undefined && Object.hasOwn(record.facts, group) ? record.facts[group] : [];
    for (const row of rows ?? []) {
      if (roles !== undefined && !roles.some((role) => role === row.role)) continue;
      const value = row[column];
      const name = subject
        .flatMap((key) => (typeof row[key] === 'string' ? [row[key]] : []))
        .join(' ');
      if (typeof value === 'number' && Number.isFinite(value))
        values.set(name || (record.subjectId ?? record.id), value);
    }
  }
  return values;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
