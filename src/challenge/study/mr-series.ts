import {
  MARKING_LINES,
  makeMrSeries,
  type Raster,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import type { DrawContext } from './draw-context.ts';
import { drawLines, drawSymbol, drawText, fillBox } from './paint.ts';
import { MR_AXIAL, MR_CORONAL } from './position-marks.ts';

/** Images of both MR series. */
export const MR_IMAGE = { columns: 256, rows: 256, marginPx: 6 } as const;

/** The QR of both MR series; stored values. */
export const MR_NONCE = {
  place: { left: 16, top: 16, modulePx: 3 },
  dark: 0,
  light: 1400,
} as const;

const VALUES = { outside: 0, body: 420, letters: 1400, rung: 250 } as const;
const MARKING = { left: 16, top: 122, scale: 1 } as const;
const POSITION_MARK = { left: 134, top: 40, scale: 8 } as const;
const LADDER = { left: 140, width: 104 } as const;

function drawGround(
  raster: Raster,
  context: DrawContext,
  series: 'mr-axial' | 'mr-coronal',
  index: number,
): void {
  raster.samples.fill(VALUES.outside);
  const body = {
    left: MR_IMAGE.marginPx,
    top: MR_IMAGE.marginPx,
    width: raster.columns - 2 * MR_IMAGE.marginPx,
    height: raster.rows - 2 * MR_IMAGE.marginPx,
  };
  fillBox(raster, body, VALUES.body);
  const { place, dark, light } = MR_NONCE;
  drawSymbol(raster, context.nonce(series, index + 1), place, { dark, light });
  drawLines(raster, MARKING_LINES, MARKING, VALUES.letters);
}

/** Rungs of equal height along the patient, each with its letters. */
function drawLadder(raster: Raster, rungs: readonly string[]): void {
  const rungPx = MR_CORONAL.rungMm / MR_CORONAL.pixelSpacingMm;
  const top = (raster.rows - rungs.length * rungPx) / 2;
  rungs.forEach((mark, index) => {
    const box = { ...LADDER, top: top + index * rungPx, height: rungPx };
    if (index % 2 === 0) fillBox(raster, box, VALUES.rung);
    const at = { left: LADDER.left + 8, top: box.top + 2, scale: 1 };
    drawText(raster, mark, at, VALUES.letters);
    drawText(raster, mark, { ...at, left: LADDER.left + LADDER.width - 20 }, VALUES.letters);
  });
}

/** An axial MR in the CT's frame of reference; each image has letters of its own. */
export function makeAxialMr(context: DrawContext): SyntheticObject[] {
  return makeMrSeries(context.study, {
    key: 'mr-axial',
    seriesNumber: 5,
    slices: MR_AXIAL.images,
    matrix: MR_AXIAL.matrix,
    pixelSpacingMm: MR_AXIAL.pixelSpacingMm,
    sliceSpacingMm: MR_AXIAL.sliceSpacingMm,
    frameOfReference: 'scanner',
    content: {
      description: 'MR axial thử thách RISPACS',
      draw: (raster, index) => {
        drawGround(raster, context, 'mr-axial', index);
        drawText(raster, context.marks.mrAxial[index] ?? '', POSITION_MARK, VALUES.letters);
      },
    },
  });
}

/** A coronal MR in the CT's frame of reference, with a ladder that reference lines cross. */
export function makeCoronalMr(context: DrawContext): SyntheticObject[] {
  return makeMrSeries(context.study, {
    key: 'mr-coronal',
    seriesNumber: 6,
    slices: MR_CORONAL.images,
    matrix: MR_CORONAL.matrix,
    plane: 'coronal',
    pixelSpacingMm: MR_CORONAL.pixelSpacingMm,
    sliceSpacingMm: MR_CORONAL.sliceSpacingMm,
    frameOfReference: 'scanner',
    content: {
      description: 'MR coronal thử thách RISPACS',
      draw: (raster, index) => {
        drawGround(raster, context, 'mr-coronal', index);
        drawLadder(raster, context.marks.rungs);
      },
    },
  });
}
