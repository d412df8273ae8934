import { buildTestAdt } from '../../../protocols/hl7/adt.ts';
import { addressOf } from '../../shared/hl7-address.ts';
import type { Run, StepReport } from '../run.ts';
import { reportAck } from '../tell-ack.ts';
import { describeRegistration, envelopeFor, makePatient } from '../test-case.ts';

/** Registers the test patient as an outpatient, ADT^A04 (IHE RAD-1). */
export async function registerPatient(run: Run): Promise<StepReport> {
  const { target, testCase, progress, words } = run;
  const message = await buildTestAdt(
    {
      envelope: envelopeFor(target),
      patient: makePatient(target, 'usual'),
      visitNumber: testCase.visitNumber,
    },
    'A04',
  );
  const effect = describeRegistration(run.endpoint, testCase, 'visit');
  await run.journal(effect, 'planned');
  progress.registered.visit = true;
  const sent = await run.send('adt', message, run.signal);
  if (sent.verdict === 'never-sent' || sent.verdict === 'refused') {
    progress.registered.visit = false;
    const note = sent.verdict === 'refused' ? 'refused' : 'never sent';
    await run.journal(effect, 'removed-verified', note);
  } else await run.journal(effect, 'sent');
  return reportAck(sent, addressOf(run.endpoint), words);
}
