import { expect } from 'vitest';
import type { DecodedImage, ImageLayout, PixelDecoding } from '../../../src/pixels/index.ts';
import { encodeDataset } from '../../../src/protocols/dicom/data/encode-dataset.ts';

/** What a test image is; the rest follows. */
export interface TestImage {
  readonly rows?: number;
  readonly columns?: number;
  readonly frames?: number;
  readonly samplesPerPixel?: 1 | 3;
  readonly bitsStored?: number;
  readonly signed?: boolean;
  readonly photometric?: string;
  readonly planar?: boolean;
}

/** Gradients in both directions, different in every frame, with the full range of the bits and a little unrest. */
function valueAt(layout: ImageLayout, frame: number, index: number): number {
  const range = 2 ** layout.bitsStored;
  const row = Math.floor(index / (layout.columns * layout.samplesPerPixel));
  const column = index % (layout.columns * layout.samplesPerPixel);
  const unrest = (index * 7919) % 5;
  const value = Math.floor(((row + frame * 3) * range) / 90 + (column * range) / 300) + unrest;
  return layout.signed ? (value % range) - range / 2 : value % range;
}

/** The layout of a test image. */
export function makeLayout(image: TestImage = {}): ImageLayout {
  const { rows = 60, columns = 83, frames = 1, samplesPerPixel = 1, bitsStored = 8 } = image;
  return {
    rows,
    columns,
    frames,
    samplesPerPixel,
    bitsAllocated: bitsStored > 8 ? 16 : 8,
    bitsStored,
    highBit: bitsStored - 1,
    signed: image.signed ?? false,
    photometric: image.photometric ?? (samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB'),
    planar: image.planar ?? false,
  };
}

/** The samples of one frame as they are stored. */
function drawFrame(layout: ImageLayout, frame: number): Buffer {
  const samples = layout.rows * layout.columns * layout.samplesPerPixel;
  const wide = layout.bitsAllocated === 16;
  const bytes = Buffer.alloc(samples * (wide ? 2 : 1));
  for (let index = 0; index < samples; index += 1) {
    const value = valueAt(layout, frame, index);
    if (wide) bytes.writeUInt16LE(value & 0xffff, index * 2);
    else bytes.writeUInt8(value & 0xff, index);
  }
  return bytes;
}

/** The Image Pixel module without pixels, explicit VR little endian. */
export function encodeHead(layout: ImageLayout): Buffer {
  const number = (tag: number, value: number) => ({ tag, vr: 'US' as const, numbers: [value] });
  return encodeDataset(
    [
      { tag: 0x00080060, vr: 'CS', text: 'OT' },
      { tag: 0x00081140, vr: 'SQ', items: [[{ tag: 0x00081155, vr: 'UI', text: '1.2.3' }]] },
      number(0x00280002, layout.samplesPerPixel),
      { tag: 0x00280004, vr: 'CS', text: layout.photometric },
      ...(layout.samplesPerPixel === 3 ? [number(0x00280006, layout.planar ? 1 : 0)] : []),
      { tag: 0x00280008, vr: 'IS', text: String(layout.frames) },
      number(0x00280010, layout.rows),
      number(0x00280011, layout.columns),
      number(0x00280100, layout.bitsAllocated),
      number(0x00280101, layout.bitsStored),
      number(0x00280102, layout.highBit),
      number(0x00280103, layout.signed ? 1 : 0),
      { tag: 0x00282110, vr: 'CS', text: '00' },
    ],
    'explicit-little-endian',
  );
}

/** A data set in explicit VR little endian with these native frames. */
export function encodeNative(layout: ImageLayout, frames: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(frames);
  const pixels = encodeDataset(
    [{ tag: 0x7fe00010, vr: layout.bitsAllocated === 16 ? 'OW' : 'OB', bytes }],
    'explicit-little-endian',
  );
  return Buffer.concat([encodeHead(layout), pixels]);
}

/** A test image as a data set, and as what decoding it must give. */
export function makeImage(image: TestImage = {}): {
  readonly dataset: Buffer;
  readonly decoded: DecodedImage;
} {
  const layout = makeLayout(image);
  const frames = Array.from({ length: layout.frames }, (_, frame) => drawFrame(layout, frame));
  return { dataset: encodeNative(layout, frames), decoded: { layout, frames } };
}

/** The image of a decoding that worked; fails the test with the whole outcome otherwise. */
export function imageOf(decoding: PixelDecoding): DecodedImage {
  expect(decoding).toMatchObject({ ok: true });
  if (!decoding.ok) throw new Error(decoding.fault.message);
  return decoding.image;
}

/** The kind of fault, or `none`. */
export function faultOf(decoding: PixelDecoding): string {
  return decoding.ok ? 'none' : decoding.fault.kind;
}
