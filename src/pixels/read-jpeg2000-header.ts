import { endsWithMarker, type Jpeg2000Stream } from './codestream.ts';
import { fault, type Read, read } from './fault.ts';

/** SOC and SIZ, with which every codestream begins (ISO/IEC 15444-1 A.3). */
const START = 0xff4fff51;
const CAP = 0xff50;
const COD = 0xff52;
const SOT = 0xff90;
const EOC = 0xffd9;
const SIZE_BYTES = 36;
const MAX_SEGMENTS = 2000;
/** Bit of Pcap for part 15, counted from the most significant one (ISO/IEC 15444-15 A.3). */
const PART_15 = 1 << (32 - 15);
/** High-throughput code-blocks in the style of COD. */
const HT_BLOCKS = 0x40;

interface Size {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  readonly precision: number;
  readonly signed: boolean;
  readonly subsampled: boolean;
}

/** Reads SIZ (ISO/IEC 15444-1 A.5.1). */
function readSize(body: Buffer): Size | undefined {
  if (body.length < SIZE_BYTES) return undefined;
  const components = body.readUInt16BE(34);
  if (components < 1 || body.length < SIZE_BYTES + components * 3) return undefined;
  const parts = Array.from({ length: components }, (_, index) =>
    body.subarray(SIZE_BYTES + index * 3, SIZE_BYTES + index * 3 + 3),
  );
  const depth = body.readUInt8(SIZE_BYTES);
  // Components of different depths are as little decodable here as those of different sizes.
  const alike = parts.every((part) => part[0] === depth && part[1] === 1 && part[2] === 1);
  return {
    columns: body.readUInt32BE(2) - body.readUInt32BE(10),
    rows: body.readUInt32BE(6) - body.readUInt32BE(14),
    components,
    precision: (depth & 0x7f) + 1,
    signed: (depth & 0x80) !== 0,
    subsampled: !alike,
  };
}

/** Reads the main header of a JPEG 2000 codestream. Never throws for a peer's bytes. */
export function readJpeg2000Header(bytes: Buffer): Read<Jpeg2000Stream> {
  if (bytes.length < 6 || bytes.readUInt32BE(0) !== START) {
    return fault('bad-codestream', 'not a JPEG 2000 codestream: no SOC and SIZ markers');
  }
  let size: Size | undefined;
  let style: Buffer | undefined;
  let highThroughput = false;
  let at = 2;
  for (let count = 0; count < MAX_SEGMENTS && at + 4 <= bytes.length; count += 1) {
    const marker = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    if (marker === SOT || length < 2 || at + 2 + length > bytes.length) break;
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (at === 2) size = readSize(body);
    else if (marker === COD && body.length >= 10) style = body;
    else if (marker === CAP && body.length >= 4) {
      highThroughput = (body.readUInt32BE(0) & PART_15) !== 0;
    }
    at += 2 + length;
  }
  if (size === undefined || style === undefined) {
    return fault('bad-codestream', `the JPEG 2000 header breaks off at byte ${at}`);
  }
  return read({
    format: 'jpeg2000',
    ...size,
    planar: false,
    complete: endsWithMarker(bytes, EOC),
    highThroughput: highThroughput || (style.readUInt8(8) & HT_BLOCKS) !== 0,
    reversible: style.readUInt8(9) === 1,
    progression: style.readUInt8(1),
    colourTransform: style.readUInt8(4) === 1,
  });
}
