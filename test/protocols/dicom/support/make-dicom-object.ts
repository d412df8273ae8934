import { writeFile } from 'node:fs/promises';
import {
  type DataElement,
  type DatasetEncoding,
  encodeDataset,
} from '../../../../src/protocols/dicom/data/encode-dataset.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLEMENTATION_CLASS_UID,
  IMPLICIT_VR_LITTLE_ENDIAN,
  STORAGE_SOP_CLASSES,
} from '../../../../src/protocols/dicom/uids.ts';

/** A synthetic object, as data set bytes and as what identifies it. */
export interface SyntheticObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** A small secondary capture image of nobody, with a Vietnamese name and a private element. */
export function makeSecondaryCapture(options: {
  readonly serial: number;
  readonly patientId: string;
  readonly patientName?: string;
  readonly encoding?: DatasetEncoding;
  readonly rows?: number;
  readonly columns?: number;
}): SyntheticObject {
  const {
    serial,
    patientId,
    encoding = 'explicit-little-endian',
    rows = 16,
    columns = 16,
  } = options;
  const sopClassUid = STORAGE_SOP_CLASSES.secondaryCapture.uid;
  const studyInstanceUid = `2.25.111${serial}`;
  const sopInstanceUid = `2.25.333${serial}`;
  const pixels = Buffer.alloc(rows * columns);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = (index * 7) & 0xff;
  const elements: DataElement[] = [
    { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
    { tag: 0x00080016, vr: 'UI', text: sopClassUid },
    { tag: 0x00080018, vr: 'UI', text: sopInstanceUid },
    { tag: 0x00080020, vr: 'DA', text: '20260102' },
    { tag: 0x00080030, vr: 'TM', text: '101112' },
    { tag: 0x00080050, vr: 'SH', text: `A${serial}` },
    { tag: 0x00080060, vr: 'CS', text: 'OT' },
    { tag: 0x00080064, vr: 'CS', text: 'WSD' },
    { tag: 0x00080090, vr: 'PN', text: '' },
    { tag: 0x00090010, vr: 'LO', text: 'RISPACS TEST' },
    { tag: 0x00091001, vr: 'LO', text: 'private' },
    { tag: 0x00100010, vr: 'PN', text: options.patientName ?? 'KIỂM THỬ^RISPACS' },
    { tag: 0x00100020, vr: 'LO', text: patientId },
    { tag: 0x00100030, vr: 'DA', text: '' },
    { tag: 0x00100040, vr: 'CS', text: '' },
    { tag: 0x0020000d, vr: 'UI', text: studyInstanceUid },
    { tag: 0x0020000e, vr: 'UI', text: `2.25.222${serial}` },
    { tag: 0x00200010, vr: 'SH', text: `S${serial}` },
    { tag: 0x00200011, vr: 'IS', text: '1' },
    { tag: 0x00200013, vr: 'IS', text: '1' },
    { tag: 0x00280002, vr: 'US', numbers: [1] },
    { tag: 0x00280004, vr: 'CS', text: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', numbers: [rows] },
    { tag: 0x00280011, vr: 'US', numbers: [columns] },
    { tag: 0x00280100, vr: 'US', numbers: [8] },
    { tag: 0x00280101, vr: 'US', numbers: [8] },
    { tag: 0x00280102, vr: 'US', numbers: [7] },
    { tag: 0x00280103, vr: 'US', numbers: [0] },
    { tag: 0x7fe00010, vr: 'OW', bytes: pixels },
  ];
  return {
    sopClassUid,
    sopInstanceUid,
    studyInstanceUid,
    transferSyntaxUid:
      encoding === 'explicit-little-endian' ? EXPLICIT_VR_LITTLE_ENDIAN : IMPLICIT_VR_LITTLE_ENDIAN,
    dataset: encodeDataset(elements, encoding),
  };
}

/** Writes an object as a DICOM file (PS3.10 7.1). */
export async function writeDicomFile(path: string, object: SyntheticObject): Promise<void> {
  const meta = encodeDataset(
    [
      { tag: 0x00020001, vr: 'OB', bytes: Buffer.from([0, 1]) },
      { tag: 0x00020002, vr: 'UI', text: object.sopClassUid },
      { tag: 0x00020003, vr: 'UI', text: object.sopInstanceUid },
      { tag: 0x00020010, vr: 'UI', text: object.transferSyntaxUid },
      { tag: 0x00020012, vr: 'UI', text: IMPLEMENTATION_CLASS_UID },
    ],
    'explicit-little-endian',
  );
  const groupLength = encodeDataset(
    [{ tag: 0x00020000, vr: 'UL', numbers: [meta.length] }],
    'explicit-little-endian',
  );
  await writeFile(
    path,
    Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), groupLength, meta, object.dataset]),
  );
}
