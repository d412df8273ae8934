import { decodeText } from '../protocols/dicom/data/decode-text.ts';
import type { ReadElement } from '../protocols/dicom/data/read-dataset.ts';
import { CHARACTER_SET_VRS, type Vr } from '../protocols/dicom/data/value-representations.ts';

/** In what a value differs from the one sent, from the harmless to the grave. */
export type ValueChange =
  /** The same value, padded in another way. */
  | 'padding'
  /** The same number, written in another way: `5.0` for `5.0000`. */
  | 'number-form'
  /** The same text in another character set. */
  | 'character-set'
  /** The same letters, composed or decomposed (Unicode NFC, NFD). */
  | 'unicode-form'
  | 'value';

/** A value field as text and as evidence. */
export interface ComparedValue {
  readonly raw: Buffer;
  readonly vr: string;
  readonly characterSets: readonly string[];
}

const NUMBER_VRS: ReadonlySet<string> = new Set<Vr>(['DS', 'IS']);

/** VRs of bytes and binary numbers, which a text form would only garble. */
const BINARY_VRS: ReadonlySet<string> = new Set([
  'AT',
  'FD',
  'FL',
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SL',
  'SQ',
  'SS',
  'SV',
  'UL',
  'UN',
  'US',
  'UV',
]);

/** Longest text that a difference shows. */
const MAX_SHOWN_CHARACTERS = 200;
/** Most bytes that a difference shows. */
const MAX_SHOWN_BYTES = 32;

/** The value of an element; without a VR of its own it has that of its counterpart, or is unknown. */
export function takeValue(
  element: ReadElement,
  characterSets: readonly string[],
  otherVr: string | undefined,
): ComparedValue {
  const declared = element.vr === 'UN' ? otherVr : element.vr;
  return { raw: element.raw, vr: declared ?? otherVr ?? 'UN', characterSets };
}

function readValue({ raw, vr, characterSets }: ComparedValue): string {
  const text = decodeText(raw, CHARACTER_SET_VRS.has(vr) ? characterSets : []).text;
  return text.replace(/[\0 ]+$/, '');
}

function readNumbers(text: string): number[] | undefined {
  const numbers = text.split('\\').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return numbers.some(Number.isNaN) ? undefined : numbers;
}

function areSameNumbers(ours: string, theirs: string): boolean {
  const left = readNumbers(ours);
  const right = readNumbers(theirs);
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  return left.every((value, index) => value === right[index]);
}

function areSameBytesButPadding(ours: Buffer, theirs: Buffer): boolean {
  const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  return long.length - short.length === 1 && long.at(-1) === 0 && long.indexOf(short) === 0;
}

/** How a value changed; `undefined` when the bytes are equal. */
export function classifyChange(
  ours: ComparedValue,
  theirs: ComparedValue,
): ValueChange | undefined {
  const sameBytes = ours.raw.equals(theirs.raw);
  if (BINARY_VRS.has(ours.vr)) {
    if (sameBytes) return undefined;
    return areSameBytesButPadding(ours.raw, theirs.raw) ? 'padding' : 'value';
  }
  const ourText = readValue(ours);
  const theirText = readValue(theirs);
  // The same bytes under another declared character set are other letters.
  if (sameBytes) return ourText === theirText ? undefined : 'value';
  if (ourText === theirText) {
    const unpadded = (value: ComparedValue): string =>
      value.raw.toString('latin1').replace(/[\0 ]+$/, '');
    return unpadded(ours) === unpadded(theirs) ? 'padding' : 'character-set';
  }
  if (ourText.normalize('NFC') === theirText.normalize('NFC')) return 'unicode-form';
  if (NUMBER_VRS.has(ours.vr) && areSameNumbers(ourText, theirText)) return 'number-form';
  return 'value';
}

/** A value as a difference shows it, cut to a readable length. */
export function showValue(value: ComparedValue): string {
  if (BINARY_VRS.has(value.vr)) {
    const hex = value.raw.subarray(0, MAX_SHOWN_BYTES).toString('hex');
    return value.raw.length > MAX_SHOWN_BYTES ? `${hex}… (${value.raw.length} bytes)` : hex;
  }
  const characters = [...readValue(value)];
  return characters.length > MAX_SHOWN_CHARACTERS
    ? `${characters.slice(0, MAX_SHOWN_CHARACTERS).join('')}…`
    : characters.join('');
}
