import type { Pixels } from './decode-picture.ts';

/** Cells along each side of a look. */
const CELLS = 32;
/** Grey levels that a cell moves by when a picture is stored again at another size or quality. */
const SAME_LEVELS = 5;

/** What a picture looks like from afar: the mean brightness of 32 by 32 cells, as base64. */
export type PictureLook = string;

/** The cell that a pixel begins in, and the part of the pixel in it; the rest is in the next one. */
function shareCells(pixels: number): { readonly cells: Uint8Array; readonly parts: Float32Array } {
  const cells = new Uint8Array(pixels);
  const parts = new Float32Array(pixels);
  for (let at = 0; at < pixels; at += 1) {
    const start = (at * CELLS) / pixels;
    const cell = Math.min(CELLS - 1, Math.floor(start));
    const width = CELLS / pixels;
    cells[at] = cell;
    parts[at] = Math.min(1, (cell + 1 - start) / width);
  }
  return { cells, parts };
}

/** Makes the look of a picture. It stays the same when the picture is stored again in another format, size or quality. */
export function describeLook({ width, height, data }: Pixels): PictureLook {
  const across = shareCells(width);
  const down = shareCells(height);
  // One more row and column than there are cells: what is left of a last pixel is nothing.
  const side = CELLS + 1;
  const sums = new Float64Array(side * side);
  const line = new Float64Array(side);
  for (let y = 0; y < height; y += 1) {
    line.fill(0);
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const level =
        (data[at] ?? 0) * 0.299 + (data[at + 1] ?? 0) * 0.587 + (data[at + 2] ?? 0) * 0.114;
      const cell = across.cells[x] ?? 0;
      const part = across.parts[x] ?? 1;
      line[cell] = (line[cell] ?? 0) + level * part;
      line[cell + 1] = (line[cell + 1] ?? 0) + level * (1 - part);
    }
    const row = (down.cells[y] ?? 0) * side;
    const part = down.parts[y] ?? 1;
    for (let cell = 0; cell < CELLS; cell += 1) {
      const sum = line[cell] ?? 0;
      sums[row + cell] = (sums[row + cell] ?? 0) + sum * part;
      sums[row + side + cell] = (sums[row + side + cell] ?? 0) + sum * (1 - part);
    }
  }
  const cellPixels = (width * height) / (CELLS * CELLS);
  const levels = Uint8Array.from({ length: CELLS * CELLS }, (_, index) => {
    const at = Math.floor(index / CELLS) * side + (index % CELLS);
    return Math.min(255, Math.round((sums[at] ?? 0) / cellPixels));
  });
  return Buffer.from(levels).toString('base64');
}

/**
 * Whether two pictures are one, stored in another way. Pictures of other images are never taken for one: their QR
 * differ, and each covers many cells.
 */
export function isSameLook(a: PictureLook, b: PictureLook): boolean {
  const first = Buffer.from(a, 'base64');
  const second = Buffer.from(b, 'base64');
  return (
    first.length === second.length &&
    first.every((level, cell) => Math.abs(level - (second[cell] ?? 0)) <= SAME_LEVELS)
  );
}
