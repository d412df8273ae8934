import type { Lots } from './draw-lots.ts';
import { fromBlockCentre, SURFACE_BLOCK, SURFACE_VOLUME } from './surface-letters.ts';

/**
 * Hounsfield units of the block. What the letters add to the shell towards the air they add to it towards the core as
 * well, and the core is as much brighter than the shell as the shell than the air: along the line of sight nothing
 * is gained or lost, so that an average shows no letters. A maximum shows the core alone.
 */
export const SURFACE_VALUES = { air: -1024, shell: 700, core: 2424 } as const;

const RELIEF_MM = 1.6;
const SHELL_MM = 1.6;
/**
 * From one material to the next, in two voxels: interpolation between voxels then finds a smooth surface, without steps
 * that would hide the letters, and the sum along the line of sight stays exact.
 */
const RAMP_MM = 2 * SURFACE_VOLUME.pixelSpacingMm;
/** Depth of the foremost point of the sphere that the hills stand on. */
const APEX_MM = 28;
const CURVATURE_RADIUS_MM = 110;
const HILLS = { nodeDistanceMm: 20, heightMm: 22 } as const;
const NODE_STEPS = 1000;

/** The block: how deep its two surfaces are below the top of the image, by column and slice, in millimetres. */
export interface SurfaceShape {
  readonly letters: string;
  /** From air to shell; `undefined` beside the block. */
  outerMm(column: number, slice: number): number | undefined;
  /** From shell to core. */
  innerMm(column: number, slice: number): number | undefined;
}

/** Weights of a uniform cubic B-spline at a part of the way between two nodes. */
function splineWeights(part: number): readonly [number, number, number, number] {
  const rest = 1 - part;
  return [
    (rest * rest * rest) / 6,
    (3 * part * part * part - 6 * part * part + 4) / 6,
    (3 * rest * rest * rest - 6 * rest * rest + 4) / 6,
    (part * part * part) / 6,
  ];
}

/**
 * Smooth hills and hollows, from -1 to 1, by slices, then columns; additions and multiplications only, hence the same
 * on every computer.
 */
function drawHills(lots: Lots): Float64Array {
  const { columns, slices, pixelSpacingMm, sliceSpacingMm } = SURFACE_VOLUME;
  const nodesAcross = Math.ceil((columns * pixelSpacingMm) / HILLS.nodeDistanceMm) + 3;
  const nodesAlong = Math.ceil((slices * sliceSpacingMm) / HILLS.nodeDistanceMm) + 3;
  const nodes = Array.from(
    { length: nodesAcross * nodesAlong },
    () => (lots.below(NODE_STEPS + 1) * 2) / NODE_STEPS - 1,
  );
  const place = (positionMm: number) => {
    const at = positionMm / HILLS.nodeDistanceMm;
    return { first: Math.floor(at), weights: splineWeights(at - Math.floor(at)) };
  };
  const across = Array.from({ length: columns }, (_, column) => place(column * pixelSpacingMm));
  const hills = new Float64Array(columns * slices);
  for (let slice = 0; slice < slices; slice += 1) {
    const along = place(slice * sliceSpacingMm);
    // One line of nodes for the whole slice.
    const line = Array.from({ length: nodesAcross }, (_, column) =>
      along.weights.reduce(
        (sum, weight, down) =>
          sum + weight * (nodes[(along.first + down) * nodesAcross + column] ?? 0),
        0,
      ),
    );
    across.forEach(({ first, weights }, column) => {
      hills[slice * columns + column] = weights.reduce(
        (sum, weight, right) => sum + weight * (line[first + right] ?? 0),
        0,
      );
    });
  }
  return hills;
}

/** How much a sphere has fallen away at a distance from its apex. */
function sagittaMm(xMm: number, zMm: number): number {
  const square = CURVATURE_RADIUS_MM * CURVATURE_RADIUS_MM - xMm * xMm - zMm * zMm;
  return CURVATURE_RADIUS_MM - Math.sqrt(Math.max(0, square));
}

/** Whether a place of the front is on the block. */
export function isOnBlock(column: number, slice: number): boolean {
  const { firstColumn, firstSlice, columns, slices } = SURFACE_BLOCK;
  return (
    column >= firstColumn &&
    column < firstColumn + columns &&
    slice >= firstSlice &&
    slice < firstSlice + slices
  );
}

/** Shapes the block, with hills by lot; `cover` is the part of each voxel of the front that is on a letter. */
export function shapeSurface(letters: string, cover: Float32Array, lots: Lots): SurfaceShape {
  const { columns, slices } = SURFACE_VOLUME;
  const { firstColumn, firstSlice } = SURFACE_BLOCK;
  const hills = drawHills(lots);
  const ground = new Float64Array(columns * slices);
  for (let slice = firstSlice; slice < firstSlice + SURFACE_BLOCK.slices; slice += 1) {
    for (let column = firstColumn; column < firstColumn + SURFACE_BLOCK.columns; column += 1) {
      const { xMm, zMm } = fromBlockCentre(column, slice);
      const at = slice * columns + column;
      ground[at] = APEX_MM + sagittaMm(xMm, zMm) + HILLS.heightMm * (hills[at] ?? 0);
    }
  }
  const depth = (column: number, slice: number, shellMm: number, sign: 1 | -1) => {
    if (!isOnBlock(column, slice)) return undefined;
    const at = slice * columns + column;
    return (ground[at] ?? 0) + shellMm + sign * RELIEF_MM * (cover[at] ?? 0);
  };
  return {
    letters,
    outerMm: (column, slice) => depth(column, slice, 0, -1),
    innerMm: (column, slice) => depth(column, slice, SHELL_MM, 1),
  };
}

/** Hounsfield units of a voxel that the surfaces may cut; rows count from the top of the image. */
export function surfaceValue(outerMm: number, innerMm: number, row: number): number {
  const { air, shell, core } = SURFACE_VALUES;
  const depthMm = (row + 0.5) * SURFACE_VOLUME.pixelSpacingMm;
  const behind = (surfaceMm: number): number =>
    Math.min(1, Math.max(0, (depthMm - surfaceMm) / RAMP_MM + 0.5));
  return Math.round(air + (shell - air) * behind(outerMm) + (core - shell) * behind(innerMm));
}
