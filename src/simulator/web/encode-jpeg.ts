import type { PixelCodecs } from '../../pixels/index.ts';
import { DEFAULT_PIXEL_LIMITS } from '../../pixels/limits.ts';
import { readPixels } from '../../pixels/read-pixels.ts';
import { type DataElement, encodeDataset } from '../../protocols/dicom/index.ts';
import type { ScreenImage } from './draw-frame.ts';

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const quality = 90;

/**
 * Encodes a picture as JPEG baseline, by the codecs that compress DICOM images.
 * @throws Error when they cannot
 */
export async function encodeJpeg(picture: ScreenImage, codecs: PixelCodecs): Promise<Buffer> {
  const { dataset } = await codecs.compress(describePicture(picture), JPEG_BASELINE, {
    loss: { kind: 'quality', quality },
  });
  const { pixels } = readPixels(
    { transferSyntaxUid: JPEG_BASELINE, dataset },
    DEFAULT_PIXEL_LIMITS,
  );
  const [frame] = pixels.ok ? pixels.value.frames : [];
  if (frame === undefined) throw new Error('the picture was not encoded');
  // In DICOM a fragment of odd length has a byte more (PS3.5 A.4).
  return frame.bytes.at(-1) === 0 ? frame.bytes.subarray(0, -1) : frame.bytes;
}

function describePicture({ width, height, channels, pixels }: ScreenImage): Buffer {
  const number = (tag: number, value: number): DataElement => ({ tag, vr: 'US', numbers: [value] });
  const isColour = channels === 3;
  const padded = pixels.length % 2 === 0 ? pixels : Buffer.concat([pixels, Buffer.alloc(1)]);
  return encodeDataset(
    [
      number(0x00280002, channels),
      { tag: 0x00280004, vr: 'CS', text: isColour ? 'RGB' : 'MONOCHROME2' },
      ...(isColour ? [number(0x00280006, 0)] : []),
      number(0x00280010, height),
      number(0x00280011, width),
      number(0x00280100, 8),
      number(0x00280101, 8),
      number(0x00280102, 7),
      number(0x00280103, 0),
      { tag: 0x7fe00010, vr: 'OW', bytes: padded },
    ],
    'explicit-little-endian',
  );
}
