import { createHash } from 'node:crypto';
import type { DatasetWalker } from '../data/walk-dataset.ts';
import { isHeadPast } from './object-candidate.ts';
import type { ObjectSink } from './object-sink.ts';
import type { ObjectCandidate, ObjectRefusal, ReceivedObject } from './received-object.ts';

/** Longest part of a data set that is held back until it is known whose it is, in bytes. */
const MAX_HEAD_BYTES = 256 * 1024;

/** Refusals that are told to the peer as such. */
export type ToldRefusal = Exclude<ObjectRefusal, 'cut-short' | 'not-stored'>;

/** Leaves the receiving of one object with the reason for not keeping it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: ToldRefusal;

  constructor(reason: ToldRefusal, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** One object while it arrives. */
export class Arrival {
  readonly walker: DatasetWalker;
  readonly head: Buffer[] = [];
  sink: ObjectSink | undefined;
  candidate: ObjectCandidate | undefined;
  countedBytes = 0;
  kept = false;
  /** Whether it takes one of the places that are left; from its head until it counts as an object, or is refused. */
  holdsPlace = false;
  readonly #hash = createHash('sha256');
  #sha256: string | undefined;
  #bytes = 0;

  constructor(walker: DatasetWalker) {
    this.walker = walker;
  }

  take(data: Buffer): void {
    this.walker.push(data);
    this.#hash.update(data);
    this.#bytes += data.length;
    const { fault } = this.walker;
    if (fault !== undefined) throw new Refusal('unreadable', fault);
    if (this.sink !== undefined) return;
    if (this.#bytes > MAX_HEAD_BYTES && !isHeadPast(this.walker.latestTag)) {
      throw new Refusal('unreadable', `no Study Instance UID within ${MAX_HEAD_BYTES} bytes`);
    }
    this.head.push(Buffer.from(data));
  }

  digest(): string {
    this.#sha256 ??= this.#hash.digest('hex');
    return this.#sha256;
  }

  finish(path: string | undefined): ReceivedObject {
    if (this.candidate === undefined) throw new Error('the object has not been accepted');
    return {
      ...this.candidate,
      datasetBytes: this.#bytes,
      sha256: this.digest(),
      ...(path === undefined ? {} : { path }),
      repeats: 0,
    };
  }
}
