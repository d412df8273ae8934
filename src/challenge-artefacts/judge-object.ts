import { createHash } from 'node:crypto';
import type { ExpectedObject } from '../challenge/index.ts';
import type { DecodedImage, EncodedObject, PixelCodecs } from '../pixels/index.ts';
import { TRANSFER_SYNTAXES } from '../protocols/dicom/index.ts';
import type { Originals } from './index-originals.ts';

/**
 * What became of the pixels of an original: `equal` as stored values, `lossy` when they differ under a transfer syntax
 * that loses some, `different`, or `unread` in a coding that is not decoded here.
 */
export type PixelVerdict = 'equal' | 'lossy' | 'different' | 'unread';

/** An object that came back, beside the study as it was made. */
export type JudgedObject =
  | {
      readonly kind: 'original';
      readonly original: ExpectedObject;
      /** By its SOP Instance UID, or, when that was changed, by its pixels. */
      readonly knownBy: 'uid' | 'pixels';
      readonly pixels: PixelVerdict;
    }
  /** Not made by the recipe: added, or another study's. `image` is absent when it has no pixels that can be read. */
  | { readonly kind: 'added'; readonly image?: DecodedImage };

/** Bounds of one object; ours are far below. */
const LIMITS = { maxDecodedBytes: 64 * 1024 * 1024, maxFrames: 300 };
const DEADLINE_MS = 20_000;

function hashFrames({ frames }: DecodedImage): string {
  const hash = createHash('sha256');
  for (const frame of frames) hash.update(frame);
  return hash.digest('hex');
}

/** Whether a transfer syntax may have lost something. */
function isLossy(transferSyntaxUid: string): boolean {
  return TRANSFER_SYNTAXES.some(
    ({ uid, coding }) => uid === transferSyntaxUid && coding === 'lossy',
  );
}

/** Finds the original of an object by its UID or its pixels. Never throws for what a peer sent. */
export async function judgeObject(
  object: EncodedObject & { readonly sopInstanceUid: string },
  originals: Originals,
  codecs: PixelCodecs,
  signal: AbortSignal,
): Promise<JudgedObject> {
  const known = originals.byUid.get(object.sopInstanceUid);
  const decoded = await codecs.decode(object, { limits: LIMITS, deadlineMs: DEADLINE_MS, signal });
  if (!decoded.ok) {
    return known === undefined
      ? { kind: 'added' }
      : { kind: 'original', original: known, knownBy: 'uid', pixels: 'unread' };
  }
  const sha256 = hashFrames(decoded.image);
  if (known !== undefined) {
    const isEqual = sha256 === known.pixelsSha256;
    const pixels = isEqual ? 'equal' : isLossy(object.transferSyntaxUid) ? 'lossy' : 'different';
    return { kind: 'original', original: known, knownBy: 'uid', pixels };
  }
  const same = originals.byPixels.get(sha256);
  return same === undefined
    ? { kind: 'added', image: decoded.image }
    : { kind: 'original', original: same, knownBy: 'pixels', pixels: 'equal' };
}
