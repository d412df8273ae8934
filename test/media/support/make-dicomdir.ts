import {
  type DataElement,
  encodeDataset,
} from '../../../src/protocols/dicom/data/encode-dataset.ts';
import { encodeFileMeta } from '../../../src/protocols/dicom/data/encode-file-meta.ts';

/** One record of a DICOMDIR to be made; `next` and `lower` name others by their place in the list, or an offset. */
export interface RecordSpec {
  readonly type: string;
  readonly next?: number | { readonly offset: number };
  readonly lower?: number | { readonly offset: number };
  readonly fileId?: string;
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly transferSyntaxUid?: string;
  readonly patientId?: string;
  readonly patientName?: string;
  readonly inUse?: number;
}

export interface DirectorySpec {
  readonly records: readonly RecordSpec[];
  /** Place of the first record; 0 otherwise, `undefined` offset 0 when there is none. */
  readonly first?: number;
  /** Sequence and items without lengths, as some products write them. */
  readonly undefinedLengths?: boolean;
  readonly sopClassUid?: string;
  readonly transferSyntaxUid?: string;
}

const text = (tag: number, vr: 'CS' | 'UI' | 'LO' | 'PN', value?: string): DataElement[] =>
  value === undefined ? [] : [{ tag, vr, text: value }];

function encodeRecord(spec: RecordSpec, next: number, lower: number): Buffer {
  return encodeDataset(
    [
      { tag: 0x00041400, vr: 'UL', numbers: [next] },
      { tag: 0x00041410, vr: 'US', numbers: [spec.inUse ?? 0xffff] },
      { tag: 0x00041420, vr: 'UL', numbers: [lower] },
      ...text(0x00041430, 'CS', spec.type),
      ...text(0x00041500, 'CS', spec.fileId),
      ...text(0x00041510, 'UI', spec.sopClassUid),
      ...text(0x00041511, 'UI', spec.sopInstanceUid),
      ...text(0x00041512, 'UI', spec.transferSyntaxUid),
      ...text(0x00100010, 'PN', spec.patientName),
      ...text(0x00100020, 'LO', spec.patientId),
    ],
    'explicit-little-endian',
  );
}

function header(tag: number, length: number, vr?: string): Buffer {
  const bytes = Buffer.alloc(vr === undefined ? 8 : 12);
  bytes.writeUInt16LE(tag >>> 16, 0);
  bytes.writeUInt16LE(tag & 0xffff, 2);
  if (vr !== undefined) bytes.write(vr, 4, 'latin1');
  bytes.writeUInt32LE(length, bytes.length - 4);
  return bytes;
}

const UNDEFINED = 0xffffffff;

/** Encodes a DICOMDIR file, well-formed but with whatever links the records ask for. */
export function makeDicomdir(spec: DirectorySpec): Buffer {
  const open = spec.undefinedLengths === true;
  const head = encodeFileMeta({
    sopClassUid: spec.sopClassUid ?? '1.2.840.10008.1.3.10',
    sopInstanceUid: '2.25.1',
    transferSyntaxUid: spec.transferSyntaxUid ?? '1.2.840.10008.1.2.1',
  });
  const opening = (first: number): Buffer =>
    encodeDataset(
      [
        { tag: 0x00041130, vr: 'CS', text: 'TEST' },
        { tag: 0x00041200, vr: 'UL', numbers: [first] },
        { tag: 0x00041202, vr: 'UL', numbers: [first] },
        { tag: 0x00041212, vr: 'US', numbers: [0] },
      ],
      'explicit-little-endian',
    );
  const sequenceAt = head.length + opening(0).length + 12;
  const offsets: number[] = [];
  let at = sequenceAt;
  for (const record of spec.records) {
    offsets.push(at);
    at += 8 + encodeRecord(record, 0, 0).length + (open ? 8 : 0);
  }
  const resolve = (link: RecordSpec['next']): number => {
    if (link === undefined) return 0;
    return typeof link === 'number' ? (offsets[link] ?? 0) : link.offset;
  };
  const items = spec.records.flatMap((record) => {
    const body = encodeRecord(record, resolve(record.next), resolve(record.lower));
    return [
      header(0xfffee000, open ? UNDEFINED : body.length),
      body,
      ...(open ? [header(0xfffee00d, 0)] : []),
    ];
  });
  const sequence = Buffer.concat(items);
  return Buffer.concat([
    head,
    opening(offsets[spec.first ?? 0] ?? 0),
    header(0x00041220, open ? UNDEFINED : sequence.length, 'SQ'),
    sequence,
    ...(open ? [header(0xfffee0dd, 0)] : []),
  ]);
}

/** One patient, study and series, and an image record for each File ID. */
export function listImages(
  images: readonly Omit<RecordSpec, 'type' | 'next' | 'lower'>[],
  patient: Pick<RecordSpec, 'patientId' | 'patientName'> = { patientId: 'RISPACS-TEST' },
): RecordSpec[] {
  return [
    { type: 'PATIENT', lower: 1, ...patient },
    { type: 'STUDY', lower: 2 },
    { type: 'SERIES', ...(images.length > 0 && { lower: 3 }) },
    ...images.map((image, index) => ({
      type: 'IMAGE',
      ...(index + 1 < images.length && { next: index + 4 }),
      ...image,
    })),
  ];
}
