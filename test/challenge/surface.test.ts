import { beforeAll, describe, expect, it } from 'vitest';
import { SURFACE_ALPHABET, SURFACE_VOLUME } from '../../src/challenge/study/surface-letters.ts';
import { cutPlane, type Picture, type Projection, projectSlab } from './support/cuts.ts';
import { makeDemo, volumeOf } from './support/demo.ts';
import { throughJpeg } from './support/encode.ts';
import { readLetters } from './support/read-letters.ts';
import { placeOfPixel, shadeSurface, sizeOfView } from './support/shade-surface.ts';
import type { Volume } from './support/volume.ts';

const PIXELS_PER_MM = 2;

/** A lamp at the eye on bone, and one at the side on skin. */
const VIEWS = [
  { threshold: 200, light: { x: 0, y: 1, z: 0 }, pixelsPerMm: PIXELS_PER_MM },
  { threshold: -300, light: { x: -0.5, y: Math.SQRT1_2, z: 0.5 }, pixelsPerMm: PIXELS_PER_MM },
] as const;

/** A coronal picture on the pixels of the views. */
function onView(picture: Picture): { width: number; height: number; values: Float32Array } {
  const { width, height } = sizeOfView(PIXELS_PER_MM);
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const { column, slice } = placeOfPixel(x, y, PIXELS_PER_MM);
      const row = SURFACE_VOLUME.slices - 1 - Math.round(slice);
      values[y * width + x] = picture.values[row * picture.width + Math.round(column)] ?? 0;
    }
  }
  return { width, height, values };
}

describe('the letters in relief', { timeout: 120_000 }, () => {
  let letters: string;
  let volume: Volume;
  beforeAll(async () => {
    const { challenge } = await makeDemo();
    letters = challenge.key.surface;
    volume = volumeOf(challenge, 'surface');
  });

  const countRight = (picture: Picture): number =>
    [...readLetters(onView(picture), PIXELS_PER_MM)].filter((letter, at) => letter === letters[at])
      .length;

  it('are six of an alphabet in which no letter looks like another', () => {
    expect(letters).toMatch(new RegExp(`^[${SURFACE_ALPHABET}]{6}$`));
    for (const confusable of 'OI012S8B6GVUWQ') {
      if (!'G6U'.includes(confusable)) expect(SURFACE_ALPHABET).not.toContain(confusable);
    }
  });

  it('are read from the shaded surface, also as JPEG of quality 40', async () => {
    for (const view of VIEWS) {
      const picture = shadeSurface(volume, view);
      expect(readLetters({ ...picture, values: picture.data }, PIXELS_PER_MM)).toBe(letters);
      const worse = await throughJpeg(picture, 40);
      expect(readLetters({ ...worse, values: worse.data }, PIXELS_PER_MM)).toBe(letters);
    }
  });

  it('are not read from coronal cuts, nor from any projection', () => {
    let mostRight = 0;
    for (let row = 12; row < 132; row += 12) {
      mostRight = Math.max(mostRight, countRight(cutPlane(volume, 'coronal', row)));
    }
    for (const projection of ['average', 'maximum', 'minimum'] as const satisfies Projection[]) {
      for (const slab of [
        { first: 0, count: SURFACE_VOLUME.rows },
        { first: 30, count: 20 },
        { first: 50, count: 20 },
      ]) {
        mostRight = Math.max(
          mostRight,
          countRight(projectSlab(volume, 'coronal', slab, projection)),
        );
      }
    }
    expect(mostRight).toBeLessThanOrEqual(3);
  });
});
