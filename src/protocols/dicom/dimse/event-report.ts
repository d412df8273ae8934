import { answerMessage } from './answer-request.ts';
import type { DimseMessage } from './assemble-message.ts';
import { COMMAND } from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import { endOutcome } from './exchange.ts';
import type { MessageHandler, RequestingPeer } from './incoming.ts';
import type { EndedOutcome, OperationOptions } from './outcome.ts';

/** Who answers an N-EVENT-REPORT on an association of ours, and for whom. */
export interface EventReportSettings {
  readonly handler: MessageHandler;
  readonly peer: RequestingPeer;
}

/** How long to wait for one N-EVENT-REPORT on this association. */
export interface AwaitReportOptions extends OperationOptions {
  readonly handler: MessageHandler;
  readonly waitMs: number;
  /** Ends the waiting, and only that: for instance because the report came on another association. */
  readonly stopWaiting?: AbortSignal;
}

/** What the waiting led to; after `nothing-came` the association is as good as before. */
export type AwaitReportOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly elapsedMs: number }
  | { readonly kind: 'nothing-came'; readonly elapsedMs: number }
  | EndedOutcome;

/**
 * Answers one message if it is an N-EVENT-REPORT; anything else is noted and dropped. The status sent, or
 * `undefined` when none was.
 */
export async function answerEventReport(
  dialogue: Dialogue,
  message: DimseMessage,
  options: OperationOptions,
  { handler, peer }: EventReportSettings,
): Promise<number | undefined> {
  const { commandField = 0 } = message.command;
  if (commandField !== COMMAND.eventReportRequest) {
    const words = `command field 0x${commandField.toString(16).padStart(4, '0')}`;
    dialogue.deviations.add('unexpected-command', words);
    return undefined;
  }
  const ended = new AbortController();
  void dialogue.connection.closed.then(() => ended.abort());
  const answered = await answerMessage(
    {
      dialogue,
      peer,
      signal: ended.signal,
      maxObjectBytes: 0,
      restartDeadline: () => dialogue.restartDeadline(options),
      suspendDeadline: () => dialogue.connection.startPhase('dimse'),
    },
    message,
    handler,
  );
  if (answered.kind === 'ended') return undefined;
  if (answered.failure !== undefined) throw answered.failure;
  return answered.status;
}

/** Waits for an N-EVENT-REPORT of the peer and answers it (PS3.7 10.3.1). */
export function awaitEventReport(
  dialogue: Dialogue,
  options: AwaitReportOptions,
  peer: RequestingPeer,
): Promise<AwaitReportOutcome> {
  const { handler, waitMs, stopWaiting } = options;
  return dialogue.run(options, async () => {
    const startedAtMs = performance.now();
    for (;;) {
      const elapsedMs = performance.now() - startedAtMs;
      // Waiting for a report is not a silence that the peer could be blamed for.
      dialogue.connection.startPhase('idle');
      if (!(await dialogue.awaitInbound(Math.max(0, waitMs - elapsedMs), stopWaiting))) {
        return { kind: 'nothing-came', elapsedMs: performance.now() - startedAtMs };
      }
      dialogue.restartDeadline(options);
      const inbound = await dialogue.nextMessage();
      if (inbound.kind === 'ended') return endOutcome(inbound.ending, startedAtMs);
      const status = await answerEventReport(dialogue, inbound.message, options, { handler, peer });
      if (status !== undefined) {
        return { kind: 'answered', status, elapsedMs: performance.now() - startedAtMs };
      }
    }
  });
}
