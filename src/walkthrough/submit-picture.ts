import { cropPicture, describeLook } from '../challenge/index.ts';
import { assessPicture } from './assess-picture.ts';
import type { SubmissionResult } from './contract.ts';
import type { WalkSession } from './session.ts';
import type { PictureRule, PlannedTask } from './tasks/planned-task.ts';
import { describeSeen } from './tasks/seen-images.ts';
import { entriesOf } from './walk-state.ts';

/** Takes a picture: read, weighed, cropped, stored; a rejected one leaves nothing behind. */
export async function submitPicture(
  session: WalkSession,
  task: PlannedTask,
  rule: PictureRule,
  picture: { readonly bytes: Uint8Array; readonly originalName?: string },
  signal: AbortSignal,
): Promise<SubmissionResult> {
  const { dossier, challenge } = session.parts;
  const before = entriesOf(session.state, task.id).flatMap(({ entry }) =>
    entry.kind === 'picture' ? [entry.seen] : [],
  );
  const assessed = await assessPicture(
    picture.bytes,
    challenge,
    session.earlierPictures,
    (found, size) => rule(describeSeen(size, found), before).kind !== 'no',
    signal,
  );
  if (assessed.kind === 'rejected') return { accepted: false, sentence: assessed.sentence };
  const { pixels, verdict, look } = assessed;
  const seen = describeSeen(pixels, verdict);
  const ruling = rule(seen, before);
  const { sentence } = ruling;
  if (ruling.kind === 'no') return { accepted: false, sentence };
  const { png } = await cropPicture(pixels, verdict);
  signal.throwIfAborted();
  const attachment = await dossier.attach(png, {
    mediaType: 'image/png',
    extension: 'png',
    originalName: `${task.id}.png`,
  });
  const { fileSha256, pixelsSha256 } = verdict.fingerprint;
  await session.accept(task, {
    kind: 'picture',
    attachment,
    fileSha256,
    pixelsSha256,
    looks: [look, await lookOf(png)],
    seen,
    ...(ruling.imageRef !== undefined && { imageRef: ruling.imageRef }),
    isDone: ruling.kind === 'done',
    sentence,
  });
  return { accepted: true, basis: 'demonstrated', sentence };
}

async function lookOf(png: Buffer): Promise<string> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(png)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return describeLook({ width: info.width, height: info.height, data });
}
