import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION } from '../uids.ts';
import { encodeDataset } from './encode-dataset.ts';

/** What the file meta information says about the data set that follows it. */
export interface FileMeta {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** AE title that sent the object. */
  readonly sourceAeTitle?: string;
}

/** Encodes what precedes the data set in a DICOM file: preamble, prefix, file meta information (PS3.10 7.1). */
export function encodeFileMeta(meta: FileMeta): Buffer {
  const elements = encodeDataset(
    [
      { tag: 0x00020001, vr: 'OB', bytes: Buffer.from([0, 1]) },
      { tag: 0x00020002, vr: 'UI', text: meta.sopClassUid },
      { tag: 0x00020003, vr: 'UI', text: meta.sopInstanceUid },
      { tag: 0x00020010, vr: 'UI', text: meta.transferSyntaxUid },
      { tag: 0x00020012, vr: 'UI', text: IMPLEMENTATION_CLASS_UID },
      { tag: 0x00020013, vr: 'SH', text: IMPLEMENTATION_VERSION },
      ...(meta.sourceAeTitle === undefined
        ? []
        : [{ tag: 0x00020016, vr: 'AE' as const, text: meta.sourceAeTitle }]),
    ],
    'explicit-little-endian',
  );
  const groupLength = encodeDataset(
    [{ tag: 0x00020000, vr: 'UL', numbers: [elements.length] }],
    'explicit-little-endian',
  );
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), groupLength, elements]);
}
