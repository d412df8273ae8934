import { decodePicture } from '../../challenge/read/decode-picture.ts';

/** Longest side in print, in pixels: 260 dots an inch at half the width of a landscape page. */
const mostPixels = 1280;
const quality = 80;
const timeoutSeconds = 20;

/** A picture made anew for print. */
export interface EncodedPicture {
  readonly jpeg: Buffer;
  /** Of the JPEG, in pixels. */
  readonly width: number;
  readonly height: number;
  /** As it was read, in pixels. */
  readonly readWidth: number;
  readonly readHeight: number;
}

/** A picture for print, or why the file gives none. */
export type Encoding =
  | ({ readonly ok: true } & EncodedPicture)
  | { readonly ok: false; readonly problem: 'unreadable' | 'too-large' };

/**
 * Makes a JPEG from what a PNG or JPEG file of unknown origin shows. Only the decoded red, green and blue go into it:
 * no metadata, colour profile, second image or other bytes of the file survive. What is not such a picture, is damaged,
 * or unfolds to more than 64 million pixels is refused; the same pixels give the same bytes with the same sharp.
 */
export async function encodePicture(bytes: Uint8Array): Promise<Encoding> {
  const decoded = await decodePicture(bytes);
  if (decoded.kind === 'refused') {
    const { reason } = decoded.problem;
    const isLarge = reason === 'too-large' || reason === 'too-many-pixels';
    return { ok: false, problem: isLarge ? 'too-large' : 'unreadable' };
  }
  const { width, height, data } = decoded.pixels;
  const { default: sharp } = await import('sharp');
  const { data: jpeg, info } = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(mostPixels, mostPixels, { fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: timeoutSeconds })
    // Letters and lines of a screen keep their colours only without subsampling.
    .jpeg({ quality, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true });
  return {
    ok: true,
    jpeg,
    width: info.width,
    height: info.height,
    readWidth: width,
    readHeight: height,
  };
}
