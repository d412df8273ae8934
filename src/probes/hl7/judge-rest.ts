import type { ExchangeOutcome } from '../../protocols/hl7/outcome.ts';
import type { WorklistReading } from './watch-worklist.ts';

/** What is left of a test order at the hospital, and why we say so. */
export type Rest =
  | { readonly state: 'removed-verified'; readonly note: 'order-refused' | 'cancelled' }
  | {
      readonly state: 'left';
      readonly note: 'leftUnverified' | 'leftInWorklist' | 'cancelRefused';
    };

/**
 * What is left at the hospital. Proof that nothing is: the order was refused, or a worklist that had shown it no longer
 * does. A worklist that never showed it may belong to another system.
 */
export function judgeRest(seen: {
  readonly ordered: ExchangeOutcome;
  readonly shown: WorklistReading | undefined;
  readonly cancelled: ExchangeOutcome;
  readonly gone: WorklistReading | undefined;
}): Rest {
  const { ordered, shown, cancelled, gone } = seen;
  if ((gone?.matches ?? 0) > 0) return { state: 'left', note: 'leftInWorklist' };
  if (isRefused(ordered)) return { state: 'removed-verified', note: 'order-refused' };
  if ((shown?.matches ?? 0) > 0 && gone?.matches === 0)
    return { state: 'removed-verified', note: 'cancelled' };
  return { state: 'left', note: isTaken(cancelled) ? 'leftUnverified' : 'cancelRefused' };
}

/** The peer answered this very message and took it; CA is a commit in enhanced mode (HL7 v2.5.1 2.9.3). */
export function isTaken(outcome: ExchangeOutcome): boolean {
  return outcome.kind === 'ack' && outcome.matches && /^[AC]A$/.test(outcome.code ?? '');
}

/** The peer answered this very message and did not take it. */
function isRefused(outcome: ExchangeOutcome): boolean {
  return outcome.kind === 'ack' && outcome.matches && /^[AC][ER]$/.test(outcome.code ?? '');
}
