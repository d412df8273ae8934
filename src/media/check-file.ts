import { DatasetWalker } from '../protocols/dicom/data/walk-dataset.ts';
import { chooseEncoding } from '../protocols/dicom/index.ts';
import { isTestPatientId } from '../synthetic/study.ts';
import type { ReadBudget } from './budget.ts';
import { MediaReadError, type MediaReadReason } from './problem.ts';
import { type FileHead, HEAD_BYTES, readFileHead } from './read-file-head.ts';
import type { ByteSource, MediaFile } from './tree.ts';

/** What a data set says of itself, as far as a medium is checked. Of the patient only whether it is the test patient. */
export interface ObjectFacts {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
  /** Absent when the data set was not read as far as the Patient ID. */
  readonly isTestPatient?: boolean;
}

/** How one file of a medium was found to be. */
export type FileReading =
  | {
      readonly kind: 'dicom';
      readonly head: FileHead;
      readonly object: ObjectFacts;
      /** `not-read`: big endian, deflated, or the bound on bytes was met. */
      readonly structure: 'whole' | 'not-read';
    }
  /** Without the prefix of PS3.10 7.1. */
  | { readonly kind: 'not-dicom' }
  /** It says that it is DICOM, but its data set breaks off or makes no sense. */
  | { readonly kind: 'broken'; readonly part: 'meta' | 'dataset' }
  | { readonly kind: 'unreadable'; readonly reason: MediaReadReason }
  /** The bound on bytes was met before. */
  | { readonly kind: 'not-checked' };

const SOP_CLASS_UID = 0x00080016;
const SOP_INSTANCE_UID = 0x00080018;
const PATIENT_ID = 0x00100020;
const STUDY_INSTANCE_UID = 0x0020000d;
const WANTED: ReadonlySet<number> = new Set([
  SOP_CLASS_UID,
  SOP_INSTANCE_UID,
  PATIENT_ID,
  STUDY_INSTANCE_UID,
]);
const CHUNK_BYTES = 1024 * 1024;

/** Whether a file begins as a DICOM file does. @throws OutOfTimeError, or the signal's reason */
export async function beginsAsDicom(file: MediaFile, budget: ReadBudget): Promise<boolean> {
  if (file.sizeBytes < 132 || !budget.take(132)) return false;
  const reading = await withFile(file, async (source) => {
    const start = Buffer.alloc(132);
    const read = await source.read(start, 0);
    return read === 132 && start.toString('latin1', 128) === 'DICM';
  });
  return reading === true;
}

/**
 * Reads a file from beginning to end: its meta information, and whether its data set ends where its lengths say.
 * @throws OutOfTimeError, or the signal's reason
 */
export async function checkFile(file: MediaFile, budget: ReadBudget): Promise<FileReading> {
  return withFile(file, (source) => readWhole(source, budget));
}

async function withFile<T>(
  file: MediaFile,
  look: (source: ByteSource) => Promise<T>,
): Promise<T | Extract<FileReading, { kind: 'unreadable' }>> {
  try {
    const source = await file.open();
    try {
      return await look(source);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof MediaReadError)) throw error;
    return { kind: 'unreadable', reason: error.reason };
  }
}

async function readWhole(source: ByteSource, budget: ReadBudget): Promise<FileReading> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, source.sizeBytes));
  if (!budget.take(chunk.length)) return { kind: 'not-checked' };
  let filled = await source.read(chunk, 0);
  const start = readFileHead(chunk.subarray(0, Math.min(filled, HEAD_BYTES)));
  if (!start.ok) {
    return start.fault === 'no-prefix' ? { kind: 'not-dicom' } : { kind: 'broken', part: 'meta' };
  }
  const { head } = start;
  const encoding = chooseEncoding(head.transferSyntaxUid);
  const walker = new DatasetWalker(encoding ?? 'explicit-little-endian', WANTED);
  const describe = (structure: 'whole' | 'not-read'): FileReading => ({
    kind: 'dicom',
    head,
    object: describeObject(walker, structure === 'whole'),
    structure,
  });
  if (encoding === undefined) return describe('not-read');
  let position = head.datasetAt;
  walker.push(chunk.subarray(position, filled));
  position = filled;
  const affordable = budget.take(Math.max(0, source.sizeBytes - filled));
  if (!affordable) return describe('not-read');
  while (position < source.sizeBytes && walker.fault === undefined) {
    filled = await source.read(chunk, position);
    if (filled === 0) break;
    walker.push(chunk.subarray(0, filled));
    position += filled;
  }
  return walker.finish() === undefined ? describe('whole') : { kind: 'broken', part: 'dataset' };
}

function describeObject(walker: DatasetWalker, isWhole: boolean): ObjectFacts {
  const text = (tag: number): string | undefined =>
    walker
      .value(tag)
      ?.toString('latin1')
      .replace(/[\0 ]+$/, '');
  const sopClassUid = text(SOP_CLASS_UID);
  const sopInstanceUid = text(SOP_INSTANCE_UID);
  const studyInstanceUid = text(STUDY_INSTANCE_UID);
  // A whole data set without a Patient ID is not of the test patient; an unread one may be.
  const patientId = text(PATIENT_ID)?.trim() ?? (isWhole ? '' : undefined);
  return {
    ...(sopClassUid && { sopClassUid }),
    ...(sopInstanceUid && { sopInstanceUid }),
    ...(studyInstanceUid && { studyInstanceUid }),
    ...(patientId !== undefined && { isTestPatient: isTestPatientId(patientId) }),
  };
}
