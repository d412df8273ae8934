import type { ReadBudget } from '../../media/budget.ts';
import { MediaReadError } from '../../media/problem.ts';
import { HEAD_BYTES, readFileHead } from '../../media/read-file-head.ts';
import type { ByteSource, MediaFile } from '../../media/tree.ts';
import { ObjectReader, type StudyObject } from './object-reader.ts';

/** What became of one file. */
export type ObjectReading =
  | { readonly kind: 'object'; readonly object: StudyObject; readonly part10: boolean }
  /** Not a DICOM file at all: a viewer's program, a text. */
  | { readonly kind: 'not-dicom' }
  | { readonly kind: 'broken' }
  /** A bound was met, or a transfer syntax that this reader cannot follow. */
  | { readonly kind: 'not-read' };

const CHUNK_BYTES = 1024 * 1024;
/** Preamble and prefix (PS3.10 7.1). */
const PREFIX_BYTES = 132;

/**
 * Reads one file from beginning to end in constant memory.
 * @throws OutOfTimeError, or the signal's reason
 */
export async function readObject(file: MediaFile, budget: ReadBudget): Promise<ObjectReading> {
  if (file.sizeBytes < PREFIX_BYTES) return { kind: 'not-dicom' };
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
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, datasetAt } = start.head;
  if (!ObjectReader.canRead(transferSyntaxUid)) return { kind: 'not-read' };
  if (!budget.take(Math.max(0, source.sizeBytes - filled))) return { kind: 'not-read' };
  const reader = new ObjectReader(sopClassUid, transferSyntaxUid);
  let position = filled;
  reader.push(chunk.subarray(datasetAt, filled));
  while (position < source.sizeBytes && !reader.isBroken) {
    filled = await source.read(chunk, position);
    if (filled === 0) break;
    reader.push(chunk.subarray(0, filled));
    position += filled;
  }
  const object = reader.finish();
  return object === undefined
    ? { kind: 'broken' }
    : { kind: 'object', object, part10: object.sopInstanceUid === sopInstanceUid };
}
