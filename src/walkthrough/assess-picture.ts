import {
  type Challenge,
  describeLook,
  judgePicture,
  type PictureLook,
  type PictureVerdict,
  type Pixels,
  readPicture,
  tellRejection,
} from '../challenge/index.ts';
import type { BilingualText } from '../locale/language.ts';
import { type EarlierPictures, wasHandedIn } from './walk-state.ts';

/** A picture of this run that was not handed in before; or in one sentence why it is no evidence. */
export type AssessedPicture =
  | {
      readonly kind: 'evidence';
      readonly pixels: Pixels;
      readonly look: PictureLook;
      readonly verdict: Evidence;
    }
  | {
      readonly kind: 'rejected';
      readonly reason: Extract<PictureVerdict, { kind: 'rejected' }>['rejection']['reason'];
      readonly sentence: BilingualText;
    };

/**
 * Whether what a picture shows so far, all of it of this run, is what is looked for: a picture shows thumbnails and other
 * images too, and those are found first.
 */
export type IsEnough = (evidence: Evidence, size: PictureSize) => boolean;

type Evidence = Extract<PictureVerdict, { kind: 'evidence' }>;
type PictureSize = Pick<Pixels, 'width' | 'height'>;

/**
 * Reads a picture and compares it with a run and with the pictures before it.
 * @throws the signal's reason when it aborts
 */
export async function assessPicture(
  bytes: Uint8Array,
  challenge: Challenge,
  earlier: EarlierPictures,
  isEnough: IsEnough,
  signal: AbortSignal,
): Promise<AssessedPicture> {
  const reading = await readPicture(bytes, {
    isEnough: (soFar) => {
      const verdict = judgePicture(soFar, challenge, earlier.hashes);
      return verdict.kind === 'evidence'
        ? isEnough(verdict, soFar.pixels)
        : verdict.rejection.reason === 'reused';
    },
    signal,
  });
  const verdict = judgePicture(reading, challenge, earlier.hashes);
  if (verdict.kind === 'rejected') return reject(verdict.rejection);
  // A verdict is evidence only of a picture that was read.
  if (reading.kind === 'refused') return reject(reading.problem);
  const look = describeLook(reading.pixels);
  if (wasHandedIn(earlier, look)) return reject({ reason: 'reused' });
  return { kind: 'evidence', pixels: reading.pixels, look, verdict };
}

function reject(
  rejection: Extract<PictureVerdict, { kind: 'rejected' }>['rejection'],
): AssessedPicture {
  const sentence = { vi: tellRejection(rejection, 'vi'), en: tellRejection(rejection, 'en') };
  return { kind: 'rejected', reason: rejection.reason, sentence };
}
