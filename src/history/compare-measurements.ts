import { type Measurement, type MeasurementKind, readMeasurements } from './read-measurements.ts';
import type { AnySide } from './side-schema.ts';

/**
 * Differences below this share of the earlier figure are not called a change, however little the runs differ: between
 * two days the measuring computer and the traffic differ too. Ours; the draft says nothing of it.
 */
export const noisePercent = 2;

/**
 * `same`: not a digit. `noise`: within the spread of the runs, the resolution, or {@link noisePercent}. `higher`,
 * `lower`: a change. `other-conditions`: not comparable. `void`: a side says nothing about the line. `only-a`, `only-b`:
 * made on one side only.
 */
export type MeasurementVerdict =
  | 'same'
  | 'noise'
  | 'higher'
  | 'lower'
  | 'other-conditions'
  | 'void'
  | 'only-a'
  | 'only-b';

/** One followed figure on both sides. */
export interface MeasurementChange {
  readonly kind: MeasurementKind;
  readonly subject: string;
  readonly a?: Pick<Measurement, 'value' | 'runs'>;
  readonly b?: Pick<Measurement, 'value' | 'runs'>;
  readonly verdict: MeasurementVerdict;
  /** Whether the change serves the facility; absent without a change, and where neither direction is better. */
  readonly serves?: boolean;
  readonly difference?: number;
  readonly differencePercent?: number;
  /** Columns that state other conditions. */
  readonly conditions: readonly string[];
}

/** Lays the followed figures of two assessments side by side. Pure. */
export function compareMeasurements(
  a: Pick<AnySide, 'evidence'>,
  b: Pick<AnySide, 'evidence'>,
): readonly MeasurementChange[] {
  const before = byKey(readMeasurements(a));
  const after = byKey(readMeasurements(b));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [from, to] = [before.get(key), after.get(key)];
    const known = from ?? to;
    if (known === undefined) return [];
    const { kind, subject } = known;
    return [
      {
        kind,
        subject,
        ...(from && { a: { value: from.value, runs: from.runs } }),
        ...(to && { b: { value: to.value, runs: to.runs } }),
        ...(from && to
          ? compareFigures(from, to)
          : { verdict: from ? ('only-a' as const) : ('only-b' as const), conditions: [] }),
      },
    ];
  });
}

/** What a difference between two figures of one thing amounts to. */
export function compareFigures(
  from: Measurement,
  to: Measurement,
): Pick<
  MeasurementChange,
  'verdict' | 'serves' | 'difference' | 'differencePercent' | 'conditions'
> {
  const conditions = otherConditions(from, to);
  const verdict = judgeChange(from, to, conditions.length > 0);
  const { better } = to.kind;
  const changed = verdict === 'higher' || verdict === 'lower';
  return {
    verdict,
    ...(changed && better !== undefined && { serves: verdict === better }),
    ...describeDifference(from.value, to.value),
    conditions,
  };
}

function byKey(all: readonly Measurement[]): ReadonlyMap<string, Measurement> {
  return new Map(all.map((one) => [`${one.kind.fact} ${one.subject}`, one]));
}

function otherConditions(from: Measurement, to: Measurement): readonly string[] {
  return Object.keys({ ...from.conditions, ...to.conditions }).filter(
    (column) => JSON.stringify(from.conditions[column]) !== JSON.stringify(to.conditions[column]),
  );
}

function judgeChange(from: Measurement, to: Measurement, otherwise: boolean): MeasurementVerdict {
  if (from.void || to.void) return 'void';
  if (otherwise) return 'other-conditions';
  if (from.value === to.value) return 'same';
  return from.kind.varies && isNoise(from, to)
    ? 'noise'
    : to.value > from.value
      ? 'higher'
      : 'lower';
}

/** Whether two figures differ by no more than repeating either might. */
function isNoise(from: Measurement, to: Measurement): boolean {
  const [one, other] = [rangeOf(from), rangeOf(to)];
  if (one.low <= other.high && other.low <= one.high) return true;
  return Math.abs(to.value - from.value) < (Math.abs(from.value) * noisePercent) / 100;
}

function rangeOf({ value, runs, resolution }: Measurement): {
  readonly low: number;
  readonly high: number;
} {
  return {
    low: Math.min(value, ...runs) - resolution,
    high: Math.max(value, ...runs) + resolution,
  };
}

function describeDifference(from: number, to: number) {
  return {
    difference: to - from,
    ...(from !== 0 && { differencePercent: ((to - from) / Math.abs(from)) * 100 }),
  };
}
