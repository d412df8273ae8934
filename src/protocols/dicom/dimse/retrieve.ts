import type { Ending } from '../dul/ending.ts';
import type { AcceptedContext } from '../negotiation.ts';
import { answerStore } from './answer-request.ts';
import {
  COMMAND,
  type CommandSet,
  DATA_SET_PRESENT,
  NO_DATA_SET,
  PRIORITY,
} from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import { endOutcome } from './exchange.ts';
import type { InboundMessage, InboundStream } from './inbound.ts';
import { STATUS, type StoreHandler } from './incoming.ts';
import type {
  RetrieveCounts,
  RetrieveOutcome,
  RetrieveRequest,
  RetrieveService,
  RetrieveStop,
  SubOperations,
} from './retrieve-request.ts';
import { readStatus } from './status.ts';

const DEFAULT_MAX_RESPONSES = 100_000;
const DEFAULT_MAX_MS = 600_000;
const DEFAULT_CANCEL_GRACE_MS = 5000;

/** Takes part in nothing once C-CANCEL has gone out: what still arrives is refused. */
const REFUSE_STORE: StoreHandler = async () => ({ status: STATUS.outOfResources });

/** One C-MOVE or C-GET in progress. */
export class RetrieveRun {
  readonly #dialogue: Dialogue;
  readonly #request: RetrieveRequest;
  readonly #service: RetrieveService;
  readonly #context: AcceptedContext;
  readonly #messageId: number;
  readonly #startedAtMs = performance.now();
  #firstByteMs: number | undefined;
  #pendingResponses = 0;
  #pendingAfterCancel = 0;
  #subOperations: SubOperations = {};
  #stoppedBy: RetrieveStop | undefined;
  #objects = 0;

  constructor(
    dialogue: Dialogue,
    request: RetrieveRequest,
    service: RetrieveService,
    context: AcceptedContext,
  ) {
    this.#dialogue = dialogue;
    this.#request = request;
    this.#service = service;
    this.#context = context;
    this.#messageId = dialogue.nextMessageId();
  }

  /** C-STORE requests of the peer that were answered. */
  get answeredObjects(): number {
    return this.#objects;
  }

  async run(): Promise<RetrieveOutcome> {
    const timer = setTimeout(() => this.#stop('time'), this.#request.maxMs ?? DEFAULT_MAX_MS);
    try {
      const written = await this.#send();
      return written === undefined ? await this.#converse() : this.#ended(written);
    } finally {
      clearTimeout(timer);
    }
  }

  #send(): Promise<Ending | undefined> {
    const { id, outcome } = this.#context;
    const { identifier, sopClassUid } = this.#request;
    const service = this.#service;
    return this.#dialogue.send(
      id,
      {
        affectedSopClassUid: sopClassUid,
        commandField: service.kind === 'move' ? COMMAND.moveRequest : COMMAND.getRequest,
        messageId: this.#messageId,
        priority: PRIORITY.medium,
        ...(service.kind === 'move' ? { moveDestination: service.destination } : {}),
        commandDataSetType: DATA_SET_PRESENT,
      },
      typeof identifier === 'function' ? identifier(outcome.transferSyntax) : identifier,
    );
  }

  async #converse(): Promise<RetrieveOutcome> {
    for (;;) {
      const inbound = await this.#dialogue.nextInbound();
      if (inbound.kind === 'ended') return this.#ended(inbound.ending);
      if (inbound.kind === 'stream') {
        const ending = await this.#onStore(inbound);
        if (ending !== undefined) return this.#ended(ending);
      } else if (this.#isOurs(inbound)) {
        const outcome = this.#onResponse(inbound);
        if (outcome !== undefined) return outcome;
      }
    }
  }

  #isOurs({ message: { command } }: Extract<InboundMessage, { kind: 'message' }>): boolean {
    const { deviations } = this.#dialogue;
    const { commandField = 0, messageIdBeingRespondedTo } = command;
    const { kind } = this.#service;
    if (commandField !== (kind === 'move' ? COMMAND.moveResponse : COMMAND.getResponse)) {
      const words = `command field 0x${commandField.toString(16).padStart(4, '0')}`;
      deviations.add('unexpected-command', words);
      return false;
    }
    if (messageIdBeingRespondedTo === this.#messageId) return true;
    deviations.add(
      'foreign-message-id',
      `responds to ${messageIdBeingRespondedTo ?? 'no message id'}, expected ${this.#messageId}`,
    );
    return false;
  }

  #onResponse(inbound: Extract<InboundMessage, { kind: 'message' }>): RetrieveOutcome | undefined {
    this.#firstByteMs ??= Math.max(0, inbound.firstByteAtMs - this.#startedAtMs);
    const { command, dataset } = inbound.message;
    const status = readStatus(command);
    if (status === undefined) {
      this.#dialogue.connection.endByViolation('the response has no Status', Buffer.alloc(0), 0);
      return undefined;
    }
    this.#noteCounts(command);
    if (status.category === 'pending') {
      this.#onPending();
      return undefined;
    }
    return {
      kind: 'status',
      status,
      ...(dataset === undefined ? {} : { failedIdentifier: dataset }),
      ...this.#times(),
      ...this.#counts(),
    };
  }

  #noteCounts(command: CommandSet): void {
    const { remainingSuboperations: remaining, completedSuboperations: completed } = command;
    const { failedSuboperations: failed, warningSuboperations: warning } = command;
    if ([remaining, completed, failed, warning].every((count) => count === undefined)) return;
    const done = (counts: SubOperations): number =>
      (counts.completed ?? 0) + (counts.failed ?? 0) + (counts.warning ?? 0);
    const latest = {
      ...(remaining === undefined ? {} : { remaining }),
      ...(completed === undefined ? {} : { completed }),
      ...(failed === undefined ? {} : { failed }),
      ...(warning === undefined ? {} : { warning }),
    };
    if (done(latest) < done(this.#subOperations)) {
      const words = `${done(latest)} sub-operations done after ${done(this.#subOperations)}`;
      this.#dialogue.deviations.add('suboperation-counts-go-back', words);
    }
    this.#subOperations = latest;
  }

  #onPending(): void {
    // Once C-CANCEL is sent only its grace time counts, however many responses still come.
    if (this.#stoppedBy !== undefined) {
      this.#pendingAfterCancel += 1;
      return;
    }
    this.#pendingResponses += 1;
    this.#restartDeadline();
    this.#request.onProgress?.(this.#subOperations, () => this.#stop('caller'));
    const { maxResponses = DEFAULT_MAX_RESPONSES } = this.#request;
    if (this.#pendingResponses >= maxResponses) this.#stop('responses');
  }

  async #onStore({ message }: InboundStream): Promise<Ending | undefined> {
    const service = this.#service;
    if (service.kind === 'get' && this.#objects >= service.maxObjects) this.#stop('objects');
    if (service.kind === 'move') {
      this.#dialogue.deviations.add('unexpected-command', 'command field 0x0001');
      return undefined;
    }
    const isStopped = this.#stoppedBy !== undefined;
    const answered = await answerStore(
      {
        ...service.answering,
        restartDeadline: () => this.#restartDeadline(),
        suspendDeadline: () => this.#suspendDeadline(),
      },
      message,
      isStopped ? REFUSE_STORE : service.onStore,
    );
    if (answered.kind === 'ended') return answered.ending;
    if (!isStopped) this.#objects += 1;
    this.#restartDeadline();
    if (answered.failure !== undefined) throw answered.failure;
    return undefined;
  }

  #restartDeadline(): void {
    if (this.#stoppedBy === undefined) this.#dialogue.restartDeadline(this.#request);
  }

  #suspendDeadline(): void {
    if (this.#stoppedBy === undefined) this.#dialogue.connection.startPhase('dimse');
  }

  /** Sends C-CANCEL once (PS3.7 9.3.3.3, 9.3.4.3) and starts its grace time. */
  #stop(reason: RetrieveStop): void {
    const { connection } = this.#dialogue;
    if (this.#stoppedBy !== undefined || connection.ending !== undefined) return;
    this.#stoppedBy = reason;
    const { cancelGraceMs = DEFAULT_CANCEL_GRACE_MS } = this.#request;
    connection.startPhase('dimse', cancelGraceMs);
    // Not awaited: if the peer does not even read it, the grace time ends the association.
    void this.#dialogue.send(this.#context.id, {
      commandField: COMMAND.cancelRequest,
      messageIdBeingRespondedTo: this.#messageId,
      commandDataSetType: NO_DATA_SET,
    });
  }

  #ended(ending: Ending): RetrieveOutcome {
    const rest = { ...this.#times(), ...this.#counts() };
    if (ending.kind === 'timeout' && this.#stoppedBy !== undefined) {
      return { kind: 'cancel-ignored', ...rest };
    }
    return { ...endOutcome(ending, this.#startedAtMs), ...rest };
  }

  #times(): { elapsedMs: number; firstByteMs?: number } {
    const elapsedMs = performance.now() - this.#startedAtMs;
    return {
      elapsedMs,
      ...(this.#firstByteMs === undefined ? {} : { firstByteMs: this.#firstByteMs }),
    };
  }

  #counts(): RetrieveCounts {
    return {
      pendingResponses: this.#pendingResponses,
      subOperations: this.#subOperations,
      pendingAfterCancel: this.#pendingAfterCancel,
      ...(this.#stoppedBy === undefined ? {} : { stoppedBy: this.#stoppedBy }),
    };
  }
}
