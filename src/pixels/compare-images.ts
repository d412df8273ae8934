import type { ImageLayout } from './image-layout.ts';
import type { DecodedImage } from './pixel-codecs.ts';

/** Two images side by side. */
export type ImageComparison =
  | {
      readonly kind: 'compared';
      /** Every sample has the same value. */
      readonly equal: boolean;
      /** Largest difference of a sample, in stored values. */
      readonly maxDifference: number;
      /** Root of the mean squared difference, in stored values. */
      readonly rmsDifference: number;
      /** Peak signal-to-noise ratio against the full range of the stored bits; absent when equal (infinite). */
      readonly psnrDb?: number;
    }
  | {
      readonly kind: 'not-comparable';
      /** The first thing that differs. */
      readonly because: 'size' | 'frames' | 'samples' | 'range' | 'photometric';
    };

/** Reads stored values: the bits from High Bit down, with the sign of two's complement (PS3.5 8.1.1). */
function makeReader(layout: ImageLayout): (frame: Buffer, index: number) => number {
  const { bitsAllocated, bitsStored, highBit, signed } = layout;
  const down = highBit + 1 - bitsStored;
  const range = 2 ** bitsStored;
  return (frame, index) => {
    const word = bitsAllocated === 8 ? frame.readUInt8(index) : frame.readUInt16LE(index * 2);
    const value = Math.floor(word / 2 ** down) % range;
    return signed && value >= range / 2 ? value - range : value;
  };
}

function findMismatch(
  a: ImageLayout,
  b: ImageLayout,
): Extract<ImageComparison, { kind: 'not-comparable' }>['because'] | undefined {
  if (a.rows !== b.rows || a.columns !== b.columns) return 'size';
  if (a.frames !== b.frames) return 'frames';
  if (a.samplesPerPixel !== b.samplesPerPixel) return 'samples';
  if (a.bitsStored !== b.bitsStored || a.signed !== b.signed) return 'range';
  return a.photometric === b.photometric ? undefined : 'photometric';
}

/**
 * Compares the stored values of two images. Whatever lies in bits that are not stored, or how many are allocated, does
 * not count.
 */
export function compareImages(original: DecodedImage, other: DecodedImage): ImageComparison {
  const because = findMismatch(original.layout, other.layout);
  if (because !== undefined) return { kind: 'not-comparable', because };
  const { rows, columns, samplesPerPixel, bitsStored } = original.layout;
  const readOriginal = makeReader(original.layout);
  const readOther = makeReader(other.layout);
  const samples = rows * columns * samplesPerPixel;
  let maxDifference = 0;
  let squares = 0;
  for (const [index, frame] of original.frames.entries()) {
    const against = other.frames[index];
    if (against === undefined) return { kind: 'not-comparable', because: 'frames' };
    for (let at = 0; at < samples; at += 1) {
      const difference = Math.abs(readOriginal(frame, at) - readOther(against, at));
      if (difference > maxDifference) maxDifference = difference;
      squares += difference * difference;
    }
  }
  const meanSquare = squares / (samples * original.frames.length);
  const rmsDifference = Math.sqrt(meanSquare);
  if (maxDifference === 0) return { kind: 'compared', equal: true, maxDifference, rmsDifference };
  const psnrDb = 10 * Math.log10((2 ** bitsStored - 1) ** 2 / meanSquare);
  return { kind: 'compared', equal: false, maxDifference, rmsDifference, psnrDb };
}
