import {
  type Axis,
  countPlanes,
  cutOblique,
  cutPlane,
  type Picture,
  type Plane,
  type Projection,
  projectSlab,
  type Vector,
} from './cuts.ts';
import { applyWindow, fitWindow, PRESETS, type Window } from './grey-levels.ts';
import { type Hidden, type HiddenVolumes, spreadPet } from './hidden-volumes.ts';
import { readCells, readCellsOnPlane, recoverPayload, regionOf } from './matched-filter.ts';

/** The largest part of a code's payload that was recovered from one kind of picture. */
export interface Leak {
  /** The code and the kind of picture. */
  readonly what: string;
  readonly recovered: number;
  readonly limit: number;
}

const LIMIT = 0.6;
/** Half of the light modules are in each layer. */
const ONE_LAYER_LIMIT = 0.8;
const PROJECTIONS: readonly Projection[] = ['average', 'minimum', 'maximum'];

class Findings {
  readonly #worst = new Map<string, Leak>();

  add(what: string, recovered: number, limit: number): void {
    const before = this.#worst.get(what);
    if (before === undefined || recovered > before.recovered) {
      this.#worst.set(what, { what, recovered, limit });
    }
  }

  list(): Leak[] {
    return [...this.#worst.values()];
  }
}

/** Cuts and slabs of a thickness that meet the code, at every offset of half a thickness. */
function lookAlong(
  hidden: Hidden,
  axis: Axis,
  thicknesses: readonly number[],
  projections: readonly Projection[],
  limit: number,
  findings: Findings,
): void {
  const { name, volume, target, reach } = hidden;
  const planes = countPlanes(volume, axis);
  const region = regionOf(target, axis);
  const [first, end] = reach[axis];
  for (const asked of thicknesses) {
    const count = Math.min(asked, planes);
    for (const projection of count === 1 ? projections.slice(0, 1) : projections) {
      const start = Math.max(0, first - count + 1);
      for (let at = start; at < end && at + count <= planes; at += Math.max(1, count >> 1)) {
        const picture = projectSlab(volume, axis, { first: at, count }, projection, region);
        const recovered = recoverPayload(readCells(picture, target, axis, region), target);
        findings.add(`${name}: ${axis} ${count === 1 ? 'cut' : projection}`, recovered, limit);
      }
    }
  }
}

/** A stream of numbers from 0 to 1 for tilts; the proof need not be unforeseeable. */
function* listTilts(): Generator<number> {
  let state = 12345;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

function rotate(vector: Vector, axis: 'x' | 'y' | 'z', degrees: number): Vector {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const { x, y, z } = vector;
  if (axis === 'x') return { x, y: y * cos - z * sin, z: y * sin + z * cos };
  if (axis === 'y') return { x: x * cos + z * sin, y, z: z * cos - x * sin };
  return { x: x * cos - y * sin, y: x * sin + y * cos, z };
}

/** Interpolated planes through the middle of a code, tilted out of its plane by 15 to 75 degrees. */
function lookObliquely(hidden: Hidden, planes: number, limit: number, findings: Findings): void {
  const { name, volume, target, reach } = hidden;
  const tilts = listTilts();
  const next = (): number => tilts.next().value ?? 0;
  const middle = (axis: Axis): number => (reach[axis][0] + reach[axis][1] - 1) / 2;
  const centre = {
    x: middle('sagittal') * volume.pixelSpacingMm,
    y: middle('coronal') * volume.pixelSpacingMm,
    z: middle('axial') * volume.sliceSpacingMm,
  };
  for (let count = 0; count < planes; count += 1) {
    const tilt = (15 + 60 * next()) * (next() < 0.5 ? -1 : 1);
    const about = next() < 0.5 ? 'x' : target.face === 'axial' ? 'y' : 'z';
    const shiftMm = 20 * next() - 10;
    const turn = (vector: Vector): Vector => rotate(vector, about, tilt);
    const plane: Plane = {
      centre: {
        ...centre,
        [target.face === 'axial' ? 'z' : 'y']:
          shiftMm + (target.face === 'axial' ? centre.z : centre.y),
      },
      right: turn({ x: 1, y: 0, z: 0 }),
      down: turn(target.face === 'axial' ? { x: 0, y: 1, z: 0 } : { x: 0, y: 0, z: -1 }),
      width: 240,
      height: 240,
      pixelMm: volume.pixelSpacingMm,
    };
    const means = readCellsOnPlane(cutOblique(volume, plane), plane, target, volume);
    findings.add(`${name}: oblique`, recoverPayload(means, target), limit);
  }
}

const EDGE_ON = [1, 10, 1000];

/** Oblique planes are not looked at: a plane near the coronal one is the function. */
function lookAtMpr(hidden: Hidden, findings: Findings): void {
  lookAlong(hidden, 'axial', [1, 2, 3, 5, 10, 20, 50, 1000], PROJECTIONS, LIMIT, findings);
  lookAlong(hidden, 'sagittal', [1, 2, 3, 5, 10, 20, 50, 1000], PROJECTIONS, LIMIT, findings);
}

function lookAtMip(hidden: Hidden, findings: Findings): void {
  const thicknesses = [1, 2, 5, 10, 15, 20, 30, 40, 1000];
  lookAlong(hidden, 'axial', thicknesses, ['average', 'minimum'], LIMIT, findings);
  lookAlong(hidden, 'coronal', EDGE_ON, PROJECTIONS, LIMIT, findings);
  lookAlong(hidden, 'sagittal', EDGE_ON, PROJECTIONS, LIMIT, findings);
  lookObliquely(hidden, 6, LIMIT, findings);
}

function lookAtFusion(hidden: Hidden, findings: Findings): void {
  lookAlong(hidden, 'axial', [1, 10, 1000], PROJECTIONS, ONE_LAYER_LIMIT, findings);
  lookAlong(hidden, 'coronal', EDGE_ON, PROJECTIONS, LIMIT, findings);
  lookAlong(hidden, 'sagittal', EDGE_ON, PROJECTIONS, LIMIT, findings);
  lookObliquely(hidden, 4, ONE_LAYER_LIMIT, findings);
}

function lookAtSurface(hidden: Hidden, findings: Findings): void {
  lookAlong(hidden, 'coronal', [1, 2, 4, 8, 16, 32, 1000], PROJECTIONS, LIMIT, findings);
  lookAlong(hidden, 'axial', [1, 1000], PROJECTIONS, LIMIT, findings);
  lookAlong(hidden, 'sagittal', [1, 1000], PROJECTIONS, LIMIT, findings);
  lookObliquely(hidden, 6, LIMIT, findings);
}

/** Windows that a viewer has or fits to a picture. */
export function listUsualWindows(picture: Picture): Map<string, Window> {
  return new Map<string, Window>([
    ...Object.entries(PRESETS),
    ['least to greatest', fitWindow(picture)],
    ['middle 98 %', fitWindow(picture, 0.01)],
    ['middle 95 %', fitWindow(picture, 0.025)],
  ]);
}

function lookAtWindow(hidden: Hidden, findings: Findings): void {
  const { volume, target } = hidden;
  for (const slice of [10, 75, 150]) {
    const picture = cutPlane(volume, 'axial', slice);
    const region = regionOf(target, 'axial');
    const part = cutPlane(volume, 'axial', slice, region);
    for (const [name, window] of listUsualWindows(picture)) {
      const { data, width } = applyWindow(part, window);
      const means = readCells({ values: data, width }, target, 'axial', region);
      findings.add(`window: ${name}`, recoverPayload(means, target), LIMIT);
    }
  }
  // Edge-on it is a line under any window.
  lookAlong(hidden, 'coronal', [1, 1000], PROJECTIONS, LIMIT, findings);
  lookAlong(hidden, 'sagittal', [1, 1000], PROJECTIONS, LIMIT, findings);
}

/** Looks at a study in every way but the right one, and says how much of each code was seen. */
export function measureLeaks(hidden: HiddenVolumes): Leak[] {
  const findings = new Findings();
  lookAtWindow(hidden.window, findings);
  lookAtMpr(hidden.mpr, findings);
  lookAtMip(hidden.mip, findings);
  lookAtFusion(hidden.fusion, findings);
  const onPet = { ...hidden.fusion, name: 'fusion, PET alone', volume: spreadPet(hidden.pet) };
  lookAlong(onPet, 'axial', [1, 1000], PROJECTIONS, ONE_LAYER_LIMIT, findings);
  lookAtSurface(hidden.letters, findings);
  return findings.list();
}
