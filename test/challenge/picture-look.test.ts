import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeLook, isSameLook, readPicture } from '../../src/challenge/index.ts';
import { type Demo, makeDemo, showCt } from './support/demo.ts';
import { encode, placeOnScreen, resize } from './support/encode.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

async function shoot(image: number, side = 600): Promise<Buffer> {
  const picture = await resize(showCt(demo.challenge, image), side, side);
  const screen = { width: 1366, height: 768, level: 25 };
  return encode(placeOnScreen(screen, [{ picture, left: 333, top: 71 }]), { format: 'png' });
}

async function lookOf(bytes: Uint8Array): Promise<string> {
  const reading = await readPicture(bytes);
  if (reading.kind === 'refused') throw new Error('it was refused');
  return describeLook(reading.pixels);
}

describe('the look of a picture', () => {
  it('stays when the picture is stored in another way', async () => {
    const original = await shoot(20);
    const look = await lookOf(original);
    for (const copy of [
      await sharp(original).jpeg({ quality: 40 }).toBuffer(),
      await sharp(original).resize(1000).jpeg({ quality: 70 }).toBuffer(),
      await sharp(original).resize(2000).png().toBuffer(),
      await sharp(original).resize(777).png().toBuffer(),
    ])
      expect(isSameLook(look, await lookOf(copy))).toBe(true);
  });

  it('differs between neighbouring images, also small ones, and between sizes', async () => {
    for (const side of [600, 300, 200]) {
      const looks = await Promise.all(
        [20, 21, 22].map(async (one) => lookOf(await shoot(one, side))),
      );
      const [a = '', b = '', c = ''] = looks;
      expect([isSameLook(a, b), isSameLook(a, c), isSameLook(b, c)]).toEqual([false, false, false]);
    }
    expect(isSameLook(await lookOf(await shoot(20)), await lookOf(await shoot(20, 640)))).toBe(
      false,
    );
  });

  it('is no look of something else', () => {
    const black = describeLook({ width: 3, height: 2, data: new Uint8Array(18) });
    const white = describeLook({ width: 3, height: 2, data: new Uint8Array(18).fill(255) });
    expect(isSameLook(black, white)).toBe(false);
    expect(
      isSameLook(black, describeLook({ width: 64, height: 64, data: new Uint8Array(12_288) })),
    ).toBe(true);
    expect(isSameLook(black, '')).toBe(false);
  });
});
