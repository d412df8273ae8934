import type { DatasetEncoding } from '../../protocols/dicom/index.ts';

const LONG_LENGTH_VRS: ReadonlySet<string> = new Set(
  'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '),
);
const ITEM = 0xfffee000;
const ITEM_DELIMITATION = 0xfffee00d;
const SEQUENCE_DELIMITATION = 0xfffee0dd;
const UNDEFINED_LENGTH = 0xffffffff;
const MAX_DEPTH = 16;

/** Where one data element, item or delimitation stands (PS3.5 7.1.2, 7.5). */
export interface ElementHeader {
  readonly tag: number;
  readonly valueAt: number;
  /** `undefined`: until the delimitation. */
  readonly lengthBytes: number | undefined;
}

/**
 * Reads one header; `undefined` when there is none. The directory's records refer to each other by byte offsets, so
 * here positions matter, which reading a data set does not keep.
 */
export function readHeaderAt(
  bytes: Buffer,
  at: number,
  encoding: DatasetEncoding,
): ElementHeader | undefined {
  if (at + 8 > bytes.length) return undefined;
  const tag = bytes.readUInt16LE(at) * 0x10000 + bytes.readUInt16LE(at + 2);
  const make = (valueAt: number, length: number): ElementHeader => ({
    tag,
    valueAt,
    lengthBytes: length === UNDEFINED_LENGTH ? undefined : length,
  });
  // Items and delimitations never have a VR (PS3.5 7.5).
  if (encoding === 'implicit-little-endian' || tag >>> 16 === 0xfffe) {
    return make(at + 8, bytes.readUInt32LE(at + 4));
  }
  if (!LONG_LENGTH_VRS.has(bytes.toString('latin1', at + 4, at + 6))) {
    return make(at + 8, bytes.readUInt16LE(at + 6));
  }
  return at + 12 > bytes.length ? undefined : make(at + 12, bytes.readUInt32LE(at + 8));
}

/** An item of a sequence. */
export interface ItemPlace {
  /** Position of the item tag. */
  readonly at: number;
  readonly bodyAt: number;
  readonly bodyEnd: number;
  /** Position of what follows it. */
  readonly next: number;
}

/** The item at a position; `undefined` at the end of the sequence, `broken` where no item fits. */
export function findItem(
  bytes: Buffer,
  at: number,
  end: number,
  encoding: DatasetEncoding,
): ItemPlace | 'broken' | undefined {
  if (at >= end) return undefined;
  const header = readHeaderAt(bytes, at, encoding);
  if (header?.tag === SEQUENCE_DELIMITATION) return undefined;
  if (header?.tag !== ITEM) return 'broken';
  const bodyAt = header.valueAt;
  if (header.lengthBytes !== undefined) {
    const bodyEnd = bodyAt + header.lengthBytes;
    return bodyEnd > end ? 'broken' : { at, bodyAt, bodyEnd, next: bodyEnd };
  }
  const bodyEnd = findItemEnd(bytes, bodyAt, end, encoding, 0);
  return bodyEnd === undefined ? 'broken' : { at, bodyAt, bodyEnd, next: bodyEnd + 8 };
}

/** Position of the item delimitation that ends an item of undefined length. */
function findItemEnd(
  bytes: Buffer,
  start: number,
  end: number,
  encoding: DatasetEncoding,
  depth: number,
): number | undefined {
  if (depth > MAX_DEPTH) return undefined;
  for (let at = start; at < end; ) {
    const header = readHeaderAt(bytes, at, encoding);
    if (header === undefined) return undefined;
    if (header.tag === ITEM_DELIMITATION) return at;
    const next =
      header.lengthBytes === undefined
        ? findSequenceEnd(bytes, header.valueAt, end, encoding, depth + 1)
        : header.valueAt + header.lengthBytes;
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** Position after the delimitation that ends a sequence, or encapsulated fragments, of undefined length. */
function findSequenceEnd(
  bytes: Buffer,
  start: number,
  end: number,
  encoding: DatasetEncoding,
  depth: number,
): number | undefined {
  for (let at = start; at < end; ) {
    const header = readHeaderAt(bytes, at, encoding);
    if (header?.tag === SEQUENCE_DELIMITATION) return at + 8;
    if (header?.tag !== ITEM) return undefined;
    if (header.lengthBytes === undefined) {
      const itemEnd = findItemEnd(bytes, header.valueAt, end, encoding, depth);
      if (itemEnd === undefined) return undefined;
      at = itemEnd + 8;
    } else {
      at = header.valueAt + header.lengthBytes;
    }
  }
  return undefined;
}
