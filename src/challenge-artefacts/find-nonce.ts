import {
  type Challenge,
  isTextOf,
  judgePicture,
  type PictureVerdict,
  readPicture,
} from '../challenge/index.ts';

/** What a picture shows of a run. */
export type NonceFinding =
  | {
      readonly kind: 'ours';
      /** Objects of the study that it shows, by their original SOP Instance UID; the largest first. */
      readonly shownUids: readonly string[];
      /** Viewer functions whose hidden code it shows. */
      readonly functions: readonly string[];
    }
  | {
      readonly kind: 'not-ours';
      /** `other-run`: a challenge study, but of another run. `forged`: the run's code with a wrong checksum. */
      readonly because: Extract<PictureVerdict, { kind: 'rejected' }>['rejection']['reason'];
    };

/** Looks for the one-time QR of a run in a JPEG or PNG file. @throws the signal's reason when it aborts */
export async function findNonce(
  picture: Uint8Array,
  challenge: Challenge,
  signal?: AbortSignal,
): Promise<NonceFinding> {
  const reading = await readPicture(picture, {
    isWanted: (text) => isTextOf(challenge, text),
    ...(signal && { signal }),
  });
  const verdict = judgePicture(reading, challenge);
  if (verdict.kind === 'rejected') return { kind: 'not-ours', because: verdict.rejection.reason };
  return {
    kind: 'ours',
    shownUids: verdict.images.map(({ sopInstanceUid }) => sopInstanceUid),
    functions: verdict.codes.map((code) => code.function),
  };
}
