import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { cropPicture, judgePicture, readPicture } from '../../src/challenge/index.ts';
import { cutPlane } from './support/cuts.ts';
import {
  cropTo,
  type Demo,
  makeDemo,
  objectsOf,
  showCt,
  showImage,
  turnPicture,
  volumeOf,
} from './support/demo.ts';
import { encode, placeOnScreen, resize, scaleToMm } from './support/encode.ts';
import { applyWindow, PRESETS, type ScreenPicture } from './support/grey-levels.ts';

const SCREEN = { width: 1600, height: 1000, level: 0 };

/** A work list of blue letters on black, as patients’ names would be. */
function workList(width: number, height: number): ScreenPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (y % 24 < 9 && x % 7 < 4) data.set([90, 90, 255], (y * width + x) * 3);
    }
  }
  return { width, height, channels: 3, data };
}

/** Pixels that are of a work list: nothing in the study is blue. */
function countBlue(pixels: Uint8Array): number {
  let blue = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    if ((pixels[at + 2] ?? 0) - (pixels[at] ?? 0) > 100) blue += 1;
  }
  return blue;
}

let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

async function crop(screen: ScreenPicture) {
  const reading = await readPicture(await encode(screen, { format: 'png' }));
  const verdict = judgePicture(reading, demo.challenge);
  if (reading.kind !== 'read' || verdict.kind !== 'evidence') throw new Error('no evidence');
  const cropped = await cropPicture(reading.pixels, verdict);
  const pixels = await sharp(cropped.png).raw().toBuffer();
  return { ...cropped, names: countBlue(pixels), verdict };
}

describe('what is kept of a screenshot', () => {
  it('is the image, to a few pixels, and nothing of the work list beside it', async () => {
    const picture = await resize(showCt(demo.challenge, 30), 800, 800);
    const screen = placeOnScreen(SCREEN, [
      { picture: workList(500, 1000), left: 0, top: 0 },
      { picture, left: 620, top: 90 },
    ]);
    const { areas, width, height, names } = await crop(screen);
    expect(areas).toHaveLength(1);
    expect(areas[0]?.shows).toBe('image');
    // Less a part of the black margin: 4 of 512 pixels on each side.
    const box = areas[0]?.box;
    for (const [found, wanted] of [
      [box?.left, 626],
      [box?.top, 96],
      [width, 788],
      [height, 788],
    ]) {
      expect(Math.abs((found ?? 0) - (wanted ?? 0))).toBeLessThanOrEqual(4);
    }
    expect(names).toBe(0);
  });

  it('is the image when it is turned and mirrored, or has letters in its corners', async () => {
    for (const turnDegrees of [90, 180]) {
      const turned = turnPicture(showCt(demo.challenge, 30), { isMirrored: true, turnDegrees });
      const overlay = workList(120, 60);
      const screen = placeOnScreen(SCREEN, [
        { picture: await resize(turned, 700, 700), left: 700, top: 150 },
        { picture: overlay, left: 700, top: 150 },
        { picture: overlay, left: 1280, top: 790 },
      ]);
      const { areas, width } = await crop(screen);
      expect(areas[0]?.shows).toBe('image');
      expect(Math.abs(width - 689)).toBeLessThanOrEqual(4);
    }
  });

  it('is the symbol alone when the image is zoomed in and its edges are not on the screen', async () => {
    const zoomed = await resize(showCt(demo.challenge, 30), 1500, 1500);
    // The viewport ends in the middle of the image; the list of names lies where the rest would be.
    const part = cropTo(zoomed, { left: 0, top: 0, width: 900, height: 900 });
    const screen = placeOnScreen(SCREEN, [
      { picture: part, left: 20, top: 20 },
      { picture: workList(680, 1000), left: 920, top: 0 },
    ]);
    const { areas, names, width } = await crop(screen);
    expect(areas[0]?.shows).toBe('symbol');
    expect(names).toBe(0);
    expect(width).toBeLessThan(900);
  });

  it('is the symbol alone when one edge is not on the screen, whatever dark ground it is on', async () => {
    const zoomed = await resize(showCt(demo.challenge, 30), 900, 900);
    const part = cropTo(zoomed, { left: 0, top: 0, width: 850, height: 900 });
    const screen = placeOnScreen(SCREEN, [{ picture: part, left: 20, top: 20 }]);
    expect((await crop(screen)).areas[0]?.shows).toBe('symbol');
  });

  it('is every image of ours, and black between them', async () => {
    const mr = objectsOf(demo.challenge, 'mr-axial')[3];
    if (mr === undefined) throw new Error('no MR');
    const screen = placeOnScreen(SCREEN, [
      { picture: workList(1600, 1000), left: 0, top: 0 },
      { picture: await resize(showCt(demo.challenge, 30), 600, 600), left: 40, top: 40 },
      { picture: await resize(showImage(mr), 500, 500), left: 900, top: 300 },
    ]);
    const { areas, names, width } = await crop(screen);
    expect(areas.map(({ shows }) => shows)).toEqual(['image', 'image']);
    expect(names).toBe(0);
    expect(width).toBeGreaterThan(1300);
  });

  it('is the whole reformat for a code in a coronal plane', async () => {
    const plane = cutPlane(volumeOf(demo.challenge, 'ct'), 'coronal', 472);
    const picture = await scaleToMm(applyWindow(plane, PRESETS.default), plane, 2);
    const screen = placeOnScreen(SCREEN, [
      { picture: workList(600, 1000), left: 0, top: 0 },
      { picture, left: 700, top: 300 },
    ]);
    const { areas, names, verdict, height } = await crop(screen);
    expect(verdict.codes).toMatchObject([{ function: 'mpr' }]);
    expect(areas[0]?.shows).toBe('image');
    expect(Math.abs(height - 314)).toBeLessThanOrEqual(4);
    expect(names).toBe(0);
  });

  it('has neither the place nor the camera of a photo in it', async () => {
    const file = await sharp(await encode(showCt(demo.challenge, 30), { format: 'png' }))
      .jpeg()
      .withExif({ IFD0: { Make: 'CAMERA-OF-A-PERSON' }, IFD3: { GPSLatitudeRef: 'N' } })
      .toBuffer();
    expect(file.includes('CAMERA-OF-A-PERSON')).toBe(true);
    const reading = await readPicture(file);
    const verdict = judgePicture(reading, demo.challenge);
    if (reading.kind !== 'read' || verdict.kind !== 'evidence') throw new Error('no evidence');
    const { png } = await cropPicture(reading.pixels, verdict);
    expect(png.includes('CAMERA-OF-A-PERSON')).toBe(false);
    expect((await sharp(png).metadata()).exif).toBeUndefined();
  });
});
