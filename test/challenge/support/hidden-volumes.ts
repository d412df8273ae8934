import {
  CT_VOLUME,
  FUSION_CODE,
  MIP_CODE,
  MPR_CODE,
  mprEndSlice,
  PET_VOLUME,
  WINDOW_CODE,
} from '../../../src/challenge/study/ct-layout.ts';
import type { DrawContext } from '../../../src/challenge/study/draw-context.ts';
import type { Challenge } from '../../../src/challenge/study/plan-challenge.ts';
import type { Axis } from './cuts.ts';
import { volumeOf } from './demo.ts';
import {
  fusionTarget,
  mipTarget,
  mprTarget,
  surfaceTarget,
  type Target,
  windowTarget,
} from './matched-filter.ts';
import type { Volume } from './volume.ts';

/** A code in its volume, and the planes that it reaches over in each direction. */
export interface Hidden {
  readonly name: string;
  readonly volume: Volume;
  readonly target: Target;
  readonly reach: { readonly [A in Axis]: readonly [first: number, end: number] };
}

/** The PET in voxels of the CT, without interpolation, as far as the fusion code reaches. */
export function spreadPet(pet: Volume): Volume {
  const { ctVoxels } = PET_VOLUME;
  const { columns, rows } = CT_VOLUME;
  const slices = FUSION_CODE.firstSlice + FUSION_CODE.slices;
  const values = new Float32Array(columns * rows * slices);
  for (let slice = 0; slice < slices; slice += 1) {
    const from = Math.floor(slice / ctVoxels) * pet.columns * pet.rows;
    for (let row = 0; row < rows; row += 1) {
      const line = from + Math.floor(row / ctVoxels) * pet.columns;
      const start = (slice * rows + row) * columns;
      for (let column = 0; column < columns; column += 1) {
        values[start + column] = pet.values[line + Math.floor(column / ctVoxels)] ?? 0;
      }
    }
  }
  const { pixelSpacingMm, sliceSpacingMm } = CT_VOLUME;
  return { columns, rows, slices, pixelSpacingMm, sliceSpacingMm, values };
}

function around(start: number, length: number): readonly [number, number] {
  return [start, start + length];
}

const SYMBOL_PX = 174;

/** The volumes of a study, and each code in its own. */
export type HiddenVolumes = ReturnType<typeof loadHidden>;

/** All volumes of a study that codes are hidden in. */
export function loadHidden(challenge: Challenge, context: DrawContext) {
  const ct = volumeOf(challenge, 'ct');
  const pet = volumeOf(challenge, 'pet');
  const surface = volumeOf(challenge, 'surface');
  const { codes } = context;
  const inPlane = (place: { left: number; top: number }, first: number, slices: number) => ({
    axial: around(first, slices),
    coronal: around(place.top, SYMBOL_PX),
    sagittal: around(place.left, SYMBOL_PX),
  });
  const window: Hidden = {
    name: 'window',
    volume: ct,
    target: windowTarget(codes.window),
    reach: inPlane(WINDOW_CODE.place, 0, CT_VOLUME.slices),
  };
  const mpr: Hidden = {
    name: 'mpr',
    volume: ct,
    target: mprTarget(codes.mpr),
    reach: {
      axial: [MPR_CODE.firstSlice, mprEndSlice()],
      coronal: around(MPR_CODE.top, MPR_CODE.thicknessPx),
      sagittal: around(MPR_CODE.left, 145),
    },
  };
  const mip: Hidden = {
    name: 'mip',
    volume: ct,
    target: mipTarget(codes.mip),
    reach: inPlane(MIP_CODE.place, MIP_CODE.firstSlice, MIP_CODE.slices),
  };
  const fusion: Hidden = {
    name: 'fusion, CT alone',
    volume: ct,
    target: fusionTarget(codes.fusion),
    reach: inPlane(FUSION_CODE.place, FUSION_CODE.firstSlice, FUSION_CODE.slices),
  };
  const letters: Hidden = {
    name: 'surface',
    volume: surface,
    target: surfaceTarget(challenge.key.surface, { first: 0, end: 140 }),
    reach: { axial: [12, 148], coronal: [0, 140], sagittal: [164, 340] },
  };
  return { ct, pet, surface, window, mpr, mip, fusion, letters };
}
