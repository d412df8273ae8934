import { AnsweredUploads } from './answered-uploads.ts';

/** What the transfers of one test have moved so far. */
export class TransferTally {
  requests = 0;
  readonly answered = new AnsweredUploads();
  /** Absent until a server says what it received. */
  serverReceivedBytes?: number;
  readonly #maxBytes: number;
  readonly #full = Promise.withResolvers<undefined>();
  #bytes = 0;

  /** @param maxBytes the cap on all of the test's body bytes; absent for none. */
  constructor(maxBytes: number | undefined) {
    this.#maxBytes = maxBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Body bytes moved so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Kept once the cap is reached. */
  get full(): Promise<undefined> {
    return this.#full.promise;
  }

  /** Adds body bytes that arrived, or that TCP accepted. */
  count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= this.#maxBytes) this.#full.resolve(undefined);
  }
}
