import { type FileHandle, open } from 'node:fs/promises';
import { DATA_HEADER_BYTES, writeDataHeader } from '../dul/encode-pdu.ts';

/** Where the data set of a C-STORE comes from; sent byte for byte, never re-encoded. */
export type DatasetSource =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Where the data set begins, after the file meta information. */
      readonly offsetBytes: number;
      readonly lengthBytes: number;
    };

/** How the batches are laid out. */
export interface BatchLayout {
  readonly contextId: number;
  /** Data bytes per P-DATA-TF. */
  readonly chunkBytes: number;
}

/** A batch is large enough to hide one round of file reading behind the writing of the other. */
const BATCH_BYTES = 2 * 1024 * 1024;

/** Systems limit the buffers of one vectored read or write to 1024; a PDU takes two. */
const MAX_PDUS_PER_BATCH = 500;

/** P-DATA-TF PDUs ready to be written together. */
export interface DatasetBatch {
  readonly pieces: readonly Buffer[];
  /** Bytes of the data set in it. */
  readonly dataBytes: number;
}

/** Bytes in the source. */
export function sourceLength(source: DatasetSource): number {
  return source.kind === 'bytes' ? source.bytes.length : source.lengthBytes;
}

interface BatchPlan {
  readonly totalBytes: number;
  readonly pdusPerBatch: number;
}

function planBatches(source: DatasetSource, layout: BatchLayout): BatchPlan {
  const totalBytes = sourceLength(source);
  const needed = Math.max(1, Math.ceil(totalBytes / layout.chunkBytes));
  const fitting = Math.max(1, Math.floor(BATCH_BYTES / layout.chunkBytes));
  return { totalBytes, pdusPerBatch: Math.min(needed, fitting, MAX_PDUS_PER_BATCH) };
}

function* batchBytes(bytes: Buffer, layout: BatchLayout, plan: BatchPlan): Generator<DatasetBatch> {
  let at = 0;
  do {
    const pieces: Buffer[] = [];
    const batchStart = at;
    for (
      let count = 0;
      count < plan.pdusPerBatch && (at < bytes.length || count === 0);
      count += 1
    ) {
      const data = bytes.subarray(at, at + layout.chunkBytes);
      at += data.length;
      const header = Buffer.allocUnsafe(DATA_HEADER_BYTES);
      writeDataHeader(header, 0, {
        contextId: layout.contextId,
        isCommand: false,
        isLast: at === bytes.length,
        dataBytes: data.length,
      });
      pieces.push(header, data);
    }
    yield { pieces, dataBytes: at - batchStart };
  } while (at < bytes.length);
}

/** Reads straight into a slab that is laid out as PDUs, so that the data is never copied. */
async function* batchFile(
  file: FileHandle,
  source: Extract<DatasetSource, { kind: 'file' }>,
  layout: BatchLayout,
  plan: BatchPlan,
): AsyncGenerator<DatasetBatch> {
  const slotBytes = DATA_HEADER_BYTES + layout.chunkBytes;
  const slabBytes = Math.min(
    plan.pdusPerBatch * slotBytes,
    plan.totalBytes + plan.pdusPerBatch * DATA_HEADER_BYTES,
  );
  const slabs: Buffer[] = [];
  let at = 0;
  for (let batch = 0; at < plan.totalBytes || batch === 0; batch += 1) {
    const slab = slabs[batch % 2] ?? Buffer.allocUnsafeSlow(slabBytes);
    slabs[batch % 2] = slab;
    const views: Buffer[] = [];
    const batchStart = at;
    let used = 0;
    for (
      let count = 0;
      count < plan.pdusPerBatch && (at < plan.totalBytes || count === 0);
      count += 1
    ) {
      const dataBytes = Math.min(layout.chunkBytes, plan.totalBytes - at);
      at += dataBytes;
      writeDataHeader(slab, used, {
        contextId: layout.contextId,
        isCommand: false,
        isLast: at === plan.totalBytes,
        dataBytes,
      });
      used += DATA_HEADER_BYTES;
      views.push(slab.subarray(used, used + dataBytes));
      used += dataBytes;
    }
    const { bytesRead } = await file.readv(views, source.offsetBytes + batchStart);
    if (bytesRead !== at - batchStart) {
      throw new Error(`${source.path} ended ${at - batchStart - bytesRead} bytes too early`);
    }
    yield { pieces: [slab.subarray(0, used)], dataBytes: at - batchStart };
  }
}

/**
 * Yields the data set as batches of P-DATA-TF PDUs. Two slabs take turns: a batch stays untouched until the
 * batch after the next is asked for.
 * @throws a file system error, or Error when the file is shorter than announced.
 */
export async function* batchDataset(
  source: DatasetSource,
  layout: BatchLayout,
): AsyncGenerator<DatasetBatch> {
  const plan = planBatches(source, layout);
  if (source.kind === 'bytes') {
    yield* batchBytes(source.bytes, layout, plan);
    return;
  }
  const file = await open(source.path, 'r');
  try {
    yield* batchFile(file, source, layout, plan);
  } finally {
    await file.close();
  }
}
