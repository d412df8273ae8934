import type { Finding } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';

/**
 * The findings a council speaks of: the whole table, and the conditions of the Specialized level where that level was
 * applied for or no level was named.
 */
export function reviewedFindings({
  findings,
  specialized,
  verdict,
}: Assessment): readonly Finding[] {
  const { target } = verdict;
  return target === undefined || target === 'specialized'
    ? [...findings, ...specialized]
    : findings;
}
