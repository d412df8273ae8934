import { GLYPH, isInk } from '../../synthetic/index.ts';

/**
 * The volume that is looked at in 3D; the front is towards the top of the axial images. The block is beside their QR, not
 * in front of it: an average along the line of sight shows the one without the other.
 */
export const SURFACE_VOLUME = {
  columns: 384,
  rows: 160,
  slices: 160,
  pixelSpacingMm: 0.8,
  sliceSpacingMm: 1,
} as const;

/** Edges of the block in voxels; its back by millimetres from the top of the image. */
export const SURFACE_BLOCK = {
  firstColumn: 164,
  firstSlice: 12,
  columns: 176,
  slices: 136,
  backMm: 112,
} as const;

/** A place of the front, in millimetres from the middle of the block: to the right, and towards the head. */
export function fromBlockCentre(column: number, slice: number): { xMm: number; zMm: number } {
  const { firstColumn, firstSlice, columns, slices } = SURFACE_BLOCK;
  return {
    xMm: (column - firstColumn - (columns - 1) / 2) * SURFACE_VOLUME.pixelSpacingMm,
    zMm: (slice - firstSlice - (slices - 1) / 2) * SURFACE_VOLUME.sliceSpacingMm,
  };
}

/** Letters and digits whose strokes fill about half of their box, and that no turn makes another of. */
export const SURFACE_ALPHABET = 'AEGHKMNPRUZ3459';

/** Letters on the block, in two rows. */
export const SURFACE_LETTERS = { count: 6, perRow: 3 } as const;

/** Edge of a font pixel. */
const CELL_MM = 5.4;
/** Font pixels from the start of a letter to that of the next. */
const ADVANCE = GLYPH.columns + 2;
/** Empty font pixels between the rows of letters. */
const ROW_GAP = 2;

/**
 * The lines of text slope by 22.6 degrees (the angle of the triangle 5, 12, 13): a slice then cuts the letters askew,
 * and what it shows of one row of a letter says little about the rows above and below.
 */
const SLOPE = { cos: 12 / 13, sin: 5 / 13 } as const;

/** Points of a voxel that are looked up, along either edge, to find which part of it is on a letter. */
const SAMPLES = 4;

const WIDTH = SURFACE_LETTERS.perRow * ADVANCE - 2;
const HEIGHT = (SURFACE_LETTERS.count / SURFACE_LETTERS.perRow) * (GLYPH.rows + ROW_GAP) - ROW_GAP;
const CELLS_PER_LETTER = GLYPH.rows * GLYPH.columns;

/** Which font pixels are raised: letter by letter, row by row. */
export function listRaised(letters: string): boolean[] {
  return [...letters].flatMap((letter) =>
    Array.from({ length: CELLS_PER_LETTER }, (_, at) =>
      isInk(letter, at % GLYPH.columns, Math.floor(at / GLYPH.columns)),
    ),
  );
}

/** The font pixel at a place of the front, in voxels; -1 beside the letters. */
export function cellAt(column: number, slice: number): number {
  const { xMm, zMm } = fromBlockCentre(column, slice);
  const x = xMm / CELL_MM;
  // The head is on top.
  const y = -zMm / CELL_MM;
  const across = Math.floor(x * SLOPE.cos - y * SLOPE.sin + WIDTH / 2);
  const down = Math.floor(x * SLOPE.sin + y * SLOPE.cos + HEIGHT / 2);
  if (across < 0 || across >= WIDTH || down < 0 || down >= HEIGHT) return -1;
  const fontColumn = across % ADVANCE;
  const fontRow = down % (GLYPH.rows + ROW_GAP);
  if (fontColumn >= GLYPH.columns || fontRow >= GLYPH.rows) return -1;
  const letter =
    Math.floor(down / (GLYPH.rows + ROW_GAP)) * SURFACE_LETTERS.perRow +
    Math.floor(across / ADVANCE);
  return letter * CELLS_PER_LETTER + fontRow * GLYPH.columns + fontColumn;
}

/** The part of each voxel of the front that is on a letter, from 0 to 1; by slices, then columns. */
export function coverFront(raised: readonly boolean[]): Float32Array {
  const { columns, slices } = SURFACE_VOLUME;
  const cover = new Float32Array(columns * slices);
  const offsets = Array.from({ length: SAMPLES }, (_, index) => (index + 0.5) / SAMPLES - 0.5);
  for (let slice = 0; slice < slices; slice += 1) {
    for (let column = 0; column < columns; column += 1) {
      let hits = 0;
      for (const down of offsets) {
        for (const across of offsets) if (raised[cellAt(column + across, slice + down)]) hits += 1;
      }
      cover[slice * columns + column] = hits / (SAMPLES * SAMPLES);
    }
  }
  return cover;
}
