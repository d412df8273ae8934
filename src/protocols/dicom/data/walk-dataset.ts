import type { DatasetEncoding } from './encode-dataset.ts';
import {
  formatTag,
  ITEM,
  ITEM_DELIMITATION,
  LONG_LENGTH_VRS,
  PIXEL_DATA,
  SEQUENCE_DELIMITATION,
  UNDEFINED_LENGTH,
} from './value-representations.ts';

/** Longest value that is kept, in bytes; wanted elements are UIDs and short texts. */
const MAX_WANTED_BYTES = 1024;

/** Sequences of undefined length within each other; ours, real ones have a handful. */
const MAX_DEPTH = 64;

/** The Pixel Data element as it passed: its length, or how many fragments it has (PS3.5 A.4), the offset table included. */
export type PassedPixelData =
  | { readonly kind: 'native'; readonly lengthBytes: number }
  | { readonly kind: 'encapsulated'; readonly items: number };

/** An open sequence of undefined length, an item of undefined length in it, or the fragments of pixel data. */
interface Frame {
  readonly kind: 'sequence' | 'item' | 'fragments';
  readonly implicit: boolean;
}

/**
 * Follows the structure of a data set (PS3.5 7) while it streams past, in constant memory: keeps the values of
 * a few top-level elements and tells whether it ends where its lengths say. Values of defined length are
 * skipped unread, sequences too. Never throws for a peer's bytes.
 */
export class DatasetWalker {
  readonly #wanted: ReadonlySet<number>;
  readonly #explicit: boolean;
  readonly #longValues: 'fault' | 'skip';
  readonly #header = Buffer.alloc(12);
  #headerBytes = 0;
  #headerNeed = 8;
  #skip = 0;
  #captured: { readonly value: Buffer; at: number } | undefined;
  readonly #values = new Map<number, Buffer>();
  readonly #stack: Frame[] = [];
  #latestTag = 0;
  #pixelData: PassedPixelData | undefined;
  #fault: string | undefined;

  /**
   * @param longValues what a wanted value of more than 1024 bytes is: a fault where UIDs are wanted, or skipped where
   * texts of any length may stand
   */
  constructor(
    encoding: DatasetEncoding,
    wanted: ReadonlySet<number>,
    longValues: 'fault' | 'skip' = 'fault',
  ) {
    this.#explicit = encoding === 'explicit-little-endian';
    this.#wanted = wanted;
    this.#longValues = longValues;
  }

  /** What is wrong with the structure so far. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** The tag of the top-level element reached. */
  get latestTag(): number {
    return this.#latestTag;
  }

  /** Top-level Pixel Data, as far as it has passed; absent when there is none. */
  get pixelData(): PassedPixelData | undefined {
    return this.#pixelData;
  }

  /** A wanted value, padding included, once it has wholly passed. */
  value(tag: number): Buffer | undefined {
    const value = this.#values.get(tag);
    return value !== undefined && value === this.#captured?.value ? undefined : value;
  }

  /** Takes the next piece of the data set. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.#fault === undefined) {
      if (this.#skip > 0) at += this.#passValue(chunk, at);
      else at += this.#readHeader(chunk, at);
    }
  }

  /** Says that the data set is complete; what is wrong with it, if anything. */
  finish(): string | undefined {
    if (this.#fault === undefined && (this.#skip > 0 || this.#headerBytes > 0)) {
      this.#fault = `the data set ends within ${formatTag(this.#latestTag)}`;
    }
    if (this.#stack.length > 0) this.#fault ??= 'a sequence of undefined length has no end';
    return this.#fault;
  }

  #passValue(chunk: Buffer, at: number): number {
    const passed = Math.min(this.#skip, chunk.length - at);
    if (this.#captured !== undefined) {
      chunk.copy(this.#captured.value, this.#captured.at, at, at + passed);
      this.#captured.at += passed;
    }
    this.#skip -= passed;
    if (this.#skip === 0) this.#captured = undefined;
    return passed;
  }

  #readHeader(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#headerNeed - this.#headerBytes, chunk.length - at);
    chunk.copy(this.#header, this.#headerBytes, at, at + taken);
    this.#headerBytes += taken;
    if (this.#headerBytes < this.#headerNeed) return taken;
    const header = this.#header;
    const tag = header.readUInt16LE(0) * 0x10000 + header.readUInt16LE(2);
    const frame = this.#stack.at(-1);
    // Items and delimitations never have a VR (PS3.5 7.5).
    const hasVr = this.#explicit && frame?.implicit !== true && tag >>> 16 !== 0xfffe;
    const vr = hasVr ? header.toString('latin1', 4, 6) : undefined;
    if (vr !== undefined && !/^[A-Z]{2}$/.test(vr)) {
      this.#fault = `${formatTag(tag)} has no valid VR`;
      return taken;
    }
    const isLong = vr !== undefined && LONG_LENGTH_VRS.has(vr);
    if (isLong && this.#headerNeed === 8) {
      this.#headerNeed = 12;
      return taken;
    }
    const length = isLong
      ? header.readUInt32LE(8)
      : vr === undefined
        ? header.readUInt32LE(4)
        : header.readUInt16LE(6);
    this.#headerBytes = 0;
    this.#headerNeed = 8;
    if (frame === undefined || frame.kind === 'item') this.#enterElement(tag, vr, length, frame);
    else this.#enterItem(tag, length, frame);
    return taken;
  }

  #enterElement(
    tag: number,
    vr: string | undefined,
    length: number,
    frame: Frame | undefined,
  ): void {
    if (tag === ITEM_DELIMITATION && frame !== undefined) {
      this.#stack.pop();
      return;
    }
    if (tag >>> 16 === 0xfffe) {
      this.#fault = `${formatTag(tag)} where an element belongs`;
      return;
    }
    if (frame === undefined) this.#latestTag = tag;
    if (frame === undefined && tag === PIXEL_DATA) {
      this.#pixelData =
        length === UNDEFINED_LENGTH
          ? { kind: 'encapsulated', items: 0 }
          : { kind: 'native', lengthBytes: length };
    }
    if (length !== UNDEFINED_LENGTH) {
      this.#skip = length;
      if (frame === undefined && this.#wanted.has(tag)) this.#capture(tag, length);
      return;
    }
    const kind = vr === 'OB' || vr === 'OW' || tag === PIXEL_DATA ? 'fragments' : 'sequence';
    // A sequence of undefined length under UN is in implicit VR (PS3.5 6.2.2).
    this.#open({ kind, implicit: frame?.implicit === true || vr === 'UN' });
  }

  #capture(tag: number, length: number): void {
    if (length > MAX_WANTED_BYTES) {
      if (this.#longValues === 'skip') return;
      this.#fault = `${formatTag(tag)} declares ${length} bytes`;
      return;
    }
    const value = Buffer.alloc(length);
    this.#values.set(tag, value);
    this.#captured = length === 0 ? undefined : { value, at: 0 };
  }

  #enterItem(tag: number, length: number, frame: Frame): void {
    if (tag === SEQUENCE_DELIMITATION) {
      this.#stack.pop();
    } else if (tag !== ITEM) {
      this.#fault = `${formatTag(tag)} where an item belongs`;
    } else if (length !== UNDEFINED_LENGTH) {
      this.#skip = length;
      if (frame.kind === 'fragments' && this.#pixelData?.kind === 'encapsulated') {
        this.#pixelData = { kind: 'encapsulated', items: this.#pixelData.items + 1 };
      }
    } else if (frame.kind === 'fragments') {
      this.#fault = 'a fragment of pixel data has no length';
    } else {
      this.#open({ kind: 'item', implicit: frame.implicit });
    }
  }

  #open(frame: Frame): void {
    if (this.#stack.length === MAX_DEPTH * 2) {
      this.#fault = `sequences nest deeper than ${MAX_DEPTH}`;
    } else {
      this.#stack.push(frame);
    }
  }
}
