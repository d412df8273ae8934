import {
  MARKING_LINES,
  makeCrViews,
  makeUsMultiframe,
  type Raster,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import type { DrawContext } from './draw-context.ts';
import type { SeriesKey } from './nonce.ts';
import { drawDisc, drawLines, drawSymbol, drawText, fillBox, type SymbolPlace } from './paint.ts';

/** The radiographs. */
export const CR_IMAGE = {
  columns: 840,
  rows: 1024,
  marginPx: 16,
  nonce: { left: 40, top: 40, modulePx: 8 },
} as const;

/** The ultrasound clip. */
export const US_CLIP = {
  columns: 640,
  rows: 480,
  marginPx: 10,
  frames: 30,
  nonce: { left: 20, top: 20, modulePx: 5 },
} as const;

interface Style {
  readonly marginPx: number;
  readonly body: number;
  readonly ink: number;
  readonly nonce: SymbolPlace;
  readonly marking: { readonly left: number; readonly top: number; readonly scale: number };
}

const CR_STYLE: Style = {
  marginPx: CR_IMAGE.marginPx,
  body: 1400,
  ink: 4000,
  nonce: CR_IMAGE.nonce,
  marking: { left: 330, top: 60, scale: 4 },
};

const US_STYLE: Style = {
  marginPx: US_CLIP.marginPx,
  body: 70,
  ink: 240,
  nonce: US_CLIP.nonce,
  marking: { left: 210, top: 30, scale: 3 },
};

function drawGround(raster: Raster, style: Style, symbol: ReturnType<DrawContext['nonce']>): void {
  const { marginPx, body, ink, nonce, marking } = style;
  raster.samples.fill(0);
  const box = {
    left: marginPx,
    top: marginPx,
    width: raster.columns - 2 * marginPx,
    height: raster.rows - 2 * marginPx,
  };
  fillBox(raster, box, body);
  drawSymbol(raster, symbol, nonce, { dark: 0, light: ink });
  drawLines(raster, MARKING_LINES, marking, ink);
}

/** Two radiographs, to lay out and compare. */
export function makeChallengeCr({ study, nonce }: DrawContext): SyntheticObject[] {
  const views: readonly { readonly key: SeriesKey; readonly name: string }[] = [
    { key: 'cr-pa', name: 'PA' },
    { key: 'cr-ll', name: 'LL' },
  ];
  return makeCrViews(study, {
    rows: CR_IMAGE.rows,
    columns: CR_IMAGE.columns,
    draw: (raster, index) => {
      const view = views[index];
      if (view === undefined) throw new RangeError(`no view ${index}`);
      drawGround(raster, CR_STYLE, nonce(view.key, 1));
      drawText(raster, view.name, { left: 260, top: 500, scale: 30 }, CR_STYLE.ink);
    },
  });
}

/** An ultrasound clip; the disc runs across while it plays. */
export function makeChallengeUs({ study, nonce }: DrawContext): SyntheticObject[] {
  return makeUsMultiframe(study, {
    key: 'us',
    frames: US_CLIP.frames,
    rows: US_CLIP.rows,
    columns: US_CLIP.columns,
    content: {
      description: 'Siêu âm thử thách RISPACS',
      draw: (raster, frame) => {
        drawGround(raster, US_STYLE, nonce('us', frame + 1));
        drawDisc(raster, { x: 80 + frame * 16, y: 360, radius: 40 }, US_STYLE.ink);
      },
    },
  });
}
