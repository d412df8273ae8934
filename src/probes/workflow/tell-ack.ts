import { type AckJudgement, outcomeOf } from './judge-ack.ts';
import type { WorkflowWords } from './messages.ts';
import type { Sent, StepReport } from './run.ts';

/** The acknowledgement in words: its code, and everything that is not as it should be. */
export function tellAck({ outcome, problems }: Sent, at: string, words: WorkflowWords): string {
  const told = problems.map((problem) => words.ackProblem(problem, at));
  const code = outcome.kind === 'ack' && outcome.matches ? outcome.code : undefined;
  if (code !== undefined && !problems.some(({ kind }) => kind === 'refused'))
    told.unshift(words.ackCode(code));
  return told.join('; ');
}

/**
 * The report of a step that is done when its message is taken. A system need not know every kind of message.
 *
 * @param whenTaken - what else decides, once the message was taken
 */
export function reportAck(
  sent: Sent,
  at: string,
  words: WorkflowWords,
  whenTaken?: StepReport,
): StepReport {
  const told = tellAck(sent, at, words);
  if (sent.verdict === 'refused')
    return { outcome: sent.isUnsupported ? 'warned' : 'failed', observed: told };
  const own = outcomeOf(sent);
  if (own === 'failed' || whenTaken === undefined) return { outcome: own, observed: told };
  return {
    outcome: whenTaken.outcome === 'passed' ? own : whenTaken.outcome,
    observed: `${told}; ${whenTaken.observed}`,
  };
}

/** Whether the peer said that it took the message. */
export function isTaken({ verdict }: AckJudgement): boolean {
  return verdict === 'taken';
}
