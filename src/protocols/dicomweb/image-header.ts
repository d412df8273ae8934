/** What the header of a rendered image says, and whether its end is there. */
export interface ImageHeader {
  readonly format: 'jpeg' | 'png';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  /** 1 for grey, 3 for colour, 2 and 4 with transparency. */
  readonly components: number;
  /** JPEG: it ends with EOI, FF D9 (ITU-T T.81 B.1.1.3). PNG: it ends with an IEND chunk (PNG 11.2.5). */
  readonly complete: boolean;
}

const PNG_SIGNATURE = '89504e470d0a1a0a';
const PNG_END = '0000000049454e44ae426082';
const PNG_COMPONENTS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 3],
  [4, 2],
  [6, 4],
]);

/** Reads the header of a JPEG or PNG image; `undefined` when the bytes are neither, or end before they tell a size. */
export function readImageHeader(bytes: Buffer): ImageHeader | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes);
  return bytes.toString('hex', 0, 8) === PNG_SIGNATURE ? readPng(bytes) : undefined;
}

function readPng(bytes: Buffer): ImageHeader | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const components = PNG_COMPONENTS.get(bytes.readUInt8(25));
  if (components === undefined) return undefined;
  return {
    format: 'png',
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    bitsPerSample: bytes.readUInt8(24),
    components,
    complete: bytes.toString('hex', bytes.length - 12) === PNG_END,
  };
}

/** SOF0-SOF15 without DHT (C4), JPG (C8) and DAC (CC), which lie among them (ITU-T T.81 table B.1). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readJpeg(bytes: Buffer): ImageHeader | undefined {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    // The scan (SOS) comes after the frame header; a length counts itself.
    if (length < 2 || marker === 0xda || marker === 0xd9) return undefined;
    if (isFrameHeader(marker)) {
      if (length < 8 || at + 10 > bytes.length) return undefined;
      return {
        format: 'jpeg',
        width: bytes.readUInt16BE(at + 7),
        height: bytes.readUInt16BE(at + 5),
        bitsPerSample: bytes.readUInt8(at + 4),
        components: bytes.readUInt8(at + 9),
        complete: bytes.toString('hex', bytes.length - 2) === 'ffd9',
      };
    }
    at += 2 + length;
  }
  return undefined;
}
