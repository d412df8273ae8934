import { buildTestAdt, buildTestMerge } from '../../../protocols/hl7/adt.ts';
import { TEST_PATIENT_ID } from '../../../synthetic/index.ts';
import { addressOf } from '../../shared/hl7-address.ts';
import type { Run, StepReport } from '../run.ts';
import { secondImagesOf } from '../scheduled.ts';
import { storeJournalled } from '../study-journal.ts';
import { isTaken, reportAck } from '../tell-ack.ts';
import { describeRegistration, envelopeFor, makePatient } from '../test-case.ts';
import { copyIdentity, lookForStudy } from './images.ts';

/**
 * Merges a second test patient, made for this case, into the usual one, ADT^A40 (HL7 v2.5.1 3.3.40). The usual one
 * remains, because it is used again. A picture of the second patient in the archive shows whether the merge reaches it.
 */
export async function mergePatients(run: Run): Promise<StepReport> {
  const { target, testCase, progress, words, patience } = run;
  const at = addressOf(run.endpoint);
  const envelope = envelopeFor(target);
  const second = makePatient(target, 'second', testCase.secondPatientId);
  const effect = describeRegistration(run.endpoint, testCase, 'second-patient');
  await run.journal(effect, 'planned');
  progress.registered.secondPatient = true;
  const register = await buildTestAdt({ envelope, patient: second }, 'A04');
  const registered = await run.send('patient-merge', register, run.signal);
  if (registered.verdict === 'never-sent' || registered.verdict === 'refused') {
    progress.registered.secondPatient = false;
    const note = registered.verdict === 'refused' ? 'refused' : 'never sent';
    await run.journal(effect, 'removed-verified', note);
    return reportAck(registered, at, words);
  }
  await run.journal(effect, 'sent');
  const isStored = await storePicture(run);

  const survivor = makePatient(target, 'usual');
  const merge = await buildTestMerge(
    { envelope: envelopeFor(target), patient: survivor },
    testCase.secondPatientId,
  );
  const sent = await run.send('patient-merge', merge, run.signal);
  if (!isTaken(sent)) return reportAck(sent, at, words);
  progress.registered.secondPatient = false;
  await run.journal(effect, 'removed-verified', 'merged');
  if (!isStored)
    return reportAck(sent, at, words, { outcome: 'warned', observed: words.mergeUnseen });
  const owner = await run.poll(
    () => readOwner(run),
    (id) => id === TEST_PATIENT_ID,
    patience.changeMs,
    run.signal,
  );
  return reportAck(
    sent,
    at,
    words,
    owner === TEST_PATIENT_ID
      ? { outcome: 'passed', observed: words.mergedInPacs }
      : { outcome: 'warned', observed: words.notMergedInPacs },
  );
}

async function storePicture(run: Run): Promise<boolean> {
  if (run.systems.pacs === undefined) return false;
  const stored = await storeJournalled(run, secondImagesOf(run), (identity) => {
    if (identity === undefined) delete run.progress.secondImages;
    else run.progress.secondImages = copyIdentity(identity);
  });
  return stored.kind === 'stored' && stored.accepted > 0;
}

/** The patient that the second study belongs to now, as far as it is one of ours. */
async function readOwner(run: Run): Promise<string | undefined> {
  const uid = run.progress.secondImages?.studyInstanceUid;
  if (uid === undefined) return undefined;
  const found = await lookForStudy(run, uid, run.signal);
  const study = found.kind === 'found' ? found.study : undefined;
  if (!study?.isOurs) return undefined;
  run.progress.secondImagesShown = true;
  return study.patientId;
}
