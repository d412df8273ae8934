import {
  cellAt,
  listRaised,
  SURFACE_ALPHABET,
  SURFACE_LETTERS,
} from '../../../src/challenge/study/surface-letters.ts';
import { GLYPH } from '../../../src/synthetic/index.ts';
import { placeOfPixel, sizeOfView } from './shade-surface.ts';

const CELLS = GLYPH.rows * GLYPH.columns;
/** Half the width of an outline, in voxels. */
const OUTLINE = 0.7;
/** A pixel is compared with its surroundings of this many millimetres: hills go, outlines stay. */
const SURROUNDINGS_MM = 6;

interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

/** Sums over all pixels above and to the left. */
function sumUp({ width, height, values }: GreyPicture): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let line = 0;
    for (let x = 0; x < width; x += 1) {
      line += values[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + line;
    }
  }
  return sums;
}

/** How much each pixel differs from its surroundings. */
function differences(picture: GreyPicture, radius: number): Float32Array {
  const { width, height, values } = picture;
  const sums = sumUp(picture);
  const at = (x: number, y: number): number => sums[y * (width + 1) + x] ?? 0;
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - radius);
    const bottom = Math.min(height, y + radius + 1);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
      const mean = sum / ((right - left) * (bottom - top));
      out[y * width + x] = Math.abs((values[y * width + x] ?? 0) - mean);
    }
  }
  return out;
}

/** Whether a place of the front is on the outline of one letter. */
function isOutline(
  raised: readonly boolean[],
  first: number,
  column: number,
  slice: number,
): boolean {
  const isRaised = (dx: number, dz: number): boolean => {
    const cell = cellAt(column + dx, slice + dz) - first;
    return cell >= 0 && cell < CELLS && raised[cell] === true;
  };
  const here = isRaised(0, 0);
  return (
    isRaised(OUTLINE, 0) !== here ||
    isRaised(-OUTLINE, 0) !== here ||
    isRaised(0, OUTLINE) !== here ||
    isRaised(0, -OUTLINE) !== here
  );
}

interface Slot {
  readonly x: number;
  readonly y: number;
  readonly column: number;
  readonly slice: number;
}

/** Pixels on and next to each letter's box. */
function listSlots(pixelsPerMm: number): Slot[][] {
  const slots = Array.from({ length: SURFACE_LETTERS.count }, (): Slot[] => []);
  const { width, height } = sizeOfView(pixelsPerMm);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const { column, slice } = placeOfPixel(x, y, pixelsPerMm);
      const near = [-2, 0, 2].flatMap((dx) =>
        [-2, 0, 2].map((dz) => cellAt(column + dx, slice + dz)),
      );
      const cell = Math.max(...near);
      if (cell >= 0) slots[Math.floor(cell / CELLS)]?.push({ x, y, column, slice });
    }
  }
  return slots;
}

/** How much stronger the differences are on a letter's outline than beside it, in standard deviations. */
function score(
  found: Float32Array,
  width: number,
  slot: readonly Slot[],
  letter: string,
  first: number,
): number {
  const raised = listRaised(letter);
  const sums = { on: 0, off: 0, square: 0 };
  let onCount = 0;
  for (const { x, y, column, slice } of slot) {
    const value = Math.sqrt(found[y * width + x] ?? 0);
    sums.square += value * value;
    if (isOutline(raised, first, column, slice)) {
      sums.on += value;
      onCount += 1;
    } else sums.off += value;
  }
  const offCount = slot.length - onCount;
  const mean = (sums.on + sums.off) / slot.length;
  const deviation = Math.sqrt(Math.max(1e-9, sums.square / slot.length - mean * mean));
  const share = onCount / slot.length;
  return ((sums.on / onCount - sums.off / offCount) / deviation) * Math.sqrt(share * (1 - share));
}

/**
 * Reads letters from a picture of the block's front by their outlines: knows the alphabet and where each letter would
 * be, as a person does who looks at it, and not which ones they are.
 */
export function readLetters(picture: GreyPicture, pixelsPerMm: number): string {
  const found = differences(picture, Math.round((SURROUNDINGS_MM / 2) * pixelsPerMm));
  return listSlots(pixelsPerMm)
    .map((slot, index) => {
      const scores = [...SURFACE_ALPHABET].map((letter) => ({
        letter,
        score: score(found, picture.width, slot, letter, index * CELLS),
      }));
      return scores.reduce((best, one) => (one.score > best.score ? one : best)).letter;
    })
    .join('');
}
