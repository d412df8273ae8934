import type { DatasetEncoding } from '../protocols/dicom/data/encode-dataset.ts';
import {
  formatTag,
  ITEM,
  ITEM_DELIMITATION,
  LONG_LENGTH_VRS,
  SEQUENCE_DELIMITATION,
  UNDEFINED_LENGTH,
} from '../protocols/dicom/data/value-representations.ts';
import { fault, type Read, read } from './fault.ts';

/** Pixel Data (PS3.3 C.7.6.3). */
export const PIXEL_DATA = 0x7fe00010;

/** Where a top-level element lies in its data set, header included. */
export interface ElementExtent {
  readonly tag: number;
  readonly startBytes: number;
  readonly endBytes: number;
}

/** Where Pixel Data is. */
export interface PixelDataPlace {
  /** The elements in front of it. */
  readonly head: readonly ElementExtent[];
  /** Of its header. */
  readonly startBytes: number;
  readonly valueBytes: number;
  /** Absent when undefined: the pixels are encapsulated (PS3.5 A.4). */
  readonly lengthBytes?: number;
}

interface Header {
  readonly tag: number;
  readonly vr: string | undefined;
  readonly length: number;
  readonly valueBytes: number;
}

/** Ours; an image has some hundred elements. */
const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 32;

class Malformed extends Error {
  override readonly name = 'Malformed';
}

class Walker {
  readonly #bytes: Buffer;
  #elements = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  header(at: number, encoding: DatasetEncoding): Header {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw new Malformed(`more than ${MAX_ELEMENTS} elements`);
    this.#need(at, 8);
    const tag = this.#bytes.readUInt16LE(at) * 0x10000 + this.#bytes.readUInt16LE(at + 2);
    // Items and delimitations never have a VR (PS3.5 7.5).
    if (encoding === 'implicit-little-endian' || tag >>> 16 === 0xfffe) {
      const length = this.#bytes.readUInt32LE(at + 4);
      return { tag, vr: undefined, length, valueBytes: at + 8 };
    }
    const vr = this.#bytes.toString('latin1', at + 4, at + 6);
    if (!/^[A-Z]{2}$/.test(vr)) throw new Malformed(`${formatTag(tag)} has no valid VR`);
    if (!LONG_LENGTH_VRS.has(vr)) {
      return { tag, vr, length: this.#bytes.readUInt16LE(at + 6), valueBytes: at + 8 };
    }
    this.#need(at, 12);
    return { tag, vr, length: this.#bytes.readUInt32LE(at + 8), valueBytes: at + 12 };
  }

  /** The end of an element. */
  skip(header: Header, encoding: DatasetEncoding, depth: number): number {
    const { tag, length, valueBytes } = header;
    if (length !== UNDEFINED_LENGTH) {
      this.#need(valueBytes, length);
      return valueBytes + length;
    }
    if (depth >= MAX_DEPTH) throw new Malformed(`sequences nest deeper than ${MAX_DEPTH}`);
    // A sequence of undefined length under UN is in implicit VR (PS3.5 6.2.2).
    const inner = header.vr === 'UN' ? 'implicit-little-endian' : encoding;
    let at = valueBytes;
    for (;;) {
      const item = this.header(at, inner);
      if (item.tag === SEQUENCE_DELIMITATION) return item.valueBytes;
      if (item.tag !== ITEM)
        throw new Malformed(`${formatTag(tag)} holds something else than items`);
      at = this.#skipItem(item, inner, depth + 1);
    }
  }

  #skipItem(item: Header, encoding: DatasetEncoding, depth: number): number {
    if (item.length !== UNDEFINED_LENGTH) {
      this.#need(item.valueBytes, item.length);
      return item.valueBytes + item.length;
    }
    let at = item.valueBytes;
    for (;;) {
      const element = this.header(at, encoding);
      if (element.tag === ITEM_DELIMITATION) return element.valueBytes;
      at = this.skip(element, encoding, depth);
    }
  }

  #need(at: number, length: number): void {
    if (length > this.#bytes.length - at) {
      throw new Malformed(`${length} bytes at ${at}, ${this.#bytes.length - at} are left`);
    }
  }
}

/** Finds Pixel Data without reading it; what follows it is not looked at. Never throws for a peer's bytes. */
export function locatePixelData(dataset: Buffer, encoding: DatasetEncoding): Read<PixelDataPlace> {
  const walker = new Walker(dataset);
  const head: ElementExtent[] = [];
  let at = 0;
  try {
    while (at < dataset.length) {
      const header = walker.header(at, encoding);
      const { tag, length, valueBytes } = header;
      if (tag === PIXEL_DATA) {
        const rest = length === UNDEFINED_LENGTH ? {} : { lengthBytes: length };
        return read({ head, startBytes: at, valueBytes, ...rest });
      }
      if (tag > PIXEL_DATA) break;
      const end = walker.skip(header, encoding, 0);
      head.push({ tag, startBytes: at, endBytes: end });
      at = end;
    }
  } catch (error) {
    if (error instanceof Malformed) return fault('unreadable-dataset', error.message);
    throw error;
  }
  return fault('no-pixel-data', 'the data set has no Pixel Data');
}
