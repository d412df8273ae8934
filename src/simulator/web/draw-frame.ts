import type { DecodedImage } from '../../pixels/index.ts';

/** A frame as a screen shows it: 8 bits a sample, grey or red, green and blue. */
export interface ScreenImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Buffer;
}

/** VOI window (PS3.3 C.11.2.1.2), in the units of the modality. */
export interface Window {
  readonly center: number;
  readonly width: number;
}

/** How stored values become those of the modality (PS3.3 C.11.1.1.2), and which of them are shown. */
export interface GreyScale {
  readonly slope: number;
  readonly intercept: number;
  /** The whole range of the frame when absent. */
  readonly window?: Window;
}

/** Draws one frame, from 0; `undefined` when the image has no such frame. */
export function drawFrame(
  { layout, frames }: DecodedImage,
  frame: number,
  scale: GreyScale,
): ScreenImage | undefined {
  const bytes = frames[frame];
  if (bytes === undefined) return undefined;
  const { columns: width, rows: height } = layout;
  if (layout.samplesPerPixel === 3) {
    const pixels = layout.bitsAllocated === 8 ? bytes : takeHighBytes(bytes);
    return { width, height, channels: 3, pixels };
  }
  const values = readSamples(bytes, layout, scale);
  const { center, width: range } = scale.window ?? spanWindow(values);
  const isInverse = layout.photometric === 'MONOCHROME1';
  const pixels = Buffer.alloc(values.length);
  for (const [at, value] of values.entries()) {
    const shown = Math.min(
      255,
      Math.max(0, Math.round(((value - center + 0.5) / Math.max(1, range - 1) + 0.5) * 255)),
    );
    pixels[at] = isInverse ? 255 - shown : shown;
  }
  return { width, height, channels: 1, pixels };
}

function readSamples(
  bytes: Buffer,
  { bitsAllocated, bitsStored, highBit, signed }: DecodedImage['layout'],
  { slope, intercept }: GreyScale,
): Float64Array {
  const step = bitsAllocated / 8;
  const values = new Float64Array(bytes.length / step);
  const drop = highBit + 1 - bitsStored;
  const mask = 2 ** bitsStored - 1;
  const sign = signed ? 2 ** (bitsStored - 1) : Number.POSITIVE_INFINITY;
  for (let at = 0; at < values.length; at += 1) {
    const raw = step === 1 ? (bytes[at] ?? 0) : bytes.readUInt16LE(at * 2);
    const stored = (raw >> drop) & mask;
    values[at] = (stored >= sign ? stored - 2 * sign : stored) * slope + intercept;
  }
  return values;
}

function spanWindow(values: Float64Array): Window {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return { center: (lowest + highest) / 2, width: highest - lowest + 1 };
}

function takeHighBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes.filter((_, at) => at % 2 === 1));
}
