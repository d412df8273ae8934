import type { UnobservedEvidence } from '../../evidence/evidence.ts';
import type { MediaProblem } from '../../media/problem.ts';

/** The state of evidence that a medium leaves which cannot be read. */
export function stateOfMedium(problem: MediaProblem): UnobservedEvidence['state'] {
  switch (problem.code) {
    case 'missing':
    case 'not-a-medium':
      return 'not-configured';
    case 'out-of-time':
      return 'timed-out';
    case 'system':
      return problem.systemCode === 'EACCES' || problem.systemCode === 'EPERM'
        ? 'refused'
        : 'unreachable';
    default:
      return 'protocol-error';
  }
}

/** The code of the reason: stable, for programs. */
export function codeOfMedium(problem: MediaProblem): string {
  return problem.code === 'system' ? problem.systemCode : `media-${problem.code}`;
}
