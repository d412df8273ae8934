import type { ReadDataset } from '../../../../src/protocols/dicom/index.ts';

type Attribute = { vr: string; Value?: unknown[]; BulkDataURI?: string };
/** A data set of the DICOM JSON Model (PS3.18 F.2). */
export type JsonDataset = Record<string, Attribute>;

const numberReaders: Readonly<
  Record<string, readonly [number, (raw: Buffer, at: number) => number]>
> = {
  US: [2, (raw, at) => raw.readUInt16LE(at)],
  UL: [4, (raw, at) => raw.readUInt32LE(at)],
  SL: [4, (raw, at) => raw.readInt32LE(at)],
  FL: [4, (raw, at) => raw.readFloatLE(at)],
  FD: [8, (raw, at) => raw.readDoubleLE(at)],
};

/** Writes a data set in explicit VR as DICOM JSON; bulk data become an address. */
export function toJson(dataset: ReadDataset, bulkUri = 'bulk'): JsonDataset {
  const json: JsonDataset = {};
  for (const [tag, { items, raw, vr = 'UN' }] of dataset.elements) {
    const key = tag.toString(16).padStart(8, '0').toUpperCase();
    const reader = numberReaders[vr];
    const text = dataset.text(tag) ?? '';
    if (items !== undefined) json[key] = { vr, Value: items.map((item) => toJson(item)) };
    else if (vr === 'OB' || vr === 'OW') json[key] = { vr, BulkDataURI: bulkUri };
    else if (reader !== undefined) {
      const [width, read] = reader;
      const count = raw.length / width;
      json[key] = { vr, Value: Array.from({ length: count }, (_, at) => read(raw, at * width)) };
    } else if (vr === 'AT') {
      const numbers = Array.from({ length: raw.length / 4 }, (_, at) =>
        [raw.readUInt16LE(at * 4), raw.readUInt16LE(at * 4 + 2)]
          .map((half) => half.toString(16).padStart(4, '0').toUpperCase())
          .join(''),
      );
      json[key] = { vr, Value: numbers };
    } else if (text === '') json[key] = { vr };
    else {
      const values = ['ST', 'LT', 'UT'].includes(vr) ? [text] : text.split('\\');
      json[key] = { vr, Value: values.map((value) => writeValue(value, vr)) };
    }
  }
  return json;
}

function writeValue(value: string, vr: string): unknown {
  if (vr === 'PN') return { Alphabetic: value };
  return vr === 'DS' || vr === 'IS' ? Number(value) : value;
}
