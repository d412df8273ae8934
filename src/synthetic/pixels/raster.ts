import { endianness } from 'node:os';

/** An image in memory: rows from the top, samples of a pixel together (PS3.3 C.7.6.3.1.3, planar configuration 0). */
export interface Raster {
  readonly columns: number;
  readonly rows: number;
  readonly samplesPerPixel: 1 | 3;
  readonly samples: Uint8Array | Uint16Array;
}

/** How large an image is. */
export interface RasterSize {
  readonly columns: number;
  readonly rows: number;
}

/** Smallest image that the burned-in marking fits into. */
export const SMALLEST_IMAGE: RasterSize = { columns: 128, rows: 64 };

/** Rows and Columns are unsigned 16-bit numbers (PS3.3 C.7.6.3). */
const MAX_SIDE = 0xffff;
/** Number of Frames is an integer string, hence signed (PS3.5 6.2). */
const MAX_FRAMES = 2 ** 31 - 1;
/** Explicit lengths end before the value for "undefined", and are even (PS3.5 7.1). */
const MAX_PIXEL_BYTES = 0xffff_fffe;

/**
 * Bytes of Pixel Data, padding not counted.
 * @throws RangeError when the marking does not fit, or DICOM cannot hold so many pixels uncompressed
 */
export function countPixelBytes(
  { columns, rows }: RasterSize,
  bytesPerPixel: number,
  frames = 1,
): number {
  for (const [side, smallest] of [
    [columns, SMALLEST_IMAGE.columns],
    [rows, SMALLEST_IMAGE.rows],
  ] as const) {
    if (!Number.isInteger(side) || side < smallest || side > MAX_SIDE) {
      throw new RangeError(
        `an image of ${columns} by ${rows} is outside ${SMALLEST_IMAGE.columns} by ${SMALLEST_IMAGE.rows} to ${MAX_SIDE}`,
      );
    }
  }
  if (!Number.isInteger(frames) || frames < 1 || frames > MAX_FRAMES) {
    throw new RangeError(`${frames} frames`);
  }
  const bytes = columns * rows * bytesPerPixel * frames;
  if (bytes > MAX_PIXEL_BYTES) throw new RangeError(`${bytes} bytes of pixels are too many`);
  return bytes;
}

/** A raster of 8 or 16 bits per sample; the caller has checked the size. */
export function makeRaster(size: RasterSize, bits: 8 | 16, samplesPerPixel: 1 | 3 = 1): Raster {
  const count = size.columns * size.rows * samplesPerPixel;
  const samples = bits === 8 ? new Uint8Array(count) : new Uint16Array(count);
  return { columns: size.columns, rows: size.rows, samplesPerPixel, samples };
}

/** The samples as Pixel Data holds them, little endian; the same memory. Call once per drawing. */
export function toPixelBytes({ samples }: Raster): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return samples.BYTES_PER_ELEMENT === 2 && endianness() === 'BE'
    ? Buffer.from(bytes).swap16()
    : bytes;
}
