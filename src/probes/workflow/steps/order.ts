import { readMessage } from '../../../protocols/hl7/er7.ts';
import { buildTestOrder } from '../../../protocols/hl7/orders.ts';
import { addressOf } from '../../shared/hl7-address.ts';
import { outcomeOf } from '../judge-ack.ts';
import type { Run, StepReport } from '../run.ts';
import { tellAck } from '../tell-ack.ts';
import { describeOrder, makeOrder } from '../test-case.ts';

/** Sends the order. Whether it was handed over is this step; what was answered is the next. */
export async function sendOrder(run: Run): Promise<StepReport> {
  const { target, testCase, progress, words } = run;
  const message = await buildTestOrder(makeOrder(target, testCase), 'new');
  const effect = describeOrder(run.endpoint, testCase);
  await run.journal(effect, 'planned');
  // Whatever breaks from here on, the cancel is tried.
  progress.order = 'sent';
  const sent = await run.send('order', message, run.signal);
  const { outcome, verdict } = sent;
  if (verdict === 'never-sent') {
    progress.order = 'unsent';
    await run.journal(effect, 'removed-verified', 'never sent');
    return {
      outcome: 'failed',
      observed: tellAck(sent, addressOf(run.endpoint), words),
    };
  }
  progress.order = verdict === 'unclear' ? 'sent' : verdict;
  run.orderSent = sent;
  const reading = readMessage(message.bytes);
  if (reading.kind === 'message') run.orderMessage = reading.message;
  await run.journal(effect, 'sent');
  const { messageType, version } = message;
  return {
    outcome: 'passed',
    observed: words.handedOver(messageType, version, outcome.transcript.sent.length),
  };
}

/** Judges what was answered to the order: MSA-1, MSA-2, version, character set, ERR, framing (HL7 v2.5.1 2.9.2). */
export async function judgeOrderAck(run: Run): Promise<StepReport> {
  const sent = run.orderSent;
  if (sent === undefined) throw new Error('no order was sent');
  return {
    outcome: outcomeOf(sent),
    observed: tellAck(sent, addressOf(run.endpoint), run.words),
    ...(sent.outcome.kind === 'ack' && { ms: sent.outcome.elapsedMs }),
  };
}
