import {
  COMMITMENT_EVENT,
  type CommitmentResult,
  readCommitmentResult,
} from '../dimse/commitment-data.ts';
import {
  type Answer,
  type IncomingMessage,
  type MessageHandler,
  STATUS,
} from '../dimse/incoming.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  STORAGE_COMMITMENT_INSTANCE,
  WORKFLOW_SOP_CLASSES,
} from '../uids.ts';
import type { ServedContext } from './server-options.ts';

/** The context on which an archive reports Storage Commitment results: it is the SCP, we are the SCU. */
export const COMMITMENT_RESULT_CONTEXT: ServedContext = {
  abstractSyntax: WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid,
  transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  role: 'scu',
};

/** A result with how it came. */
export interface ReportedCommitment extends CommitmentResult {
  /** As {@link RequestingPeer.associationId}: 0 when it came on the association of the request. */
  readonly associationId: number;
  /** How often it came again; the first report counts. */
  readonly repeats: number;
}

/** Collects the results of the transactions that were announced, and of no other. */
export interface CommitmentInbox {
  /** For a server's `eventReport` and for the association of the request. */
  readonly handler: MessageHandler;
  /** Announces a transaction; call it before the N-ACTION, since the result may overtake its response. */
  expect(transactionUid: string): void;
  result(transactionUid: string): ReportedCommitment | undefined;
  /** Waits for a result; `undefined` when `waitMs` or `signal` came first. */
  awaitResult(
    transactionUid: string,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<ReportedCommitment | undefined>;
}

class Inbox implements CommitmentInbox {
  readonly #results = new Map<string, ReportedCommitment | undefined>();
  readonly #waiting = new Map<string, Set<() => void>>();

  readonly handler: MessageHandler = (message) => this.#take(message);

  expect(transactionUid: string): void {
    if (!this.#results.has(transactionUid)) this.#results.set(transactionUid, undefined);
  }

  result(transactionUid: string): ReportedCommitment | undefined {
    return this.#results.get(transactionUid);
  }

  async awaitResult(
    transactionUid: string,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<ReportedCommitment | undefined> {
    if (this.result(transactionUid) === undefined && signal?.aborted !== true) {
      const waiters = this.#waiting.get(transactionUid) ?? new Set();
      this.#waiting.set(transactionUid, waiters);
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', settle);
          waiters.delete(settle);
          resolve();
        };
        const timer = setTimeout(settle, waitMs);
        signal?.addEventListener('abort', settle, { once: true });
        waiters.add(settle);
      });
    }
    return this.result(transactionUid);
  }

  #take({ sopClassUid, transferSyntaxUid, command, dataset, peer }: IncomingMessage): Answer {
    if (sopClassUid !== WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid) {
      return { status: STATUS.noSuchSopClass };
    }
    const { eventTypeId = 0, affectedSopInstanceUid } = command;
    if (affectedSopInstanceUid !== STORAGE_COMMITMENT_INSTANCE) {
      return { status: STATUS.invalidObjectInstance };
    }
    const known: readonly number[] = Object.values(COMMITMENT_EVENT);
    if (!known.includes(eventTypeId)) return { status: STATUS.noSuchEventType };
    if (dataset === undefined) return { status: STATUS.processingFailure };
    const reading = readCommitmentResult(dataset, transferSyntaxUid, eventTypeId);
    if (!reading.ok) return { status: STATUS.processingFailure };
    const { transactionUid } = reading.result;
    if (!this.#results.has(transactionUid)) return { status: STATUS.invalidArgumentValue };
    const earlier = this.#results.get(transactionUid);
    this.#results.set(
      transactionUid,
      earlier === undefined
        ? { ...reading.result, associationId: peer.associationId, repeats: 0 }
        : { ...earlier, repeats: earlier.repeats + 1 },
    );
    for (const settle of this.#waiting.get(transactionUid) ?? []) settle();
    return { status: STATUS.success };
  }
}

/** Makes the receiving side of Storage Commitment results (PS3.4 J.3.3). */
export function receiveCommitmentResults(): CommitmentInbox {
  return new Inbox();
}
