import type { Ending } from '../dul/ending.ts';
import type { CommandFields, CommandSet } from './command-fields.ts';
import { DATA_SET_PRESENT, NO_DATA_SET } from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import type { InboundMessage } from './inbound.ts';
import type { EndedOutcome, OperationOptions, StatusOutcome } from './outcome.ts';
import { readStatus } from './status.ts';

/** The answer to a request with exactly one response. */
export interface ExchangeStatusOutcome extends StatusOutcome {
  readonly command: CommandSet;
  /** Data set of the response as sent, in the transfer syntax of the context. */
  readonly dataset?: Buffer;
}

/** A request with exactly one response: C-ECHO and every DIMSE-N service (PS3.7 9.3.5, 10.3). */
export interface ExchangeRequest extends OperationOptions {
  readonly contextId: number;
  /** Without Message ID and Command Data Set Type, which are filled in. */
  readonly command: CommandFields & { readonly commandField: number };
  /** In the transfer syntax of the context. */
  readonly dataset?: Buffer;
}

/** Adds the times to an ending that cut an operation short. */
export function endOutcome(ending: Ending, startedAtMs: number): EndedOutcome {
  return { ...ending, elapsedMs: performance.now() - startedAtMs };
}

/** Turns the only response of an operation into its outcome; a response without status is a violation. */
export async function concludeExchange(
  dialogue: Dialogue,
  inbound: InboundMessage,
  startedAtMs: number,
): Promise<ExchangeStatusOutcome | EndedOutcome> {
  if (inbound.kind === 'ended') return endOutcome(inbound.ending, startedAtMs);
  const { command, dataset } = inbound.message;
  const status = readStatus(command);
  if (status === undefined) {
    dialogue.connection.endByViolation('the response has no Status', Buffer.alloc(0), 0);
    return concludeExchange(dialogue, await dialogue.nextMessage(), startedAtMs);
  }
  return {
    kind: 'status',
    status,
    command,
    ...(dataset === undefined ? {} : { dataset }),
    elapsedMs: performance.now() - startedAtMs,
    firstByteMs: Math.max(0, inbound.firstByteAtMs - startedAtMs),
  };
}

/** Sends one request and waits for its response. */
export function exchangeMessage(
  dialogue: Dialogue,
  request: ExchangeRequest,
): Promise<ExchangeStatusOutcome | EndedOutcome> {
  return dialogue.run(request, async () => {
    const startedAtMs = performance.now();
    const messageId = dialogue.nextMessageId();
    const { contextId, dataset } = request;
    const written = await dialogue.send(
      contextId,
      {
        ...request.command,
        messageId,
        commandDataSetType: dataset === undefined ? NO_DATA_SET : DATA_SET_PRESENT,
      },
      dataset,
    );
    if (written !== undefined) return endOutcome(written, startedAtMs);
    // The response's command field is the request's with the top bit set (PS3.7 E.1).
    const commandField = request.command.commandField | 0x8000;
    const inbound = await dialogue.nextResponse({ commandField, messageId, contextId });
    return concludeExchange(dialogue, inbound, startedAtMs);
  });
}
