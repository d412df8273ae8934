import type { ReadDataset } from '../protocols/dicom/data/read-dataset.ts';
import { fault, type Read, read } from './fault.ts';
import type { PixelLimits } from './limits.ts';

/** How the samples of an image are stored, and what they mean (PS3.3 C.7.6.3). */
export interface ImageLayout {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samplesPerPixel: 1 | 3;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  /** Pixel Representation 1: two's complement. */
  readonly signed: boolean;
  readonly photometric: string;
  /** Planar Configuration 1: all of one colour, then all of the next. */
  readonly planar: boolean;
}

const GREY: ReadonlySet<string> = new Set(['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR']);
const COLOUR: ReadonlySet<string> = new Set([
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
]);

/** Bytes of one decoded frame. */
export function frameBytes(layout: ImageLayout): number {
  const { rows, columns, samplesPerPixel, bitsAllocated } = layout;
  return rows * columns * samplesPerPixel * (bitsAllocated / 8);
}

function readNumber(dataset: ReadDataset, tag: number): number | undefined {
  const raw = dataset.elements.get(tag)?.raw;
  return raw !== undefined && raw.length >= 2 ? raw.readUInt16LE(0) : undefined;
}

function readFrames(dataset: ReadDataset): number {
  const text = dataset.text(0x00280008)?.trim() ?? '';
  return text === '' ? 1 : Number(text);
}

/** Reads the Image Pixel module, and refuses images that are not decoded here. */
export function readLayout(dataset: ReadDataset, limits: PixelLimits): Read<ImageLayout> {
  const rows = readNumber(dataset, 0x00280010);
  const columns = readNumber(dataset, 0x00280011);
  const samplesPerPixel = readNumber(dataset, 0x00280002);
  const bitsAllocated = readNumber(dataset, 0x00280100);
  const bitsStored = readNumber(dataset, 0x00280101);
  const highBit = readNumber(dataset, 0x00280102);
  const representation = readNumber(dataset, 0x00280103);
  const photometric = dataset.text(0x00280004)?.trim() ?? '';
  const frames = readFrames(dataset);
  if (!rows || !columns || !bitsStored || highBit === undefined || representation === undefined) {
    return fault('unreadable-dataset', 'the Image Pixel module is incomplete');
  }
  if (!Number.isInteger(frames) || frames < 1) {
    return fault('unreadable-dataset', 'Number of Frames is not a positive integer');
  }
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) {
    return fault('unsupported-image', `${samplesPerPixel} samples per pixel`);
  }
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    return fault('unsupported-image', `${bitsAllocated} bits allocated`);
  }
  if (highBit >= bitsAllocated || highBit + 1 < bitsStored || representation > 1) {
    const words = `bits stored ${bitsStored}, high bit ${highBit}, representation ${representation}`;
    return fault('unreadable-dataset', words);
  }
  if (!(samplesPerPixel === 1 ? GREY : COLOUR).has(photometric)) {
    return fault(
      'unsupported-image',
      `${samplesPerPixel} samples of "${photometric.slice(0, 16)}"`,
    );
  }
  const planar = samplesPerPixel === 3 && readNumber(dataset, 0x00280006) === 1;
  const signed = representation === 1;
  const bits = { bitsAllocated, bitsStored, highBit, signed } as const;
  const layout: ImageLayout = {
    rows,
    columns,
    frames,
    samplesPerPixel,
    ...bits,
    photometric,
    planar,
  };
  if (frames > limits.maxFrames || frameBytes(layout) * frames > limits.maxDecodedBytes) {
    return fault('too-large', `${frames} frames of ${columns} by ${rows}`);
  }
  return read(layout);
}
