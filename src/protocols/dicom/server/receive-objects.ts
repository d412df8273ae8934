import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chooseEncoding } from '../data/choose-encoding.ts';
import { encodeFileMeta } from '../data/encode-file-meta.ts';
import { DatasetWalker } from '../data/walk-dataset.ts';
import {
  type Answer,
  AssociationEndedError,
  type IncomingStore,
  STATUS,
  type StoreHandler,
} from '../dimse/incoming.ts';
import { STORAGE_SOP_CLASSES, TRANSFER_SYNTAXES } from '../uids.ts';
import { Arrival, Refusal, type ToldRefusal } from './arrival.ts';
import { describeCandidate, HEAD_ELEMENTS, isHeadPast, isUid } from './object-candidate.ts';
import { FileSink, MemorySink } from './object-sink.ts';
import type {
  ObjectCandidate,
  ObjectRefusal,
  ReceivedObject,
  RefusalCounts,
} from './received-object.ts';
import type { ServedContext } from './server-options.ts';

/** What to keep, where, and how much of it. */
export interface ReceiveObjectsOptions {
  /**
   * A folder, made if missing, that nobody else writes to; or a function that is given each whole data set
   * and is awaited before the peer gets its answer.
   */
  readonly to:
    | { readonly kind: 'folder'; readonly path: string }
    | {
        readonly kind: 'memory';
        readonly onObject: (object: ReceivedObject, dataset: Buffer) => unknown;
      };
  /** Whether an object is ours; of any other nothing is kept. */
  readonly only: (candidate: ObjectCandidate) => boolean;
  readonly maxObjects: number;
  /** Sum of the data sets kept, in bytes. */
  readonly maxBytes: number;
}

/** A Storage SCP's memory of what it received (PS3.4 B). */
export interface ObjectReceiver {
  /** For a server's handlers, and for a C-GET. */
  readonly handler: StoreHandler;
  /** Objects kept, in order of completion. */
  objects(): readonly ReceivedObject[];
  refusals(): RefusalCounts;
}

const REFUSAL_STATUS: Readonly<Record<ToldRefusal, number>> = {
  'not-ours': STATUS.notAuthorised,
  'invalid-uid': STATUS.invalidObjectInstance,
  'uid-mismatch': STATUS.datasetDoesNotMatchSopClass,
  unreadable: STATUS.cannotUnderstand,
  'conflicting-repeat': STATUS.cannotUnderstand,
  'too-many-objects': STATUS.outOfResources,
  'too-many-bytes': STATUS.outOfResources,
};

class Receiver implements ObjectReceiver {
  readonly #options: ReceiveObjectsOptions;
  readonly #objects = new Map<string, ReceivedObject>();
  readonly #refusals = new Map<ObjectRefusal, number>();
  /** Objects and bytes that are being received now count as kept, so that parallel senders cannot pass a cap. */
  #arrivingObjects = 0;
  #countedBytes = 0;

  constructor(options: ReceiveObjectsOptions) {
    this.#options = options;
  }

  objects(): readonly ReceivedObject[] {
    return [...this.#objects.values()];
  }

  refusals(): RefusalCounts {
    return Object.fromEntries(this.#refusals);
  }

  readonly handler: StoreHandler = async (request) => {
    try {
      await this.#receive(request);
      return { status: STATUS.success };
    } catch (error) {
      if (error instanceof Refusal) {
        this.#note(error.reason);
        return refuse(error);
      }
      this.#note(error instanceof AssociationEndedError ? 'cut-short' : 'not-stored');
      throw error;
    }
  };

  #note(reason: ObjectRefusal): void {
    this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + 1);
  }

  async #receive(request: IncomingStore): Promise<void> {
    const { transferSyntaxUid, command } = request;
    const { affectedSopInstanceUid: sopInstanceUid = '' } = command;
    if (!isUid(sopInstanceUid)) throw new Refusal('invalid-uid', 'not a valid SOP Instance UID');
    const encoding = chooseEncoding(transferSyntaxUid);
    if (encoding === undefined) throw new Refusal('unreadable', 'transfer syntax cannot be read');
    const arrival = new Arrival(new DatasetWalker(encoding, HEAD_ELEMENTS));
    try {
      for await (const data of request.fragments) {
        arrival.take(data);
        if (arrival.sink === undefined) {
          if (!isHeadPast(arrival.walker.latestTag)) continue;
          await this.#begin(request, arrival, sopInstanceUid);
        } else {
          this.#count(arrival, data.length);
          await arrival.sink.write(data);
        }
      }
      const fault = arrival.walker.finish();
      if (fault !== undefined) throw new Refusal('unreadable', fault);
      if (arrival.sink === undefined) await this.#begin(request, arrival, sopInstanceUid);
      await this.#keep(arrival, sopInstanceUid);
    } finally {
      this.#leavePlace(arrival);
      if (!arrival.kept) {
        this.#countedBytes -= arrival.countedBytes;
        await arrival.sink?.discard();
      }
    }
  }

  /** Decides by the head of the data set, and only then gives it a place. */
  async #begin(request: IncomingStore, arrival: Arrival, sopInstanceUid: string): Promise<void> {
    const described = describeCandidate(request, sopInstanceUid, arrival.walker);
    if (!described.ok) throw new Refusal('uid-mismatch', described.message);
    const { candidate } = described;
    const { only, maxObjects, to } = this.#options;
    if (!only(candidate)) throw new Refusal('not-ours', 'not an object of this test');
    const isRepeat = this.#objects.has(sopInstanceUid);
    if (!isRepeat && this.#objects.size + this.#arrivingObjects >= maxObjects) {
      throw new Refusal('too-many-objects', `more than ${maxObjects} objects`);
    }
    this.#arrivingObjects += 1;
    arrival.holdsPlace = true;
    arrival.candidate = candidate;
    const head = Buffer.concat(arrival.head.splice(0));
    this.#count(arrival, head.length);
    const { sopClassUid, transferSyntaxUid, peer } = candidate;
    const meta = { sopClassUid, sopInstanceUid, transferSyntaxUid, sourceAeTitle: peer.aeTitle };
    arrival.sink =
      to.kind === 'folder'
        ? await FileSink.create(resolve(to.path), encodeFileMeta(meta))
        : new MemorySink((dataset) => to.onObject(arrival.finish(undefined), dataset));
    await arrival.sink.write(head);
  }

  #leavePlace(arrival: Arrival): void {
    if (!arrival.holdsPlace) return;
    arrival.holdsPlace = false;
    this.#arrivingObjects -= 1;
  }

  #count(arrival: Arrival, bytes: number): void {
    this.#countedBytes += bytes;
    arrival.countedBytes += bytes;
    const { maxBytes } = this.#options;
    if (this.#countedBytes > maxBytes) {
      throw new Refusal('too-many-bytes', `more than ${maxBytes} bytes`);
    }
  }

  async #keep(arrival: Arrival, sopInstanceUid: string): Promise<void> {
    const earlier = this.#objects.get(sopInstanceUid);
    const sha256 = arrival.digest();
    if (earlier !== undefined) {
      if (earlier.sha256 !== sha256) {
        throw new Refusal('conflicting-repeat', 'other content under the same SOP Instance UID');
      }
      this.#objects.set(sopInstanceUid, { ...earlier, repeats: earlier.repeats + 1 });
      return;
    }
    // Reserved before the wait: the same UID may be finishing on another association.
    this.#objects.set(sopInstanceUid, arrival.finish(undefined));
    // It counts as an object now, and must not count as an arrival besides while it is written.
    this.#leavePlace(arrival);
    try {
      const path = await arrival.sink?.keep(sha256);
      arrival.kept = true;
      const { repeats = 0 } = this.#objects.get(sopInstanceUid) ?? {};
      this.#objects.set(sopInstanceUid, { ...arrival.finish(path), repeats });
    } catch (error) {
      this.#objects.delete(sopInstanceUid);
      throw error;
    }
  }
}

/** Error Comment is LO: 64 characters of the default repertoire (PS3.7 C). */
function refuse({ reason, message }: Refusal): Answer {
  return { status: REFUSAL_STATUS[reason], errorComment: message.slice(0, 64) };
}

/**
 * Makes the handler of a Storage SCP that keeps whole objects of ours, byte for byte, and nothing of any other.
 * In a folder each is a DICOM file named by the hash of its data set.
 * @throws a file system error when the folder cannot be made.
 */
export async function receiveObjects(options: ReceiveObjectsOptions): Promise<ObjectReceiver> {
  if (options.to.kind === 'folder') {
    await mkdir(resolve(options.to.path), { recursive: true, mode: 0o700 });
  }
  return new Receiver(options);
}

/**
 * Storage contexts for a server: the SOP classes, the common ones if not given, in every transfer syntax whose
 * data sets {@link receiveObjects} can check.
 */
export function storageContexts(
  sopClassUids: readonly string[] = Object.values(STORAGE_SOP_CLASSES).map(({ uid }) => uid),
): ServedContext[] {
  const transferSyntaxes = TRANSFER_SYNTAXES.map(({ uid }) => uid).filter(
    (uid) => chooseEncoding(uid) !== undefined,
  );
  return sopClassUids.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes }));
}
