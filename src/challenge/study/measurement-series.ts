import {
  CT_RESCALE_INTERCEPT,
  MARKING_LINES,
  makeCtSeries,
  type Raster,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import { CT_MARKING, CT_NONCE, CT_VALUES, CT_VOLUME } from './ct-layout.ts';
import type { DrawContext } from './draw-context.ts';
import { MEASUREMENT_SERIES, type Point } from './measurement-geometry.ts';
import { drawDisc, drawLines, drawSymbol, drawText, fillBox } from './paint.ts';

/** Within the picture's own range, so that its window is the usual one. */
const LIGHT = 1000;
const CROSS_ARM = 7;

function store(hounsfieldUnits: number): number {
  return hounsfieldUnits - CT_RESCALE_INTERCEPT;
}

/** A cross of one pixel's width, and a letter to its upper left. */
function drawCross(raster: Raster, { x, y }: Point, letter: string): void {
  const ink = store(CT_VALUES.letters);
  const length = 2 * CROSS_ARM + 1;
  fillBox(raster, { left: x - CROSS_ARM, top: y, width: length, height: 1 }, ink);
  fillBox(raster, { left: x, top: y - CROSS_ARM, width: 1, height: length }, ink);
  drawText(raster, letter, { left: x - 18, top: y - 18, scale: 2 }, ink);
}

function drawFigures(raster: Raster, { geometry }: DrawContext): void {
  const { length, angle, disc, box } = geometry;
  drawCross(raster, length[0], 'A');
  drawCross(raster, length[1], 'B');
  drawCross(raster, angle[0], 'C');
  drawCross(raster, angle[1], 'D');
  drawCross(raster, angle[2], 'E');
  drawDisc(raster, disc, store(disc.hounsfieldUnits));
  fillBox(raster, box, store(box.hounsfieldUnits));
  const ink = store(CT_VALUES.letters);
  const discLetter = { left: disc.x + disc.radius + 6, top: disc.y - 7, scale: 2 };
  drawText(raster, 'F', discLetter, ink);
  drawText(raster, 'G', { left: box.left - 18, top: box.top, scale: 2 }, ink);
}

/** A short CT series with figures of known length, angle, area and density. */
export function makeMeasurementSeries(context: DrawContext): SyntheticObject[] {
  const { rows, columns, images, pixelSpacingMm, sliceSpacingMm } = MEASUREMENT_SERIES;
  const draw = (raster: Raster, index: number): void => {
    raster.samples.fill(store(CT_VALUES.air));
    const { marginPx } = CT_VOLUME;
    const body = {
      left: marginPx,
      top: marginPx,
      width: columns - 2 * marginPx,
      height: rows - 2 * marginPx,
    };
    fillBox(raster, body, store(CT_VALUES.body));
    const colours = { dark: store(CT_NONCE.dark), light: store(LIGHT) };
    drawSymbol(raster, context.nonce('measurement', index + 1), CT_NONCE.place, colours);
    drawLines(raster, MARKING_LINES, CT_MARKING, store(CT_VALUES.letters));
    drawFigures(raster, context);
  };
  return makeCtSeries(context.study, {
    key: 'measurement',
    seriesNumber: 9,
    slices: images,
    rows,
    columns,
    pixelSpacingMm,
    sliceSpacingMm,
    frameOfReference: 'measurement',
    content: { description: 'CT đo lường thử thách RISPACS', draw },
  });
}
