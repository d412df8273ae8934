import { FileReader } from '../data/file-reader.ts';
import { DATA_HEADER_BYTES, writeDataHeader } from '../dul/encode-pdu.ts';
import { type DatasetSource, sourceLength } from './dataset-source.ts';
import type { SlabPool } from './slab-pool.ts';

/** How the batches are laid out. */
export interface BatchLayout {
  readonly contextId: number;
  /** Data bytes per P-DATA-TF. */
  readonly chunkBytes: number;
}

/** P-DATA-TF PDUs ready to be written together. */
export interface DatasetBatch {
  readonly pieces: readonly Buffer[];
  /** Bytes of the data set in it. */
  readonly dataBytes: number;
  /** To be given back to its pool once the pieces are written; absent when they are the caller's own memory. */
  readonly slab?: Buffer;
}

/** A batch is large enough to hide one round of file reading behind the writing of the other. */
const BATCH_BYTES = 2 * 1024 * 1024;

/** Systems limit the buffers of one vectored write to 1024; a PDU takes two. */
const MAX_PDUS_PER_BATCH = 500;

/**
 * The batches of one data set. The first may be made before it is needed. Must be closed, also when its end was
 * reached.
 */
export class DatasetBatches {
  readonly #source: DatasetSource;
  readonly #layout: BatchLayout;
  readonly #slabs: SlabPool;
  readonly #totalBytes: number;
  /** Data bytes of the longest PDU. */
  readonly #chunkBytes: number;
  readonly #pdusPerBatch: number;
  #reader: FileReader | undefined;
  #first: Promise<DatasetBatch | undefined> | undefined;
  #at = 0;
  #finished = false;
  #closed = false;

  constructor(source: DatasetSource, layout: BatchLayout, slabs: SlabPool) {
    this.#source = source;
    this.#layout = layout;
    this.#slabs = slabs;
    this.#totalBytes = sourceLength(source);
    this.#chunkBytes = Math.min(layout.chunkBytes, this.#totalBytes);
    const needed = Math.max(1, Math.ceil(this.#totalBytes / layout.chunkBytes));
    const fitting = Math.max(1, Math.floor(BATCH_BYTES / layout.chunkBytes));
    this.#pdusPerBatch = Math.min(needed, fitting, MAX_PDUS_PER_BATCH);
  }

  /** Whether the latest batch is the last. */
  get isFinished(): boolean {
    return this.#finished;
  }

  /** Makes the first batch now. That this failed is told by {@link DatasetBatches.next}, or never. */
  readAhead(): void {
    this.#first = this.#make();
    void Promise.allSettled([this.#first]);
  }

  /**
   * The next batch; `undefined` after the last. An empty data set is one batch with one empty PDU.
   * @throws a file system error, or Error when the file is shorter than announced.
   */
  next(): Promise<DatasetBatch | undefined> {
    const first = this.#first;
    this.#first = undefined;
    return first ?? this.#make();
  }

  /** Closes the file, or sees to it that it is closed once the disk has answered. */
  close(): void {
    this.#closed = true;
    this.#reader?.close();
  }

  async #make(): Promise<DatasetBatch | undefined> {
    if (this.#finished) return undefined;
    const source = this.#source;
    if (source.kind === 'bytes') return this.#cut(source.bytes);
    this.#reader ??= await FileReader.open(source.path);
    if (!this.#closed) return this.#fill(source, this.#reader);
    this.#reader.close();
    throw new Error(`${source.path} is no longer wanted`);
  }

  /** Lays headers beside views of what is in memory. */
  #cut(bytes: Buffer): DatasetBatch {
    const start = this.#at;
    const pieces: Buffer[] = [];
    for (let count = 0; count < this.#pdusPerBatch && !this.#finished; count += 1) {
      const from = this.#at;
      const header = Buffer.allocUnsafe(DATA_HEADER_BYTES);
      const dataBytes = this.#writeHeader(header, 0);
      pieces.push(header, bytes.subarray(from, from + dataBytes));
    }
    return { pieces, dataBytes: this.#at - start };
  }

  /** Reads straight into a slab that is laid out as PDUs: nothing is copied, and the batch is one piece. */
  async #fill(
    { path, offsetBytes }: Extract<DatasetSource, { kind: 'file' }>,
    reader: FileReader,
  ): Promise<DatasetBatch> {
    const start = this.#at;
    const slab = this.#slabs.take(this.#pdusPerBatch * (DATA_HEADER_BYTES + this.#chunkBytes));
    const views: Buffer[] = [];
    let used = 0;
    for (let count = 0; count < this.#pdusPerBatch && !this.#finished; count += 1) {
      const dataBytes = this.#writeHeader(slab, used);
      used += DATA_HEADER_BYTES + dataBytes;
      views.push(slab.subarray(used - dataBytes, used));
    }
    const dataBytes = this.#at - start;
    const bytesRead = await reader.read(views, offsetBytes + start);
    if (bytesRead === dataBytes) return { pieces: [slab.subarray(0, used)], dataBytes, slab };
    throw new Error(`${path} ended ${dataBytes - bytesRead} bytes too early`);
  }

  /** Writes the header of the next PDU (PS3.8 annex E.2) and steps over its data; how many bytes those are. */
  #writeHeader(target: Buffer, offset: number): number {
    const { contextId } = this.#layout;
    const dataBytes = Math.min(this.#chunkBytes, this.#totalBytes - this.#at);
    this.#at += dataBytes;
    this.#finished = this.#at === this.#totalBytes;
    const isLast = this.#finished;
    writeDataHeader(target, offset, { contextId, isCommand: false, isLast, dataBytes });
    return dataBytes;
  }
}
