import { PET_STORED_PER_SUV, type SyntheticObject } from '../../../src/synthetic/index.ts';

/** Voxels of a series in output units: Hounsfield units, or SUV; the first slice is towards the feet. */
export interface Volume {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly pixelSpacingMm: number;
  readonly sliceSpacingMm: number;
  readonly values: Int16Array | Float32Array;
}

/** The stored values of the frames of an object. */
export function readFrames(object: SyntheticObject): (Uint8Array | Uint16Array)[] {
  const frames: (Uint8Array | Uint16Array)[] = [];
  for (const bytes of object.pixels?.frames() ?? []) {
    // The source draws into the same memory again.
    const copy = new Uint8Array(bytes);
    frames.push(object.attributes.BitsAllocated === 16 ? new Uint16Array(copy.buffer) : copy);
  }
  return frames;
}

function firstNumber(value: unknown): number {
  return Number(Array.isArray(value) ? value[0] : value);
}

/** The volume of an axial CT or PET series, from the objects as they would be sent. */
export function loadVolume(objects: readonly SyntheticObject[]): Volume {
  const [first] = objects;
  if (first === undefined) throw new Error('no images');
  const { attributes, modality } = first;
  const columns = Number(attributes.Columns);
  const rows = Number(attributes.Rows);
  const count = columns * rows * objects.length;
  const isPet = modality === 'PT';
  const values = isPet ? new Float32Array(count) : new Int16Array(count);
  const intercept = Number(attributes.RescaleIntercept);
  objects.forEach((object, slice) => {
    const [frame] = readFrames(object);
    if (frame === undefined) throw new Error(`${object.name} has no pixels`);
    const start = slice * columns * rows;
    for (let index = 0; index < frame.length; index += 1) {
      const stored = frame[index] ?? 0;
      values[start + index] = isPet ? stored / PET_STORED_PER_SUV : stored + intercept;
    }
  });
  return {
    columns,
    rows,
    slices: objects.length,
    pixelSpacingMm: firstNumber(attributes.PixelSpacing),
    sliceSpacingMm: Number(attributes.SliceThickness),
    values,
  };
}
