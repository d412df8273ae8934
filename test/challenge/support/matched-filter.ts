import {
  CT_VOLUME,
  FUSION_CODE,
  MIP_CODE,
  MPR_CODE,
  mprEndSlice,
  WINDOW_CODE,
} from '../../../src/challenge/study/ct-layout.ts';
import { bestGuess } from '../../../src/challenge/study/edge-on-leak.ts';
import type { SymbolPlace } from '../../../src/challenge/study/paint.ts';
import { type QrMatrix, QUIET_MODULES } from '../../../src/challenge/study/qr-matrix.ts';
import { listCellVoxels } from '../../../src/challenge/study/surface-leak.ts';
import { listRaised, SURFACE_VOLUME } from '../../../src/challenge/study/surface-letters.ts';
import { type Axis, type Picture, type Plane, pointOn, type Region } from './cuts.ts';
import type { Volume } from './volume.ts';

/** Columns and rows of pixels, one after the other. */
type PixelList = Int32Array;

/** A module, or a font pixel: what it says, and the pixels that it takes in each view; the head is on top. */
export interface Cell {
  readonly isLight: boolean;
  readonly pixels: { readonly [A in Axis]: PixelList };
}

/** The payload of a code, and the direction in which it is seen face to face. */
export interface Target {
  readonly cells: readonly Cell[];
  readonly face: Axis;
}

/** Voxels, from `first` up to but not including `end`. */
interface Range {
  readonly first: number;
  readonly end: number;
}

interface Block {
  readonly columns: Range;
  readonly rows: Range;
  readonly slices: Range;
}

function listPixels(across: Range, down: Range): PixelList {
  const pixels: number[] = [];
  for (let y = down.first; y < down.end; y += 1) {
    for (let x = across.first; x < across.end; x += 1) pixels.push(x, y);
  }
  return Int32Array.from(pixels);
}

function listPayload(
  matrix: QrMatrix,
  face: Axis,
  blockOf: (row: number, column: number) => Block,
): Target {
  const cells: Cell[] = [];
  for (let row = 0; row < matrix.modules; row += 1) {
    for (let column = 0; column < matrix.modules; column += 1) {
      if (!matrix.isPayload(row, column)) continue;
      const { columns, rows, slices } = blockOf(row, column);
      const up = { first: CT_VOLUME.slices - slices.end, end: CT_VOLUME.slices - slices.first };
      const pixels = {
        axial: listPixels(columns, rows),
        coronal: listPixels(columns, up),
        sagittal: listPixels(rows, up),
      };
      cells.push({ isLight: !matrix.isDark(row, column), pixels });
    }
  }
  return { cells, face };
}

function inAxialPlane(matrix: QrMatrix, place: SymbolPlace, slices: Range): Target {
  const range = (start: number, index: number): Range => {
    const first = start + (index + QUIET_MODULES) * place.modulePx;
    return { first, end: first + place.modulePx };
  };
  return listPayload(matrix, 'axial', (row, column) => ({
    columns: range(place.left, column),
    rows: range(place.top, row),
    slices,
  }));
}

/** The code that a narrow window uncovers. */
export function windowTarget(matrix: QrMatrix): Target {
  return inAxialPlane(matrix, WINDOW_CODE.place, { first: 0, end: CT_VOLUME.slices });
}

/** The code that a MIP uncovers. */
export function mipTarget(matrix: QrMatrix): Target {
  const { firstSlice, slices, place } = MIP_CODE;
  return inAxialPlane(matrix, place, { first: firstSlice, end: firstSlice + slices });
}

/** The code that a fused picture uncovers, in voxels of the CT. */
export function fusionTarget(matrix: QrMatrix): Target {
  const { firstSlice, slices, place } = FUSION_CODE;
  return inAxialPlane(matrix, place, { first: firstSlice, end: firstSlice + slices });
}

/** The code in a coronal plane. */
export function mprTarget(matrix: QrMatrix): Target {
  const { left, top, modulePx, thicknessPx, slicesPerModule } = MPR_CODE;
  return listPayload(matrix, 'coronal', (row, column) => {
    const firstColumn = left + (column + QUIET_MODULES) * modulePx;
    const endSlice = mprEndSlice() - (row + QUIET_MODULES) * slicesPerModule;
    return {
      columns: { first: firstColumn, end: firstColumn + modulePx },
      rows: { first: top, end: top + thicknessPx },
      slices: { first: endSlice - slicesPerModule, end: endSlice },
    };
  });
}

/** The letters in relief; edge-on, the filter looks at the rows of the volume that the relief takes. */
export function surfaceTarget(letters: string, depth: Range): Target {
  const raised = listRaised(letters);
  const voxels = listCellVoxels(raised.length);
  const cells = voxels.map(({ columns, slices }, index) => {
    const up = slices.map((slice) => SURFACE_VOLUME.slices - 1 - slice);
    const range = (values: readonly number[]): Range => ({
      first: Math.min(...values),
      end: Math.max(...values) + 1,
    });
    return {
      isLight: raised[index] === true,
      pixels: {
        axial: listPixels(range(columns), depth),
        coronal: Int32Array.from(columns.flatMap((x, at) => [x, up[at] ?? 0])),
        sagittal: listPixels(depth, range(up)),
      },
    };
  });
  return { cells, face: 'coronal' };
}

/** The part of a view that all cells are in. */
export function regionOf({ cells }: Target, axis: Axis): Region {
  const box = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
  for (const { pixels } of cells) {
    pixels[axis].forEach((position, index) => {
      if (index % 2 === 0) {
        box.left = Math.min(box.left, position);
        box.right = Math.max(box.right, position + 1);
      } else {
        box.top = Math.min(box.top, position);
        box.bottom = Math.max(box.bottom, position + 1);
      }
    });
  }
  const { left, top } = box;
  return { left, top, width: box.right - left, height: box.bottom - top };
}

/** The mean of a picture over each cell; the picture is the whole view, or the part that starts at `origin`. */
export function readCells(
  picture: { readonly width: number; readonly values: ArrayLike<number> },
  { cells }: Target,
  axis: Axis,
  origin: { readonly left: number; readonly top: number } = { left: 0, top: 0 },
): number[] {
  return cells.map(({ pixels }) => {
    const places = pixels[axis];
    let sum = 0;
    for (let index = 0; index < places.length; index += 2) {
      const x = (places[index] ?? 0) - origin.left;
      const y = (places[index + 1] ?? 0) - origin.top;
      sum += picture.values[y * picture.width + x] ?? 0;
    }
    return (2 * sum) / places.length;
  });
}

/**
 * The mean of an oblique picture over the pixels in front of or behind each cell, in the direction that the code
 * faces. Cells that the picture does not meet get the mean of the others.
 */
export function readCellsOnPlane(
  picture: Picture,
  plane: Plane,
  { cells, face }: Target,
  volume: Volume,
): number[] {
  const cellOf = new Int16Array(volume.columns * Math.max(volume.rows, volume.slices)).fill(-1);
  cells.forEach(({ pixels }, cell) => {
    const places = pixels[face];
    for (let index = 0; index < places.length; index += 2) {
      cellOf[(places[index + 1] ?? 0) * volume.columns + (places[index] ?? 0)] = cell;
    }
  });
  const sums = new Float64Array(cells.length);
  const counts = new Uint32Array(cells.length);
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const point = pointOn(plane, x, y);
      const column = Math.round(point.x / volume.pixelSpacingMm);
      const down =
        face === 'axial'
          ? Math.round(point.y / volume.pixelSpacingMm)
          : volume.slices - 1 - Math.round(point.z / volume.sliceSpacingMm);
      if (column < 0 || column >= volume.columns || down < 0) continue;
      const index = cellOf[down * volume.columns + column] ?? -1;
      if (index < 0) continue;
      sums[index] = (sums[index] ?? 0) + (picture.values[y * picture.width + x] ?? 0);
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  const means = cells.map((_, index) => (sums[index] ?? 0) / (counts[index] ?? 0));
  const met = means.filter((mean) => !Number.isNaN(mean));
  const middle = met.reduce((sum, mean) => sum + mean, 0) / (met.length || 1);
  return means.map((mean) => (Number.isNaN(mean) ? middle : mean));
}

/** The part of the payload that a filter recovers which knows where every cell is; see {@link bestGuess}. */
export function recoverPayload(means: readonly number[], { cells }: Target): number {
  return bestGuess(
    means,
    cells.map(({ isLight }) => isLight),
  );
}
