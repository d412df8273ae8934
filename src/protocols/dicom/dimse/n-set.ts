import type { AcceptedContext } from '../negotiation.ts';
import { COMMAND } from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import { exchangeMessage } from './exchange.ts';
import type { ExchangeOutcome } from './n-create.ts';
import type { OperationOptions } from './outcome.ts';

/** One N-SET (PS3.7 10.3.3), for instance of a Modality Performed Procedure Step (PS3.4 F.7.2.2). */
export interface SetRequest extends OperationOptions {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Encodes the modified attributes for the transfer syntax that was accepted. */
  readonly attributes: Buffer | ((transferSyntaxUid: string) => Buffer);
}

/** Changes an instance that the peer holds. */
export function setInstance(
  dialogue: Dialogue,
  request: SetRequest,
  context: AcceptedContext,
): Promise<ExchangeOutcome> {
  const { sopClassUid, sopInstanceUid, attributes } = request;
  return exchangeMessage(dialogue, {
    ...request,
    contextId: context.id,
    command: {
      requestedSopClassUid: sopClassUid,
      commandField: COMMAND.nSetRequest,
      requestedSopInstanceUid: sopInstanceUid,
    },
    dataset:
      typeof attributes === 'function' ? attributes(context.outcome.transferSyntax) : attributes,
  });
}
