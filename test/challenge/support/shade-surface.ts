import { SURFACE_BLOCK, SURFACE_VOLUME } from '../../../src/challenge/study/surface-letters.ts';
import { sampleAt, type Vector } from './cuts.ts';
import type { ScreenPicture } from './grey-levels.ts';
import type { Volume } from './volume.ts';

const AMBIENT = 0.15;
/** Voxels shown around the block. */
const MARGIN = 6;

/** How a surface is shown: from the front, the head on top. */
export interface SurfaceView {
  /** Of the surface, in Hounsfield units. */
  readonly threshold: number;
  /** Direction towards the light: right, front, up; a unit vector. The front alone is a lamp at the eye. */
  readonly light: Vector;
  /** Screen pixels per millimetre. */
  readonly pixelsPerMm: number;
}

/** The place of the block's front, in voxels, that a pixel of a view shows. */
export function placeOfPixel(x: number, y: number, pixelsPerMm: number) {
  const { firstColumn, firstSlice, slices } = SURFACE_BLOCK;
  return {
    column: firstColumn - MARGIN + x / pixelsPerMm / SURFACE_VOLUME.pixelSpacingMm,
    slice: firstSlice + slices - 1 + MARGIN - y / pixelsPerMm / SURFACE_VOLUME.sliceSpacingMm,
  };
}

/** Width and height of a view of the block. */
export function sizeOfView(pixelsPerMm: number): { width: number; height: number } {
  const { columns, slices } = SURFACE_BLOCK;
  const { pixelSpacingMm, sliceSpacingMm } = SURFACE_VOLUME;
  return {
    width: Math.round((columns + 2 * MARGIN) * pixelSpacingMm * pixelsPerMm),
    height: Math.round((slices + 2 * MARGIN) * sliceSpacingMm * pixelsPerMm),
  };
}

function gradient(volume: Volume, { x, y, z }: Vector): Vector {
  const step = volume.pixelSpacingMm;
  const along = (dx: number, dy: number, dz: number): number =>
    (sampleAt(volume, { x: x + dx, y: y + dy, z: z + dz }) -
      sampleAt(volume, { x: x - dx, y: y - dy, z: z - dz })) /
    (2 * step);
  return { x: along(step, 0, 0), y: along(0, step, 0), z: along(0, 0, step) };
}

/** The first depth at which a ray from the front meets the threshold. */
function findDepth(volume: Volume, x: number, z: number, threshold: number): number | undefined {
  const step = volume.pixelSpacingMm;
  const end = (volume.rows - 1) * step;
  let before = sampleAt(volume, { x, y: 0, z });
  for (let y = step; y <= end; y += step) {
    const value = sampleAt(volume, { x, y, z });
    if (value >= threshold) return y - step * ((value - threshold) / (value - before));
    before = value;
  }
  return undefined;
}

/** The shaded front of the block (Lambert), as a surface rendering or an opaque volume rendering shows it. */
export function shadeSurface(volume: Volume, view: SurfaceView): ScreenPicture {
  const { pixelsPerMm, threshold, light } = view;
  const { width, height } = sizeOfView(pixelsPerMm);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let pixel = 0; pixel < width; pixel += 1) {
      const { column, slice } = placeOfPixel(pixel, row, pixelsPerMm);
      const x = column * volume.pixelSpacingMm;
      const z = slice * volume.sliceSpacingMm;
      const y = findDepth(volume, x, z, threshold);
      if (y === undefined) continue;
      const slope = gradient(volume, { x, y, z });
      const length = Math.hypot(slope.x, slope.y, slope.z) || 1;
      // The gradient points inwards; the light's `y` is towards the front, against the volume's.
      const cosine = (slope.y * light.y - slope.x * light.x - slope.z * light.z) / length;
      const level = AMBIENT + (1 - AMBIENT) * Math.max(0, cosine);
      data[row * width + pixel] = Math.round(255 * Math.min(1, level));
    }
  }
  return { width, height, channels: 1, data };
}
