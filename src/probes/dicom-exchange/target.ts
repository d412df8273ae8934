import type { DicomNode, DicomwebEndpoint, Inbound } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';
import type { RemovalWay } from '../../test-study/index.ts';

/** A node with the title we call it by, and what its test data can be removed through. */
export interface ReachableNode {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly dicomweb?: DicomwebEndpoint;
}

/** A node that is sent a test study. */
export interface StudyTarget extends ReachableNode {
  readonly kind: 'study';
  /** Where C-MOVE and commitment results reach us; without it neither is measured there. */
  readonly receive?: Inbound;
  readonly forwardTo: readonly ReachableNode[];
  readonly removal: RemovalWay;
  /** Where the archive sends what it gets by itself, in the words of the facility file. */
  readonly autoForward: readonly string[];
}

/** A node that is sent a performed procedure step. */
export interface StepTarget extends ReachableNode {
  readonly kind: 'mpps';
}

/** What one step looks at. */
export type ExchangeTarget = StudyTarget | StepTarget;

/** How long the parts of a step may take, in milliseconds. */
export interface ExchangePatience {
  readonly deadlines: Deadlines;
  /** One C-STORE as a whole. */
  readonly storeMs: number;
  /** One C-FIND as a whole. */
  readonly queryMs: number;
  /** One C-MOVE or C-GET as a whole. */
  readonly retrieveMs: number;
  /** An archive may show what it was sent only after a job of its own. */
  readonly settleMs: number;
  /** Between two looks at what has not settled. */
  readonly pauseMs: number;
  /** From the commitment request to its result. */
  readonly commitmentMs: number;
  /** Removing and looking again, also once the step was stopped. */
  readonly removalMs: number;
}

/** For a slow archive; all together it stays within the step's deadline for one that answers. */
export const usualPatience: ExchangePatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 60_000, release: 5_000 },
  storeMs: 120_000,
  queryMs: 30_000,
  retrieveMs: 120_000,
  settleMs: 20_000,
  pauseMs: 1_000,
  commitmentMs: 30_000,
  // The scheduler gives a stopped active step 45 seconds.
  removalMs: 40_000,
};
