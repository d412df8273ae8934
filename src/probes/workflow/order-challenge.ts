import { createHash } from 'node:crypto';
import { type Challenge, type ChallengeRecipe, planChallenge } from '../../challenge/index.ts';
import type { SyntheticObject } from '../../synthetic/index.ts';
import type { Run } from './run.ts';
import { performedStepUid, scheduledOf } from './scheduled.ts';
import { planScheduledStudy } from './test-images.ts';

/** CT images that are sent, from 1; each has a QR of its own. */
const sentImages: readonly number[] = [40, 80, 120];

/**
 * The recipe of one order's images. The seed is made from that of the facility's challenge study and the order's number:
 * whoever has the recipe can make the images again, and none of their UIDs is that of the challenge study itself, which
 * may be in the same archive.
 */
export function orderRecipe(recipe: ChallengeRecipe, placerOrderNumber: string): ChallengeRecipe {
  const seed = createHash('sha256')
    .update(`workflow ${recipe.seed} ${placerOrderNumber}`)
    .digest('hex');
  return {
    generator: recipe.generator,
    performedAt: recipe.performedAt,
    seed,
    patientId: recipe.patientId,
  };
}

/** The challenge study of the order, for what the modality goes by now; `undefined` without `challenge.folder`. */
export async function orderChallengeOf(run: Run): Promise<Challenge | undefined> {
  const { challengeRecipe, testCase, target } = run;
  if (challengeRecipe === undefined) return undefined;
  const scheduled = scheduledOf(run);
  const study = planScheduledStudy(scheduled, performedStepUid(testCase), {
    seed: orderRecipe(challengeRecipe, testCase.placerOrderNumber).seed,
    textForm: target.texts.form,
    performedAt: new Date(testCase.scheduledAt),
  });
  const { studyInstanceUid, patientId, accessionNumber } = study;
  const key = [studyInstanceUid, patientId, accessionNumber].join(' ');
  // Drawing it takes half a second, and several steps ask.
  if (run.plannedChallenge?.key !== key) {
    const recipe = orderRecipe(challengeRecipe, testCase.placerOrderNumber);
    run.plannedChallenge = { key, challenge: await planChallenge(recipe, study) };
  }
  return run.plannedChallenge.challenge;
}

/** The few images of it that are sent for the order. */
export function chooseOrderImages({ series }: Challenge): readonly SyntheticObject[] {
  const objects = series.find(({ key }) => key === 'ct')?.objects ?? [];
  return sentImages.flatMap((image) => objects[image - 1] ?? []);
}
