import { buildTestAdt } from '../../../protocols/hl7/adt.ts';
import { buildTestOrder } from '../../../protocols/hl7/orders.ts';
import { addressOf } from '../../shared/hl7-address.ts';
import { settle, unsettle } from '../../shared/settle.ts';
import { outcomeOf } from '../judge-ack.ts';
import { judgeCancel, type LastLook } from '../judge-cancel.ts';
import type { Run, Sent, StepReport } from '../run.ts';
import { isTaken, tellAck } from '../tell-ack.ts';
import {
  describeOrder,
  describeRegistration,
  envelopeFor,
  makeOrder,
  makePatient,
} from '../test-case.ts';
import { isListed } from '../worklist.ts';
import { restoreName } from './patient-update.ts';
import { lookForOrder } from './worklist.ts';

/** Cancels the order, sees that it is gone, and undoes what was registered; also after the run was stopped. */
export async function cancelOrder(run: Run, signal: AbortSignal): Promise<StepReport> {
  const { progress, words, patience } = run;
  const cancelled = await settle(
    async (): Promise<StepReport> =>
      progress.order === 'unsent'
        ? { outcome: 'not-reached', observed: words.orderNeverSent }
        : cancelAndLook(run, signal, patience.worklistMs),
  );
  const undone = await undoRegistrations(run, signal);
  const report = unsettle(cancelled);
  if (undone.length === 0) return report;
  return {
    outcome: report.outcome === 'passed' ? 'warned' : report.outcome,
    observed: [report.observed, ...undone].join('; '),
  };
}

async function cancelAndLook(run: Run, signal: AbortSignal, goneMs: number): Promise<StepReport> {
  const { progress, words } = run;
  const before = await look(run, signal);
  if (before === 'listed') progress.wasShown = true;
  let sent = await sendCancel(run, 'cancel', signal);
  // An order that has begun is discontinued, not cancelled (IHE RAD-13); some receivers insist on it.
  if (sent.verdict === 'refused' && !sent.isUnknownKey && progress.order !== 'refused')
    sent = await sendCancel(run, 'discontinue', signal);
  const isUnderWay = isTaken(sent) || sent.isUnknownKey || sent.verdict === 'unclear';
  const after = await run.poll(
    () => look(run, signal),
    (seen) => seen !== 'listed',
    isUnderWay ? goneMs : 0,
    signal,
  );
  const { state, note, outcome } = judgeCancel({
    order: progress.order,
    wasShown: progress.wasShown,
    before,
    cancel: sent,
    after,
  });
  await run.journal(describeOrder(run.endpoint, run.testCase), state, note);
  const acked = outcomeOf(sent);
  return {
    outcome: outcome === 'passed' && acked === 'warned' ? 'warned' : outcome,
    observed: `${tellAck(sent, addressOf(run.endpoint), words)}; ${words.cancelNotes[note]}`,
  };
}

async function sendCancel(
  run: Run,
  action: 'cancel' | 'discontinue',
  signal: AbortSignal,
): Promise<Sent> {
  const { target, testCase, progress } = run;
  const order = makeOrder(target, testCase);
  const { fillerOrderNumber } = progress;
  const message = await buildTestOrder(
    { ...order, ...(fillerOrderNumber !== undefined && { fillerOrderNumber }) },
    action,
  );
  return run.send('cancel', message, signal);
}

async function look(run: Run, signal: AbortSignal): Promise<LastLook> {
  if (run.systems.worklist === undefined) return 'unknown';
  const seen = await lookForOrder(run, signal);
  if (seen.kind === 'trouble') return 'unknown';
  return seen.items.some(isListed) ? 'listed' : 'gone';
}

/** Gives the name back and cancels visits (ADT^A11); sentences tell what could not be undone. */
async function undoRegistrations(run: Run, signal: AbortSignal): Promise<readonly string[]> {
  const { target, testCase, progress, words } = run;
  const left: string[] = [];
  if (!(await restoreName(run, signal))) left.push(words.nameNotRestored);
  const parts = [
    ['visit', progress.registered.visit, makePatient(target, 'usual'), testCase.visitNumber],
    [
      'second-patient',
      progress.registered.secondPatient,
      makePatient(target, 'second', testCase.secondPatientId),
      undefined,
    ],
  ] as const;
  for (const [which, isThere, patient, visitNumber] of parts) {
    if (!isThere) continue;
    const message = await buildTestAdt(
      { envelope: envelopeFor(target), patient, ...(visitNumber !== undefined && { visitNumber }) },
      'A11',
    );
    const sent = await run.send('cancel', message, signal);
    const effect = describeRegistration(run.endpoint, testCase, which);
    if (isTaken(sent)) await run.journal(effect, 'removed-verified', 'visitCancelled');
    else {
      await run.journal(effect, 'left', 'visitNotCancelled');
      left.push(words.visitLeft(patient.id));
    }
  }
  return left;
}
