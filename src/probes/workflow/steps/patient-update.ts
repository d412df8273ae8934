import { buildTestAdt } from '../../../protocols/hl7/adt.ts';
import { type TestPatient, writeTestName } from '../../../protocols/hl7/test-patient.ts';
import { compareText, isOurs, isWhole, type TextVerdict } from '../../shared/compare-text.ts';
import { addressOf } from '../../shared/hl7-address.ts';
import { shownName } from '../pacs-study.ts';
import type { Run, Sent, StepReport } from '../run.ts';
import { scheduledOf } from '../scheduled.ts';
import { isTaken, reportAck } from '../tell-ack.ts';
import { describeRegistration, envelopeFor, makePatient } from '../test-case.ts';
import { lookForStudy } from './images.ts';
import { lookForOrder } from './worklist.ts';

const patientNameTag = 0x00100010;

/**
 * Gives the test patient another name, ADT^A08 (IHE RAD-12), looks where it shows, and gives the usual name back. The
 * end of the case gives it back too, should this be stopped in between.
 */
export async function updatePatient(run: Run): Promise<StepReport> {
  const { words, patience, progress } = run;
  const at = addressOf(run.endpoint);
  const effect = describeRegistration(run.endpoint, run.testCase, 'name');
  await run.journal(effect, 'planned');
  progress.nameChanged = true;
  const sent = await sendName(run, 'changed', run.signal);
  if (sent.verdict === 'never-sent' || sent.verdict === 'refused') {
    progress.nameChanged = false;
    const note = sent.verdict === 'refused' ? 'refused' : 'never sent';
    await run.journal(effect, 'removed-verified', note);
  } else await run.journal(effect, 'sent');
  if (!isTaken(sent)) return reportAck(sent, at, words);
  const shown = await run.poll(
    () => lookForName(run),
    (seen) => seen !== undefined,
    patience.changeMs,
    run.signal,
  );
  const restored = await restoreName(run, run.signal);
  const seen = shown === undefined ? words.changeNotShown : words.changeShown(shown.where);
  if (!restored) return { outcome: 'failed', observed: `${seen}; ${words.nameNotRestored}` };
  if (shown !== undefined && !isWhole(shown.text))
    return { outcome: 'failed', observed: `${seen}; ${words.nameDamaged(shown.text)}` };
  return reportAck(sent, at, words, {
    outcome: shown === undefined ? 'warned' : 'passed',
    observed: seen,
  });
}

/** Gives the usual name back; true when the receiver took it, or never had another one. */
export async function restoreName(run: Run, signal: AbortSignal): Promise<boolean> {
  if (!run.progress.nameChanged) return true;
  const sent = await sendName(run, 'usual', signal);
  const effect = describeRegistration(run.endpoint, run.testCase, 'name');
  if (isTaken(sent)) {
    run.progress.nameChanged = false;
    await run.journal(effect, 'removed-verified', 'nameRestored');
  } else await run.journal(effect, 'left', 'nameNotRestored');
  return isTaken(sent);
}

async function sendName(
  run: Run,
  name: NonNullable<TestPatient['name']>,
  signal: AbortSignal,
): Promise<Sent> {
  const { target, testCase } = run;
  const message = await buildTestAdt(
    {
      envelope: envelopeFor(target),
      patient: makePatient(target, name),
      visitNumber: testCase.visitNumber,
    },
    'A08',
  );
  return run.send('patient-update', message, signal);
}

/** Where the new name shows, and what became of its letters. */
interface ShownChange {
  readonly where: 'worklist' | 'pacs';
  readonly text: TextVerdict;
}

async function lookForName(run: Run): Promise<ShownChange | undefined> {
  const { target, progress, systems } = run;
  const wanted = spell(writeTestName(makePatient(target, 'changed')).join('^'));
  const judge = (name: string): TextVerdict | undefined => {
    const shown = spell(name);
    const verdict = shown === '' ? 'other' : compareText(wanted, shown);
    return isOurs(verdict) ? verdict : undefined;
  };
  if (systems.worklist !== undefined) {
    const seen = await lookForOrder(run, run.signal);
    const items = seen.kind === 'seen' ? seen.items.filter((item) => item.isOurPatient) : [];
    for (const { dataset } of items) {
      const text = judge(dataset.text(patientNameTag) ?? '');
      if (text !== undefined) return { where: 'worklist', text };
    }
  }
  if (systems.pacs === undefined || !progress.imagesShown) return undefined;
  const found = await lookForStudy(run, scheduledOf(run).studyInstanceUid, run.signal);
  const study = found.kind === 'found' ? found.study : undefined;
  const text = study?.isOurs ? judge(shownName(study)) : undefined;
  return text === undefined ? undefined : { where: 'pacs', text };
}

/** Systems differ in where a name is cut. */
function spell(name: string): string {
  return (name.split('=')[0] ?? '').replaceAll('^', ' ').replace(/\s+/g, ' ').trim();
}
