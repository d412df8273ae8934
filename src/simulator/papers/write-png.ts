import { crc32, deflateSync } from 'node:zlib';
import { drawLines, type Picture } from './draw-lines.ts';

/** Draws ASCII lines, dark on light, into a greyscale PNG (ISO/IEC 15948). */
export function writePng(lines: readonly string[]): Buffer {
  return encodePng(drawLines(lines));
}

/** Writes a picture as a PNG of 8 bits a sample: grey or, with three channels, red, green and blue. */
export function encodePng({
  width,
  height,
  pixels,
  channels = 1,
}: Picture & { readonly channels?: 1 | 3 }): Buffer {
  const rowBytes = width * channels;
  // One filter byte (0, none) before each row.
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y++)
    pixels.copy(rows, y * (rowBytes + 1) + 1, y * rowBytes, (y + 1) * rowBytes);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Colour type 0 or 2, and the only compression, filter and interlace methods there are.
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    makeChunk('IHDR', header),
    makeChunk('IDAT', deflateSync(rows)),
    makeChunk('IEND', Buffer.alloc(0)),
  ]);
}

function makeChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
