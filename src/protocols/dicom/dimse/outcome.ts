import type { Ending } from '../dul/ending.ts';
import type { NegotiatedContext } from '../negotiation.ts';
import type { DimseStatus } from './status.ts';

/** How long an operation took, on this computer's monotonic clock. */
export interface OperationTimes {
  /** From the call to the whole answer, or to the ending. */
  readonly elapsedMs: number;
  /**
   * From the call to the first byte of the answer. A peer that writes header and body separately
   * with Nagle's algorithm on shows about 40 ms between this and `elapsedMs`; that is not the network.
   */
  readonly firstByteMs?: number;
}

/** The peer answered. */
export interface StatusOutcome extends OperationTimes {
  readonly kind: 'status';
  readonly status: DimseStatus;
}

/** Nothing was sent: no presentation context for this was accepted. */
export interface NoContextOutcome {
  readonly kind: 'no-accepted-context';
  readonly sopClassUid: string;
  /** Present when the operation needs one particular transfer syntax. */
  readonly transferSyntaxUid?: string;
  /** What became of the contexts proposed for this SOP class. */
  readonly contexts: readonly NegotiatedContext[];
}

/** The association ended before the answer was complete. */
export type EndedOutcome = Ending & OperationTimes;

/** Result of an operation with one answer. */
export type OperationOutcome = StatusOutcome | NoContextOutcome | EndedOutcome;

/** What every operation accepts. */
export interface OperationOptions {
  /** Longest silence of the peer, in milliseconds; the association's `dimse` deadline otherwise. */
  readonly deadlineMs?: number;
  /** Ends the operation, and with it the association, by A-ABORT. */
  readonly signal?: AbortSignal;
}
