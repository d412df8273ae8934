import type { DicomwebEndpoint } from '../../facility/schema.ts';
import type { DicomWebFailure } from '../../protocols/dicomweb/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { codeOfFailure, stateOfFailure } from './failure.ts';
import { dicomwebMessages } from './messages.ts';
import { printableAddress } from './target.ts';

/** The observation for a failure that left no fact. */
export function describeFailure(
  failure: DicomWebFailure,
  endpoint: DicomwebEndpoint,
  { language }: Pick<ProbeContext, 'language'>,
): Exclude<Observation, { readonly state: 'observed' }> {
  const at = printableAddress(endpoint.url);
  return {
    state: stateOfFailure(failure),
    reason: {
      code: codeOfFailure(failure),
      ...('phase' in failure && { phase: failure.phase }),
      message: dicomwebMessages(language).failure(failure, at),
    },
  };
}
