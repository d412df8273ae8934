import type { AcceptedContext } from '../negotiation.ts';
import { COMMAND } from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import { type ExchangeStatusOutcome, exchangeMessage } from './exchange.ts';
import type { EndedOutcome, OperationOptions } from './outcome.ts';

/** One N-CREATE (PS3.7 10.3.5), for instance of a Modality Performed Procedure Step (PS3.4 F.7.2.1). */
export interface CreateRequest extends OperationOptions {
  readonly sopClassUid: string;
  /** Left out when the peer is to choose it; its choice is in the response's command. */
  readonly sopInstanceUid?: string;
  /** Encodes the attributes for the transfer syntax that was accepted. */
  readonly attributes: Buffer | ((transferSyntaxUid: string) => Buffer);
}

/** Result of a service with one answer, whose command and data set are kept. */
export type ExchangeOutcome = ExchangeStatusOutcome | EndedOutcome;

/** Creates an instance of a SOP class at the peer. */
export function createInstance(
  dialogue: Dialogue,
  request: CreateRequest,
  context: AcceptedContext,
): Promise<ExchangeOutcome> {
  const { sopClassUid, sopInstanceUid, attributes } = request;
  return exchangeMessage(dialogue, {
    ...request,
    contextId: context.id,
    command: {
      affectedSopClassUid: sopClassUid,
      commandField: COMMAND.nCreateRequest,
      ...(sopInstanceUid === undefined ? {} : { affectedSopInstanceUid: sopInstanceUid }),
    },
    dataset:
      typeof attributes === 'function' ? attributes(context.outcome.transferSyntax) : attributes,
  });
}
