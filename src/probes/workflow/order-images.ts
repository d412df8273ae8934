import { chooseOrderImages, orderChallengeOf } from './order-challenge.ts';
import type { Run } from './run.ts';
import { isUidAssigned, performedStepUid, scheduledOf } from './scheduled.ts';
import { describeImages, makeScheduledImages, type TestImages } from './test-images.ts';

/**
 * The images of the order; the same ones whenever they are asked for. Where the facility has a challenge study they have
 * its one-time QR, so that a picture in the report can be told to be one of them.
 */
export async function imagesOf(run: Run): Promise<TestImages> {
  const { testCase, target } = run;
  const challenge = await orderChallengeOf(run);
  const images =
    challenge === undefined
      ? makeScheduledImages(scheduledOf(run), performedStepUid(testCase), {
          seed: testCase.seed,
          textForm: target.texts.form,
          performedAt: new Date(testCase.scheduledAt),
        })
      : describeImages(challenge.study, chooseOrderImages(challenge), scheduledOf(run).patientName);
  if (!isUidAssigned(run)) return images;
  return { ...images, identity: { ...images.identity, uidAssignedBy: 'worklist' } };
}
