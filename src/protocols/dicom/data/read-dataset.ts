import { type DecodedText, decodeText } from './decode-text.ts';
import type { DatasetEncoding } from './encode-dataset.ts';
import {
  CHARACTER_SET_VRS,
  formatTag,
  ITEM,
  ITEM_DELIMITATION,
  LONG_LENGTH_VRS,
  PIXEL_DATA,
  SEQUENCE_DELIMITATION,
  SPECIFIC_CHARACTER_SET,
  UNDEFINED_LENGTH,
} from './value-representations.ts';

/** One element as received. */
export interface ReadElement {
  readonly tag: number;
  /** Only with explicit VR. */
  readonly vr?: string;
  /** The value field, padding included; a view of the data set. */
  readonly raw: Buffer;
  /** Present when the value is a sequence of items. */
  readonly items?: readonly ReadDataset[];
  /** Present when the value is encapsulated pixel data: its offset table, then its fragments (PS3.5 A.4). */
  readonly fragments?: readonly Buffer[];
}

/** A data set, or an item of a sequence, as received. */
export class ReadDataset {
  /** Specific Character Set as declared here; absent when this data set declares none. */
  readonly declaredCharacterSets?: readonly string[];
  /** Declared here or, for an item, inherited from the enclosing data set (PS3.5 7.5.3). */
  readonly characterSets: readonly string[];
  readonly elements: ReadonlyMap<number, ReadElement>;

  constructor(elements: ReadonlyMap<number, ReadElement>, inherited: readonly string[]) {
    this.elements = elements;
    const declared = elements.get(SPECIFIC_CHARACTER_SET);
    const declaredSets = declared?.raw
      .toString('latin1')
      .split('\\')
      .map((term) => term.replace(/[\0 ]+$/, '').trimStart());
    if (declaredSets !== undefined) this.declaredCharacterSets = declaredSets;
    this.characterSets = declaredSets ?? inherited;
  }

  /** The text of an element without its padding; `undefined` when the element is absent. */
  readText(tag: number): DecodedText | undefined {
    const element = this.elements.get(tag);
    if (element === undefined) return undefined;
    // Without a VR the declared set is right for every text: the others use ASCII, its common part.
    const own = element.vr === undefined || CHARACTER_SET_VRS.has(element.vr);
    const decoded = decodeText(element.raw, own ? this.characterSets : []);
    return { ...decoded, text: decoded.text.replace(/[\0 ]+$/, '') };
  }

  /** {@link ReadDataset.readText} without its doubts. */
  text(tag: number): string | undefined {
    return this.readText(tag)?.text;
  }

  /** The items of a sequence; `undefined` when absent or not a sequence. */
  items(tag: number): readonly ReadDataset[] | undefined {
    return this.elements.get(tag)?.items;
  }
}

/** A data set read, or why the bytes are not one. */
export type ReadDatasetResult =
  | { readonly ok: true; readonly dataset: ReadDataset }
  | { readonly ok: false; readonly message: string; readonly offsetBytes: number };

/** Bounds of one reading; ours, far above what an identifier holds. */
export interface ReadLimits {
  readonly maxElements: number;
  readonly maxDepth: number;
}

const DEFAULT_LIMITS: ReadLimits = { maxElements: 20_000, maxDepth: 16 };

class DatasetSyntaxError extends Error {
  override readonly name = 'DatasetSyntaxError';
  readonly offsetBytes: number;

  constructor(message: string, offsetBytes: number) {
    super(message);
    this.offsetBytes = offsetBytes;
  }
}

interface ElementHeader {
  readonly tag: number;
  readonly vr?: string;
  readonly length: number;
}

class DatasetReader {
  readonly #bytes: Buffer;
  readonly #limits: ReadLimits;
  #elements = 0;
  #at = 0;

  constructor(bytes: Buffer, limits: ReadLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  /** Reads elements up to `end`, or up to an item delimitation when `end` is `undefined`. */
  readElements(
    end: number | undefined,
    encoding: DatasetEncoding,
    inherited: readonly string[],
    depth: number,
  ): ReadDataset {
    if (depth > this.#limits.maxDepth)
      this.#fail(`sequences nest deeper than ${this.#limits.maxDepth}`);
    const limit = end ?? this.#bytes.length;
    const elements = new Map<number, ReadElement>();
    let characterSets = inherited;
    let delimited = false;
    while (this.#at < limit) {
      const header = this.#readHeader(limit, encoding);
      if (header.tag === ITEM_DELIMITATION && end === undefined) {
        delimited = true;
        break;
      }
      const element = this.#readElement(header, limit, encoding, characterSets, depth);
      if (elements.has(element.tag)) this.#fail(`${formatTag(element.tag)} occurs twice`);
      elements.set(element.tag, element);
      if (element.tag === SPECIFIC_CHARACTER_SET) {
        characterSets = new ReadDataset(elements, inherited).characterSets;
      }
    }
    if (end === undefined && !delimited) this.#fail('an item of undefined length has no end');
    return new ReadDataset(elements, inherited);
  }

  #readElement(
    header: ElementHeader,
    limit: number,
    encoding: DatasetEncoding,
    characterSets: readonly string[],
    depth: number,
  ): ReadElement {
    const { tag, length } = header;
    const vr = header.vr === undefined ? {} : { vr: header.vr };
    const start = this.#at;
    if (length === UNDEFINED_LENGTH) {
      if (header.vr === 'OB' || header.vr === 'OW' || tag === PIXEL_DATA) {
        const fragments = this.#readFragments();
        return { tag, ...vr, raw: this.#bytes.subarray(start, this.#at), fragments };
      }
      // A sequence of undefined length under UN is in implicit VR (PS3.5 6.2.2).
      const inner = header.vr === 'UN' ? 'implicit-little-endian' : encoding;
      const items = this.#readItems(undefined, inner, characterSets, depth);
      return { tag, ...vr, raw: this.#bytes.subarray(start, this.#at), items };
    }
    if (length > limit - start) {
      this.#fail(`${formatTag(tag)} declares ${length} bytes, ${limit - start} are left`);
    }
    const end = start + length;
    const raw = this.#bytes.subarray(start, end);
    const mayBeSequence = header.vr === undefined && tag !== PIXEL_DATA && startsWithItem(raw);
    if (header.vr === 'SQ' || mayBeSequence) {
      const items = this.#readItems(end, encoding, characterSets, depth);
      return { tag, ...vr, raw, items };
    }
    this.#at = end;
    return { tag, ...vr, raw };
  }

  #readItems(
    end: number | undefined,
    encoding: DatasetEncoding,
    characterSets: readonly string[],
    depth: number,
  ): ReadDataset[] {
    const limit = end ?? this.#bytes.length;
    const items: ReadDataset[] = [];
    while (this.#at < limit) {
      const { tag, length } = this.#readHeader(limit, 'implicit-little-endian');
      if (tag === SEQUENCE_DELIMITATION && end === undefined) return items;
      if (tag !== ITEM) this.#fail(`${formatTag(tag)} where an item belongs`);
      if (length !== UNDEFINED_LENGTH && length > limit - this.#at) {
        this.#fail(`an item declares ${length} bytes, ${limit - this.#at} are left`);
      }
      const itemEnd = length === UNDEFINED_LENGTH ? undefined : this.#at + length;
      items.push(this.readElements(itemEnd, encoding, characterSets, depth + 1));
      if (this.#at > limit) this.#fail('an item runs beyond its sequence');
    }
    if (end === undefined) this.#fail('a sequence of undefined length has no end');
    return items;
  }

  #readFragments(): Buffer[] {
    const limit = this.#bytes.length;
    const fragments: Buffer[] = [];
    for (;;) {
      const { tag, length } = this.#readHeader(limit, 'implicit-little-endian');
      if (tag === SEQUENCE_DELIMITATION) return fragments;
      if (tag !== ITEM) this.#fail(`${formatTag(tag)} where a fragment belongs`);
      // An undefined length is longer than anything that can be left.
      if (length > limit - this.#at) {
        this.#fail(`a fragment declares ${length} bytes, ${limit - this.#at} are left`);
      }
      fragments.push(this.#bytes.subarray(this.#at, this.#at + length));
      this.#at += length;
    }
  }

  #readHeader(limit: number, encoding: DatasetEncoding): ElementHeader {
    this.#elements += 1;
    if (this.#elements > this.#limits.maxElements) {
      this.#fail(`more than ${this.#limits.maxElements} elements`);
    }
    const at = this.#at;
    this.#need(8, limit);
    const tag = this.#bytes.readUInt16LE(at) * 0x10000 + this.#bytes.readUInt16LE(at + 2);
    // Items and delimitations never have a VR (PS3.5 7.5).
    if (encoding === 'implicit-little-endian' || tag >>> 16 === 0xfffe) {
      this.#at = at + 8;
      return { tag, length: this.#bytes.readUInt32LE(at + 4) };
    }
    const vr = this.#bytes.toString('latin1', at + 4, at + 6);
    if (!/^[A-Z]{2}$/.test(vr)) this.#fail(`${formatTag(tag)} has no valid VR`);
    if (!LONG_LENGTH_VRS.has(vr)) {
      this.#at = at + 8;
      return { tag, vr, length: this.#bytes.readUInt16LE(at + 6) };
    }
    this.#need(12, limit);
    this.#at = at + 12;
    return { tag, vr, length: this.#bytes.readUInt32LE(at + 8) };
  }

  #need(length: number, limit: number): void {
    if (limit - this.#at < length) this.#fail(`${limit - this.#at} stray bytes end the data set`);
  }

  #fail(message: string): never {
    throw new DatasetSyntaxError(message, this.#at);
  }
}

/** Implicit VR does not tell sequences; text cannot begin with an item tag, so its bytes do. */
function startsWithItem(raw: Buffer): boolean {
  return raw.length >= 8 && raw.readUInt32LE(0) === 0xe000fffe;
}

/**
 * Reads a data set in implicit or explicit VR little endian (PS3.5 7). Bounded in elements and
 * depth; never throws for a peer's bytes.
 */
export function readDataset(
  bytes: Buffer,
  encoding: DatasetEncoding,
  limits: ReadLimits = DEFAULT_LIMITS,
): ReadDatasetResult {
  try {
    const reader = new DatasetReader(bytes, limits);
    return { ok: true, dataset: reader.readElements(bytes.length, encoding, [], 0) };
  } catch (error) {
    if (!(error instanceof DatasetSyntaxError)) throw error;
    return { ok: false, message: error.message, offsetBytes: error.offsetBytes };
  }
}
