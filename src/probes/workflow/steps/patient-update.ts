import { buildTestAdt } from '../../../protocols/hl7/adt.ts';
import { type TestPatient, writeTestName } from '../../../protocols/hl7/test-patient.ts';
import { foldLetters } from '../compare-text.ts';
import { shownName } from '../pacs-study.ts';
import type { Run, Sent, StepReport } from '../run.ts';
import { scheduledOf } from '../scheduled.ts';
import { addressOf } from '../target.ts';
import { isTaken, reportAck } from '../tell-ack.ts';
import { envelopeFor, makePatient } from '../test-case.ts';
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
  progress.nameChanged = true;
  const sent = await sendName(run, 'changed', run.signal);
  if (sent.verdict === 'never-sent' || sent.verdict === 'refused') progress.nameChanged = false;
  if (!isTaken(sent)) return reportAck(sent, at, words);
  const shown = await run.poll(
    () => lookForName(run),
    (seen) => seen !== undefined,
    patience.changeMs,
    run.signal,
  );
  const restored = await restoreName(run, run.signal);
  const seen = shown === undefined ? words.changeNotShown : words.changeShown(shown);
  if (!restored) return { outcome: 'failed', observed: `${seen}; ${words.nameNotRestored}` };
  return reportAck(sent, at, words, {
    outcome: shown === undefined ? 'warned' : 'passed',
    observed: seen,
  });
}

/** Gives the usual name back; true when the receiver took it, or never had another one. */
export async function restoreName(run: Run, signal: AbortSignal): Promise<boolean> {
  if (!run.progress.nameChanged) return true;
  const sent = await sendName(run, 'usual', signal);
  if (isTaken(sent)) run.progress.nameChanged = false;
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

async function lookForName(run: Run): Promise<'worklist' | 'pacs' | undefined> {
  const { target, progress, systems } = run;
  const wanted = foldName(writeTestName(makePatient(target, 'changed')).join('^'));
  if (systems.worklist !== undefined) {
    const seen = await lookForOrder(run, run.signal);
    const isListed =
      seen.kind === 'seen' &&
      seen.items.some(
        ({ dataset, isOurPatient }) =>
          isOurPatient && foldName(dataset.text(patientNameTag) ?? '') === wanted,
      );
    if (isListed) return 'worklist';
  }
  if (systems.pacs === undefined || !progress.imagesShown) return undefined;
  const found = await lookForStudy(run, scheduledOf(run).studyInstanceUid, run.signal);
  const study = found.kind === 'found' ? found.study : undefined;
  return study?.isOurs && foldName(shownName(study)) === wanted ? 'pacs' : undefined;
}

function foldName(name: string): string {
  return foldLetters((name.split('=')[0] ?? '').replaceAll('^', ' '));
}
