import type { Pixels } from './decode-picture.ts';

/** One value per pixel, from 0 to 255. */
export interface GreyPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Red, green and blue closer together than this are a grey: JPEG tints greys a little. */
const GREY_DIFFERENCE = 24;
/** Everything above a quarter of white becomes white. */
const LIFT = 4;
/** Coloured pixels that a picture may have and still count as grey, such as a mouse pointer. */
const COLOUR_SHARE = 0.001;

function mapPixels(
  { width, height, data }: Pixels,
  toGrey: (red: number, green: number, blue: number) => number,
): GreyPlane {
  const grey = new Uint8Array(width * height);
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 3;
    grey[index] = toGrey(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  }
  return { width, height, data: grey };
}

/** Brightness as the eye sees it (ITU-R BT.601). */
export function brightness(pixels: Pixels): GreyPlane {
  return mapPixels(pixels, (red, green, blue) => (red * 77 + green * 150 + blue * 29) >> 8);
}

/** The strongest of the three colours: in a fused picture a module may be bright in either layer. */
export function strongestColour(pixels: Pixels): GreyPlane {
  return mapPixels(pixels, (red, green, blue) => Math.max(red, green, blue));
}

/**
 * Brightness with the shadows lifted: a layer in one dark colour comes nearer to a white one. Unlike the colours
 * themselves it survives JPEG, which keeps them at half the size only.
 */
export function liftedShadows(pixels: Pixels): GreyPlane {
  const grey = brightness(pixels);
  return { ...grey, data: grey.data.map((level) => Math.min(255, level * LIFT)) };
}

/** One of the three colours. */
export function singleColour(pixels: Pixels, colour: 0 | 1 | 2): GreyPlane {
  return mapPixels(pixels, (...colours) => colours[colour]);
}

/** Whether a picture has colours worth looking at one by one. */
export function hasColours({ data }: Pixels): boolean {
  const limit = (data.length / 3) * COLOUR_SHARE;
  let coloured = 0;
  for (let at = 0; at < data.length && coloured <= limit; at += 3) {
    const red = data[at] ?? 0;
    const green = data[at + 1] ?? 0;
    const blue = data[at + 2] ?? 0;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > GREY_DIFFERENCE) coloured += 1;
  }
  return coloured > limit;
}

/** A plane of a fraction of the size, each value the mean of a square: the grid of a photographed monitor goes away. */
export function shrinkPlane(plane: GreyPlane, factor: number): GreyPlane {
  const width = Math.floor(plane.width / factor);
  const height = Math.floor(plane.height / factor);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy += 1) {
        const start = (y * factor + dy) * plane.width + x * factor;
        for (let dx = 0; dx < factor; dx += 1) sum += plane.data[start + dx] ?? 0;
      }
      data[y * width + x] = sum / (factor * factor);
    }
  }
  return { width, height, data };
}

/** A plane of twice the size, interpolated: modules of two pixels are too small to be found. */
export function doublePlane(plane: GreyPlane): GreyPlane {
  const width = plane.width * 2;
  const height = plane.height * 2;
  const data = new Uint8Array(width * height);
  const at = (x: number, y: number): number =>
    plane.data[Math.min(plane.height - 1, y) * plane.width + Math.min(plane.width - 1, x)] ?? 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const left = x >> 1;
      const top = y >> 1;
      const right = left + (x & 1);
      const bottom = top + (y & 1);
      data[y * width + x] =
        (at(left, top) + at(right, top) + at(left, bottom) + at(right, bottom)) / 4;
    }
  }
  return { width, height, data };
}
