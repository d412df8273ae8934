import { readDataset } from '../protocols/dicom/index.ts';

/** What the file meta information says (PS3.10 7.1). */
export interface FileHead {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Where the data set begins. */
  readonly datasetAt: number;
}

/** The head of a DICOM file, or what is wrong with it. */
export type FileHeadResult =
  | { readonly ok: true; readonly head: FileHead }
  /** `no-prefix`: not a DICOM file at all. `meta`: it says DICM, but what follows is not file meta information. */
  | { readonly ok: false; readonly fault: 'no-prefix' | 'meta' };

const PREFIX_AT = 128;
const PREFIX_END = 132;
/** (0002,0000) UL: header of 8 and value of 4 bytes. */
const META_AT = PREFIX_END + 12;

/** So much of the beginning of a file holds its meta information, unless someone means harm. */
export const HEAD_BYTES = 64 * 1024;

/** Reads preamble, prefix and file meta information from the beginning of a file. */
export function readFileHead(start: Buffer): FileHeadResult {
  if (start.toString('latin1', PREFIX_AT, PREFIX_END) !== 'DICM') {
    return { ok: false, fault: 'no-prefix' };
  }
  if (start.length < META_AT || start.readUInt32LE(PREFIX_END) !== 0x0000_0002) {
    return { ok: false, fault: 'meta' };
  }
  const datasetAt = META_AT + start.readUInt32LE(META_AT - 4);
  if (datasetAt > start.length) return { ok: false, fault: 'meta' };
  const read = readDataset(start.subarray(META_AT, datasetAt), 'explicit-little-endian');
  if (!read.ok) return { ok: false, fault: 'meta' };
  const sopClassUid = read.dataset.text(0x00020002);
  const sopInstanceUid = read.dataset.text(0x00020003);
  const transferSyntaxUid = read.dataset.text(0x00020010);
  if (!sopClassUid || !sopInstanceUid || !transferSyntaxUid) return { ok: false, fault: 'meta' };
  return { ok: true, head: { sopClassUid, sopInstanceUid, transferSyntaxUid, datasetAt } };
}
