import { compareFigures, type MeasurementVerdict } from '../history/compare-measurements.ts';
import {
  type Measurement,
  type MeasurementKind,
  readMeasurements,
} from '../history/read-measurements.ts';
import type { Side } from '../history/side-schema.ts';

/** A figure in one assessment. */
export interface TrendFigure {
  readonly value: number;
  readonly runs: readonly number[];
  /** Beside the figure before it; absent for the first. */
  readonly verdict?: MeasurementVerdict;
  readonly serves?: boolean;
  readonly difference?: number;
  readonly differencePercent?: number;
  readonly conditions?: readonly string[];
}

/** One measurement of one thing; `undefined` where an assessment did not make it. */
export interface TrendSeries {
  readonly kind: MeasurementKind;
  readonly subject: string;
  readonly figures: readonly (TrendFigure | undefined)[];
}

const mostSeries = 24;

/**
 * Follows each figure through assessments in the order of their days. Figures that say nothing about the line (inside one
 * computer, to a server inside, limited by the measuring computer) are left out.
 */
export function traceMeasurements(
  sides: readonly Pick<Side, 'evidence'>[],
): readonly TrendSeries[] {
  const tables = sides.map(
    (side) =>
      new Map(
        readMeasurements(side)
          .filter((one) => !one.void)
          .map((one) => [`${one.kind.fact} ${one.subject}`, one]),
      ),
  );
  const known = new Map(tables.flatMap((table) => [...table]));
  return [...known]
    .map(([key, { kind, subject }]) => {
      let before: Measurement | undefined;
      const figures = tables.map((table) => {
        const now = table.get(key);
        if (now === undefined) return undefined;
        const figure = {
          value: now.value,
          runs: now.runs,
          ...(before && compareFigures(before, now)),
        };
        before = now;
        return figure;
      });
      return { kind, subject, figures };
    })
    .slice(0, mostSeries);
}
