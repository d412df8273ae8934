import type { Failure } from '../../protocols/hl7/outcome.ts';
import type { Observation } from '../contract.ts';
import { addressOf } from '../shared/hl7-address.ts';
import { stateOfFailure } from '../shared/hl7-trouble.ts';
import type { Run } from './run.ts';

/** The observation for an endpoint that never took a connection: nothing was sent, so nothing can be said. */
export function unreachedObservation(run: Run, failure: Failure): Observation {
  run.signal.throwIfAborted();
  return {
    state: stateOfFailure(failure),
    reason: {
      code: 'code' in failure ? failure.code : failure.kind,
      ...('phase' in failure && { phase: failure.phase }),
      message: run.words.failure(failure, addressOf(run.endpoint)),
    },
  };
}
