import {
  CT_RESCALE_INTERCEPT,
  MARKING_LINES,
  makeCtSeries,
  type Raster,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import type { DrawContext } from './draw-context.ts';
import { drawLines, drawSymbol } from './paint.ts';
import { SURFACE_BLOCK, SURFACE_VOLUME } from './surface-letters.ts';
import { SURFACE_VALUES, surfaceValue } from './surface-shape.ts';

/** Beside the block, and too dark for a rendering of bone: it does not hide the letters in 3D. */
export const SURFACE_NONCE = {
  place: { left: 20, top: 20, modulePx: 3 },
  dark: -1000,
  light: -100,
} as const;

const MARKING = { left: 20, top: 126, scale: 1 } as const;
const WINDOW = { center: -300, width: 1500 } as const;

function store(hounsfieldUnits: number): number {
  return hounsfieldUnits - CT_RESCALE_INTERCEPT;
}

function drawBlock(raster: Raster, { surface }: DrawContext, slice: number): void {
  const { columns, rows, pixelSpacingMm } = SURFACE_VOLUME;
  const backRow = SURFACE_BLOCK.backMm / pixelSpacingMm;
  for (let column = 0; column < columns; column += 1) {
    const outer = surface.outerMm(column, slice);
    const inner = surface.innerMm(column, slice);
    if (outer === undefined || inner === undefined) continue;
    for (
      let row = Math.max(0, Math.floor(outer / pixelSpacingMm) - 2);
      row < Math.min(rows, backRow);
      row += 1
    ) {
      raster.samples[row * columns + column] = store(surfaceValue(outer, inner, row));
    }
  }
}

/** The CT series for 3D: a block whose front has letters in relief, legible only when its surface is shaded. */
export function makeSurfaceSeries(context: DrawContext): SyntheticObject[] {
  const { slices, rows, columns, pixelSpacingMm, sliceSpacingMm } = SURFACE_VOLUME;
  const draw = (raster: Raster, slice: number): void => {
    raster.samples.fill(store(SURFACE_VALUES.air));
    const { place, dark, light } = SURFACE_NONCE;
    const colours = { dark: store(dark), light: store(light) };
    drawSymbol(raster, context.nonce('surface', slice + 1), place, colours);
    drawLines(raster, MARKING_LINES, MARKING, store(light));
    drawBlock(raster, context, slice);
  };
  return makeCtSeries(context.study, {
    key: 'surface',
    seriesNumber: 8,
    slices,
    rows,
    columns,
    pixelSpacingMm,
    sliceSpacingMm,
    frameOfReference: 'surface',
    content: { description: 'CT 3D thử thách RISPACS', draw, window: WINDOW },
  });
}
