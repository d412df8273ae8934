import { GLYPH, isInk } from './bitmap-font.ts';
import type { Raster } from './raster.ts';

/** What every image says first: readable on any monitor, print or screenshot, whatever a viewer overlays. */
export const MARKING_LINES = ['KIEM THU RISPACS', 'TEST ONLY'] as const;

/** Sample values of the letters and of the box behind them; one number per sample of a pixel. */
export interface MarkingColours {
  readonly ink: readonly number[];
  readonly paper: readonly number[];
}

/** Where the marking is and how large its font pixels are. */
export interface MarkingLayout {
  readonly left: number;
  readonly top: number;
  /** Image pixels per font pixel. */
  readonly scale: number;
}

/** Part of the image's width that the longest line takes. */
const WIDTH_SHARE = 0.6;

/** Font pixels between the box's edge and the letters. */
const MARGIN = 2;

function longest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length));
}

/** Lays the marking out in the upper left corner. */
export function layOutMarking(columns: number, lines: readonly string[]): MarkingLayout {
  const scale = Math.max(1, Math.floor((columns * WIDTH_SHARE) / (longest(lines) * GLYPH.advance)));
  return { left: 2 * scale, top: 2 * scale, scale };
}

function fillBox(
  { columns, rows, samplesPerPixel, samples }: Raster,
  box: { left: number; top: number; width: number; height: number },
  colour: readonly number[],
): void {
  const right = Math.min(columns, box.left + box.width);
  const bottom = Math.min(rows, box.top + box.height);
  for (let y = box.top; y < bottom; y += 1) {
    for (let x = box.left; x < right; x += 1) {
      for (let sample = 0; sample < samplesPerPixel; sample += 1) {
        samples[(y * columns + x) * samplesPerPixel + sample] = colour[sample] ?? 0;
      }
    }
  }
}

function drawLine(
  raster: Raster,
  line: string,
  { left, top, scale }: MarkingLayout,
  ink: readonly number[],
): void {
  [...line].forEach((character, index) => {
    for (let row = 0; row < GLYPH.rows; row += 1) {
      for (let column = 0; column < GLYPH.columns; column += 1) {
        if (!isInk(character, column, row)) continue;
        const x = left + (index * GLYPH.advance + column) * scale;
        fillBox(raster, { left: x, top: top + row * scale, width: scale, height: scale }, ink);
      }
    }
  });
}

/**
 * Burns the marking and one more line, which tells the image from others, into the pixels.
 * @throws RangeError for a character that the font does not have
 */
export function drawMarking(raster: Raster, label: string, colours: MarkingColours): void {
  const lines = [...MARKING_LINES, label];
  const layout = layOutMarking(raster.columns, lines);
  const { left, top, scale } = layout;
  fillBox(
    raster,
    {
      left,
      top,
      width: (longest(lines) * GLYPH.advance + 2 * MARGIN) * scale,
      height: (lines.length * GLYPH.lineHeight + 2 * MARGIN) * scale,
    },
    colours.paper,
  );
  lines.forEach((line, index) => {
    const lineTop = top + (MARGIN + index * GLYPH.lineHeight) * scale;
    drawLine(raster, line, { left: left + MARGIN * scale, top: lineTop, scale }, colours.ink);
  });
}
