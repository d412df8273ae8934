import { readExtensions } from './edid-extensions.ts';

/** Bytes of an EDID block (VESA E-EDID Release A2, 2.2). */
export const edidBlockBytes = 128;
/** Blocks of one display that are read; HDMI and DisplayPort displays have at most a handful. */
export const mostEdidBlocks = 32;

const header = Buffer.from([0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00]);
const descriptorOffsets = [54, 72, 90, 108] as const;
const descriptorBytes = 18;
const nameTag = 0xfc;
const serialTag = 0xff;
/** What displays say that were never given a number. */
const unsetSerials: ReadonlySet<number> = new Set([0, 0x01010101, 0xffffffff]);

/** What a display says of itself. Only what it says is there. */
export interface Edid {
  /** PNP id of three letters, such as ENC. */
  readonly vendor: string;
  readonly productCode: number;
  readonly model?: string;
  /** The written serial number, else the numeric one. */
  readonly serial?: string;
  readonly year?: number;
  /** Visible size of the whole panel, or of what this input shows of it. */
  readonly widthMm?: number;
  readonly heightMm?: number;
  /** Of the preferred mode; of the whole panel when the display describes its tiles. */
  readonly pixelsWide?: number;
  readonly pixelsHigh?: number;
  /** Extension blocks with a right checksum. */
  readonly extensions: number;
}

/** A mode or a size in pixels. */
export interface Pixels {
  readonly wide: number;
  readonly high: number;
}

export type EdidReading =
  | { readonly ok: true; readonly edid: Edid }
  | { readonly ok: false; readonly problem: 'too-short' | 'no-header' | 'checksum' };

/**
 * Reads the base block and its extensions (VESA E-EDID A2; DisplayID 1.3 and 2.0 for panels beyond 4,095 pixels). Never
 * throws; a damaged extension is left out, a damaged base block is refused.
 */
export function parseEdid(bytes: Uint8Array): EdidReading {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < edidBlockBytes) return { ok: false, problem: 'too-short' };
  const base = buffer.subarray(0, edidBlockBytes);
  if (!base.subarray(0, header.length).equals(header)) return { ok: false, problem: 'no-header' };
  if (!hasRightChecksum(base)) return { ok: false, problem: 'checksum' };
  const announced = Math.min(base[126] ?? 0, mostEdidBlocks - 1);
  const blocks = Array.from({ length: announced }, (_, index) =>
    buffer.subarray((index + 1) * edidBlockBytes, (index + 2) * edidBlockBytes),
  ).filter((block) => block.length === edidBlockBytes && hasRightChecksum(block));
  const preferred = readTiming(base, descriptorOffsets[0]);
  const { panel, tiled } = readExtensions(blocks);
  const pixels = tiled ?? panel ?? preferred?.pixels;
  const size = readSize(base, preferred);
  const written = readText(base, serialTag);
  const number = base.readUInt32LE(12);
  const serial = written ?? (unsetSerials.has(number) ? undefined : String(number));
  const model = readText(base, nameTag);
  // 0 is not told, and 255 in the week says that the year is the model's.
  const year = (base[17] ?? 0) === 0 ? undefined : 1990 + (base[17] ?? 0);
  return {
    ok: true,
    edid: {
      vendor: readVendor(base.readUInt16BE(8)),
      productCode: base.readUInt16LE(10),
      ...(model !== undefined && { model }),
      ...(serial !== undefined && { serial }),
      ...(year !== undefined && { year }),
      ...(size && { widthMm: size.wide, heightMm: size.high }),
      ...(pixels && { pixelsWide: pixels.wide, pixelsHigh: pixels.high }),
      extensions: blocks.length,
    },
  };
}

/** Three letters of five bits each, A is 1; anything else is written as "?". */
export function readVendor(packed: number): string {
  return [10, 5, 0]
    .map((shift) => (packed >> shift) & 0x1f)
    .map((code) => (code >= 1 && code <= 26 ? String.fromCharCode(64 + code) : '?'))
    .join('');
}

function hasRightChecksum(block: Buffer): boolean {
  return block.reduce((sum, byte) => (sum + byte) & 0xff, 0) === 0;
}

interface Timing {
  readonly pixels: Pixels;
  readonly sizeMm: Pixels;
}

/** An 18-byte detailed timing (E-EDID A2 3.10.2); `undefined` for a descriptor of another kind. */
function readTiming(block: Buffer, at: number): Timing | undefined {
  const timing = block.subarray(at, at + descriptorBytes);
  const byte = (index: number): number => timing[index] ?? 0;
  if (byte(0) === 0 && byte(1) === 0) return undefined;
  const wide = byte(2) | ((byte(4) & 0xf0) << 4);
  const field = byte(5) | ((byte(7) & 0xf0) << 4);
  const isInterlaced = (byte(17) & 0x80) !== 0;
  const high = isInterlaced ? field * 2 : field;
  if (wide === 0 || high === 0) return undefined;
  return {
    pixels: { wide, high },
    sizeMm: {
      wide: byte(12) | ((byte(14) & 0xf0) << 4),
      high: byte(13) | ((byte(14) & 0x0f) << 8),
    },
  };
}

/** Some displays write an aspect ratio where millimetres belong: the size in centimetres then decides. */
function readSize(base: Buffer, timing: Timing | undefined): Pixels | undefined {
  const inCm = { wide: (base[21] ?? 0) * 10, high: (base[22] ?? 0) * 10 };
  const hasCm = inCm.wide > 0 && inCm.high > 0;
  const mm = timing?.sizeMm;
  if (mm === undefined || mm.wide === 0 || mm.high === 0) return hasCm ? inCm : undefined;
  const agrees = Math.abs(mm.wide - inCm.wide) <= 10 && Math.abs(mm.high - inCm.high) <= 10;
  return hasCm && !agrees ? inCm : mm;
}

/** Text of a display descriptor: ends at a line feed, padded with spaces. */
function readText(base: Buffer, tag: number): string | undefined {
  for (const at of descriptorOffsets) {
    const isText = base[at] === 0 && base[at + 1] === 0 && base[at + 3] === tag;
    if (!isText) continue;
    const raw = base.subarray(at + 5, at + descriptorBytes).toString('latin1');
    const text = (raw.split('\n')[0] ?? '')
      .replaceAll(/\p{C}/gu, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    if (text !== '') return text;
  }
  return undefined;
}
