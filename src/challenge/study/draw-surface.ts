import type { Lots } from './draw-lots.ts';
import { isBalanced, LEAK_LIMIT } from './edge-on-leak.ts';
import {
  listCellVoxels,
  measureCoronalLeak,
  measureLeaningLeak,
  measureLineLeak,
  measureProfileLeak,
} from './surface-leak.ts';
import { coverFront, listRaised, SURFACE_ALPHABET, SURFACE_LETTERS } from './surface-letters.ts';
import { type SurfaceShape, shapeSurface } from './surface-shape.ts';

/** About one text in ten passes, and then one landscape in ten: this many in a row cannot fail. */
const MAX_TEXTS = 500;
const SHAPES_PER_TEXT = 20;
/** Heights are rounded to voxels when they are drawn, which moves an answer or two of 210. */
const ROUNDING = 0.01;

/** Draws letters and hills, anew until no cut and no averaged slab gives the letters away. */
export function drawSurface(lots: Lots): SurfaceShape {
  for (let text = 0; text < MAX_TEXTS; text += 1) {
    const letters = lots.text(SURFACE_LETTERS.count, SURFACE_ALPHABET);
    const raised = listRaised(letters);
    if (!isBalanced(raised)) continue;
    const cells = listCellVoxels(raised.length);
    if (measureLineLeak(raised, cells) > LEAK_LIMIT) continue;
    const cover = coverFront(raised);
    for (let shape = 0; shape < SHAPES_PER_TEXT; shape += 1) {
      const drawn = shapeSurface(letters, cover, lots);
      if (
        measureCoronalLeak(drawn, raised, cells) <= LEAK_LIMIT &&
        measureProfileLeak(drawn, raised, cells) <= LEAK_LIMIT - ROUNDING &&
        measureLeaningLeak(drawn, raised, cells) <= LEAK_LIMIT
      ) {
        return drawn;
      }
    }
  }
  throw new Error('no surface passed its leak test');
}
