import {
  makeCrViews,
  makeCtSeries,
  makeSecondaryCapture,
  makeUsMultiframe,
  type PixelSource,
  type SyntheticObject,
  type SyntheticStudy,
} from '../../synthetic/index.ts';

/** Part of the image's height, at the bottom, that the gradient takes; the burned-in marking is at the top. */
const GRADIENT_SHARE = 1 / 8;
/** The range of a CT in Hounsfield units, and what our unsigned CT adds to them. */
const CT_LOWEST = -1024;
const CT_HIGHEST = 3071;

interface Size {
  readonly rows: number;
  readonly columns: number;
}

function sizeOf({ attributes: { Rows, Columns } }: SyntheticObject): Size {
  if (typeof Rows !== 'number' || typeof Columns !== 'number') throw new Error('no image');
  return { rows: Rows, columns: Columns };
}

/** Changes each frame before it is written. The frames of a source are its own memory, hence copies. */
function mapFrames(source: PixelSource, lengthBytes: number, change: (frame: Buffer) => Buffer) {
  return {
    vr: source.vr,
    lengthBytes,
    *frames() {
      for (const frame of source.frames()) yield change(Buffer.from(frame));
    },
  };
}

/** Calls `paint` for each pixel of the gradient with its place, from 0 to 1, along a row. */
function eachGradientPixel(
  { rows, columns }: Size,
  paint: (pixel: number, along: number, row: number) => void,
): void {
  for (let row = rows - Math.floor(rows * GRADIENT_SHARE); row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      paint(row * columns + column, column / (columns - 1), row);
    }
  }
}

/**
 * A CT as most scanners store it: signed 16-bit Hounsfield units. A gradient shows every value of the range, so that a
 * codec that cuts, shifts or scales them is found out.
 */
export function toSignedCt(object: SyntheticObject): SyntheticObject {
  const { pixels } = object;
  if (pixels === undefined) throw new Error('no pixels');
  const size = sizeOf(object);
  const change = (frame: Buffer): Buffer => {
    for (let at = 0; at < frame.length; at += 2) {
      frame.writeInt16LE(frame.readUInt16LE(at) + CT_LOWEST, at);
    }
    eachGradientPixel(size, (pixel, along) => {
      frame.writeInt16LE(CT_LOWEST + Math.round(along * (CT_HIGHEST - CT_LOWEST)), pixel * 2);
    });
    return frame;
  };
  return {
    ...object,
    attributes: {
      ...object.attributes,
      BitsStored: 16,
      HighBit: 15,
      PixelRepresentation: 1,
      RescaleIntercept: 0,
    },
    pixels: mapFrames(pixels, pixels.lengthBytes, change),
  };
}

/** A 12-bit image with a gradient over its whole range. */
function addGradient(object: SyntheticObject): SyntheticObject {
  const { pixels } = object;
  if (pixels === undefined) throw new Error('no pixels');
  const size = sizeOf(object);
  const change = (frame: Buffer): Buffer => {
    eachGradientPixel(size, (pixel, along) => {
      frame.writeUInt16LE(Math.round(along * 0xfff), pixel * 2);
    });
    return frame;
  };
  return { ...object, pixels: mapFrames(pixels, pixels.lengthBytes, change) };
}

/** Red rises, green falls and blue rises from row to row: swapped or dropped colours show. */
function paintColours(frame: Buffer, size: Size): Buffer {
  eachGradientPixel(size, (pixel, along, row) => {
    const at = pixel * 3;
    frame[at] = Math.round(along * 255);
    frame[at + 1] = 255 - Math.round(along * 255);
    frame[at + 2] = Math.round((row / (size.rows - 1)) * 255);
  });
  return frame;
}

/** A colour image with a gradient in all three colours. */
function addColours(object: SyntheticObject): SyntheticObject {
  const { pixels } = object;
  if (pixels === undefined) throw new Error('no pixels');
  const size = sizeOf(object);
  const change = (frame: Buffer): Buffer => paintColours(frame, size);
  return { ...object, pixels: mapFrames(pixels, pixels.lengthBytes, change) };
}

/** A grey ultrasound loop as the RGB that scanners store (PS3.3 C.8.5.6), with colours in the gradient. */
export function toColourLoop(object: SyntheticObject): SyntheticObject {
  const { pixels } = object;
  if (pixels === undefined) throw new Error('no pixels');
  const size = sizeOf(object);
  const change = (grey: Buffer): Buffer => {
    const frame = Buffer.alloc(grey.length * 3);
    for (let pixel = 0; pixel < grey.length; pixel += 1) {
      frame.fill(grey[pixel] ?? 0, pixel * 3, pixel * 3 + 3);
    }
    return paintColours(frame, size);
  };
  return {
    ...object,
    attributes: {
      ...object.attributes,
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'RGB',
      PlanarConfiguration: 0,
      UltrasoundColorDataPresent: 1,
    },
    pixels: mapFrames(pixels, pixels.lengthBytes * 3, change),
  };
}

/**
 * One image of each kind that compression treats differently: signed 16 bits (CT), 12 bits (CR), colour frames (US) and
 * a colour image (SC). Each has a SOP class of its own, by which it is known again under another UID.
 */
export function makeTestImages(study: SyntheticStudy): readonly SyntheticObject[] {
  return [
    ...makeCtSeries(study, { slices: 1, rows: 256, columns: 256 }).map(toSignedCt),
    ...makeCrViews(study, { rows: 320, columns: 256 }).slice(0, 1).map(addGradient),
    ...makeUsMultiframe(study, { frames: 3, rows: 160, columns: 213 }).map(toColourLoop),
    addColours(makeSecondaryCapture(study, { colours: 'rgb', rows: 181, columns: 255 })),
  ];
}
