import { createHash } from 'node:crypto';
import { type OtherContent, readPictureHeader } from './picture-header.ts';

/** Largest file that is looked at: photos of a telephone have 12 MB. */
export const MAX_FILE_BYTES = 40 * 1024 * 1024;

/** Most pixels that a picture may say it has: 8000 by 8000. */
export const MAX_PIXELS = 64_000_000;

/** Longest side: a line of pixels is no picture. */
const MAX_SIDE = 30_000;

/** Pictures with more pixels are made smaller while they are decoded. */
const MAX_WORKING_PIXELS = 16_000_000;

/** A damaged or hostile file is given up after this long. */
const DECODE_TIMEOUT_SECONDS = 20;

/** A picture in memory: red, green, blue, by rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Tells pictures apart: by the bytes of the file, and by what it shows. */
export interface Fingerprint {
  readonly fileSha256: string;
  /** Of size and pixels: another name, or another date inside the file, changes nothing. */
  readonly pixelsSha256: string;
}

/** Why a file cannot be looked at. */
export type PictureProblem =
  | { readonly reason: 'not-a-picture'; readonly content: OtherContent }
  | { readonly reason: 'too-large'; readonly maxBytes: number }
  | { readonly reason: 'too-many-pixels'; readonly width: number; readonly height: number }
  | { readonly reason: 'damaged' };

/** A picture, or why there is none. */
export type DecodedPicture =
  | {
      readonly kind: 'decoded';
      readonly pixels: Pixels;
      readonly fingerprint: Fingerprint;
      readonly format: 'png' | 'jpeg';
    }
  | { readonly kind: 'refused'; readonly problem: PictureProblem };

function refuse(problem: PictureProblem): DecodedPicture {
  return { kind: 'refused', problem };
}

/** The size to decode to: as it is, or smaller with the same proportions. */
function workingWidth(width: number, height: number): number {
  const shrink = Math.sqrt(MAX_WORKING_PIXELS / (width * height));
  return shrink >= 1 ? width : Math.max(1, Math.floor(width * shrink));
}

async function decode(
  bytes: Uint8Array,
  header: { width: number; height: number },
): Promise<Pixels> {
  const { default: sharp } = await import('sharp');
  const width = workingWidth(header.width, header.height);
  let image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
    // A camera says which side is up instead of turning the picture.
    .autoOrient()
    .flatten({ background: '#000000' })
    .toColourspace('srgb');
  if (width < header.width) {
    const side = Math.max(width, Math.floor((width * header.height) / header.width));
    image = image.resize(side, side, { fit: 'inside' });
  }
  const { data, info } = await image
    .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${info.channels} samples a pixel`);
  return { width: info.width, height: info.height, data };
}

/**
 * Decodes a PNG or JPEG file. The size that its header announces is checked first, so that a small file that unfolds to
 * gigabytes is refused before it is touched. Anything else is refused with what it is.
 */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedPicture> {
  if (bytes.length > MAX_FILE_BYTES)
    return refuse({ reason: 'too-large', maxBytes: MAX_FILE_BYTES });
  const header = readPictureHeader(bytes);
  if (header.kind === 'other') return refuse({ reason: 'not-a-picture', content: header.content });
  if (header.kind === 'damaged') return refuse({ reason: 'damaged' });
  const { width, height, format } = header;
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    return refuse({ reason: 'too-many-pixels', width, height });
  }
  let pixels: Pixels;
  try {
    pixels = await decode(bytes, header);
  } catch (error) {
    // The decoder's words are for programmers; a file that it cannot read is damaged to everyone else.
    if (error instanceof Error) return refuse({ reason: 'damaged' });
    throw error;
  }
  const fileSha256 = createHash('sha256').update(bytes).digest('hex');
  const pixelsSha256 = createHash('sha256')
    .update(`${pixels.width} ${pixels.height} `)
    .update(pixels.data)
    .digest('hex');
  return { kind: 'decoded', pixels, fingerprint: { fileSha256, pixelsSha256 }, format };
}
