import { Writable } from 'node:stream';

/** Largest object that the simulated PACS takes, bytes. */
const maxObjectBytes = 64 * 1024 * 1024;

/** Collects the data set of one C-STORE up to a bound; what exceeds it is dropped and the object refused. */
export class StoreBuffer extends Writable {
  #chunks: Buffer[] = [];
  #total = 0;

  constructor() {
    // The library does not keep the order of PDUs when it has to wait for 'drain'.
    super({ highWaterMark: maxObjectBytes * 2 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#total += chunk.length;
    if (this.#total > maxObjectBytes) this.#chunks = [];
    else this.#chunks.push(chunk);
    done();
  }

  /** The data set, or `undefined` when it was too large. */
  bytes(): Buffer | undefined {
    return this.#total > maxObjectBytes ? undefined : Buffer.concat(this.#chunks, this.#total);
  }
}
