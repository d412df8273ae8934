import { beforeAll, describe, expect, it } from 'vitest';
import { findLinkedImages, judgePicture, readPicture } from '../../src/challenge/index.ts';
import { type Demo, makeDemo, objectsOf, showImage } from './support/demo.ts';
import { encode, placeOnScreen, resize } from './support/encode.ts';

describe('two images in one screenshot', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await makeDemo();
  });

  async function show(ctImage: number, mrImage: number) {
    const objects = [
      objectsOf(demo.challenge, 'ct')[ctImage - 1],
      objectsOf(demo.challenge, 'mr-axial')[mrImage - 1],
    ];
    const placed = await Promise.all(
      objects.map(async (object, index) => {
        if (object === undefined) throw new Error('no image');
        const picture = await resize(showImage(object), 600, 600);
        return { picture, left: 40 + index * 650, top: 60 };
      }),
    );
    const screen = placeOnScreen({ width: 1340, height: 720, level: 0 }, placed);
    const verdict = judgePicture(
      await readPicture(await encode(screen, { format: 'png' })),
      demo.challenge,
    );
    if (verdict.kind !== 'evidence') throw new Error('no evidence');
    return findLinkedImages(demo.challenge, verdict.images);
  }

  it('are at one position in a linked layout', async () => {
    const { mrImage, ctImages } = demo.challenge.key.linked;
    const [pair, ...more] = await show(ctImages[0] ?? 0, mrImage);
    expect(more).toEqual([]);
    expect(pair).toMatchObject({ isSamePosition: true, toleranceMm: 6 });
    expect(pair?.distanceMm).toBeLessThanOrEqual(1);
  });

  it('are not when each series shows its first image', async () => {
    const [pair] = await show(1, 1);
    expect(pair).toMatchObject({ isSamePosition: false });
    expect(pair?.distanceMm).toBeCloseTo(13.5, 6);
  });
});
