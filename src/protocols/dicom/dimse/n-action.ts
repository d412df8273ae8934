import type { AcceptedContext } from '../negotiation.ts';
import { COMMAND, type CommandSet, DATA_SET_PRESENT } from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import { answerEventReport, type EventReportSettings } from './event-report.ts';
import { concludeExchange, endOutcome } from './exchange.ts';
import type { ExchangeOutcome } from './n-create.ts';
import type { OperationOptions } from './outcome.ts';

/** One N-ACTION (PS3.7 10.3.4). */
export interface ActionRequest extends OperationOptions {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly actionTypeId: number;
  /** Encodes the action information for the transfer syntax that was accepted. */
  readonly information: (transferSyntaxUid: string) => Buffer;
}

function isResponse(command: CommandSet, messageId: number): boolean {
  return (
    command.commandField === COMMAND.nActionResponse &&
    command.messageIdBeingRespondedTo === messageId
  );
}

/**
 * Asks for an action and waits for the response. An N-EVENT-REPORT that comes before it, as the result of a quick
 * peer may, is answered in between.
 */
export function requestAction(
  dialogue: Dialogue,
  request: ActionRequest,
  context: AcceptedContext,
  reports: EventReportSettings,
): Promise<ExchangeOutcome> {
  return dialogue.run(request, async () => {
    const startedAtMs = performance.now();
    const messageId = dialogue.nextMessageId();
    const written = await dialogue.send(
      context.id,
      {
        requestedSopClassUid: request.sopClassUid,
        commandField: COMMAND.nActionRequest,
        messageId,
        commandDataSetType: DATA_SET_PRESENT,
        requestedSopInstanceUid: request.sopInstanceUid,
        actionTypeId: request.actionTypeId,
      },
      request.information(context.outcome.transferSyntax),
    );
    if (written !== undefined) return endOutcome(written, startedAtMs);
    for (;;) {
      const inbound = await dialogue.nextMessage();
      if (inbound.kind === 'ended' || isResponse(inbound.message.command, messageId)) {
        return concludeExchange(dialogue, inbound, startedAtMs);
      }
      await answerEventReport(dialogue, inbound.message, request, reports);
    }
  });
}
