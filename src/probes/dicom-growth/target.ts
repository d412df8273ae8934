import type { DicomNode } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';

/** What one step looks at. */
export interface GrowthTarget {
  readonly node: DicomNode;
  readonly callingAe: string;
}

/** How much is asked of a node. All of it together stays below the step's deadline. */
export interface GrowthPatience {
  readonly deadlines: Deadlines;
  /** Full days before the day of the assessment. */
  readonly windowDays: number;
  /** Answers of one day; beyond them the query is cancelled. */
  readonly maxAnswersPerDay: number;
  /** One query, in milliseconds. */
  readonly queryMs: number;
  /** How long a node may take to honour C-CANCEL, in milliseconds. */
  readonly cancelGraceMs: number;
  /** After this many milliseconds no further query is begun. */
  readonly allQueriesMs: number;
}

/** Gentle: one association, one query at a time, and at most some thousand short answers for each. */
export const USUAL_PATIENCE: GrowthPatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 20_000, release: 5_000 },
  windowDays: 14,
  maxAnswersPerDay: 5_000,
  queryMs: 20_000,
  cancelGraceMs: 5_000,
  allQueriesMs: 150_000,
};
