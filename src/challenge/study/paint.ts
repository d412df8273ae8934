import { GLYPH, isInk, type Raster } from '../../synthetic/index.ts';
import { type QrMatrix, QUIET_MODULES } from './qr-matrix.ts';

/** A rectangle of image pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a symbol is in an image: the corner of its quiet zone, and how many pixels a module takes. */
export interface SymbolPlace {
  readonly left: number;
  readonly top: number;
  readonly modulePx: number;
}

/** Fills the part of a box that is inside the image. */
export function fillBox({ columns, rows, samples }: Raster, box: Box, value: number): void {
  const left = Math.max(0, box.left);
  const right = Math.min(columns, box.left + box.width);
  const bottom = Math.min(rows, box.top + box.height);
  if (right <= left) return;
  for (let y = Math.max(0, box.top); y < bottom; y += 1) {
    samples.fill(value, y * columns + left, y * columns + right);
  }
}

/** The pixels of one module; rows and columns from `-QUIET_MODULES`. */
export function moduleBox(place: SymbolPlace, row: number, column: number): Box {
  return {
    left: place.left + (column + QUIET_MODULES) * place.modulePx,
    top: place.top + (row + QUIET_MODULES) * place.modulePx,
    width: place.modulePx,
    height: place.modulePx,
  };
}

/** The pixels of a symbol with its quiet zone. */
export function symbolBox(place: SymbolPlace, modules: number): Box {
  const side = (modules + 2 * QUIET_MODULES) * place.modulePx;
  return { left: place.left, top: place.top, width: side, height: side };
}

/** Every module of a symbol and of its quiet zone. */
export function* listModules(matrix: QrMatrix): Generator<{ row: number; column: number }> {
  const last = matrix.modules + QUIET_MODULES;
  for (let row = -QUIET_MODULES; row < last; row += 1) {
    for (let column = -QUIET_MODULES; column < last; column += 1) yield { row, column };
  }
}

/** Draws a symbol and its quiet zone. */
export function drawSymbol(
  raster: Raster,
  matrix: QrMatrix,
  place: SymbolPlace,
  colours: { readonly dark: number; readonly light: number },
): void {
  fillBox(raster, symbolBox(place, matrix.modules), colours.light);
  for (const { row, column } of listModules(matrix)) {
    if (matrix.isDark(row, column)) fillBox(raster, moduleBox(place, row, column), colours.dark);
  }
}

/** Pixels that a text takes. */
export function textWidth(text: string, scale: number): number {
  return (text.length * GLYPH.advance - 1) * scale;
}

/** Draws capital letters and digits; what is behind them stays. */
export function drawText(
  raster: Raster,
  text: string,
  at: { readonly left: number; readonly top: number; readonly scale: number },
  ink: number,
): void {
  const { left, top, scale } = at;
  [...text].forEach((character, index) => {
    for (let row = 0; row < GLYPH.rows; row += 1) {
      for (let column = 0; column < GLYPH.columns; column += 1) {
        if (!isInk(character, column, row)) continue;
        const x = left + (index * GLYPH.advance + column) * scale;
        fillBox(raster, { left: x, top: top + row * scale, width: scale, height: scale }, ink);
      }
    }
  });
}

/** Draws lines of text below each other. */
export function drawLines(
  raster: Raster,
  lines: readonly string[],
  at: { readonly left: number; readonly top: number; readonly scale: number },
  ink: number,
): void {
  lines.forEach((line, index) => {
    drawText(raster, line, { ...at, top: at.top + index * GLYPH.lineHeight * at.scale }, ink);
  });
}

/** Fills the pixels whose centre is inside a circle. */
export function drawDisc(
  raster: Raster,
  circle: { readonly x: number; readonly y: number; readonly radius: number },
  value: number,
): void {
  for (let dy = -circle.radius; dy <= circle.radius; dy += 1) {
    const half = Math.floor(Math.sqrt(circle.radius * circle.radius - dy * dy));
    const width = 2 * half + 1;
    fillBox(raster, { left: circle.x - half, top: circle.y + dy, width, height: 1 }, value);
  }
}
