import { isTaken } from '../probes/hl7/judge-rest.ts';
import type { WorklistReading } from '../probes/hl7/watch-worklist.ts';
import { ERROR_CODES } from '../protocols/hl7/build-ack.ts';
import type { ExchangeOutcome } from '../protocols/hl7/outcome.ts';

/** What became of a journalled order, and why we say so. */
export type Removal =
  | { readonly state: 'removed-verified'; readonly note: 'cancelled' | 'unknownToRis' }
  | {
      readonly state: 'left';
      readonly note:
        | 'leftInWorklist'
        | 'leftUnverified'
        | 'cancelRefused'
        | 'noAnswer'
        | 'notReached';
    };

/**
 * Judges one cancel. Proof that nothing is left needs the worklist's own answer that the order is not there, and beside
 * it: the same worklist showed the order just before, or the RIS says that it knows no such order. An empty worklist
 * alone may be another system's, or show one day only.
 */
export function judgeRemoval(seen: {
  readonly before: WorklistReading | undefined;
  readonly cancelled: ExchangeOutcome;
  readonly after: WorklistReading | undefined;
}): Removal {
  const { before, cancelled, after } = seen;
  if (after?.matches === 0) {
    if ((before?.matches ?? 0) > 0) return { state: 'removed-verified', note: 'cancelled' };
    if (isUnknownOrder(cancelled)) return { state: 'removed-verified', note: 'unknownToRis' };
  }
  if (isTaken(cancelled)) {
    const isShown = (after?.matches ?? 0) > 0;
    return { state: 'left', note: isShown ? 'leftInWorklist' : 'leftUnverified' };
  }
  if (cancelled.kind === 'ack' && cancelled.matches)
    return { state: 'left', note: 'cancelRefused' };
  const wasSent = cancelled.transcript.sent.length > 0;
  return { state: 'left', note: wasSent ? 'noAnswer' : 'notReached' };
}

/** A refusal of this very message for an unknown key (HL7 table 0357, 204): the RIS has no such order. */
function isUnknownOrder(outcome: ExchangeOutcome): boolean {
  return (
    outcome.kind === 'ack' &&
    outcome.matches &&
    (outcome.code === 'AE' || outcome.code === 'AR') &&
    outcome.errCodes.includes(ERROR_CODES.unknownKey)
  );
}
