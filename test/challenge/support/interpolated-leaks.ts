import {
  type Axis,
  countPlanes,
  cutOblique,
  cutPlane,
  type Picture,
  type Plane,
  type Projection,
  projectSlab,
  type Region,
} from './cuts.ts';
import type { Hidden, HiddenVolumes } from './hidden-volumes.ts';
import { readCells, readCellsOnPlane, recoverPayload, regionOf } from './matched-filter.ts';

/** Parts of a plane's distance at which a viewer may cut when its grid is not that of the volume. */
const FRACTIONS = [0.25, 0.5, 0.75] as const;
const AXES: readonly Axis[] = ['axial', 'coronal', 'sagittal'];

function mix(a: Picture, b: Picture, part: number): Picture {
  return {
    ...a,
    values: a.values.map((value, index) => value * (1 - part) + (b.values[index] ?? 0) * part),
  };
}

/** The largest part recovered of a code by pictures along one axis. */
function worstAlong(
  { volume, target, reach }: Hidden,
  axis: Axis,
  show: (first: number, region: Region) => Picture | undefined,
): number {
  const region = regionOf(target, axis);
  const [first, end] = reach[axis];
  let worst = 0;
  for (let at = Math.max(0, first - 1); at < Math.min(end, countPlanes(volume, axis)); at += 1) {
    const picture = show(at, region);
    if (picture === undefined) continue;
    worst = Math.max(worst, recoverPayload(readCells(picture, target, axis, region), target));
  }
  return worst;
}

/** Cuts between two planes, interpolated. */
export function cutBetween(hidden: Hidden, axis: Axis): number {
  const { volume } = hidden;
  const planes = countPlanes(volume, axis);
  return Math.max(
    ...FRACTIONS.map((part) =>
      worstAlong(hidden, axis, (at, region) =>
        at + 1 >= planes
          ? undefined
          : mix(cutPlane(volume, axis, at, region), cutPlane(volume, axis, at + 1, region), part),
      ),
    ),
  );
}

/** Slabs that begin and end in the middle of a plane. */
export function projectBetween(hidden: Hidden, axis: Axis, count: number, projection: Projection) {
  const { volume } = hidden;
  const planes = countPlanes(volume, axis);
  return worstAlong(hidden, axis, (at, region) => {
    if (at + count + 1 > planes) return undefined;
    const slab = (first: number) => projectSlab(volume, axis, { first, count }, projection, region);
    return mix(slab(at), slab(at + 1), 0.5);
  });
}

/** Planes through a code, tilted out of the one that it lies in about its long edges, by exactly so many degrees. */
export function cutTilted(hidden: Hidden, degrees: number): number {
  const { volume, target, reach } = hidden;
  const middle = (axis: Axis): number => (reach[axis][0] + reach[axis][1] - 1) / 2;
  const centre = {
    x: middle('sagittal') * volume.pixelSpacingMm,
    y: middle('coronal') * volume.pixelSpacingMm,
    z: middle('axial') * volume.sliceSpacingMm,
  };
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const isAxial = target.face === 'axial';
  const directions = isAxial
    ? [
        { right: { x: cos, y: 0, z: sin }, down: { x: 0, y: 1, z: 0 } },
        { right: { x: 1, y: 0, z: 0 }, down: { x: 0, y: cos, z: sin } },
      ]
    : [
        { right: { x: cos, y: sin, z: 0 }, down: { x: 0, y: 0, z: -1 } },
        { right: { x: 1, y: 0, z: 0 }, down: { x: 0, y: sin, z: -cos } },
      ];
  return Math.max(
    ...directions.map(({ right, down }) => {
      const size = { width: 260, height: 260, pixelMm: volume.pixelSpacingMm };
      const plane: Plane = { centre, right, down, ...size };
      const means = readCellsOnPlane(cutOblique(volume, plane), plane, target, volume);
      return recoverPayload(means, target);
    }),
  );
}

/** What was recovered, by what was looked at. */
export type Measured = Readonly<Record<string, number>>;

/** The limit of one kind of picture. A tilted plane through the MPR code has none: an oblique reformat is the function. */
export function limitOf(what: string): number | undefined {
  if (what.startsWith('mpr: tilted')) return undefined;
  const isLayer = /^fusion.*: (?:axial|tilted)/.test(what);
  return isLayer ? 0.8 : 0.6;
}

/** What gave more away than it may. */
export function listExceeded(measured: Measured): string[] {
  return Object.entries(measured)
    .filter(([what, recovered]) => recovered > (limitOf(what) ?? 1))
    .map(([what, recovered]) => `${what} ${recovered.toFixed(3)}`);
}

/** Everything that pictures off the volume's own grid give away. */
export function measureInterpolated(hidden: HiddenVolumes): Measured {
  const found: Record<string, number> = {};
  const { mpr, mip, fusion, letters } = hidden;
  for (const code of [mpr, mip, fusion, letters]) {
    for (const axis of AXES) {
      // The MPR code is read in the coronal planes that meet it: that is the function.
      if (code === mpr && axis === 'coronal') continue;
      found[`${code.name}: ${axis} between`] = cutBetween(code, axis);
    }
  }
  for (const count of [2, 5, 10, 20, 30]) {
    found[`mip: axial average of ${count} shifted`] = projectBetween(
      mip,
      'axial',
      count,
      'average',
    );
    found[`mpr: axial average of ${count} shifted`] = projectBetween(
      mpr,
      'axial',
      count,
      'average',
    );
  }
  for (const degrees of [2, 5, 10, 15, 30, 45, 60, 75]) {
    for (const code of [mpr, mip, fusion])
      found[`${code.name}: tilted by ${degrees}`] = cutTilted(code, degrees);
  }
  return found;
}
