import type { Run } from './run.ts';
import { scheduledOf } from './scheduled.ts';

/**
 * Waits for what a radiologist has to do, and says so to whoever runs the assessment for as long as it takes. What is
 * there already is not waited for.
 *
 * @returns whether it came
 */
export async function awaitPerson(
  run: Run,
  step: 'report' | 'correction-to-his',
  isThere: () => boolean,
  maxMs: number,
): Promise<boolean> {
  const { inbox, context, endpoint, words, signal } = run;
  if (inbox === undefined) throw new Error('there is no listener for results');
  if (isThere()) return true;
  context.log('awaiting-person', { endpoint: endpoint.id, step, ms: maxMs });
  const { accessionNumber } = scheduledOf(run);
  const what = step === 'report' ? words.awaitsReport : words.awaitsCorrection;
  const end = context.awaitPerson?.({ what: what(accessionNumber), maxMs });
  try {
    return await inbox.waitFor(isThere, maxMs, signal);
  } finally {
    end?.();
  }
}
