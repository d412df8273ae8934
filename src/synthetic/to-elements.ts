import type { DataElement } from '../protocols/dicom/data/encode-dataset.ts';
import { CHARACTER_SET_VRS } from '../protocols/dicom/data/value-representations.ts';
import { ATTRIBUTES, type Keyword } from './attributes.ts';
import { assertTextFits, formatDecimal, formatInteger } from './value-limits.ts';

/** How letters with marks are composed: one code point (NFC), or letter and combining marks (NFD). */
export type TextForm = 'NFC' | 'NFD';

type ValueOf<V extends string> = V extends 'SQ'
  ? readonly AttributeValues[]
  : V extends 'OB' | 'OW'
    ? Buffer
    : V extends 'AT' | 'FD' | 'FL' | 'SL' | 'SS' | 'UL' | 'US'
      ? number | readonly number[]
      : V extends 'DS' | 'IS'
        ? string | number | readonly number[]
        : string;

/**
 * A data set, or an item, by keyword. Several values: an array of numbers, or text separated by a backslash.
 * The empty text and the empty array are type 2 attributes without a value.
 */
export type AttributeValues = {
  readonly [K in Keyword]?: ValueOf<(typeof ATTRIBUTES)[K][1]>;
};

type AnyValue = string | number | Buffer | readonly number[] | readonly AttributeValues[];

function isKeyword(text: string): text is Keyword {
  return Object.hasOwn(ATTRIBUTES, text);
}

function isNumbers(value: AnyValue): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number');
}

function isItems(value: AnyValue): value is readonly AttributeValues[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'object');
}

function toText(vr: string, value: AnyValue): string {
  if (typeof value === 'string') return value;
  const numbers = typeof value === 'number' ? [value] : isNumbers(value) ? value : undefined;
  if (numbers === undefined) throw new TypeError(`a ${vr} is text or numbers`);
  return numbers.map(vr === 'IS' ? formatInteger : formatDecimal).join('\\');
}

function toElement(keyword: Keyword, value: AnyValue, form: TextForm): DataElement {
  const [tag, vr] = ATTRIBUTES[keyword];
  switch (vr) {
    case 'SQ':
      if (!isItems(value)) throw new TypeError(`${keyword} is a sequence`);
      return { tag, vr, items: value.map((item) => toElements(item, form)) };
    case 'OB':
    case 'OW':
      if (!Buffer.isBuffer(value)) throw new TypeError(`${keyword} is bytes`);
      return { tag, vr, bytes: value };
    case 'AT':
    case 'FL':
    case 'SL':
    case 'UL':
    case 'US':
      if (typeof value === 'number') return { tag, vr, numbers: [value] };
      if (!isNumbers(value)) throw new TypeError(`${keyword} is numbers`);
      return { tag, vr, numbers: value };
    default: {
      const text = toText(vr, value);
      const formed = CHARACTER_SET_VRS.has(vr) ? text.normalize(form) : text;
      assertTextFits(tag, vr, formed);
      return { tag, vr, text: formed };
    }
  }
}

/**
 * The elements of a data set; its text is composed as asked, in items as well.
 * @throws RangeError for a value that its VR cannot hold
 */
export function toElements(values: AttributeValues, form: TextForm = 'NFC'): DataElement[] {
  return Object.entries(values).map(([keyword, value]) => {
    if (!isKeyword(keyword)) throw new TypeError(`${keyword} is no attribute of ours`);
    return toElement(keyword, value, form);
  });
}
