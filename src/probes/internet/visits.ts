import type { FactTables } from '../../evidence/evidence.ts';
import type { InternetTest } from '../../facility/schema.ts';
import type { InternetRunRow } from './facts.ts';

const hourMs = 3_600_000;
/** A spread needs a beginning and an end. */
const leastVisits = 2;

/** How the runs of a test are spread over visits of the operator. */
export interface VisitPlan {
  /** Runs each way in one visit. */
  readonly runsPerVisit: number;
  /** Runs each way that the median needs. */
  readonly runsWanted: number;
  /** Least time between two visits. Zero: everything in one visit. */
  readonly gapMs: number;
}

/** Without `spreadHours` all runs follow each other; with it one run each way is added at a time. Pure. */
export function planVisits(test: InternetTest): VisitPlan {
  if (test.spreadHours === undefined)
    return { runsPerVisit: test.runs, runsWanted: test.runs, gapMs: 0 };
  const runsWanted = Math.max(leastVisits, test.runs);
  return { runsPerVisit: 1, runsWanted, gapMs: (test.spreadHours * hourMs) / (runsWanted - 1) };
}

/** Runs that were completed in the direction that has fewer. */
export function countRunsEachWay(runs: readonly InternetRunRow[]): number {
  const of = (direction: InternetRunRow['direction']) =>
    runs.filter((run) => run.completed && run.direction === direction).length;
  return Math.min(of('down'), of('up'));
}

/** From the first completed run to the last, in whole hundredths of an hour: never more than there were. */
export function spanHoursOf(runs: readonly InternetRunRow[]): number {
  const times = timesOf(runs);
  if (times.length === 0) return 0;
  return Math.floor((Math.max(...times) - Math.min(...times)) / (hourMs / 100)) / 100;
}

/**
 * From when on the next visit may be made; `undefined` when the test has all the runs and hours that it asks for. A
 * visit that failed puts nothing off.
 */
export function nextVisitFrom(
  test: InternetTest,
  runs: readonly InternetRunRow[],
): Date | undefined {
  const { gapMs, runsWanted } = planVisits(test);
  const hoursWanted = test.spreadHours ?? 0;
  if (countRunsEachWay(runs) >= runsWanted && spanHoursOf(runs) >= hoursWanted) return undefined;
  const times = timesOf(runs);
  return new Date(times.length === 0 ? 0 : Math.max(...times) + gapMs);
}

/** Whether a test that is spread over hours still lacks runs or hours. Pure. */
export function isUnfinished(facts: FactTables): boolean {
  return (facts['internet.line'] ?? []).some(
    ({ runsEachWay, runsWanted, spanHours, spanHoursWanted }) =>
      isBelow(runsEachWay, runsWanted) || isBelow(spanHours, spanHoursWanted),
  );
}

function isBelow(value: unknown, wanted: unknown): boolean {
  return typeof value === 'number' && typeof wanted === 'number' && value < wanted;
}

function timesOf(runs: readonly InternetRunRow[]): number[] {
  return runs.filter((run) => run.completed).map((run) => Date.parse(run.at));
}
