import type { EvidenceState } from '../../evidence/evidence.ts';
import type { Failure } from '../../protocols/hl7/outcome.ts';
import type { Observation } from '../contract.ts';
import { addressOf } from '../shared/hl7-address.ts';
import type { Run } from './run.ts';

/** The observation for an endpoint that never took a connection: nothing was sent, so nothing can be said. */
export function unreachedObservation(run: Run, failure: Failure): Observation {
  run.signal.throwIfAborted();
  return {
    state: stateOf(failure),
    reason: {
      code: 'code' in failure ? failure.code : failure.kind,
      ...('phase' in failure && { phase: failure.phase }),
      message: run.words.failure(failure, addressOf(run.endpoint)),
    },
  };
}

function stateOf(failure: Failure): Exclude<EvidenceState, 'observed'> {
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
