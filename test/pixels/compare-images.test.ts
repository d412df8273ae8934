import { describe, expect, it } from 'vitest';
import { compareImages, type ImageLayout } from '../../src/pixels/index.ts';
import { makeLayout } from './support/make-image.ts';

const tiny = (image: Parameters<typeof makeLayout>[0] = {}): ImageLayout =>
  makeLayout({ rows: 1, columns: 4, ...image });
const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value & 0xffff, index * 2);
  return bytes;
};

describe('comparing images', () => {
  it('counts the largest difference, the root mean square and the noise', () => {
    const layout = tiny();
    const compared = compareImages(
      { layout, frames: [Buffer.from([10, 20, 30, 40])] },
      { layout, frames: [Buffer.from([10, 24, 30, 40])] },
    );
    expect(compared).toMatchObject({ equal: false, maxDifference: 4, rmsDifference: 2 });
    // 10 log10(255² / 4)
    expect(compared.kind === 'compared' && compared.psnrDb).toBeCloseTo(42.11, 2);
  });

  it('has no noise ratio for what is equal', () => {
    const image = { layout: tiny(), frames: [Buffer.from([1, 2, 3, 4])] };
    expect(compareImages(image, image)).toEqual({
      kind: 'compared',
      equal: true,
      maxDifference: 0,
      rmsDifference: 0,
    });
  });

  it('sees values, not the bits around them', () => {
    const layout = tiny({ bitsStored: 12, signed: true });
    // −1 and −2048 with and without their sign carried on; an overlay in the unused bits.
    const a = { layout, frames: [words(-1, -2048, 5, 7)] };
    const b = { layout, frames: [words(0x0fff, 0x0800, 0x3005, 7)] };
    expect(compareImages(a, b)).toMatchObject({ equal: true });
  });

  it('reads from the high bit', () => {
    const high = { ...tiny({ bitsStored: 12 }), highBit: 15 };
    const compared = compareImages(
      { layout: high, frames: [words(0x0010, 0x0fff, 0xfff0, 0x1230)] },
      { layout: tiny({ bitsStored: 12 }), frames: [words(1, 0x0ff, 0xfff, 0x123)] },
    );
    expect(compared).toMatchObject({ equal: true });
  });

  it.each([
    ['size', tiny({ columns: 5 })],
    ['frames', tiny({ frames: 2 })],
    ['samples', tiny({ samplesPerPixel: 3 })],
    ['range', tiny({ bitsStored: 7 })],
    ['range', { ...tiny(), signed: true }],
    ['photometric', tiny({ photometric: 'MONOCHROME1' })],
  ])('says that images of another %s cannot be compared', (because, layout) => {
    const bytes = Buffer.alloc(100);
    expect(
      compareImages({ layout: tiny(), frames: [bytes] }, { layout, frames: [bytes, bytes] }),
    ).toEqual({ kind: 'not-comparable', because });
  });
});
