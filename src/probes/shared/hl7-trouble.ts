import type { EvidenceState } from '../../evidence/evidence.ts';
import type { Failure } from '../../protocols/hl7/outcome.ts';

/** The state of evidence that a failed exchange leaves. */
export function stateOfFailure(failure: Failure): Exclude<EvidenceState, 'observed'> {
  switch (failure.kind) {
    case 'refused':
      return 'refused';
    case 'unreachable':
    case 'reset':
    case 'closed':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    case 'tls-error':
    case 'noise':
      return 'protocol-error';
  }
}
