import type { DicomTrouble } from '../probes/shared/dicom-trouble.ts';
import type { SweepNode } from './node.ts';

/** How the one query for our own test patient went. */
export type QueryOutcome =
  | { readonly kind: 'status'; readonly status: number; readonly answers: number }
  /** The node did not accept the SOP class of the query. */
  | { readonly kind: 'not-accepted' }
  | { readonly kind: 'failed'; readonly trouble: DicomTrouble }
  /** It went on answering after C-CANCEL. */
  | { readonly kind: 'cancel-ignored' };

/** What became of one node. */
export type SweepOutcome =
  | {
      readonly kind: 'answered';
      readonly associationMs?: number;
      /** Absent when the node did not accept the Verification SOP class. */
      readonly echoStatus?: number;
      readonly echoMs?: number;
      /** Absent where the role asks for no query. */
      readonly query?: QueryOutcome;
    }
  | { readonly kind: 'failed'; readonly trouble: DicomTrouble }
  /** {@link SweepNode.unusable}. */
  | { readonly kind: 'not-configured'; readonly message: string }
  /** The sweep was stopped before the node had answered, or before it was asked. */
  | { readonly kind: 'not-asked' };

/** One line of the result. */
export interface SweepResult {
  readonly node: SweepNode;
  readonly outcome: SweepOutcome;
  /** From the first packet to the end of the association, in milliseconds; 0 for a node that was not asked. */
  readonly elapsedMs: number;
}
