import type { DecodedImage } from '../pixels/index.ts';

/** From stored values to grey: linear, with what is outside black or white (PS3.3 C.11.2.1.2). */
export interface ShownWindow {
  readonly slope: number;
  readonly intercept: number;
  readonly center: number;
  readonly width: number;
}

function readStored(layout: DecodedImage['layout'], frame: Buffer, index: number): number {
  const { bitsAllocated, bitsStored, highBit, signed } = layout;
  const word = bitsAllocated === 8 ? frame.readUInt8(index) : frame.readUInt16LE(index * 2);
  const range = 2 ** bitsStored;
  const value = Math.floor(word / 2 ** (highBit + 1 - bitsStored)) % range;
  return signed && value >= range / 2 ? value - range : value;
}

/** The window that shows every value there is. */
function fitWindow(image: DecodedImage, frame: Buffer, samples: number): ShownWindow {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < samples; index += 1) {
    const value = readStored(image.layout, frame, index);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { slope: 1, intercept: 0, center: (low + high) / 2, width: Math.max(1, high - low) };
}

/**
 * One frame as a PNG file: colours as they are, grey by a window, or by all of its values without one.
 * @returns `undefined` for a palette, whose indices are no grey, or a frame that is not there
 */
export async function showImage(
  image: DecodedImage,
  frameIndex = 0,
  window?: ShownWindow,
): Promise<Buffer | undefined> {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometric } = image.layout;
  const frame = image.frames[frameIndex];
  const samples = rows * columns * samplesPerPixel;
  if (frame === undefined || frame.length < (samples * bitsAllocated) / 8) return undefined;
  if (photometric === 'PALETTE COLOR') return undefined;
  const isPlain = bitsAllocated === 8 && window === undefined;
  const pixels = isPlain ? frame.subarray(0, samples) : applyWindow(image, frame, samples, window);
  const { default: sharp } = await import('sharp');
  const raw = { width: columns, height: rows, channels: samplesPerPixel };
  const picture = sharp(pixels, { raw });
  return (photometric === 'MONOCHROME1' ? picture.negate() : picture).png().toBuffer();
}

function applyWindow(
  image: DecodedImage,
  frame: Buffer,
  samples: number,
  given: ShownWindow | undefined,
): Buffer {
  const { slope, intercept, center, width } = given ?? fitWindow(image, frame, samples);
  const pixels = Buffer.alloc(samples);
  for (let index = 0; index < samples; index += 1) {
    const value = readStored(image.layout, frame, index) * slope + intercept;
    pixels[index] = Math.max(0, Math.min(255, Math.round(((value - center) / width + 0.5) * 255)));
  }
  return pixels;
}
