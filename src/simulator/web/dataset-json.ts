import type { ReadDataset, ReadElement } from '../../protocols/dicom/index.ts';
import { ATTRIBUTES as SYNTHETIC_ATTRIBUTES } from '../../synthetic/attributes.ts';
import { ATTRIBUTES } from '../dicom/attributes.ts';

/** The address of a value that JSON only points to (PS3.18 F.2.6). */
export type BulkAddress = (tag: number) => string;

/** Longer values of bytes are pointed to. */
const longestInlineBytes = 1024;

const byteVrs: ReadonlySet<string> = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
/** One value, in which a backslash is a character (PS3.5 6.2). */
const singleTextVrs: ReadonlySet<string> = new Set(['LT', 'ST', 'UR', 'UT']);
const numberReaders: Readonly<
  Record<string, readonly [bytes: number, read: (raw: Buffer, at: number) => number]>
> = {
  FD: [8, (raw, at) => raw.readDoubleLE(at)],
  FL: [4, (raw, at) => raw.readFloatLE(at)],
  SL: [4, (raw, at) => raw.readInt32LE(at)],
  SS: [2, (raw, at) => raw.readInt16LE(at)],
  UL: [4, (raw, at) => raw.readUInt32LE(at)],
  US: [2, (raw, at) => raw.readUInt16LE(at)],
};

/** VRs of implicit VR data sets, as far as the simulator or our own objects know the attribute. */
const knownVrs: ReadonlyMap<number, string> = new Map([
  ...Object.values(SYNTHETIC_ATTRIBUTES).map(([tag, vr]) => [tag, vr] as const),
  ...Object.values(ATTRIBUTES).map(([tag, vr]) => [tag, vr] as const),
]);

/**
 * A data set in the DICOM JSON model (PS3.18 F.2): every attribute, long values of bytes as addresses.
 *
 * @param addressOf - for the top level; in items, bytes are always in the JSON itself
 */
export function toJsonDataset(
  dataset: ReadDataset,
  addressOf?: BulkAddress,
): Record<string, object> {
  const json: Record<string, object> = {};
  for (const element of dataset.elements.values()) {
    // Group lengths say nothing here.
    if ((element.tag & 0xffff) === 0) continue;
    json[tagName(element.tag)] = toJsonElement(dataset, element, addressOf);
  }
  return json;
}

/** A tag as JSON names it. */
export function tagName(tag: number): string {
  return tag.toString(16).padStart(8, '0').toUpperCase();
}

function toJsonElement(
  dataset: ReadDataset,
  element: ReadElement,
  addressOf: BulkAddress | undefined,
): object {
  const { items, raw, tag } = element;
  const vr = items === undefined ? (element.vr ?? knownVrs.get(tag) ?? 'UN') : 'SQ';
  if (items !== undefined)
    return items.length === 0 ? { vr } : { vr, Value: items.map((item) => toJsonDataset(item)) };
  if (byteVrs.has(vr)) {
    if (raw.length === 0) return { vr };
    return raw.length > longestInlineBytes && addressOf !== undefined
      ? { vr, BulkDataURI: addressOf(tag) }
      : { vr, InlineBinary: raw.toString('base64') };
  }
  const values = readJsonValues(dataset, tag, vr, raw);
  return values.length === 0 ? { vr } : { vr, Value: values };
}

function readJsonValues(
  dataset: ReadDataset,
  tag: number,
  vr: string,
  raw: Buffer,
): readonly unknown[] {
  const reader = numberReaders[vr];
  if (reader !== undefined) {
    const [bytes, read] = reader;
    return Array.from({ length: Math.floor(raw.length / bytes) }, (_, at) => read(raw, at * bytes));
  }
  if (vr === 'AT')
    return Array.from({ length: Math.floor(raw.length / 4) }, (_, at) =>
      tagName(raw.readUInt16LE(at * 4) * 0x10000 + raw.readUInt16LE(at * 4 + 2)),
    );
  const text = dataset.text(tag) ?? '';
  if (text === '') return [];
  if (singleTextVrs.has(vr)) return [text];
  return text.split('\\').map((value) => toJsonValue(vr, value.trim()));
}

function toJsonValue(vr: string, value: string): unknown {
  if (value === '') return null;
  if (vr === 'DS' || vr === 'IS') return Number.isFinite(Number(value)) ? Number(value) : value;
  if (vr !== 'PN') return value;
  const [alphabetic = '', ideographic = '', phonetic = ''] = value.split('=');
  return {
    Alphabetic: alphabetic,
    ...(ideographic !== '' && { Ideographic: ideographic }),
    ...(phonetic !== '' && { Phonetic: phonetic }),
  };
}
