import { glyphHeight, glyphRows, glyphWidth } from './glyphs.ts';

const scale = 3;
const margin = 12;
const lineHeight = (glyphHeight + 4) * scale;
const paper = 0xf0;
const ink = 0x10;

/** A greyscale picture, one byte a pixel, row by row from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** Draws ASCII lines, dark on light. */
export function drawLines(lines: readonly string[]): Picture {
  const longest = Math.max(1, ...lines.map((line) => line.length));
  const width = longest * (glyphWidth + 1) * scale + 2 * margin;
  const height = Math.max(1, lines.length) * lineHeight + 2 * margin;
  const pixels = Buffer.alloc(width * height, paper);
  for (const [number, line] of lines.entries()) {
    for (const [place, character] of [...line].entries()) {
      const left = margin + place * (glyphWidth + 1) * scale;
      drawGlyph(character, left, margin + number * lineHeight);
    }
  }
  return { width, height, pixels };

  function drawGlyph(character: string, left: number, top: number): void {
    for (const [row, bits] of glyphRows(character).entries()) {
      for (let column = 0; column < glyphWidth; column++) {
        if (((bits >> (glyphWidth - 1 - column)) & 1) === 0) continue;
        for (let dot = 0; dot < scale * scale; dot++) {
          const x = left + column * scale + (dot % scale);
          const y = top + row * scale + Math.floor(dot / scale);
          pixels[y * width + x] = ink;
        }
      }
    }
  }
}
