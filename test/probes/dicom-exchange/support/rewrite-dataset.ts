import { type ReadElement, readDataset } from '../../../../src/protocols/dicom/index.ts';

const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT']);

/** Writes a data set in explicit VR little endian anew; `change` gives each top-level value, or `undefined` to drop it. */
export function rewriteDataset(
  bytes: Buffer,
  change: (element: ReadElement) => Buffer | undefined,
): Buffer {
  const read = readDataset(bytes, 'explicit-little-endian');
  if (!read.ok) throw new Error(read.message);
  return Buffer.concat(
    [...read.dataset.elements.values()].flatMap((element) => {
      const value = change(element);
      return value === undefined ? [] : [...encodeElement(element, value)];
    }),
  );
}

/** Text without marks, as an archive writes it that keeps ASCII letters only. */
export function stripMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

/** A text value, padded to even length. */
export function padText(text: string, encoding: BufferEncoding = 'utf8'): Buffer {
  const bytes = Buffer.from(text, encoding);
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(' ')]);
}

function encodeElement({ tag, vr = 'UN' }: ReadElement, value: Buffer): Buffer[] {
  const isLong = longVrs.has(vr);
  const header = Buffer.alloc(isLong ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  if (isLong) header.writeUInt32LE(value.length, 8);
  else header.writeUInt16LE(value.length, 6);
  return [header, value];
}
