import type { AckJudgement } from './judge-ack.ts';
import type { Progress } from './progress.ts';
import type { StepOutcome } from './step-ids.ts';

/** What the worklist says about the order. */
export type LastLook = 'listed' | 'gone' | 'unknown';

/** What became of the order, in the words that the journal and a later cleanup use. */
export type CancelEnd = {
  readonly outcome: Extract<StepOutcome, 'passed' | 'warned' | 'failed'>;
} & (
  | {
      readonly state: 'removed-verified';
      readonly note: 'cancelled' | 'unknownToRis' | 'order-refused';
    }
  | {
      readonly state: 'left';
      readonly note:
        | 'leftInWorklist'
        | 'leftUnverified'
        | 'cancelRefused'
        | 'noAnswer'
        | 'notReached';
    }
);

/**
 * Judges a cancel. Proof that nothing is left needs the worklist's own answer that the order is not there, and beside
 * it: the receiver took the cancel of an order that the list had shown, or it says that it has no such order.
 */
export function judgeCancel(seen: {
  readonly order: Progress['order'];
  /** The worklist has shown the order at some time. */
  readonly wasShown: boolean;
  readonly before: LastLook;
  readonly cancel: Pick<AckJudgement, 'verdict' | 'isUnknownKey' | 'problems'>;
  readonly after: LastLook;
}): CancelEnd {
  const { order, wasShown, before, cancel, after } = seen;
  if (after === 'listed') return { outcome: 'failed', state: 'left', note: 'leftInWorklist' };
  if (order === 'refused')
    return { outcome: 'passed', state: 'removed-verified', note: 'order-refused' };
  if (after === 'gone') {
    if (cancel.isUnknownKey)
      return { outcome: 'passed', state: 'removed-verified', note: 'unknownToRis' };
    if (cancel.verdict === 'taken' && wasShown)
      return {
        outcome: isClean(cancel) ? 'passed' : 'failed',
        state: 'removed-verified',
        note: 'cancelled',
      };
    // It was there a moment ago: whatever the answer was, the cancel took it away.
    if (before === 'listed')
      return { outcome: 'failed', state: 'removed-verified', note: 'cancelled' };
  }
  switch (cancel.verdict) {
    case 'taken':
      return { outcome: 'warned', state: 'left', note: 'leftUnverified' };
    case 'refused':
      return { outcome: 'failed', state: 'left', note: 'cancelRefused' };
    case 'unclear':
      return { outcome: 'failed', state: 'left', note: 'noAnswer' };
    case 'never-sent':
      return { outcome: 'failed', state: 'left', note: 'notReached' };
  }
}

function isClean({ problems }: Pick<AckJudgement, 'problems'>): boolean {
  return problems.every(({ severity }) => severity !== 'fail');
}
