import {
  type Challenge,
  MIP_CODE,
  MPR_CODE,
  planeOfImage,
  type SeriesKey,
} from '../../challenge/index.ts';
import { PET_STORED_PER_SUV, type SyntheticObject } from '../../synthetic/index.ts';

/** A picture before it has grey levels: Hounsfield units, SUV, or what the modality has (PS3.3 C.11.1.1.2). */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Of one pixel, width over height. */
  readonly pixelAspect: number;
  readonly values: Float32Array;
  /** The image's own window (PS3.3 C.11.2.1.2). */
  readonly window: { readonly center: number; readonly width: number };
}

const usualPetWindow = { center: 2.5, width: 6 };

/** One image of a series, numbered from 1; of a clip, one frame. */
export function drawImage(challenge: Challenge, series: SeriesKey, imageNumber: number): Plane {
  const objects = challenge.series.find(({ key }) => key === series)?.objects ?? [];
  const isClip = objects.length === 1 && Number(objects[0]?.attributes.NumberOfFrames ?? 1) > 1;
  const object = isClip ? objects[0] : objects[imageNumber - 1];
  if (object === undefined) throw new RangeError(`the series ${series} has no ${imageNumber}`);
  return drawObject(object, isClip ? imageNumber - 1 : 0);
}

/** The brightest of each pixel over the slab that the MIP code is spread over. */
export function drawSlab(challenge: Challenge): Plane {
  const first = drawImage(challenge, 'ct', MIP_CODE.firstSlice + 1);
  const values = first.values.slice();
  for (let slice = 1; slice < MIP_CODE.slices; slice += 1) {
    const next = drawImage(challenge, 'ct', MIP_CODE.firstSlice + slice + 1).values;
    for (let at = 0; at < values.length; at += 1)
      values[at] = Math.max(values[at] ?? 0, next[at] ?? 0);
  }
  return { ...first, values };
}

/** The coronal plane through the MPR code, the head on top. */
export function drawCoronal(challenge: Challenge): Plane {
  const slices = challenge.series.find(({ key }) => key === 'ct')?.objects ?? [];
  const row = MPR_CODE.top + Math.floor(MPR_CODE.thicknessPx / 2);
  const { width } = planeOfImage('ct');
  const values = new Float32Array(width * slices.length);
  let spacing = { across: 1, along: 1 };
  for (const [slice, object] of slices.entries()) {
    const line = readFrame(object, 0).subarray(row * width, (row + 1) * width);
    values.set(scale(line, scaleOf(object)), (slices.length - 1 - slice) * width);
    spacing = {
      across: firstNumber(object.attributes.PixelSpacing),
      along: Number(object.attributes.SliceThickness),
    };
  }
  const pixelAspect = spacing.across / spacing.along;
  const window = { center: 40, width: 400 };
  return { width, height: slices.length, pixelAspect, values, window };
}

/** The PET image over a CT image, in the pixels of the CT: a pixel of it covers two by two. */
export function drawPetOver(challenge: Challenge, ctImage: number): Plane {
  const pet = drawImage(challenge, 'pet', Math.ceil(ctImage / 2));
  const { width, height } = planeOfImage('ct');
  const times = width / pet.width;
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      values[y * width + x] =
        pet.values[Math.floor(y / times) * pet.width + Math.floor(x / times)] ?? 0;
  return { width, height, pixelAspect: 1, values, window: usualPetWindow };
}

function drawObject(object: SyntheticObject, frame: number): Plane {
  const { attributes, modality } = object;
  return {
    width: Number(attributes.Columns),
    height: Number(attributes.Rows),
    pixelAspect: 1,
    values: scale(readFrame(object, frame), scaleOf(object)),
    window:
      modality === 'PT'
        ? usualPetWindow
        : {
            center: firstNumber(attributes.WindowCenter ?? 128),
            width: firstNumber(attributes.WindowWidth ?? 256),
          },
  };
}

interface Scale {
  readonly slope: number;
  readonly intercept: number;
}

function scaleOf({ attributes, modality }: SyntheticObject): Scale {
  // What is stored counts Bq/ml here, which for these images are SUV (PS3.3 C.8.9.1).
  if (modality === 'PT') return { slope: 1 / PET_STORED_PER_SUV, intercept: 0 };
  return {
    slope: Number(attributes.RescaleSlope ?? 1),
    intercept: Number(attributes.RescaleIntercept ?? 0),
  };
}

/** A loop: `Float32Array.from` with a function takes twenty times as long. */
function scale(stored: Uint8Array | Uint16Array, { slope, intercept }: Scale): Float32Array {
  const values = new Float32Array(stored.length);
  for (let at = 0; at < stored.length; at += 1) values[at] = (stored[at] ?? 0) * slope + intercept;
  return values;
}

function readFrame(
  { pixels, attributes, name }: SyntheticObject,
  frame: number,
): Uint8Array | Uint16Array {
  let at = 0;
  for (const bytes of pixels?.frames() ?? []) {
    if (at === frame) {
      // The source draws the next into the same memory.
      const copy = new Uint8Array(bytes);
      return attributes.BitsAllocated === 16 ? new Uint16Array(copy.buffer) : copy;
    }
    at += 1;
  }
  throw new RangeError(`${name} has no frame ${frame}`);
}

function firstNumber(value: unknown): number {
  return Number(Array.isArray(value) ? value[0] : value);
}
