import type { Picture } from './cuts.ts';

/** A picture on a screen; 1 or 3 samples a pixel. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** A window, in output units. */
export interface Window {
  readonly center: number;
  readonly width: number;
}

/** Windows that viewers offer for CT. */
export const PRESETS = {
  default: { center: 40, width: 400 },
  brain: { center: 40, width: 80 },
  lung: { center: -600, width: 1500 },
  bone: { center: 480, width: 2500 },
  mediastinum: { center: 50, width: 350 },
  'temporal bone': { center: 700, width: 4000 },
  'all of 12 bits': { center: 1024, width: 4096 },
} as const satisfies Record<string, Window>;

/** A window from the lowest to the highest value, less a share of the pixels at either end. */
export function fitWindow({ values }: Picture, share = 0): Window {
  const sorted = Float32Array.from(values).sort();
  const low = sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const high = sorted[Math.ceil((sorted.length - 1) * (1 - share))] ?? 0;
  return { center: (low + high) / 2 + 0.5, width: Math.max(2, high - low + 1) };
}

/** Grey levels by the linear VOI function (PS3.3 C.11.2.1.2.1). */
export function applyWindow(picture: Picture, window: Window): ScreenPicture {
  const data = Uint8Array.from(picture.values, (value) => {
    const level = ((value - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255;
    return Math.round(Math.min(255, Math.max(0, level)));
  });
  return { width: picture.width, height: picture.height, channels: 1, data };
}

/** Colour maps of fused pictures, from 0 to 1. */
export const COLOUR_MAPS = {
  hot: (level: number) => [level * 3, level * 3 - 1, level * 3 - 2],
  red: (level: number) => [level, 0, 0],
  'hot iron': (level: number) => [level * 2, level * 2 - 1, level * 4 - 3],
} as const satisfies Record<string, (level: number) => readonly number[]>;

/** A colour layer over a grey one of the same size; `opacity` of the colours, from 0 to 1. */
export function fuse(
  grey: ScreenPicture,
  colours: ScreenPicture,
  map: (level: number) => readonly number[],
  opacity: number,
): ScreenPicture {
  const data = new Uint8Array(grey.width * grey.height * 3);
  for (let pixel = 0; pixel < grey.data.length; pixel += 1) {
    const colour = map((colours.data[pixel] ?? 0) / 255);
    for (let channel = 0; channel < 3; channel += 1) {
      const over = Math.min(1, Math.max(0, colour[channel] ?? 0)) * 255;
      data[pixel * 3 + channel] = Math.round(
        (1 - opacity) * (grey.data[pixel] ?? 0) + opacity * over,
      );
    }
  }
  return { width: grey.width, height: grey.height, channels: 3, data };
}
