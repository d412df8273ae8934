import { formatTag } from '../../protocols/dicom/data/value-representations.ts';
import type { ReadDataset, ReadElement } from '../../protocols/dicom/index.ts';
import type {
  DicomJsonDataset,
  DicomJsonElement,
  DicomJsonValue,
} from '../../protocols/dicomweb/index.ts';
import { keywordOfTag } from '../../synthetic/attributes.ts';
import { type DatasetDifference, TEST_PATIENT_ID } from '../../synthetic/index.ts';

/** What comparing a data set of ours with DICOM JSON found. */
export interface JsonComparison {
  readonly differences: readonly DatasetDifference[];
  /** What came back names another patient: its values could be a person's, and none is shown. */
  readonly withheld: boolean;
}

/** Which attributes count; all of ours unless given. */
export interface JsonComparisonScope {
  readonly only?: ReadonlySet<number>;
}

const PATIENT_ID = 0x00100020;
const SPECIFIC_CHARACTER_SET = 0x00080005;
const maxShownCharacters = 200;
/** Texts of one value, in which a backslash is a character (PS3.5 6.2). */
const singleTexts: ReadonlySet<string> = new Set(['ST', 'LT', 'UT', 'UR']);
const bulkVrs: ReadonlySet<string> = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

const binaryNumbers: Readonly<
  Record<string, readonly [number, (raw: Buffer, at: number) => number]>
> = {
  US: [2, (raw, at) => raw.readUInt16LE(at)],
  SS: [2, (raw, at) => raw.readInt16LE(at)],
  UL: [4, (raw, at) => raw.readUInt32LE(at)],
  SL: [4, (raw, at) => raw.readInt32LE(at)],
  FL: [4, (raw, at) => raw.readFloatLE(at)],
  FD: [8, (raw, at) => raw.readDoubleLE(at)],
};

/**
 * Compares a data set of ours with what DICOM JSON says of it (PS3.18 F.2), tag by tag. Bulk data, which JSON only
 * points to, and the character set, which is always UTF-8 here, are left out; so is what the service adds.
 */
export function compareJson(
  ours: ReadDataset,
  theirs: DicomJsonDataset,
  { only }: JsonComparisonScope = {},
): JsonComparison {
  const patient = theirs.text(PATIENT_ID)?.trim();
  const withheld = patient !== undefined && patient !== (ours.text(PATIENT_ID) ?? TEST_PATIENT_ID);
  const differences: DatasetDifference[] = [];
  compare(ours, theirs, '', only, differences);
  return { differences: withheld ? differences.map(dropValues) : differences, withheld };
}

function dropValues(difference: DatasetDifference): DatasetDifference {
  if (difference.kind !== 'changed' && difference.kind !== 'removed') return difference;
  const { ours: _, ...place } = difference;
  if (place.kind === 'removed') return place;
  const { theirs: __, ...rest } = place;
  return rest;
}

function compare(
  ours: ReadDataset,
  theirs: DicomJsonDataset,
  prefix: string,
  only: ReadonlySet<number> | undefined,
  differences: DatasetDifference[],
): void {
  for (const [tag, element] of ours.elements) {
    if (tag === SPECIFIC_CHARACTER_SET || (only !== undefined && !only.has(tag))) continue;
    const keyword = keywordOfTag(tag);
    const path = `${prefix}${formatTag(tag)}`;
    const place = { path, tag, ...(keyword === undefined ? {} : { keyword }) };
    const other = theirs.elements.get(tag);
    if (element.items !== undefined) {
      compareItems(element.items, theirs.items(tag), place, differences);
      continue;
    }
    if (bulkVrs.has(element.vr ?? '')) continue;
    const left = readOurs(ours, element);
    const right = other === undefined ? [] : readTheirs(other);
    if (left.length === right.length && left.every((value, index) => isSame(value, right[index])))
      continue;
    if (left.length === 0 && right.length === 0) continue;
    const sent = show(left);
    if (right.length === 0) differences.push({ ...place, kind: 'removed', ours: sent });
    else {
      const received = show(right);
      const change = sent.normalize('NFC') === received.normalize('NFC') ? 'unicode-form' : 'value';
      differences.push({ ...place, kind: 'changed', change, ours: sent, theirs: received });
    }
  }
}

function compareItems(
  ours: readonly ReadDataset[],
  theirs: readonly DicomJsonDataset[],
  place: { readonly path: string; readonly tag: number; readonly keyword?: string },
  differences: DatasetDifference[],
): void {
  if (ours.length !== theirs.length) {
    differences.push({ ...place, kind: 'item-count', ours: ours.length, theirs: theirs.length });
  }
  ours.forEach((item, index) => {
    const other = theirs[index];
    if (other !== undefined)
      compare(item, other, `${place.path}[${index + 1}] > `, undefined, differences);
  });
}

type PlainValue = string | number;

function readOurs(dataset: ReadDataset, { raw, tag, vr = 'UN' }: ReadElement): PlainValue[] {
  const reader = binaryNumbers[vr];
  if (reader !== undefined) {
    const [width, read] = reader;
    return Array.from({ length: Math.floor(raw.length / width) }, (_, index) =>
      read(raw, index * width),
    );
  }
  if (vr === 'AT') {
    return Array.from({ length: Math.floor(raw.length / 4) }, (_, index) => {
      const number = raw.readUInt16LE(index * 4) * 0x10000 + raw.readUInt16LE(index * 4 + 2);
      return number.toString(16).padStart(8, '0').toUpperCase();
    });
  }
  const text = dataset.text(tag) ?? '';
  if (text === '') return [];
  const values = singleTexts.has(vr) ? [text] : text.split('\\');
  return vr === 'DS' || vr === 'IS' ? values.map(Number) : values.map((one) => one.trimEnd());
}

function readTheirs(element: DicomJsonElement): PlainValue[] {
  if (element.kind !== 'values') return [];
  const values = element.values.map((value) => readValue(value, element.vr));
  return values.every((value) => value === '') ? [] : values;
}

function readValue(value: DicomJsonValue, vr: string): PlainValue {
  if (value === undefined) return '';
  if (typeof value === 'number') return value;
  if (typeof value === 'object') return (value.alphabetic ?? '').trimEnd();
  if (vr === 'AT') return value.toUpperCase();
  return (vr === 'DS' || vr === 'IS') && value.trim() !== '' ? Number(value) : value.trimEnd();
}

function isSame(ours: PlainValue, theirs: PlainValue | undefined): boolean {
  if (typeof ours === 'number' && typeof theirs === 'number') {
    return ours === theirs || Math.fround(ours) === Math.fround(theirs);
  }
  // A service may not know the VR, and then gives a number as text.
  return String(ours) === String(theirs);
}

function show(values: readonly PlainValue[]): string {
  return [...values.join('\\')].slice(0, maxShownCharacters).join('');
}
