import { type Challenge, listEmbeddedPictures } from '../challenge/index.ts';
import { findNonce, type NonceFinding } from './find-nonce.ts';

/** What a picture that reached the HIS shows. */
export type Hl7PictureFinding = NonceFinding & {
  /** `OBX[3]-5` in a message; absent for a picture by itself. */
  readonly where?: string;
};

const MAX_EXAMINED = 10;

/** A message or a picture begins like none of the other. */
function isPicture(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xd8) || (bytes[0] === 0x89 && bytes[1] === 0x50);
}

/**
 * Decodes the one-time QR of what came by HL7: of one JPEG or PNG, or of every picture that an HL7 v2 message carries as
 * encapsulated data (the first ten). One code then runs from the order to the report: the picture in the HIS is proven
 * to come from the image that this tool stored.
 * @returns none for bytes that are neither, and for a message without pictures
 * @throws the signal's reason when it aborts
 */
export async function examineHl7Picture(
  bytes: Uint8Array,
  challenge: Challenge,
  signal?: AbortSignal,
): Promise<Hl7PictureFinding[]> {
  if (isPicture(bytes)) return [await findNonce(bytes, challenge, signal)];
  const findings: Hl7PictureFinding[] = [];
  for (const picture of (listEmbeddedPictures(bytes) ?? []).slice(0, MAX_EXAMINED)) {
    const { where } = picture;
    findings.push({ where, ...(await findNonce(picture.bytes, challenge, signal)) });
  }
  return findings;
}
