import type { Deviation, DeviationLog } from './deviations.ts';
import { COMMAND } from './dimse/command-fields.ts';
import { encodeCommitmentRequest, type ObjectReference } from './dimse/commitment-data.ts';
import type { Dialogue } from './dimse/dialogue.ts';
import {
  type AwaitReportOptions,
  type AwaitReportOutcome,
  awaitEventReport,
} from './dimse/event-report.ts';
import {
  type ExchangeRequest,
  type ExchangeStatusOutcome,
  endOutcome,
  exchangeMessage,
} from './dimse/exchange.ts';
import { type FindOutcome, type FindRequest, findMatches } from './dimse/find.ts';
import { type GetOutcome, type GetRequest, getObjects } from './dimse/get.ts';
import type { MessageHandler, RequestingPeer } from './dimse/incoming.ts';
import { type MoveOutcome, type MoveRequest, moveObjects } from './dimse/move.ts';
import { type ActionRequest, requestAction } from './dimse/n-action.ts';
import { type CreateRequest, createInstance, type ExchangeOutcome } from './dimse/n-create.ts';
import { type SetRequest, setInstance } from './dimse/n-set.ts';
import type {
  EndedOutcome,
  NoContextOutcome,
  OperationOptions,
  OperationOutcome,
} from './dimse/outcome.ts';
import { type StoreOutcome, type StoreRequest, storeObject } from './dimse/store.ts';
import { prepareStore, type StoreRequests, storeObjects } from './dimse/store-all.ts';
import type { TlsFacts } from './dul/connect-transport.ts';
import { USER_ABORT } from './dul/connection.ts';
import { encodePdu } from './dul/encode-pdu.ts';
import type { Ending } from './dul/ending.ts';
import {
  type AcceptedContext,
  isAccepted,
  type NegotiatedContext,
  type PeerFacts,
} from './negotiation.ts';
import {
  STORAGE_COMMITMENT_INSTANCE,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from './uids.ts';

/** How long each phase of opening took, in milliseconds; `tlsMs` only with TLS. */
export interface AssociationTimings {
  readonly tcpMs?: number;
  readonly tlsMs?: number;
  /** From the A-ASSOCIATE-RQ to its answer. */
  readonly associationMs?: number;
}

/** One Storage Commitment request (PS3.4 J.3.2). */
export interface CommitmentRequest extends OperationOptions {
  /** A new UID; the result names it. */
  readonly transactionUid: string;
  readonly objects: readonly ObjectReference[];
  /** Answers a result that comes before the response, on this association. */
  readonly onEventReport: MessageHandler;
}

/** What {@link Association} is made from. */
export interface AssociationParts {
  readonly dialogue: Dialogue;
  readonly peer: PeerFacts;
  readonly timings: AssociationTimings;
  readonly tls?: TlsFacts;
  readonly deviations: DeviationLog;
  readonly acceptBytes: Buffer;
  /** As proposed; what the peer returns for it is not to be trusted. */
  readonly calledAeTitle: string;
  readonly releaseDeadlineMs: number;
}

/**
 * An accepted association. One operation runs at a time; each returns an outcome and never throws for
 * what the peer does. When an outcome says that the association ended, its socket is closed.
 * Always end with {@link Association.release} or {@link Association.abort}.
 */
export class Association {
  /** Every proposed context in order, with what became of it. */
  readonly contexts: readonly NegotiatedContext[];
  readonly peer: PeerFacts;
  readonly timings: AssociationTimings;
  readonly tls?: TlsFacts;
  /** The A-ASSOCIATE-AC as received. */
  readonly acceptBytes: Buffer;
  readonly #parts: AssociationParts;

  constructor(parts: AssociationParts) {
    this.contexts = parts.dialogue.contexts;
    this.peer = parts.peer;
    this.timings = parts.timings;
    this.acceptBytes = parts.acceptBytes;
    if (parts.tls !== undefined) this.tls = parts.tls;
    this.#parts = parts;
  }

  /** How the association ended, once it has. */
  get ending(): Ending | undefined {
    return this.#parts.dialogue.connection.ending;
  }

  /** Departures from the standard seen so far and tolerated. */
  get deviations(): readonly Deviation[] {
    return this.#parts.deviations.list();
  }

  /** C-ECHO (PS3.7 9.3.5). */
  async echo(options: OperationOptions = {}): Promise<OperationOutcome> {
    const context = this.#findContext(VERIFICATION_SOP_CLASS);
    if (context === undefined) return this.#noContext(VERIFICATION_SOP_CLASS);
    return this.exchange({
      ...options,
      contextId: context.id,
      command: { affectedSopClassUid: VERIFICATION_SOP_CLASS, commandField: COMMAND.echoRequest },
    });
  }

  /** C-FIND (PS3.7 9.3.2), each answer handed to `request.onAnswer`. */
  async find(request: FindRequest): Promise<FindOutcome | NoContextOutcome> {
    const context = this.#findContext(request.sopClassUid);
    if (context === undefined) return this.#noContext(request.sopClassUid);
    return findMatches(this.#parts.dialogue, request, context);
  }

  /** C-STORE (PS3.7 9.3.1) of a data set exactly as it is. */
  async store(request: StoreRequest): Promise<StoreOutcome | NoContextOutcome> {
    const context = this.#findStoreContext(request);
    if ('kind' in context) return context;
    return storeObject(this.#parts.dialogue, prepareStore(this.#parts.dialogue, request, context));
  }

  /**
   * C-STORE of many objects one after the other, faster than one call for each: the next is taken and read while the
   * peer works. Outcomes come in order; after the one that ended the association there are no more. What `requests`
   * throws is thrown when its object is due, and the association is left as it is.
   */
  storeAll(requests: StoreRequests): AsyncGenerator<StoreOutcome | NoContextOutcome> {
    return storeObjects(this.#parts.dialogue, requests, (request) =>
      this.#findStoreContext(request),
    );
  }

  /** C-MOVE (PS3.7 9.3.4) to a destination that the peer knows. */
  async move(request: MoveRequest): Promise<MoveOutcome | NoContextOutcome> {
    const context = this.#findContext(request.sopClassUid);
    if (context === undefined) return this.#noContext(request.sopClassUid);
    return moveObjects(this.#parts.dialogue, request, context);
  }

  /**
   * C-GET (PS3.7 9.3.3), each object handed to `request.onStore`. The storage contexts must have been proposed with
   * {@link storageProviderRoles}; what the peer said to them is in `peer.roleSelections`.
   */
  async get(request: GetRequest): Promise<GetOutcome | NoContextOutcome> {
    const context = this.#findContext(request.sopClassUid);
    if (context === undefined) return this.#noContext(request.sopClassUid);
    return getObjects(this.#parts.dialogue, request, context, this.#requestingPeer());
  }

  /** N-CREATE (PS3.7 10.3.5). */
  async create(request: CreateRequest): Promise<ExchangeOutcome | NoContextOutcome> {
    const context = this.#findContext(request.sopClassUid);
    if (context === undefined) return this.#noContext(request.sopClassUid);
    return createInstance(this.#parts.dialogue, request, context);
  }

  /** N-SET (PS3.7 10.3.3). */
  async set(request: SetRequest): Promise<ExchangeOutcome | NoContextOutcome> {
    const context = this.#findContext(request.sopClassUid);
    if (context === undefined) return this.#noContext(request.sopClassUid);
    return setInstance(this.#parts.dialogue, request, context);
  }

  /** N-ACTION (PS3.7 10.3.4). */
  async act(
    request: ActionRequest & { readonly onEventReport: MessageHandler },
  ): Promise<ExchangeOutcome | NoContextOutcome> {
    const context = this.#findContext(request.sopClassUid);
    if (context === undefined) return this.#noContext(request.sopClassUid);
    const reports = { handler: request.onEventReport, peer: this.#requestingPeer() };
    return requestAction(this.#parts.dialogue, request, context, reports);
  }

  /** Asks the peer to commit to objects (PS3.4 J.3.2). The result is a later N-EVENT-REPORT, here or elsewhere. */
  requestCommitment(request: CommitmentRequest): Promise<ExchangeOutcome | NoContextOutcome> {
    const { transactionUid, objects } = request;
    return this.act({
      ...request,
      sopClassUid: WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid,
      sopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
      actionTypeId: 1,
      information: (transferSyntaxUid) =>
        encodeCommitmentRequest(transactionUid, objects, transferSyntaxUid),
    });
  }

  /** Waits for an N-EVENT-REPORT on this association and answers it (PS3.7 10.3.1). */
  awaitEventReport(options: AwaitReportOptions): Promise<AwaitReportOutcome> {
    return awaitEventReport(this.#parts.dialogue, options, this.#requestingPeer());
  }

  /** Any service with one request and one response, for instance the DIMSE-N services (PS3.7 10). */
  async exchange(
    request: ExchangeRequest,
  ): Promise<ExchangeStatusOutcome | EndedOutcome | NoContextOutcome> {
    const context = this.contexts.find(({ id }) => id === request.contextId);
    if (context === undefined || !isAccepted(context)) {
      return this.#noContext(context?.abstractSyntax ?? `context ${request.contextId}`);
    }
    return exchangeMessage(this.#parts.dialogue, request);
  }

  /**
   * Releases the association (PS3.8 7.2): `released` when the peer confirmed, otherwise how it ended. A
   * release of the peer that crosses ours is answered.
   */
  release(): Promise<EndedOutcome> {
    const { dialogue, releaseDeadlineMs } = this.#parts;
    const { connection } = dialogue;
    return dialogue.run({}, async () => {
      const startedAtMs = performance.now();
      connection.startPhase('release', releaseDeadlineMs);
      await connection.write([encodePdu({ kind: 'release-request' })]);
      for (;;) {
        const inbound = await connection.nextPdu();
        if (inbound.kind === 'ended') return endOutcome(inbound.ending, startedAtMs);
        if (inbound.pdu.kind === 'release-response') connection.end({ kind: 'released' });
        // The peer may still send data until it has read our request (PS3.8 9.2.2 AR-6).
        else if (inbound.pdu.kind !== 'data-transfer') {
          connection.endByViolation(`${inbound.pdu.kind} during release`, inbound.bytes, 2);
        }
      }
    });
  }

  /** Ends the association at once with A-ABORT (PS3.8 7.3); settles when the socket is closed. */
  async abort(): Promise<Ending> {
    const { connection } = this.#parts.dialogue;
    const ending: Ending = { kind: 'abort-sent' };
    connection.end(ending, USER_ABORT);
    await connection.closed;
    return connection.ending ?? ending;
  }

  #requestingPeer(): RequestingPeer {
    return { aeTitle: this.#parts.calledAeTitle, associationId: 0 };
  }

  #findStoreContext(request: StoreRequest): AcceptedContext | NoContextOutcome {
    const { sopClassUid, transferSyntaxUid } = request;
    const context = this.#findContext(sopClassUid, transferSyntaxUid);
    return context ?? this.#noContext(sopClassUid, transferSyntaxUid);
  }

  #findContext(sopClassUid: string, transferSyntaxUid?: string): AcceptedContext | undefined {
    return this.contexts
      .filter(isAccepted)
      .find(
        (context) =>
          context.abstractSyntax === sopClassUid &&
          (transferSyntaxUid === undefined || context.outcome.transferSyntax === transferSyntaxUid),
      );
  }

  #noContext(sopClassUid: string, transferSyntaxUid?: string): NoContextOutcome {
    return {
      kind: 'no-accepted-context',
      sopClassUid,
      ...(transferSyntaxUid === undefined ? {} : { transferSyntaxUid }),
      contexts: this.contexts.filter((context) => context.abstractSyntax === sopClassUid),
    };
  }
}
