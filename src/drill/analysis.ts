import type { LossAnalysis } from './analyse-loss.ts';
import type { WatchedService } from './sample.ts';
import type { DegradedWindow } from './window-tracker.ts';

/** The outcome for one service, in a word. No word says whether it was fast enough: the draft gives no limit. */
export const drillVerdicts = [
  'no-outage',
  'one-outage',
  'several-outages',
  'never-came-back',
  'baseline-not-clean',
] as const;
export type DrillVerdict = (typeof drillVerdicts)[number];

/** Times to an answer, in milliseconds. */
export interface Latency {
  readonly samples: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** Which nodes answered; letters, never names. */
export interface NodesSeen {
  readonly toldBy: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Others answer after than before; absent when one side had no answer. */
  readonly changed?: boolean;
}

/** A slice of time, for the picture. */
export interface TimeBin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly answered: number;
  readonly failed: number;
  readonly unsent: number;
  /** Node that answered most in it. */
  readonly node?: string;
}

/** One service over the whole drill. */
export interface ServiceAnalysis {
  readonly service: WatchedService;
  readonly verdict: DrillVerdict;
  /** Sent; those not sent are counted apart. */
  readonly samples: number;
  readonly failed: number;
  readonly failedInBaseline: number;
  readonly unsent: number;
  /** Longest time between two samples that were sent: an outage shorter than that may have gone unseen there. */
  readonly longestGapMs: number;
  readonly windows: readonly DegradedWindow[];
  /** From the first success after the last window to the end; absent without a window, or while one is open. */
  readonly stableAfterMs?: number;
  readonly nodes?: NodesSeen;
  readonly latencyBefore?: Latency;
  readonly latencyAfter?: Latency;
  readonly bins: readonly TimeBin[];
}

/** What was set, and how it ended. */
export interface DrillSettings {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly baselineMs: number;
  readonly afterMs: number;
}

/** Everything that was seen. */
export interface DrillAnalysis extends DrillSettings {
  readonly durationMs: number;
  /** How far a time given here may be from the truth: interval and timeout together. */
  readonly resolutionMs: number;
  readonly services: readonly ServiceAnalysis[];
  /** What became of numbered objects, one per archive; empty when none were stored. */
  readonly losses: readonly LossAnalysis[];
}
