import {
  type DataElement,
  encodeDataset,
  IMPLEMENTATION_CLASS_UID,
  readDataset,
} from '../../protocols/dicom/index.ts';
import type { StoredObject } from '../dicom/services.ts';
import { SIMULATOR_DICOM_VERSION } from '../identity.ts';

const prefixEnd = 132;
const groupLengthBytes = 12;

/** Writes an object as a DICOM file (PS3.10 7.1). */
export function writePart10(object: StoredObject): Buffer {
  const meta: readonly DataElement[] = [
    { tag: 0x00020001, vr: 'OB', bytes: Buffer.from([0, 1]) },
    { tag: 0x00020002, vr: 'UI', text: object.sopClassUid },
    { tag: 0x00020003, vr: 'UI', text: object.sopInstanceUid },
    { tag: 0x00020010, vr: 'UI', text: object.transferSyntax },
    { tag: 0x00020012, vr: 'UI', text: IMPLEMENTATION_CLASS_UID },
    { tag: 0x00020013, vr: 'SH', text: SIMULATOR_DICOM_VERSION },
  ];
  const encoded = encodeDataset(meta, 'explicit-little-endian');
  const length = encodeDataset(
    [{ tag: 0x00020000, vr: 'UL', numbers: [encoded.length] }],
    'explicit-little-endian',
  );
  const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM', 'latin1')]);
  return Buffer.concat([preamble, length, encoded, object.bytes]);
}

/** What the head of a DICOM file says, and its data set; `undefined` when it is not one. */
export function readPart10(file: Buffer): Omit<StoredObject, 'elements'> | undefined {
  if (file.toString('latin1', 128, prefixEnd) !== 'DICM') return undefined;
  const metaStart = prefixEnd + groupLengthBytes;
  if (file.length < metaStart || file.readUInt32LE(prefixEnd) !== 2) return undefined;
  const metaEnd = metaStart + file.readUInt32LE(metaStart - 4);
  if (metaEnd > file.length) return undefined;
  const read = readDataset(file.subarray(metaStart, metaEnd), 'explicit-little-endian');
  if (!read.ok) return undefined;
  const sopClassUid = read.dataset.text(0x00020002);
  const sopInstanceUid = read.dataset.text(0x00020003);
  const transferSyntax = read.dataset.text(0x00020010);
  if (!sopClassUid || !sopInstanceUid || !transferSyntax) return undefined;
  return { sopClassUid, sopInstanceUid, transferSyntax, bytes: file.subarray(metaEnd) };
}
