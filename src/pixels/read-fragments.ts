import { ITEM, SEQUENCE_DELIMITATION } from '../protocols/dicom/data/value-representations.ts';
import { fault, type Read, read } from './fault.ts';
import type { PixelLimits } from './limits.ts';

/** One fragment of encapsulated pixels. */
export interface Fragment {
  /** Of its item tag, from the end of the offset table, as the offset table counts (PS3.5 A.4). */
  readonly offsetBytes: number;
  readonly bytes: Buffer;
}

/** Encapsulated Pixel Data. */
export interface Fragments {
  /** Basic Offset Table; empty when it has no value. */
  readonly offsets: readonly number[];
  readonly fragments: readonly Fragment[];
}

interface Item {
  readonly bytes: Buffer;
  readonly nextBytes: number;
}

function readItem(bytes: Buffer, at: number): Read<Item | undefined> {
  if (bytes.length - at < 8) return fault('bad-encapsulation', 'no sequence delimitation item');
  const tag = bytes.readUInt16LE(at) * 0x10000 + bytes.readUInt16LE(at + 2);
  const length = bytes.readUInt32LE(at + 4);
  if (tag === SEQUENCE_DELIMITATION) return read(undefined);
  if (tag !== ITEM) return fault('bad-encapsulation', `no item at byte ${at} of the pixel data`);
  if (length > bytes.length - at - 8) {
    const words = `an item declares ${length} bytes, ${bytes.length - at - 8} are left`;
    return fault('bad-encapsulation', words);
  }
  const end = at + 8 + length;
  return read({ bytes: bytes.subarray(at + 8, end), nextBytes: end });
}

/** Reads offset table and fragments from the value of Pixel Data (PS3.5 A.4); nothing is copied. */
export function readFragments(value: Buffer, limits: PixelLimits): Read<Fragments> {
  const table = readItem(value, 0);
  if (!table.ok) return table;
  if (table.value === undefined) return fault('bad-encapsulation', 'no basic offset table item');
  if (table.value.bytes.length % 4 !== 0) {
    return fault('bad-encapsulation', `an offset table of ${table.value.bytes.length} bytes`);
  }
  const offsets: number[] = [];
  for (let at = 0; at < table.value.bytes.length; at += 4) {
    if (offsets.length > limits.maxFrames) return fault('too-large', 'entries in the offset table');
    offsets.push(table.value.bytes.readUInt32LE(at));
  }
  const first = table.value.nextBytes;
  const fragments: Fragment[] = [];
  for (let at = first; ; ) {
    const item = readItem(value, at);
    if (!item.ok) return item;
    if (item.value === undefined) return read({ offsets, fragments });
    if (fragments.length >= limits.maxFragments) {
      return fault('too-large', `more than ${limits.maxFragments} fragments`);
    }
    fragments.push({ offsetBytes: at - first, bytes: item.value.bytes });
    at = item.value.nextBytes;
  }
}
