import { bestGuess, LEAK_LIMIT } from './edge-on-leak.ts';
import { cellAt, fromBlockCentre, SURFACE_BLOCK, SURFACE_VOLUME } from './surface-letters.ts';
import { type SurfaceShape, surfaceValue } from './surface-shape.ts';

/** The voxels of the front whose centre is on a font pixel, column and slice in step. */
export interface CellVoxels {
  readonly columns: readonly number[];
  readonly slices: readonly number[];
}

/** Thickness of the slabs that are averaged, in rows; the whole block is one more. */
const SLAB_ROWS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96] as const;

/** Parts of the way from one row to the next at which a viewer may cut whose grid is not that of the volume. */
const BETWEEN_ROWS = [0.25, 0.5, 0.75] as const;

/** Finds the voxels of each of so many font pixels. */
export function listCellVoxels(count: number): CellVoxels[] {
  const cells = Array.from({ length: count }, () => ({
    columns: [] as number[],
    slices: [] as number[],
  }));
  for (let slice = 0; slice < SURFACE_VOLUME.slices; slice += 1) {
    for (let column = 0; column < SURFACE_VOLUME.columns; column += 1) {
      const cell = cells[cellAt(column, slice)];
      cell?.columns.push(column);
      cell?.slices.push(slice);
    }
  }
  return cells;
}

/** Voxels from the first to the last, both included. */
interface Span {
  readonly first: number;
  readonly last: number;
}

function spanOf(places: readonly number[]): Span {
  return { first: Math.min(...places), last: Math.max(...places) };
}

function spanOfColumns(cell: CellVoxels): Span {
  return spanOf(cell.columns);
}

function spanOfSlices(cell: CellVoxels): Span {
  return spanOf(cell.slices);
}

function meanOver({ first, last }: Span, valueAt: (place: number) => number | undefined): number {
  let sum = 0;
  for (let place = first; place <= last; place += 1) sum += valueAt(place) ?? 0;
  return sum / (last - first + 1);
}

/**
 * The largest part of the font pixels that one axial or sagittal image gives away, if nothing but the relief on the
 * line that it meets were seen.
 */
export function measureLineLeak(raised: readonly boolean[], cells: readonly CellVoxels[]): number {
  const { columns, slices } = SURFACE_VOLUME;
  let worst = 0;
  const spans = { columns: cells.map(spanOfColumns), slices: cells.map(spanOfSlices) };
  const look = (along: 'columns' | 'slices', line: readonly boolean[]): void => {
    if (worst > LEAK_LIMIT || !line.includes(true)) return;
    const shown = spans[along].map((span) => meanOver(span, (at) => (line[at] ? 1 : 0)));
    worst = Math.max(worst, bestGuess(shown, raised));
  };
  const isRaised = (column: number, slice: number): boolean =>
    raised[cellAt(column, slice)] === true;
  for (let slice = 0; slice < slices; slice += 1) {
    look(
      'columns',
      Array.from({ length: columns }, (_, column) => isRaised(column, slice)),
    );
  }
  for (let column = 0; column < columns; column += 1) {
    look(
      'slices',
      Array.from({ length: slices }, (_, slice) => isRaised(column, slice)),
    );
  }
  return worst;
}

/** Sums of a font pixel's voxels by depth, each with those before it; rows count from the top of the image. */
function sumDepths(shape: SurfaceShape, cell: CellVoxels, rows: number): Float64Array {
  const sums = new Float64Array(rows + 1);
  cell.columns.forEach((column, index) => {
    const slice = cell.slices[index] ?? 0;
    const outer = shape.outerMm(column, slice) ?? 0;
    const inner = shape.innerMm(column, slice) ?? 0;
    for (let row = 0; row < rows; row += 1) {
      sums[row + 1] = (sums[row + 1] ?? 0) + surfaceValue(outer, inner, row);
    }
  });
  for (let row = 0; row < rows; row += 1) sums[row + 1] = (sums[row + 1] ?? 0) + (sums[row] ?? 0);
  return sums;
}

/** The largest part of the font pixels that one coronal plane, on or between the rows, or averaged slab gives away. */
export function measureCoronalLeak(
  shape: SurfaceShape,
  raised: readonly boolean[],
  cells: readonly CellVoxels[],
): number {
  const rows = Math.ceil(SURFACE_BLOCK.backMm / SURFACE_VOLUME.pixelSpacingMm);
  const depths = cells.map((cell) => sumDepths(shape, cell, rows));
  let worst = 0;
  for (const thickness of [...SLAB_ROWS, rows]) {
    for (let first = 0; first + thickness <= rows && worst <= LEAK_LIMIT; first += 1) {
      const means = depths.map((sums, index) => {
        const voxels = thickness * (cells[index]?.columns.length ?? 1);
        return ((sums[first + thickness] ?? 0) - (sums[first] ?? 0)) / voxels;
      });
      worst = Math.max(worst, bestGuess(means, raised));
    }
  }
  for (let row = 0; row + 2 <= rows && worst <= LEAK_LIMIT; row += 1) {
    for (const part of BETWEEN_ROWS) {
      const means = depths.map((sums, index) => {
        const here = (sums[row + 1] ?? 0) - (sums[row] ?? 0);
        const next = (sums[row + 2] ?? 0) - (sums[row + 1] ?? 0);
        return (here * (1 - part) + next * part) / (cells[index]?.columns.length ?? 1);
      });
      worst = Math.max(worst, bestGuess(means, raised));
    }
  }
  return worst;
}

/**
 * The largest part of the font pixels that the height of the hills gives away in one axial or sagittal image: by
 * chance only, since the letters leave the mean over the depth as it is.
 */
export function measureProfileLeak(
  shape: SurfaceShape,
  raised: readonly boolean[],
  cells: readonly CellVoxels[],
): number {
  const { columns, slices } = SURFACE_VOLUME;
  const height = new Float64Array(columns * slices);
  for (let slice = 0; slice < slices; slice += 1) {
    for (let column = 0; column < columns; column += 1) {
      const { backMm } = SURFACE_BLOCK;
      const outer = Math.min(backMm, shape.outerMm(column, slice) ?? backMm);
      const inner = Math.min(backMm, shape.innerMm(column, slice) ?? backMm);
      height[slice * columns + column] = outer + inner;
    }
  }
  const acrossSpans = cells.map(spanOfColumns);
  const alongSpans = cells.map(spanOfSlices);
  let worst = 0;
  for (let slice = 0; slice < slices && worst <= LEAK_LIMIT; slice += 1) {
    const shown = acrossSpans.map((span) => meanOver(span, (at) => height[slice * columns + at]));
    worst = Math.max(worst, bestGuess(shown, raised));
  }
  for (let column = 0; column < columns && worst <= LEAK_LIMIT; column += 1) {
    const shown = alongSpans.map((span) => meanOver(span, (at) => height[at * columns + column]));
    worst = Math.max(worst, bestGuess(shown, raised));
  }
  return worst;
}

/** Planes that lean out of the coronal one: how much deeper they are per millimetre towards the left or the head. */
const LEANS = [0.27, 0.47, 0.84] as const;
/** Distance between planes that lean alike. */
const LEANING_STEP_MM = 4;

/** The largest part of the font pixels that one plane leaning out of the coronal one gives away. */
export function measureLeaningLeak(
  shape: SurfaceShape,
  raised: readonly boolean[],
  cells: readonly CellVoxels[],
): number {
  const leans = LEANS.flatMap((lean) => [
    { left: lean, up: 0 },
    { left: -lean, up: 0 },
    { left: 0, up: lean },
    { left: 0, up: -lean },
  ]);
  let worst = 0;
  for (const { left, up } of leans) {
    for (let middleMm = 0; middleMm <= SURFACE_BLOCK.backMm; middleMm += LEANING_STEP_MM) {
      const shown = cells.map(({ columns, slices }) => {
        let sum = 0;
        columns.forEach((column, index) => {
          const slice = slices[index] ?? 0;
          const { xMm, zMm } = fromBlockCentre(column, slice);
          const row = (middleMm + left * xMm + up * zMm) / SURFACE_VOLUME.pixelSpacingMm - 0.5;
          sum += surfaceValue(
            shape.outerMm(column, slice) ?? 0,
            shape.innerMm(column, slice) ?? 0,
            row,
          );
        });
        return sum / columns.length;
      });
      worst = Math.max(worst, bestGuess(shown, raised));
      if (worst > LEAK_LIMIT) return worst;
    }
  }
  return worst;
}
