import type { ImageLayout } from './image-layout.ts';
import { interleave, interleaveWords, ybrFullToRgb } from './samples.ts';

/** One native frame as decoded images are: samples of a pixel together, colour as RGB. The same memory where it is so. */
export function finishNative(bytes: Buffer, layout: ImageLayout): Buffer {
  const { bitsAllocated, photometric, planar } = layout;
  if (bitsAllocated === 16) return planar ? interleaveWords(bytes) : bytes;
  const samples = planar ? interleave(bytes) : bytes;
  return photometric === 'YBR_FULL' ? ybrFullToRgb(samples) : samples;
}
