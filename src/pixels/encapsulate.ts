import { PIXEL_DATA } from './locate-pixel-data.ts';

const ITEM_HEADER_BYTES = 8;

function item(bytes: Buffer): Buffer {
  const header = Buffer.alloc(ITEM_HEADER_BYTES);
  header.writeUInt32LE(0xe000fffe, 0);
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** Pixel Data as an element of encapsulated frames, one fragment each, with their offset table (PS3.5 A.4). */
export function encapsulate(frames: readonly Buffer[]): Buffer {
  // Fragments have even length (PS3.5 A.4).
  const fragments = frames.map((frame) =>
    item(frame.length % 2 === 0 ? frame : Buffer.concat([frame, Buffer.alloc(1)])),
  );
  const table = Buffer.alloc(frames.length * 4);
  let offset = 0;
  for (const [index, { length }] of fragments.entries()) {
    table.writeUInt32LE(offset, index * 4);
    offset += length;
  }
  const header = Buffer.alloc(12);
  header.writeUInt16LE(PIXEL_DATA >>> 16, 0);
  header.writeUInt16LE(PIXEL_DATA & 0xffff, 2);
  header.write('OB', 4, 'latin1');
  header.writeUInt32LE(0xffffffff, 8);
  const delimiter = Buffer.alloc(ITEM_HEADER_BYTES);
  delimiter.writeUInt32LE(0xe0ddfffe, 0);
  return Buffer.concat([header, item(table), ...fragments, delimiter]);
}
