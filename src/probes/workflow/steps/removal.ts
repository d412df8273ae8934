import {
  closeMpps,
  describeTestStudy,
  removeTestStudy,
  type StudyIdentity,
  type StudyRemoval,
  tellClosing,
  tellRemoval,
} from '../../../test-study/index.ts';
import { type Settled, settle, unsettle } from '../../shared/settle.ts';
import type { Run, StepReport } from '../run.ts';
import type { StepOutcome } from '../step-ids.ts';
import { placeOf } from '../study-journal.ts';
import { describeMpps } from './performed-step.ts';

interface Removed {
  readonly outcome: Extract<StepOutcome, 'passed' | 'warned' | 'failed'>;
  readonly sentence: string;
}

/** Removes the images and ends the performed procedure step, side by side; also after the run was stopped. */
export async function removeTestData(run: Run, signal: AbortSignal): Promise<StepReport> {
  const { progress, words, target } = run;
  const work: Promise<Settled<Removed>>[] = [];
  if (progress.images !== undefined)
    work.push(settle(() => removeStudy(run, progress.images, progress.imagesShown, signal)));
  if (progress.secondImages !== undefined)
    work.push(
      settle(() => removeStudy(run, progress.secondImages, progress.secondImagesShown, signal)),
    );
  if (progress.step !== undefined && progress.step.state !== 'refused')
    work.push(settle(() => endStep(run, signal)));
  if (work.length === 0) return { outcome: 'not-reached', observed: words.nothingToRemove };
  const removed = (await Promise.all(work)).map(unsettle);
  const outcomes = removed.map(({ outcome }) => outcome);
  const forwarded = progress.images !== undefined && target.autoForward.length > 0;
  return {
    outcome: outcomes.includes('failed')
      ? 'failed'
      : outcomes.includes('warned')
        ? 'warned'
        : 'passed',
    observed: [
      ...removed.map(({ sentence }) => sentence.replace(/\.$/, '')),
      ...(forwarded ? [words.autoForward(target.autoForward)] : []),
    ].join('; '),
  };
}

async function removeStudy(
  run: Run,
  study: StudyIdentity | undefined,
  seenBefore: boolean,
  signal: AbortSignal,
): Promise<Removed> {
  if (study === undefined) throw new Error('there is no study to remove');
  const place = placeOf(run);
  const effect = describeTestStudy(place, study);
  const removal = await removeTestStudy(place, study, run.target.removal, run.context, signal, {
    seenBefore,
    // Killed after this, a cleanup takes the study's absence for proof.
    onSeen: () => run.journal(effect, 'sent', 'removing'),
  });
  await run.journal(effect, removal.state, removal.note);
  return {
    outcome: judgeStudyRemoval(removal),
    sentence: tellRemoval(removal, run.context.language),
  };
}

/** What an administrator has to remove says nothing against the archive. */
function judgeStudyRemoval({ state, note }: StudyRemoval): Removed['outcome'] {
  if (state === 'removed-verified') return 'passed';
  return note === 'byAdministrator' ? 'warned' : 'failed';
}

/** A step that was COMPLETED has ended already; whether it really takes no change any more is asked all the same. */
async function endStep(run: Run, signal: AbortSignal): Promise<Removed> {
  const { systems, progress, context } = run;
  const { step } = progress;
  if (step === undefined || systems.mpps === undefined) throw new Error('there is no step to end');
  const endedBefore = step.state === 'completed';
  const { reachable } = systems.mpps;
  const closing = await closeMpps(reachable, step.sopInstanceUid, context, signal, { endedBefore });
  const isDone = closing.state === 'removed-verified';
  const isCompleted = isDone && endedBefore;
  await run.journal(describeMpps(run), closing.state, isCompleted ? 'completed' : closing.note);
  return {
    outcome: isDone ? 'passed' : 'failed',
    sentence: isCompleted ? run.words.stepStaysCompleted : tellClosing(closing, context.language),
  };
}
