import type { BilingualText } from '../locale/language.ts';
import type { AnySide, SideFactValue } from './side-schema.ts';

type Row = Readonly<Record<string, SideFactValue>>;

/** A figure that is followed from one assessment to the next. */
export interface MeasurementKind {
  /** Group and column: `lan.path.downMedianWireEquivalentMbps`. */
  readonly fact: string;
  readonly title: BilingualText;
  readonly unit: string;
  /** Which direction serves the facility; absent where neither is better by itself. */
  readonly better?: 'higher' | 'lower';
  /** Whether repeating it gives another figure: then small differences say nothing. */
  readonly varies: boolean;
}

/** One figure of one thing in one assessment. */
export interface Measurement {
  readonly kind: MeasurementKind;
  readonly subject: string;
  /** A median where there are several runs. */
  readonly value: number;
  /** Every run, in the unit of the value; empty where it was made once. */
  readonly runs: readonly number[];
  /** The value may be off by as much, as the measurement itself says. */
  readonly resolution: number;
  /** Under which conditions, by the column that says so; figures under other conditions do not compare. */
  readonly conditions: Readonly<Record<string, SideFactValue | undefined>>;
  /** True when the row says that it tells nothing about the line: one computer, or the computer was the limit. */
  readonly void: boolean;
}

interface RateSource {
  readonly group: string;
  readonly median: string;
  readonly runs: string;
  readonly subject: readonly string[];
  readonly title: BilingualText;
  readonly conditions: readonly string[];
  readonly voidIf: readonly string[];
}

const lanConditions = ['between', 'secondsPerRun', 'mtuBytes', 'rateCeilingMbps'];
const lineConditions = ['operator', 'rateCeilingMbps'];

/** Medians of throughput, each with its runs. */
const rates: readonly RateSource[] = [
  {
    group: 'lan.path',
    median: 'downMedianWireEquivalentMbps',
    runs: 'downGoodputMbpsRuns',
    subject: ['path'],
    title: { vi: 'LAN, chiều nhận, quy về dây', en: 'LAN, receiving, wire equivalent' },
    conditions: lanConditions,
    voidIf: ['withinOneComputer', 'hostLimited'],
  },
  {
    group: 'lan.path',
    median: 'upMedianWireEquivalentMbps',
    runs: 'upGoodputMbpsRuns',
    subject: ['path'],
    title: { vi: 'LAN, chiều gửi, quy về dây', en: 'LAN, sending, wire equivalent' },
    conditions: lanConditions,
    voidIf: ['withinOneComputer', 'hostLimited'],
  },
  {
    group: 'internet.line',
    median: 'downMedianWireEquivalentMbps',
    runs: 'downGoodputMbpsRuns',
    subject: ['test'],
    title: { vi: 'Internet, tải xuống, quy về dây', en: 'Internet, download, wire equivalent' },
    conditions: lineConditions,
    voidIf: ['serverInside'],
  },
  {
    group: 'internet.line',
    median: 'upMedianWireEquivalentMbps',
    runs: 'upGoodputMbpsRuns',
    subject: ['test'],
    title: { vi: 'Internet, tải lên, quy về dây', en: 'Internet, upload, wire equivalent' },
    conditions: lineConditions,
    voidIf: ['serverInside'],
  },
];

const freeSpace: MeasurementKind = {
  fact: 'host.volume.freeGiB',
  title: { vi: 'Dung lượng còn trống', en: 'Free space' },
  unit: 'GiB',
  varies: false,
};
const outage: MeasurementKind = {
  fact: 'drill.outage.upperMs',
  title: {
    vi: 'Gián đoạn dài nhất khi diễn tập (nhiều nhất)',
    en: 'Longest outage in a drill (at most)',
  },
  unit: 'ms',
  better: 'lower',
  varies: true,
};

/** Facts that measurements are made of; they are not listed a second time. */
export const measuredGroups: ReadonlySet<string> = new Set([
  ...rates.map(({ group }) => group),
  'internet.run',
  'drill.service',
  'drill.outage',
]);

/** Reads the followed figures of an assessment, in a fixed order. Pure. */
export function readMeasurements(side: Pick<AnySide, 'evidence'>): readonly Measurement[] {
  const rowsOf = (group: string) =>
    side.evidence
      .filter((record) => record.kind === 'probe' && record.state === 'observed')
      .flatMap(({ facts }) =>
        facts !== undefined && Object.hasOwn(facts, group) ? (facts[group] ?? []) : [],
      );
  return [
    ...rates.flatMap((source) => rowsOf(source.group).flatMap((row) => readRate(source, row))),
    ...rowsOf('host.volume').flatMap(readFreeSpace),
    ...readOutages(rowsOf('drill.service'), rowsOf('drill.outage')),
  ];
}

function readRate(source: RateSource, row: Row): readonly Measurement[] {
  const value = numberIn(row, source.median);
  if (value === undefined) return [];
  const goodput = numbersIn(row, source.runs);
  const middle = medianOf(goodput);
  // Runs are goodput and the median is wire-equivalent: the ratio depends on the MTU alone.
  const factor = middle === undefined || middle <= 0 ? 1 : value / middle;
  return [
    {
      kind: {
        fact: `${source.group}.${source.median}`,
        title: source.title,
        unit: 'Mb/s',
        better: 'higher',
        varies: true,
      },
      subject: nameOf(row, source.subject),
      value,
      runs: goodput.map((one) => one * factor),
      resolution: 0,
      conditions: Object.fromEntries(source.conditions.map((column) => [column, row[column]])),
      void: source.voidIf.some((column) => row[column] === true),
    },
  ];
}

function readFreeSpace(row: Row): readonly Measurement[] {
  const value = numberIn(row, 'freeGiB');
  if (value === undefined || (row.role !== 'pacs' && row.role !== 'storage')) return [];
  const subject = nameOf(row, ['host', 'mount']);
  return [
    { kind: freeSpace, subject, value, runs: [], resolution: 0, conditions: {}, void: false },
  ];
}

/** The longest outage of each service; none where the drill was not clean or the service never came back. */
function readOutages(services: readonly Row[], outages: readonly Row[]): readonly Measurement[] {
  return services.flatMap((row) => {
    const subject = nameOf(row, ['service']);
    const own = outages.filter((one) => one.service === row.service && one.kind === row.kind);
    const uppers = own.flatMap((one) => numberIn(one, 'upperMs') ?? []);
    const known = row.verdict === 'one-outage' || row.verdict === 'several-outages';
    const value =
      row.verdict === 'no-outage'
        ? 0
        : known && uppers.length > 0
          ? Math.max(...uppers)
          : undefined;
    if (value === undefined) return [];
    return [
      {
        kind: outage,
        subject,
        value,
        runs: [],
        resolution: numberIn(row, 'resolutionMs') ?? 0,
        conditions: { kind: row.kind, intervalMs: row.intervalMs, timeoutMs: row.timeoutMs },
        void: false,
      },
    ];
  });
}

/** The middle of some figures; of an even number the mean of the two in the middle. */
function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

function numberIn(row: Row, column: string): number | undefined {
  const value = row[column];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function numbersIn(row: Row, column: string): readonly number[] {
  const value = row[column];
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is number => typeof one === 'number' && Number.isFinite(one));
}

function nameOf(row: Row, columns: readonly string[]): string {
  return columns
    .flatMap((column) => (typeof row[column] === 'string' ? [row[column]] : []))
    .join(' ');
}
