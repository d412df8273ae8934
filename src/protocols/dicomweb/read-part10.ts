import { readDataset } from '../dicom/data/read-dataset.ts';

/** What a DICOM file says of itself, and its data set as a view of the bytes. */
export interface Part10Object {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** The object, or why the bytes are no DICOM file. */
export type Part10Reading =
  | { readonly ok: true; readonly object: Part10Object }
  | { readonly ok: false; readonly message: string };

const PREFIX_BYTES = 132;
/** (0002,0000) UL: header of 8 and value of 4 bytes. */
const GROUP_LENGTH_BYTES = 12;
const MAX_META_BYTES = 65_536;

/** Reads the file meta information of a DICOM file in memory (PS3.10 7.1). Never throws for a peer's bytes. */
export function readPart10(bytes: Buffer): Part10Reading {
  if (bytes.toString('latin1', PREFIX_BYTES - 4, PREFIX_BYTES) !== 'DICM') {
    return { ok: false, message: 'no DICM prefix' };
  }
  const start = PREFIX_BYTES + GROUP_LENGTH_BYTES;
  // Tag (0002,0000), VR UL, length 4.
  if (bytes.toString('hex', PREFIX_BYTES, PREFIX_BYTES + 8) !== '02000000554c0400') {
    return { ok: false, message: 'no file meta information group length' };
  }
  if (bytes.length < start) return { ok: false, message: 'ends within the group length' };
  const metaBytes = bytes.readUInt32LE(start - 4);
  const end = start + metaBytes;
  if (metaBytes > MAX_META_BYTES || end > bytes.length) {
    return { ok: false, message: `${metaBytes} bytes of file meta information` };
  }
  const meta = readDataset(bytes.subarray(start, end), 'explicit-little-endian');
  if (!meta.ok) return { ok: false, message: `file meta information: ${meta.message}` };
  const sopClassUid = meta.dataset.text(0x00020002);
  const sopInstanceUid = meta.dataset.text(0x00020003);
  const transferSyntaxUid = meta.dataset.text(0x00020010);
  if (!sopClassUid || !sopInstanceUid || !transferSyntaxUid) {
    return { ok: false, message: 'file meta information lacks a mandatory UID' };
  }
  const dataset = bytes.subarray(end);
  return { ok: true, object: { sopClassUid, sopInstanceUid, transferSyntaxUid, dataset } };
}
