import type { ReadBudget } from '../../media/budget.ts';
import { MediaReadError } from '../../media/problem.ts';
import { HEAD_BYTES, readFileHead } from '../../media/read-file-head.ts';
import type { MediaFile } from '../../media/tree.ts';

/** A DICOM object of a medium, whole. */
export interface MediumObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** A file of a medium. */
export type ObjectReading =
  | { readonly kind: 'dicom'; readonly object: MediumObject }
  | { readonly kind: 'not-dicom' }
  /** It says that it is DICOM, but cannot be read, or is larger than any object of ours. */
  | { readonly kind: 'unreadable' };

/** No object of the study, uncompressed, is larger; annotations and reports are smaller still. */
const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
const PREFIX_BYTES = 132;

/** Reads one object into memory. @throws OutOfTimeError, or the signal's reason */
export async function readObject(file: MediaFile, budget: ReadBudget): Promise<ObjectReading> {
  if (file.sizeBytes < PREFIX_BYTES) return { kind: 'not-dicom' };
  try {
    const source = await file.open();
    try {
      const start = Buffer.alloc(PREFIX_BYTES);
      await source.read(start, 0);
      if (start.toString('latin1', PREFIX_BYTES - 4) !== 'DICM') return { kind: 'not-dicom' };
      if (file.sizeBytes > MAX_OBJECT_BYTES || !budget.take(file.sizeBytes)) {
        return { kind: 'unreadable' };
      }
      const bytes = Buffer.alloc(file.sizeBytes);
      const read = bytes.subarray(0, await source.read(bytes, 0));
      const head = readFileHead(read.subarray(0, HEAD_BYTES));
      if (!head.ok || read.length < file.sizeBytes) return { kind: 'unreadable' };
      const { datasetAt, ...object } = head.head;
      return { kind: 'dicom', object: { ...object, dataset: read.subarray(datasetAt) } };
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof MediaReadError) return { kind: 'unreadable' };
    throw error;
  }
}
