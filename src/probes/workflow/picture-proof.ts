import type { Challenge } from '../../challenge/index.ts';
import { examineHl7Picture } from '../../challenge-artefacts/index.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { chooseOrderImages, orderChallengeOf } from './order-challenge.ts';
import { collectPictures } from './read-report.ts';
import type { Run } from './run.ts';

/**
 * What the one-time QR in the pictures of a report says: `ours`, an image that was sent for this order; `other`, one of a
 * challenge study that was not; `none`, no such QR could be read.
 */
export type PictureProof = 'ours' | 'other' | 'none';

/** Pictures of one report that are decoded, and their bytes all together. */
const mostPictures = 4;
const mostBytes = 32 * 1024 * 1024;

/**
 * Decodes the pictures of a report. Their bytes are held only while this runs.
 *
 * @returns `undefined` where none can be expected to show our image: no challenge study, nothing sent, no picture, or the
 * run was stopped
 */
export async function provePictures(
  run: Run,
  message: Er7Message,
): Promise<PictureProof | undefined> {
  const sent = run.progress.images;
  const challenge = await orderChallengeOf(run);
  if (challenge === undefined || sent === undefined) return undefined;
  const sentUids = new Set(sent.instances.map(({ sopInstanceUid }) => sopInstanceUid));
  // An earlier run may have sent images of another recipe, or none with a QR.
  if (!chooseOrderImages(challenge).every(({ sopInstanceUid }) => sentUids.has(sopInstanceUid)))
    return undefined;
  const pictures = collectPictures(message, { mostPictures, mostBytes });
  if (pictures.length === 0) return undefined;
  const proofs: PictureProof[] = [];
  for (const picture of pictures) {
    const proof = await provePicture(picture, challenge, sentUids, run.signal);
    if (proof === undefined) return undefined;
    proofs.push(proof);
  }
  return proofs.includes('ours') ? 'ours' : proofs.includes('other') ? 'other' : 'none';
}

async function provePicture(
  picture: Buffer,
  challenge: Challenge,
  sentUids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<PictureProof | undefined> {
  try {
    const [finding] = await examineHl7Picture(picture, challenge, signal);
    if (finding?.kind === 'ours')
      return finding.shownUids.some((uid) => sentUids.has(uid)) ? 'ours' : 'other';
    return finding?.because === 'other-run' || finding?.because === 'forged' ? 'other' : 'none';
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
