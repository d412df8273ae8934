import { crc32, deflateSync } from 'node:zlib';
import { glyphHeight, glyphRows, glyphWidth } from './glyphs.ts';

const scale = 3;
const margin = 12;
const lineHeight = (glyphHeight + 4) * scale;
const paper = 0xf0;
const ink = 0x10;

/** Draws ASCII lines, dark on light, into a greyscale PNG (ISO/IEC 15948). */
export function writePng(lines: readonly string[]): Buffer {
  const longest = Math.max(1, ...lines.map((line) => line.length));
  const width = longest * (glyphWidth + 1) * scale + 2 * margin;
  const height = Math.max(1, lines.length) * lineHeight + 2 * margin;
  // One filter byte (0, none) before each row.
  const rows = Buffer.alloc((width + 1) * height, paper);
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0;
  for (const [number, line] of lines.entries()) {
    for (const [place, character] of [...line].entries()) {
      const left = margin + place * (glyphWidth + 1) * scale;
      drawGlyph(character, left, margin + number * lineHeight);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, greyscale, and the only compression, filter and interlace methods there are.
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    makeChunk('IHDR', header),
    makeChunk('IDAT', deflateSync(rows)),
    makeChunk('IEND', Buffer.alloc(0)),
  ]);

  function drawGlyph(character: string, left: number, top: number): void {
    for (const [row, bits] of glyphRows(character).entries()) {
      for (let column = 0; column < glyphWidth; column++) {
        if (((bits >> (glyphWidth - 1 - column)) & 1) === 0) continue;
        for (let dot = 0; dot < scale * scale; dot++) {
          const x = left + column * scale + (dot % scale);
          const y = top + row * scale + Math.floor(dot / scale);
          rows[y * (width + 1) + 1 + x] = ink;
        }
      }
    }
  }
}

function makeChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
