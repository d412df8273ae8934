import { formatTag } from '../../../src/protocols/dicom/data/value-representations.ts';
import type { ReadDataset, ReadElement } from '../../../src/protocols/dicom/index.ts';

/** One element as dcm2json writes it (PS3.18 F.2). */
export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
}

/** A data set as dcm2json writes it, by tags of eight digits. */
export type JsonDataset = Readonly<Record<string, JsonElement>>;

const SPECIFIC_CHARACTER_SET = 0x00080005;

/** Text that may hold backslashes of its own (PS3.5 6.4). */
const SINGLE_VALUED: ReadonlySet<string> = new Set(['LT', 'ST', 'UR', 'UT']);

const NUMBERS: Readonly<
  Record<string, readonly [number, (raw: Buffer, at: number) => number | string]>
> = {
  AT: [
    4,
    (raw, at) =>
      (raw.readUInt16LE(at) * 0x10000 + raw.readUInt16LE(at + 2))
        .toString(16)
        .padStart(8, '0')
        .toUpperCase(),
  ],
  FD: [8, (raw, at) => raw.readDoubleLE(at)],
  FL: [4, (raw, at) => raw.readFloatLE(at)],
  SL: [4, (raw, at) => raw.readInt32LE(at)],
  SS: [2, (raw, at) => raw.readInt16LE(at)],
  UL: [4, (raw, at) => raw.readUInt32LE(at)],
  US: [2, (raw, at) => raw.readUInt16LE(at)],
};

/** Digits that a value has; DCMTK prints one or two more, not always the nearest. */
const PRECISION: Readonly<Record<string, number>> = { FD: 15, FL: 7 };

function round(values: readonly unknown[], vr: string): unknown[] {
  const digits = PRECISION[vr];
  return digits === undefined
    ? [...values]
    : values.map((value) => Number(Number(value).toPrecision(digits)));
}

function trim(text: string): string {
  return text.replace(/^ +|[\0 ]+$/g, '');
}

/** Person name component groups (PS3.5 6.2.1); empty ones say nothing. */
function splitName(name: string): Record<string, string> {
  const [alphabetic = '', ideographic = '', phonetic = ''] = name.split('=');
  const groups = { Alphabetic: alphabetic, Ideographic: ideographic, Phonetic: phonetic };
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => group !== ''));
}

/** Our value of an element in the shape of DICOM JSON; the VR is theirs, as implicit VR does not tell. */
function shapeValues(dataset: ReadDataset, { tag, raw }: ReadElement, vr: string): unknown[] {
  const numbers = NUMBERS[vr];
  if (numbers !== undefined) {
    const [width, read] = numbers;
    const values = Array.from({ length: raw.length / width }, (_, index) =>
      read(raw, index * width),
    );
    return round(values, vr);
  }
  const text = dataset.text(tag) ?? '';
  if (SINGLE_VALUED.has(vr)) return text === '' ? [] : [text.replace(/ +$/, '')];
  const values = text === '' ? [] : text.split('\\').map(trim);
  if (vr === 'PN') return values.map((value) => (value === '' ? null : splitName(value)));
  if (vr === 'IS' || vr === 'DS') {
    return values.map((value) => (value === '' ? null : Number(value)));
  }
  return values.map((value) => (value === '' ? null : value));
}

function shapeTheirs({ vr, Value = [] }: JsonElement): unknown[] {
  if (vr in PRECISION) return round(Value, vr);
  if (SINGLE_VALUED.has(vr)) return Value.map((value) => String(value).replace(/ +$/, ''));
  return Value.map((value) => (typeof value === 'string' ? trim(value) || null : value));
}

/**
 * Where what we read of a data set differs from what DCMTK reads; empty when it is the same, element by element. The
 * character set is left out, since dcm2json converts to UTF-8.
 */
export function findDifferences(ours: ReadDataset, theirs: JsonDataset, path = ''): string[] {
  const differences: string[] = [];
  const remaining = new Map(ours.elements);
  remaining.delete(SPECIFIC_CHARACTER_SET);
  for (const [digits, json] of Object.entries(theirs)) {
    const tag = Number.parseInt(digits, 16);
    const place = `${path}${formatTag(tag)}`;
    const element = ours.elements.get(tag);
    remaining.delete(tag);
    if (tag === SPECIFIC_CHARACTER_SET) continue;
    if (element === undefined) {
      differences.push(`${place} is not read by us`);
    } else if (json.vr === 'SQ') {
      const items = json.Value ?? [];
      if (items.length !== (element.items?.length ?? 0)) {
        differences.push(`${place}: ${element.items?.length ?? 0} and ${items.length} items`);
      }
      for (const [index, item] of (element.items ?? []).entries()) {
        const other = items[index] ?? {};
        differences.push(...findDifferences(item, other as JsonDataset, `${place}[${index}]`));
      }
    } else if (json.InlineBinary !== undefined) {
      if (element.raw.toString('base64') !== json.InlineBinary) differences.push(`${place}: bytes`);
    } else {
      const left = JSON.stringify(shapeValues(ours, element, json.vr));
      const right = JSON.stringify(shapeTheirs(json));
      if (left !== right) differences.push(`${place} ${json.vr}: ${left} and ${right}`);
    }
  }
  for (const tag of remaining.keys())
    differences.push(`${path}${formatTag(tag)} is read by us only`);
  return differences;
}
