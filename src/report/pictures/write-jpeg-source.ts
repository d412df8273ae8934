import type { AttachedPicture } from '../attached/read-pictures.ts';

/** JPEG begins with SOI and the next marker (ISO/IEC 10918-1 B.1.1.3): these bytes as Base64. */
const jpegBase64 = /^\/9j\/[A-Za-z0-9+/]*={0,2}$/;

/**
 * A screenshot as the source of an `<img>`: a `data:` URI with a JPEG that was encoded here.
 * @throws RangeError for anything else
 */
export function writeJpegSource(picture: AttachedPicture | undefined): string {
  if (picture?.ok !== true || !jpegBase64.test(picture.jpeg))
    throw new RangeError('not a picture that was encoded for print');
  return `data:image/jpeg;base64,${picture.jpeg}`;
}
