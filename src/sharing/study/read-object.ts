import { createHash } from 'node:crypto';
import type { ReadBudget } from '../../media/budget.ts';
import { MediaReadError } from '../../media/problem.ts';
import { HEAD_BYTES, readFileHead } from '../../media/read-file-head.ts';
import type { ByteSource, MediaFile } from '../../media/tree.ts';
import { DatasetWalker } from '../../protocols/dicom/data/walk-dataset.ts';
import { chooseEncoding, decodeText } from '../../protocols/dicom/index.ts';
import { type ObjectTag, TAG, WANTED_TAGS } from './object-tags.ts';

/** One object of a study, as read from a file. Its texts are the patient's: they never leave the process. */
export interface StudyObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** SHA-256 of the data set; two files of one UID and different hashes contradict each other. */
  readonly datasetSha256: string;
  readonly pixels: 'complete' | 'incomplete' | 'none' | 'not-read';
  /** Text in the declared character set, padding removed; absent when the element is not there. */
  readonly text: (tag: ObjectTag) => string | undefined;
  /** Doubts about the patient's name in the declared character set. */
  readonly nameProblems: readonly string[];
  readonly number: (tag: ObjectTag) => number | undefined;
}

/** What became of one file. */
export type ObjectReading =
  | { readonly kind: 'object'; readonly object: StudyObject; readonly part10: boolean }
  /** Not a DICOM file at all: a viewer's program, a text. */
  | { readonly kind: 'not-dicom' }
  | { readonly kind: 'broken' }
  /** A bound was met, or a transfer syntax that this reader cannot follow. */
  | { readonly kind: 'not-read' };

const CHUNK_BYTES = 1024 * 1024;
const BINARY_SHORTS: ReadonlySet<ObjectTag> = new Set([
  'samplesPerPixel',
  'rows',
  'columns',
  'bitsAllocated',
]);

/**
 * Reads one file from beginning to end in constant memory: its attributes, a hash, and whether its pixel data is as long
 * as its own description says (PS3.5 8). @throws OutOfTimeError, or the signal's reason
 */
export async function readObject(file: MediaFile, budget: ReadBudget): Promise<ObjectReading> {
  try {
    const source = await file.open();
    try {
      return await readSource(source, budget);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof MediaReadError)) throw error;
    return { kind: 'broken' };
  }
}

async function readSource(source: ByteSource, budget: ReadBudget): Promise<ObjectReading> {
  const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK_BYTES, source.sizeBytes)));
  if (!budget.take(chunk.length)) return { kind: 'not-read' };
  let filled = await source.read(chunk, 0);
  const start = readFileHead(chunk.subarray(0, Math.min(filled, HEAD_BYTES)));
  if (!start.ok) return start.fault === 'no-prefix' ? { kind: 'not-dicom' } : { kind: 'broken' };
  const encoding = chooseEncoding(start.head.transferSyntaxUid);
  if (encoding === undefined) return { kind: 'not-read' };
  if (!budget.take(Math.max(0, source.sizeBytes - filled))) return { kind: 'not-read' };
  const walker = new DatasetWalker(encoding, WANTED_TAGS);
  const hash = createHash('sha256');
  const pass = (bytes: Buffer): void => {
    walker.push(bytes);
    hash.update(bytes);
  };
  let position = filled;
  pass(chunk.subarray(start.head.datasetAt, filled));
  while (position < source.sizeBytes && walker.fault === undefined) {
    filled = await source.read(chunk, position);
    if (filled === 0) break;
    pass(chunk.subarray(0, filled));
    position += filled;
  }
  if (walker.finish() !== undefined) return { kind: 'broken' };
  const object = describeObject(walker, hash.digest('hex'));
  return object === undefined
    ? { kind: 'broken' }
    : { kind: 'object', object, part10: object.sopInstanceUid === start.head.sopInstanceUid };
}

/** `undefined` without the UIDs that every object has (PS3.3 C.12.1, C.7.2.1, C.7.3.1). */
function describeObject(walker: DatasetWalker, datasetSha256: string): StudyObject | undefined {
  const raw = (tag: ObjectTag): Buffer | undefined => walker.value(TAG[tag]);
  const declared = raw('specificCharacterSet')
    ?.toString('latin1')
    .split('\\')
    .map((term) => term.replace(/[\0 ]+$/, '').trimStart());
  const decode = (tag: ObjectTag) => {
    const bytes = raw(tag);
    return bytes === undefined ? undefined : decodeText(bytes, declared ?? []);
  };
  const text = (tag: ObjectTag): string | undefined => decode(tag)?.text.replace(/[\0 ]+$/, '');
  const number = (tag: ObjectTag): number | undefined => {
    const bytes = raw(tag);
    if (bytes === undefined) return undefined;
    if (BINARY_SHORTS.has(tag)) return bytes.length >= 2 ? bytes.readUInt16LE(0) : undefined;
    const said = bytes.toString('latin1').replace(/\0+$/, '').trim();
    return /^[+-]?\d{1,12}$/.test(said) ? Number(said) : undefined;
  };
  const sopClassUid = text('sopClassUid');
  const sopInstanceUid = text('sopInstanceUid');
  const studyInstanceUid = text('studyInstanceUid');
  const seriesInstanceUid = text('seriesInstanceUid');
  if (!sopClassUid || !sopInstanceUid || !studyInstanceUid || !seriesInstanceUid) return undefined;
  return {
    sopClassUid,
    sopInstanceUid,
    studyInstanceUid,
    seriesInstanceUid,
    datasetSha256,
    pixels: checkPixels(walker, number, text('photometricInterpretation') ?? ''),
    text,
    nameProblems: decode('patientName')?.problems ?? [],
    number,
  };
}

function checkPixels(
  walker: DatasetWalker,
  number: (tag: ObjectTag) => number | undefined,
  photometric: string,
): StudyObject['pixels'] {
  const passed = walker.pixelData;
  const rows = number('rows');
  const columns = number('columns');
  if (passed === undefined) return rows === undefined ? 'none' : 'incomplete';
  const frames = number('numberOfFrames') ?? 1;
  // One fragment at least for each frame, beside the offset table (PS3.5 A.4).
  if (passed.kind === 'encapsulated') return passed.items >= frames + 1 ? 'complete' : 'incomplete';
  const bits = number('bitsAllocated');
  if (rows === undefined || columns === undefined || bits === undefined) return 'not-read';
  const least = Math.ceil(
    (rows * columns * frames * bits * samplesPerPixel(number, photometric)) / 8,
  );
  return passed.lengthBytes >= least ? 'complete' : 'incomplete';
}

/** Stored samples of each pixel; chroma may be subsampled (PS3.3 C.7.6.3.1.2). */
function samplesPerPixel(
  number: (tag: ObjectTag) => number | undefined,
  photometric: string,
): number {
  if (photometric.includes('422')) return 2;
  if (photometric.includes('420')) return 1.5;
  return number('samplesPerPixel') ?? 1;
}
