import type { AnswerSettings } from './answer-request.ts';
import type { CancelIgnoredOutcome } from './find.ts';
import type { StoreHandler } from './incoming.ts';
import type { EndedOutcome, OperationOptions, StatusOutcome } from './outcome.ts';

/** Why we sent C-CANCEL: the caller, or a cap on pending responses, objects or time. */
export type RetrieveStop = 'caller' | 'responses' | 'objects' | 'time';

/** Sub-operation counts as the peer sent them; one it left out is absent (PS3.7 9.1.4). */
export interface SubOperations {
  readonly remaining?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly warning?: number;
}

/** What C-MOVE and C-GET have in common. */
export interface RetrieveRequest extends OperationOptions {
  /** Query/Retrieve MOVE or GET SOP class. */
  readonly sopClassUid: string;
  /** Encodes the identifier for the transfer syntax that was accepted. */
  readonly identifier: Buffer | ((transferSyntaxUid: string) => Buffer);
  /** Called for each pending response; `cancel` sends C-CANCEL. What it throws is thrown after an A-ABORT. */
  readonly onProgress?: (progress: SubOperations, cancel: () => void) => void;
  /** Pending responses before C-CANCEL; 100 000 otherwise. */
  readonly maxResponses?: number;
  /** Whole operation before C-CANCEL, in milliseconds; 10 minutes otherwise. */
  readonly maxMs?: number;
  /** How long the peer may take to honour C-CANCEL before A-ABORT, in milliseconds. */
  readonly cancelGraceMs?: number;
}

/** What was counted and told. */
export interface RetrieveCounts {
  readonly pendingResponses: number;
  /** Of the latest response that had counts: the final one, if it had any. */
  readonly subOperations: SubOperations;
  readonly pendingAfterCancel: number;
  /** Present when we sent C-CANCEL. */
  readonly stoppedBy?: RetrieveStop;
}

/** The final response, with its data set as sent: Failed SOP Instance UID List (PS3.4 C.4.2.1). */
export interface RetrieveStatusOutcome extends StatusOutcome {
  readonly failedIdentifier?: Buffer;
}

/** Result of a C-MOVE. */
export type RetrieveOutcome = (RetrieveStatusOutcome | CancelIgnoredOutcome | EndedOutcome) &
  RetrieveCounts;

/** Which service, and what it needs beyond a {@link RetrieveRequest}. */
export type RetrieveService =
  | { readonly kind: 'move'; readonly destination: string }
  | {
      readonly kind: 'get';
      readonly onStore: StoreHandler;
      readonly maxObjects: number;
      readonly answering: Omit<AnswerSettings, 'restartDeadline' | 'suspendDeadline'>;
    };
