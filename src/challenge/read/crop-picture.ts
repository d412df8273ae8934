import type { Box } from '../study/paint.ts';
import { planeOfCode, planeOfImage } from '../study/shown-planes.ts';
import type { Pixels } from './decode-picture.ts';
import { brightness } from './grey-planes.ts';
import { findKeptArea, type KeptArea } from './image-area.ts';
import type { PictureVerdict } from './judge-picture.ts';

/** What is kept of a picture. */
export interface CroppedPicture {
  /** A PNG file without anything but pixels: no place, no camera, no date. */
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
  readonly areas: readonly KeptArea[];
}

function clip(box: Box, { width, height }: Pixels): Box {
  const left = Math.min(width, Math.max(0, box.left));
  const top = Math.min(height, Math.max(0, box.top));
  return {
    left,
    top,
    width: Math.max(0, Math.min(width, box.left + box.width) - left),
    height: Math.max(0, Math.min(height, box.top + box.height) - top),
  };
}

function unite(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: right - left, height: bottom - top };
}

/** Copies the boxes; what is between them stays black. */
function copyBoxes({ width, data }: Pixels, boxes: readonly Box[], frame: Box): Uint8Array {
  const copy = new Uint8Array(frame.width * frame.height * 3);
  for (const box of boxes) {
    for (let y = box.top; y < box.top + box.height; y += 1) {
      const from = (y * width + box.left) * 3;
      const to = ((y - frame.top) * frame.width + box.left - frame.left) * 3;
      copy.set(data.subarray(from, from + box.width * 3), to);
    }
  }
  return copy;
}

/**
 * Crops a picture to the images of ours that it shows, so that nothing else of a screen is stored: no work list, no
 * other patient, no desk. Everything outside of them is black.
 */
export async function cropPicture(
  pixels: Pixels,
  verdict: Extract<PictureVerdict, { kind: 'evidence' }>,
): Promise<CroppedPicture> {
  const grey = brightness(pixels);
  const areas = [
    ...verdict.images.map(({ series, symbol }) => ({ plane: planeOfImage(series), symbol })),
    ...verdict.codes.map((code) => ({ plane: planeOfCode(code.function), symbol: code.symbol })),
  ].map(({ plane, symbol }): KeptArea => {
    const area = findKeptArea(grey, plane, symbol.corners);
    return { ...area, box: clip(area.box, pixels) };
  });
  const boxes = areas.map(({ box }) => box);
  const frame = unite(boxes);
  const raw = { width: frame.width, height: frame.height, channels: 3 } as const;
  const { default: sharp } = await import('sharp');
  const png = await sharp(copyBoxes(pixels, boxes, frame), { raw })
    .png()
    .toBuffer();
  return { png, width: frame.width, height: frame.height, areas };
}
