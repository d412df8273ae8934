import type { Language } from '../locale/language.ts';
import type { SweepRow, SweepState } from './describe-result.ts';
import { sweepWords } from './words.ts';

/** Counts over a whole sweep. */
export interface SweepSummary {
  readonly total: number;
  /** By state; states that did not occur are left out. */
  readonly states: Readonly<Partial<Record<SweepState, number>>>;
  /** Nodes that were sent a query, and how many of them answered it. */
  readonly queried: number;
  readonly queryable: number;
}

/** Counts the rows. */
export function summariseRows(rows: readonly SweepRow[]): SweepSummary {
  const states: Partial<Record<SweepState, number>> = {};
  for (const { state } of rows) states[state] = (states[state] ?? 0) + 1;
  return {
    total: rows.length,
    states,
    queried: rows.filter(({ query }) => query !== 'none').length,
    queryable: rows.filter(({ query }) => query === 'answers').length,
  };
}

const order: readonly SweepState[] = [
  'answers',
  'answers-with-error',
  'no-verification',
  'refused',
  'unreachable',
  'timed-out',
  'protocol-error',
  'not-configured',
  'not-asked',
];

/** The counts in words, and what a green C-ECHO does not prove. */
export function tellSummary(summary: SweepSummary, language: Language): string[] {
  const words = sweepWords(language);
  const parts = order.flatMap((state) => {
    const count = summary.states[state];
    return count === undefined ? [] : [`${count} ${words.state(state)}`];
  });
  return [
    words.total(summary.total, parts.join(', ')),
    ...(summary.queried > 0 ? [words.queries(summary.queryable, summary.queried)] : []),
    words.caveat,
  ];
}
