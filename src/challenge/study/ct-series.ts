import {
  CT_RESCALE_INTERCEPT,
  MARKING_LINES,
  makeCtSeries,
  type Raster,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import {
  CT_BAND_MARK,
  CT_LABELS,
  CT_MARKING,
  CT_NONCE,
  CT_VALUES,
  CT_VOLUME,
  FUSION_CODE,
  MIP_CODE,
  MPR_CODE,
  mprRow,
  WINDOW_CODE,
} from './ct-layout.ts';
import type { DrawContext } from './draw-context.ts';
import { drawLines, drawSymbol, drawText, fillBox, moduleBox, symbolBox } from './paint.ts';
import { ctBand } from './position-marks.ts';
import { QUIET_MODULES } from './qr-matrix.ts';

function store(hounsfieldUnits: number): number {
  return hounsfieldUnits - CT_RESCALE_INTERCEPT;
}

/** What all slices have: body, marking, labels, grounds of the codes, and the narrow-window code. */
function drawGround(raster: Raster, { codes }: DrawContext): void {
  const { columns, rows, marginPx } = CT_VOLUME;
  raster.samples.fill(store(CT_VALUES.air));
  const body = {
    left: marginPx,
    top: marginPx,
    width: columns - 2 * marginPx,
    height: rows - 2 * marginPx,
  };
  fillBox(raster, body, store(CT_VALUES.body));
  drawLines(raster, MARKING_LINES, CT_MARKING, store(CT_VALUES.letters));
  for (const { text, left, top } of CT_LABELS) {
    drawText(raster, text, { left, top, scale: 2 }, store(CT_VALUES.letters));
  }
  const { dark, light, place } = WINDOW_CODE;
  drawSymbol(raster, codes.window, place, { dark: store(dark), light: store(light) });
  fillBox(raster, symbolBox(MIP_CODE.place, codes.mip.modules), store(MIP_CODE.base));
  fillBox(raster, symbolBox(FUSION_CODE.place, codes.fusion.modules), store(FUSION_CODE.darkHu));
}

function drawMip(raster: Raster, { mipGroups }: DrawContext, slice: number): void {
  for (const { row, column, firstSlice, steps } of mipGroups) {
    const step = steps[slice - firstSlice];
    if (step === undefined) continue;
    const value = store(MIP_CODE.base + step * MIP_CODE.halfStep);
    fillBox(raster, moduleBox(MIP_CODE.place, row, column), value);
  }
}

function drawFusion(raster: Raster, { fusionHalves }: DrawContext, slice: number): void {
  const { firstSlice, slices, place, lightHu } = FUSION_CODE;
  if (slice < firstSlice || slice >= firstSlice + slices) return;
  for (const { row, column } of fusionHalves.ct) {
    fillBox(raster, moduleBox(place, row, column), store(lightHu));
  }
}

function drawMpr(raster: Raster, { codes }: DrawContext, slice: number): void {
  const row = mprRow(slice);
  if (row === undefined) return;
  const { left, top, modulePx, thicknessPx, dark, light } = MPR_CODE;
  for (let column = -QUIET_MODULES; column < codes.mpr.modules + QUIET_MODULES; column += 1) {
    const box = {
      left: left + (column + QUIET_MODULES) * modulePx,
      top,
      width: modulePx,
      height: thicknessPx,
    };
    fillBox(raster, box, store(codes.mpr.isDark(row, column) ? dark : light));
  }
}

/** The CT series, with all codes that are hidden in it. */
export function makeChallengeCt(context: DrawContext): SyntheticObject[] {
  const { study, nonce, marks } = context;
  let ground: Raster['samples'] | undefined;
  const draw = (raster: Raster, slice: number): void => {
    if (ground === undefined) {
      drawGround(raster, context);
      ground = raster.samples.slice();
    } else raster.samples.set(ground);
    const colours = { dark: store(CT_NONCE.dark), light: store(CT_NONCE.light) };
    drawSymbol(raster, nonce('ct', slice + 1), CT_NONCE.place, colours);
    const mark = marks.ctBands[ctBand(slice)] ?? '';
    drawText(raster, mark, CT_BAND_MARK, store(CT_VALUES.letters));
    drawMip(raster, context, slice);
    drawFusion(raster, context, slice);
    drawMpr(raster, context, slice);
  };
  return makeCtSeries(study, {
    key: 'ct',
    seriesNumber: 1,
    slices: CT_VOLUME.slices,
    rows: CT_VOLUME.rows,
    columns: CT_VOLUME.columns,
    pixelSpacingMm: CT_VOLUME.pixelSpacingMm,
    sliceSpacingMm: CT_VOLUME.sliceSpacingMm,
    bitsStored: 16,
    content: { description: 'CT thử thách RISPACS', draw },
  });
}
