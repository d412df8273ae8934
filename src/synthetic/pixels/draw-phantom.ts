import { deriveBytes } from '../uid-root.ts';
import type { Raster } from './raster.ts';

/** A filled ellipse; positions and radii from -1 to 1 across the image. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly value: number;
}

/** Ellipses painted over each other on a background. */
export interface Phantom {
  readonly background: number;
  readonly ellipses: readonly Ellipse[];
}

/** Fixed noise, so that a lossless codec has the work that it has with real images. */
export interface Noise {
  /** What is added to the samples, over and over; the count is a power of two. */
  readonly table: Uint8Array;
}

const NOISE_VALUES = 4096;

/** Noise from 0 to `2 ** bits - 1`, from the seed alone. */
export function makeNoise(seed: string, bits: 1 | 2 | 3 | 4 | 5): Noise {
  const table = Uint8Array.from(
    deriveBytes(seed, 'noise', NOISE_VALUES),
    (byte) => byte >> (8 - bits),
  );
  return { table };
}

function fillEllipse({ columns, rows, samples, samplesPerPixel }: Raster, ellipse: Ellipse): void {
  const centreX = ((ellipse.x + 1) / 2) * columns;
  const centreY = ((ellipse.y + 1) / 2) * rows;
  const radiusX = (ellipse.radiusX / 2) * columns;
  const radiusY = (ellipse.radiusY / 2) * rows;
  const firstRow = Math.max(0, Math.ceil(centreY - radiusY));
  const lastRow = Math.min(rows - 1, Math.floor(centreY + radiusY));
  for (let row = firstRow; row <= lastRow; row += 1) {
    const height = (row - centreY) / radiusY;
    const half = radiusX * Math.sqrt(Math.max(0, 1 - height * height));
    const from = Math.max(0, Math.ceil(centreX - half));
    const to = Math.min(columns, Math.floor(centreX + half) + 1);
    const start = row * columns;
    if (from < to) {
      samples.fill(ellipse.value, (start + from) * samplesPerPixel, (start + to) * samplesPerPixel);
    }
  }
}

/** Paints a phantom over the whole raster; `shift` moves the noise, so that no two images are alike. */
export function drawPhantom(raster: Raster, phantom: Phantom, noise: Noise, shift: number): void {
  const { samples } = raster;
  samples.fill(phantom.background);
  for (const ellipse of phantom.ellipses) fillEllipse(raster, ellipse);
  const { table } = noise;
  const mask = table.length - 1;
  for (let index = 0; index < samples.length; index += 1) {
    // A stride that does not divide the row length hides the table's period from the eye.
    const at = (index + (index >> 9) * 97 + shift * 131) & mask;
    samples[index] = (samples[index] ?? 0) + (table[at] ?? 0);
  }
}
