import type { StudyIdentity } from '../../../test-study/index.ts';
import type { Trouble } from '../dicom-peer.ts';
import { imagesOf } from '../order-images.ts';
import { compareStudy, findStudy, type ShownStudy } from '../pacs-study.ts';
import type { Progress } from '../progress.ts';
import type { Run, StepReport } from '../run.ts';
import { isUidAssigned, scheduledOf } from '../scheduled.ts';
import { storeJournalled } from '../study-journal.ts';

/** Sends the images as the modality would: same patient, accession number and Study Instance UID. */
export async function sendImages(run: Run): Promise<StepReport> {
  const { words, progress } = run;
  const images = await imagesOf(run);
  const hindrance = isUidAssigned(run) ? await whyNotUnder(run) : undefined;
  if (hindrance !== undefined) return hindrance;
  const stored = await storeJournalled(run, images, (identity) => {
    if (identity === undefined) delete progress.images;
    else progress.images = copyIdentity(identity);
  });
  if (stored.kind === 'trouble') {
    const observed = stored.isNotOffered ? words.notOffered('CT Image Storage') : stored.sentence;
    return { outcome: 'failed', observed };
  }
  progress.imagesAccepted = stored.accepted;
  const told = words.stored(stored.accepted, images.objects.length, stored.statuses);
  const isWhole = stored.accepted === images.objects.length;
  return {
    outcome: !isWhole ? 'failed' : stored.statuses.length > 0 ? 'warned' : 'passed',
    observed: stored.broken === undefined ? told : `${told}; ${stored.broken}`,
  };
}

/**
 * Under a UID that is not ours the archive must have nothing yet: images of ours would stand in somebody's study, and
 * could not be removed as a whole.
 */
async function whyNotUnder(run: Run): Promise<StepReport | undefined> {
  const { words } = run;
  const found = await lookForStudy(run, scheduledOf(run).studyInstanceUid, run.signal);
  if (found.kind === 'trouble') return { outcome: 'not-reached', observed: words.uidUnchecked };
  return found.study === undefined ? undefined : { outcome: 'failed', observed: words.uidInUse };
}

/** Asks the archive for the study and compares what identifies it, names by their letters. */
export async function checkStudy(run: Run): Promise<StepReport> {
  const { words, progress, patience } = run;
  const scheduled = scheduledOf(run);
  const found = await run.poll(
    () => lookForStudy(run, scheduled.studyInstanceUid, run.signal),
    (look) => look.kind === 'trouble' || look.study !== undefined,
    patience.settleMs,
    run.signal,
  );
  if (found.kind === 'trouble') {
    const observed = found.isNotOffered ? words.notOffered('Study Root FIND') : found.sentence;
    return { outcome: 'failed', observed };
  }
  const { study } = found;
  if (study === undefined) return { outcome: 'failed', observed: words.notInPacs };
  if (!study.isOurs) return { outcome: 'failed', observed: words.wrongPatientInPacs };
  progress.imagesShown = true;
  const rows = compareStudy(study, scheduled, run.style);
  for (const row of rows)
    progress.mappings.push({ endpoint: run.endpoint.id, view: 'pacs', ...row });
  const wrong = rows.filter(({ equal }) => !equal);
  return {
    outcome: wrong.length > 0 ? 'failed' : 'passed',
    observed: [
      words.inPacs(rows.length, rows.length - wrong.length),
      ...wrong.map((row) => words.difference(row)),
    ].join('; '),
  };
}

/** One look at a study in the archive. */
export function lookForStudy(
  run: Run,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<Trouble | { readonly kind: 'found'; readonly study: ShownStudy | undefined }> {
  if (run.systems.pacs === undefined) throw new Error('there is no archive to ask');
  return findStudy(run.systems.pacs, studyInstanceUid, run.query(signal));
}

/** A copy that a progress file can hold. */
export function copyIdentity(identity: StudyIdentity): NonNullable<Progress['images']> {
  return { ...identity, instances: identity.instances.map((one) => ({ ...one })) };
}
