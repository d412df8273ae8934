import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  type ReadDataset,
  readDataset,
} from '../../protocols/dicom/index.ts';
import { isTestPatientId } from '../../synthetic/study.ts';
import type { ReadBudget } from '../budget.ts';
import { readFileHead } from '../read-file-head.ts';
import { findItem, readHeaderAt } from './element-header.ts';

/** One directory record (PS3.3 F.3.2.2) with what is needed to check it, and nothing of a patient. */
export interface DirectoryRecord {
  /** Of the item tag from the beginning of the file (PS3.3 F.2.2.2): how other records name it. */
  readonly offset: number;
  /** 0: the last of its entity. */
  readonly nextOffset: number;
  /** 0: nothing below. */
  readonly lowerOffset: number;
  /** False: retired way of deleting a record (PS3.3 F.3.2.2, Record In-use Flag). */
  readonly inUse: boolean;
  /** PATIENT, STUDY, SERIES, IMAGE, SR DOCUMENT, … */
  readonly type: string;
  /** Referenced File ID by components; absent when the record refers to no file. */
  readonly fileId?: readonly string[];
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly transferSyntaxUid?: string;
  /** Of a PATIENT record: whether its Patient ID can belong to test data only. */
  readonly isTestPatient?: boolean;
}

/** The records in the order of the file. */
export interface DirectoryRecords {
  readonly firstOffset: number;
  readonly records: readonly DirectoryRecord[];
  /** Items that are no data sets, or lack their type. */
  readonly unreadableRecords: number;
  /** The sequence breaks off before its end. */
  readonly brokenOff: boolean;
  /** PS3.10 8.6 demands Explicit VR Little Endian. */
  readonly inExplicitLittleEndian: boolean;
}

/** Why the bytes are no DICOMDIR. */
export type DirectoryFault =
  /** Not a DICOM file. */
  | 'not-dicom'
  /** A DICOM file of another SOP class. */
  | 'not-a-directory'
  /** In a transfer syntax that cannot be read here: big endian or deflated. */
  | 'transfer-syntax'
  /** No Directory Record Sequence (0004,1220). */
  | 'no-sequence';

export type DirectoryRecordsResult =
  | { readonly ok: true; readonly directory: DirectoryRecords }
  | { readonly ok: false; readonly fault: DirectoryFault };

const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';
const FIRST_RECORD_OFFSET = 0x00041200;
const RECORD_SEQUENCE = 0x00041220;
/** Far above the keys of a record, icon image included. */
const RECORD_LIMITS = { maxElements: 1000, maxDepth: 8 };
const RECORDS_AT_A_TIME = 500;

/**
 * Reads the records of a DICOMDIR (PS3.3 F.3), as they stand: how they are linked is for `linkRecords`.
 * @throws the signal's reason when it aborted
 */
export async function readRecords(
  bytes: Buffer,
  budget: ReadBudget,
): Promise<DirectoryRecordsResult> {
  const start = readFileHead(bytes);
  if (!start.ok) return { ok: false, fault: 'not-dicom' };
  const { sopClassUid, transferSyntaxUid, datasetAt } = start.head;
  if (sopClassUid !== MEDIA_STORAGE_DIRECTORY) return { ok: false, fault: 'not-a-directory' };
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) return { ok: false, fault: 'transfer-syntax' };

  let firstOffset: number | undefined;
  let at = datasetAt;
  let header = readHeaderAt(bytes, at, encoding);
  while (header !== undefined && header.tag !== RECORD_SEQUENCE) {
    if (header.lengthBytes === undefined) return { ok: false, fault: 'no-sequence' };
    at = header.valueAt + header.lengthBytes;
    if (header.tag === FIRST_RECORD_OFFSET && header.lengthBytes === 4 && at <= bytes.length) {
      firstOffset = bytes.readUInt32LE(header.valueAt);
    }
    header = readHeaderAt(bytes, at, encoding);
  }
  if (header === undefined || firstOffset === undefined) return { ok: false, fault: 'no-sequence' };

  const sequenceAt = header.valueAt;
  const declaredEnd =
    header.lengthBytes === undefined ? bytes.length : sequenceAt + header.lengthBytes;
  const end = Math.min(declaredEnd, bytes.length);
  const records: DirectoryRecord[] = [];
  let unreadableRecords = 0;
  let brokenOff = declaredEnd > bytes.length;
  let count = 0;
  for (let place = findItem(bytes, sequenceAt, end, encoding); place !== undefined; ) {
    if (place === 'broken') {
      brokenOff = true;
      break;
    }
    if (count >= budget.limits.maxRecords) {
      budget.meet('records');
      break;
    }
    count += 1;
    if (count % RECORDS_AT_A_TIME === 0) {
      await yieldToOthers();
      if (!budget.hasTime()) break;
    }
    const body = bytes.subarray(place.bodyAt, place.bodyEnd);
    const read = readDataset(body, encoding, RECORD_LIMITS);
    const record = read.ok ? describeRecord(place.at, read.dataset) : undefined;
    if (record === undefined) unreadableRecords += 1;
    else records.push(record);
    place = findItem(bytes, place.next, end, encoding);
  }
  const inExplicitLittleEndian = transferSyntaxUid === EXPLICIT_VR_LITTLE_ENDIAN;
  return {
    ok: true,
    directory: { firstOffset, records, unreadableRecords, brokenOff, inExplicitLittleEndian },
  };
}

function describeRecord(offset: number, item: ReadDataset): DirectoryRecord | undefined {
  const type = item.text(0x00041430)?.trim();
  if (!type) return undefined;
  const fileId = item.text(0x00041500);
  const patientId = type === 'PATIENT' ? item.text(0x00100020) : undefined;
  const sopClassUid = item.text(0x00041510);
  const sopInstanceUid = item.text(0x00041511);
  const transferSyntaxUid = item.text(0x00041512);
  return {
    offset,
    type,
    nextOffset: readNumber(item, 0x00041400, 4) ?? 0,
    lowerOffset: readNumber(item, 0x00041420, 4) ?? 0,
    inUse: readNumber(item, 0x00041410, 2) !== 0,
    ...(fileId && { fileId: fileId.split('\\').map((one) => one.trim()) }),
    ...(sopClassUid && { sopClassUid }),
    ...(sopInstanceUid && { sopInstanceUid }),
    ...(transferSyntaxUid && { transferSyntaxUid }),
    ...(type === 'PATIENT' && { isTestPatient: isTestPatientId(patientId?.trim() ?? '') }),
  };
}

function readNumber(item: ReadDataset, tag: number, bytes: 2 | 4): number | undefined {
  const raw = item.elements.get(tag)?.raw;
  if (raw?.length !== bytes) return undefined;
  return bytes === 2 ? raw.readUInt16LE(0) : raw.readUInt32LE(0);
}
