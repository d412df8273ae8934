/** A display to make an EDID of. */
export interface MadeDisplay {
  readonly vendor: string;
  readonly productCode?: number;
  readonly model?: string;
  readonly serial?: string;
  readonly serialNumber?: number;
  readonly year?: number;
  readonly widthMm?: number;
  readonly heightMm?: number;
  readonly pixelsWide?: number;
  readonly pixelsHigh?: number;
  readonly extensions?: readonly Buffer[];
}

/** EDID 1.4 of a digital display, with right checksums; extensions follow the base block. */
export function makeEdid(display: MadeDisplay): Buffer {
  const { widthMm = 434, heightMm = 325, pixelsWide = 1536, pixelsHigh = 2048 } = display;
  const base = Buffer.alloc(128);
  Buffer.from([0, 255, 255, 255, 255, 255, 255, 0]).copy(base);
  base.writeUInt16BE(packVendor(display.vendor), 8);
  base.writeUInt16LE(display.productCode ?? 0x1234, 10);
  base.writeUInt32LE(display.serialNumber ?? 0, 12);
  base[16] = 10;
  base[17] = (display.year ?? 2019) - 1990;
  base[18] = 1;
  base[19] = 4;
  base[20] = 0xa5;
  base[21] = Math.round(widthMm / 10);
  base[22] = Math.round(heightMm / 10);
  base[23] = 120;
  base[24] = 0x06;
  Buffer.from('ee91a3544c99260f5054', 'hex').copy(base, 25);
  base.fill(0x01, 38, 54);
  writeTiming(base, 54, { pixelsWide, pixelsHigh, widthMm, heightMm });
  writeText(base, 72, 0xfc, display.model);
  writeText(base, 90, 0xff, display.serial);
  // Dummy descriptor.
  base[108 + 3] = 0x10;
  base[126] = display.extensions?.length ?? 0;
  return Buffer.concat([seal(base), ...(display.extensions ?? [])]);
}

/** A DisplayID 1.3 extension block with the given data blocks, each tag and payload. */
export function makeDisplayId(
  dataBlocks: readonly { readonly tag: number; readonly payload: Buffer }[],
): Buffer {
  const block = Buffer.alloc(128);
  block[0] = 0x70;
  block[1] = 0x13;
  block[2] = 121;
  block[3] = 0x03;
  let at = 5;
  for (const { tag, payload } of dataBlocks) {
    block[at] = tag;
    block[at + 2] = payload.length;
    payload.copy(block, at + 3);
    at += 3 + payload.length;
  }
  // The section has a checksum of its own: its header to its end.
  block[126] = (256 - (block.subarray(1, 126).reduce((sum, byte) => sum + byte, 0) & 0xff)) & 0xff;
  return seal(block);
}

/** Display parameters of DisplayID 1.3: size and native pixels. */
export function makeParameters(
  widthMm: number,
  heightMm: number,
  pixelsWide: number,
  pixelsHigh: number,
) {
  const payload = Buffer.alloc(12);
  payload.writeUInt16LE(widthMm * 10, 0);
  payload.writeUInt16LE(heightMm * 10, 2);
  payload.writeUInt16LE(pixelsWide, 4);
  payload.writeUInt16LE(pixelsHigh, 6);
  return { tag: 0x01, payload };
}

/** Tiled display topology of DisplayID 1.3: tiles side by side and one above the other, pixels of one. */
export function makeTiles(across: number, down: number, tileWide: number, tileHigh: number) {
  const payload = Buffer.alloc(22);
  payload[0] = 0x82;
  payload[1] = ((across - 1) << 4) | (down - 1);
  payload.writeUInt16LE(tileWide - 1, 4);
  payload.writeUInt16LE(tileHigh - 1, 6);
  return { tag: 0x12, payload };
}

/** A Type I timing of DisplayID 1.3 that is marked as preferred. */
export function makePreferredTiming(pixelsWide: number, pixelsHigh: number) {
  const payload = Buffer.alloc(20);
  payload.writeUIntLE(50_000, 0, 3);
  payload[3] = 0x80;
  payload.writeUInt16LE(pixelsWide - 1, 4);
  payload.writeUInt16LE(159, 6);
  payload.writeUInt16LE(47, 8);
  payload.writeUInt16LE(31, 10);
  payload.writeUInt16LE(pixelsHigh - 1, 12);
  payload.writeUInt16LE(40, 14);
  payload.writeUInt16LE(2, 16);
  payload.writeUInt16LE(4, 18);
  return { tag: 0x03, payload };
}

/** Puts the checksum into the last byte of a block. */
export function seal(block: Buffer): Buffer {
  block[127] = (256 - (block.subarray(0, 127).reduce((sum, byte) => sum + byte, 0) & 0xff)) & 0xff;
  return block;
}

function packVendor(vendor: string): number {
  return [...vendor].reduce((packed, letter) => (packed << 5) | (letter.charCodeAt(0) - 64), 0);
}

function writeTiming(
  base: Buffer,
  at: number,
  size: Required<Pick<MadeDisplay, 'pixelsWide' | 'pixelsHigh' | 'widthMm' | 'heightMm'>>,
): void {
  const { pixelsWide: wide, pixelsHigh: high, widthMm, heightMm } = size;
  const [blankWide, blankHigh] = [160, 60];
  base.writeUInt16LE(20_000, at);
  base[at + 2] = wide & 0xff;
  base[at + 3] = blankWide;
  base[at + 4] = (wide >> 8) << 4;
  base[at + 5] = high & 0xff;
  base[at + 6] = blankHigh;
  base[at + 7] = (high >> 8) << 4;
  base[at + 8] = 48;
  base[at + 9] = 32;
  base[at + 10] = 0x3a;
  base[at + 12] = widthMm & 0xff;
  base[at + 13] = heightMm & 0xff;
  base[at + 14] = ((widthMm >> 8) << 4) | (heightMm >> 8);
  base[at + 17] = 0x1a;
}

function writeText(base: Buffer, at: number, tag: number, text: string | undefined): void {
  base[at + 3] = text === undefined ? 0x10 : tag;
  if (text === undefined) return;
  base.fill(0x20, at + 5, at + 18);
  base.write(`${text}${text.length < 13 ? '\n' : ''}`, at + 5, 'latin1');
}
