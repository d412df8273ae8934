import { type DataElement, encodeDataset } from '../../protocols/dicom/index.ts';
import { writePart10 } from '../web/part10.ts';

/** An entry of a DICOMDIR (PS3.3 F.3.2.2) with those below it. */
export interface DirectoryEntry {
  readonly type: 'PATIENT' | 'STUDY' | 'SERIES' | 'IMAGE';
  /** Attributes that the record has of its entity (PS3.3 F.5). */
  readonly keys: readonly DataElement[];
  readonly file?: {
    /** Components of the File ID (PS3.10 8.2). */
    readonly id: readonly string[];
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly transferSyntax: string;
  };
  readonly lower: readonly DirectoryEntry[];
}

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const sequenceHeaderBytes = 12;
const itemHeaderBytes = 8;

/** A record with the offsets at which the next of its level and the first below it begin; 0 for none. */
interface PlacedRecord {
  readonly entry: DirectoryEntry;
  next: number;
  lower: number;
}

/**
 * Writes a DICOMDIR (PS3.10 8.6, PS3.3 F). Records name each other by their position in the file: they are laid out
 * once to learn the positions, and again to name them, which changes no length.
 *
 * @param fileSetId - at most 16 characters (PS3.3 F.3.2.1)
 */
export function encodeDirectory(
  fileSetId: string,
  roots: readonly DirectoryEntry[],
  sopInstanceUid: string,
): Buffer {
  const records = listRecords(roots);
  const start = writeFile(fileSetId, [0, 0], [], sopInstanceUid).length;
  const positions = new Map<DirectoryEntry, number>();
  let at = start;
  for (const record of records) {
    positions.set(record.entry, at);
    at += itemHeaderBytes + encodeRecord(record).length;
  }
  const place = (entry: DirectoryEntry | undefined): number =>
    entry === undefined ? 0 : (positions.get(entry) ?? 0);
  const link = (siblings: readonly DirectoryEntry[]): void => {
    for (const [index, entry] of siblings.entries()) {
      const record = records.find((one) => one.entry === entry);
      if (record === undefined) continue;
      record.next = place(siblings[index + 1]);
      record.lower = place(entry.lower[0]);
      link(entry.lower);
    }
  };
  link(roots);
  const ends = [place(roots[0]), place(roots.at(-1))] as const;
  return writeFile(fileSetId, ends, records.map(encodeRecord), sopInstanceUid);
}

function listRecords(entries: readonly DirectoryEntry[]): PlacedRecord[] {
  return entries.flatMap((entry) => [{ entry, next: 0, lower: 0 }, ...listRecords(entry.lower)]);
}

function encodeRecord({ entry, next, lower }: PlacedRecord): Buffer {
  const { file } = entry;
  const reference: DataElement[] =
    file === undefined
      ? []
      : [
          { tag: 0x00041500, vr: 'CS', text: file.id.join('\\') },
          { tag: 0x00041510, vr: 'UI', text: file.sopClassUid },
          { tag: 0x00041511, vr: 'UI', text: file.sopInstanceUid },
          { tag: 0x00041512, vr: 'UI', text: file.transferSyntax },
        ];
  return encodeDataset(
    [
      { tag: 0x00041400, vr: 'UL', numbers: [next] },
      { tag: 0x00041410, vr: 'US', numbers: [0xffff] },
      { tag: 0x00041420, vr: 'UL', numbers: [lower] },
      { tag: 0x00041430, vr: 'CS', text: entry.type },
      ...reference,
      { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
      ...entry.keys,
    ],
    'explicit-little-endian',
  );
}

function writeFile(
  fileSetId: string,
  [first, last]: readonly [number, number],
  records: readonly Buffer[],
  sopInstanceUid: string,
): Buffer {
  const head = encodeDataset(
    [
      { tag: 0x00041130, vr: 'CS', text: fileSetId },
      { tag: 0x00041200, vr: 'UL', numbers: [first] },
      { tag: 0x00041202, vr: 'UL', numbers: [last] },
      { tag: 0x00041212, vr: 'US', numbers: [0] },
    ],
    'explicit-little-endian',
  );
  const items = Buffer.concat(records.flatMap((record) => [writeItemHeader(record), record]));
  const sequence = Buffer.alloc(sequenceHeaderBytes);
  sequence.writeUInt16LE(0x0004, 0);
  sequence.writeUInt16LE(0x1220, 2);
  sequence.write('SQ', 4, 'latin1');
  sequence.writeUInt32LE(items.length, 8);
  return writePart10({
    sopClassUid: mediaStorageDirectory,
    sopInstanceUid,
    transferSyntax: explicitLittleEndian,
    elements: {},
    bytes: Buffer.concat([head, sequence, items]),
  });
}

function writeItemHeader(record: Buffer): Buffer {
  const header = Buffer.alloc(itemHeaderBytes);
  header.writeUInt32LE(0xe000fffe, 0);
  header.writeUInt32LE(record.length, 4);
  return header;
}
