import type { ShownFunction } from '../../probes/challenge/facts.ts';

/** What the simulated viewer can do, in front of which the simulated examiner sits. */
export interface ViewerBehaviour {
  /** Functions that it has not; the examiner says so. */
  readonly lacks: readonly ShownFunction[];
  /** Functions whose button is there and does nothing: the plain image stays on the screen. */
  readonly pretends: readonly ShownFunction[];
  /** What it shows of a measured value, in parts of the true one; 1 when it measures right. */
  readonly measures: number;
}

/** A viewer with every function. */
export const SOUND_VIEWER: ViewerBehaviour = { lacks: [], pretends: [], measures: 1 };
