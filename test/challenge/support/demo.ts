import { type ChallengeRecipe, makeChallengeRecipe } from '../../../src/challenge/index.ts';
import type { DrawContext } from '../../../src/challenge/study/draw-context.ts';
import type { SeriesKey } from '../../../src/challenge/study/nonce.ts';
import {
  assembleChallenge,
  type Challenge,
  drawChallenge,
} from '../../../src/challenge/study/plan-challenge.ts';
import type { SyntheticObject } from '../../../src/synthetic/index.ts';
import { cutPlane, type Picture } from './cuts.ts';
import { applyWindow, PRESETS, type ScreenPicture } from './grey-levels.ts';
import { loadVolume, readFrames, type Volume } from './volume.ts';

/** The recipe of a fixed study. */
export function recipeOf(seed: string): ChallengeRecipe {
  return makeChallengeRecipe({ seed, performedAt: new Date('2026-11-22T01:00:00Z') });
}

/** A study that several tests look at. */
export interface Demo {
  readonly challenge: Challenge;
  readonly context: DrawContext;
}

/** Plans the study of a seed. */
export async function makeDemo(seed = 'demo-seed-0001'): Promise<Demo> {
  const recipe = recipeOf(seed);
  const context = await drawChallenge(recipe);
  return { challenge: assembleChallenge(recipe, context), context };
}

/** The objects of a series. */
export function objectsOf(challenge: Challenge, key: SeriesKey): readonly SyntheticObject[] {
  const series = challenge.series.find((one) => one.key === key);
  if (series === undefined) throw new Error(`no series ${key}`);
  return series.objects;
}

/** The volume of a series. */
export function volumeOf(challenge: Challenge, key: SeriesKey): Volume {
  return loadVolume(objectsOf(challenge, key));
}

/** One slice of the CT, without the others. */
export function ctSlice(challenge: Challenge, slice: number): Picture {
  return cutPlane(loadVolume(objectsOf(challenge, 'ct').slice(slice, slice + 1)), 'axial', 0);
}

/** A CT image as a viewer opens it; the number counts from 1. */
export function showCt(challenge: Challenge, imageNumber: number): ScreenPicture {
  return applyWindow(ctSlice(challenge, imageNumber - 1), PRESETS.default);
}

/** Any image by its own window; of a loop, one frame, from 0. */
export function showImage(object: SyntheticObject, frame = 0): ScreenPicture {
  const { attributes } = object;
  const stored = readFrames(object)[frame];
  if (stored === undefined) throw new Error(`${object.name} has no frame ${frame}`);
  const slope = Number(attributes.RescaleSlope ?? 1);
  const intercept = Number(attributes.RescaleIntercept ?? 0);
  const values = Float32Array.from(stored, (value) => value * slope + intercept);
  const window = {
    center: Number(attributes.WindowCenter ?? 128),
    width: Number(attributes.WindowWidth ?? 256),
  };
  const size = { width: Number(attributes.Columns), height: Number(attributes.Rows) };
  return applyWindow({ ...size, values, pixelWidthMm: 1, pixelHeightMm: 1 }, window);
}

/** A picture turned and mirrored: first mirrored left to right, then turned clockwise. */
export function turnPicture(
  picture: ScreenPicture,
  { isMirrored, turnDegrees }: { readonly isMirrored: boolean; readonly turnDegrees: number },
): ScreenPicture {
  const { width, height, channels, data } = picture;
  const isSideways = turnDegrees % 180 !== 0;
  const size = isSideways ? { width: height, height: width } : { width, height };
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const fromX = isMirrored ? width - 1 - x : x;
      const [toX, toY] =
        turnDegrees === 90
          ? [height - 1 - y, x]
          : turnDegrees === 180
            ? [width - 1 - x, height - 1 - y]
            : turnDegrees === 270
              ? [y, width - 1 - x]
              : [x, y];
      for (let channel = 0; channel < channels; channel += 1) {
        turned[(toY * size.width + toX) * channels + channel] =
          data[(y * width + fromX) * channels + channel] ?? 0;
      }
    }
  }
  return { ...size, channels, data: turned };
}

/** A picture as its negative. */
export function invertPicture(picture: ScreenPicture): ScreenPicture {
  return { ...picture, data: picture.data.map((level) => 255 - level) };
}

/** A part of a picture. */
export function cropTo(
  { width, channels, data }: ScreenPicture,
  box: { left: number; top: number; width: number; height: number },
): ScreenPicture {
  const part = new Uint8Array(box.width * box.height * channels);
  for (let y = 0; y < box.height; y += 1) {
    const from = ((y + box.top) * width + box.left) * channels;
    part.set(data.subarray(from, from + box.width * channels), y * box.width * channels);
  }
  return { width: box.width, height: box.height, channels, data: part };
}
