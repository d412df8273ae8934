import { MIP_CODE } from './ct-layout.ts';
import type { Lots } from './draw-lots.ts';
import { listModules } from './paint.ts';
import type { QrMatrix } from './qr-matrix.ts';

/** What a module adds to four neighbouring slices, in half steps. */
type Steps = readonly [number, number, number, number];

/** A module of the symbol and the four slices that it is written in. */
export interface MipGroup {
  readonly row: number;
  readonly column: number;
  /** Of the volume, from 0. */
  readonly firstSlice: number;
  readonly steps: Steps;
}

/**
 * A light module reaches a whole step up, a dark one half a step; both reach a whole step down, so that the minimum
 * tells nothing, and sum to zero, so that the average of the slab is blank. Where the edge of a thinner slab cuts a group,
 * the parts are plus or minus half a step in either class, each as often: they tell nothing either.
 */
const LIGHT: readonly [Steps, Steps] = [
  [-1, 2, -2, 1],
  [1, -2, 2, -1],
];
const DARK: readonly [Steps, Steps] = [
  [1, -2, 0, 1],
  [1, 0, -2, 1],
];

const GROUP_SLICES = 4;

/** Spreads the modules of a symbol over the slices of its slab, both classes alike. */
export function spreadMipGroups(matrix: QrMatrix, lots: Lots): MipGroup[] {
  const starts = MIP_CODE.slices - GROUP_SLICES + 1;
  const offset = lots.below(starts);
  const modules = [...listModules(matrix)];
  // Payload apart from the rest, so that each is spread evenly.
  return [true, false].flatMap((isPayload) =>
    [LIGHT, DARK].flatMap((variants) => {
      const ofClass = modules.filter(
        ({ row, column }) =>
          matrix.isPayload(row, column) === isPayload &&
          matrix.isDark(row, column) === (variants === DARK),
      );
      return lots.shuffle(ofClass).map((module, index) => {
        const start = (index + offset) % starts;
        const round = Math.floor(index / starts);
        const steps = (round + start) % 2 === 0 ? variants[0] : variants[1];
        return { ...module, firstSlice: MIP_CODE.firstSlice + start, steps };
      });
    }),
  );
}
