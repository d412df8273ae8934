import { beforeAll, describe, expect, it } from 'vitest';
import { cropPicture, judgePicture, readPicture } from '../../src/challenge/index.ts';
import { photograph, type Shot } from './support/camera.ts';
import { type Demo, makeDemo, showCt } from './support/demo.ts';
import { encode, placeOnScreen, resize } from './support/encode.ts';
import type { ScreenPicture } from './support/grey-levels.ts';

const STRAIGHT: Shot = {
  width: 1600,
  height: 1200,
  corners: [
    [140, 130],
    [1460, 130],
    [1460, 1070],
    [140, 1070],
  ],
  moire: 0,
  glare: 0,
  noise: 0,
  blur: 0,
};

const ASKEW: Shot['corners'] = [
  [210, 100],
  [1420, 220],
  [1480, 1010],
  [120, 1120],
];

const SHOTS: readonly (readonly [string, Partial<Shot>])[] = [
  ['straight', {}],
  ['at an angle', { corners: ASKEW }],
  [
    'turned by the hand',
    {
      corners: [
        [420, 60],
        [1500, 400],
        [1190, 1150],
        [90, 830],
      ],
    },
  ],
  ['with the grid of the monitor', { moire: 0.7 }],
  [
    'at an angle, with grid, glare, noise and blur',
    { corners: ASKEW, moire: 0.5, glare: 70, noise: 18, blur: 1 },
  ],
  ['dark and noisy', { noise: 45 }],
];

describe('a photo of a monitor', { timeout: 60_000 }, () => {
  let demo: Demo;
  let screen: ScreenPicture;
  beforeAll(async () => {
    demo = await makeDemo();
    const picture = await resize(showCt(demo.challenge, 61), 700, 700);
    screen = placeOnScreen({ width: 1200, height: 860, level: 20 }, [
      { picture, left: 250, top: 80 },
    ]);
  });

  it.each(SHOTS)('is read: %s', async (_, change) => {
    const photo = photograph(screen, { ...STRAIGHT, ...change });
    const reading = await readPicture(await encode(photo, { format: 'jpeg', quality: 75 }));
    const verdict = judgePicture(reading, demo.challenge);
    expect(verdict).toMatchObject({
      kind: 'evidence',
      images: [
        { series: 'ct', imageNumber: 61, turnDegrees: 0, isMirrored: false, isInverted: false },
      ],
    });
    if (verdict.kind !== 'evidence' || reading.kind !== 'read') return;
    const cropped = await cropPicture(reading.pixels, verdict);
    expect(cropped.width * cropped.height).toBeLessThan(photo.width * photo.height * 0.7);
  });

  it('that is blurred beyond reading says so', async () => {
    const photo = photograph(screen, { ...STRAIGHT, blur: 14 });
    const reading = await readPicture(await encode(photo, { format: 'jpeg', quality: 75 }));
    expect(judgePicture(reading, demo.challenge)).toEqual({
      kind: 'rejected',
      rejection: { reason: 'no-code', otherSymbols: 0 },
    });
  });
});
