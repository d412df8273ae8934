import type { Socket } from 'node:net';
import { DeviationLog } from '../deviations.ts';
import {
  type AnsweredRequest,
  type AnswerSettings,
  answerMessage,
  answerStore,
  type LimitLeft,
} from '../dimse/answer-request.ts';
import { COMMAND } from '../dimse/command-fields.ts';
import { Dialogue } from '../dimse/dialogue.ts';
import type { InboundMessage, InboundStream } from '../dimse/inbound.ts';
import { type MessageHandler, STATUS } from '../dimse/incoming.ts';
import type { TlsFacts } from '../dul/connect-transport.ts';
import { Connection, type Inbound, USER_ABORT } from '../dul/connection.ts';
import { encodePdu } from '../dul/encode-pdu.ts';
import type { AssociateRequest } from '../dul/pdu.ts';
import { encodeRejection } from '../dul/reasons.ts';
import { type Acceptance, encodeAcceptance, negotiateAcceptance } from './negotiate-acceptance.ts';
import type { ServerEvent } from './server-event.ts';
import type {
  Admit,
  DicomHandlers,
  ServedContext,
  ServerDeadlines,
  ServerLimits,
} from './server-options.ts';

/** A P-DATA-TF longer than announced is tolerated up to this length, and noted. */
const TOLERATED_PDU_BYTES = 1024 * 1024;

/** 1 MiB of PDU for 128 contexts is generous; a server grants each stranger a quarter of that. */
const MAX_ASSOCIATE_BYTES = 256 * 1024;

/** What one association needs from its server. */
export interface ServeSettings {
  readonly associationId: number;
  readonly address: string;
  readonly admit: Admit;
  readonly contexts: readonly ServedContext[];
  readonly handlers: DicomHandlers;
  readonly limits: ServerLimits;
  readonly deadlines: ServerDeadlines;
  readonly tls?: TlsFacts;
  readonly emit: (event: ServerEvent) => void;
  /** Accounts for received objects over the server's life. */
  readonly spend: (objects: number, bytes: number) => LimitLeft;
  readonly signal: AbortSignal;
}

const ECHO_ALWAYS: MessageHandler = () => ({ status: STATUS.success });

function findHandler(
  { handlers }: ServeSettings,
  commandField: number | undefined,
): MessageHandler | undefined {
  switch (commandField) {
    case COMMAND.echoRequest:
      return handlers.echo ?? ECHO_ALWAYS;
    case COMMAND.eventReportRequest:
      return handlers.eventReport;
    case COMMAND.nGetRequest:
      return handlers.nGet;
    case COMMAND.nSetRequest:
      return handlers.nSet;
    case COMMAND.nActionRequest:
      return handlers.nAction;
    case COMMAND.nCreateRequest:
      return handlers.nCreate;
    case COMMAND.nDeleteRequest:
      return handlers.nDelete;
    default:
      return undefined;
  }
}

/** One accepted connection, from its first byte to its closed socket (PS3.8 9.2). */
class ServedAssociation {
  readonly #settings: ServeSettings;
  readonly #connection: Connection;
  readonly #deviations = new DeviationLog();
  readonly #ended = new AbortController();
  #answeredRequests = 0;

  constructor(socket: Socket, settings: ServeSettings) {
    const { limits, signal } = settings;
    this.#settings = settings;
    const maxDataBytes = Math.max(TOLERATED_PDU_BYTES, limits.maxPduBytes);
    const pduLimits = { maxAssociateBytes: MAX_ASSOCIATE_BYTES, maxDataBytes };
    this.#connection = new Connection(socket, pduLimits, signal);
  }

  async serve(): Promise<void> {
    const { associationId, address, deadlines, emit } = this.#settings;
    const { lifetime } = deadlines;
    const timer = setTimeout(() => this.#connection.endByTimeout(lifetime), lifetime);
    void this.#connection.closed.then(() => this.#ended.abort());
    try {
      this.#connection.startPhase('association', deadlines.association);
      await this.#onFirstPdu(await this.#connection.nextPdu());
    } finally {
      clearTimeout(timer);
      // Already ended in every case but an error of our own.
      this.#connection.end({ kind: 'abort-sent' }, USER_ABORT);
      await this.#connection.closed;
      const { ending = { kind: 'abort-sent' } } = this.#connection;
      emit({
        kind: 'association-ended',
        associationId,
        address,
        ending,
        answeredRequests: this.#answeredRequests,
        deviations: this.#deviations.list(),
      });
    }
  }

  async #onFirstPdu(inbound: Inbound): Promise<void> {
    if (inbound.kind === 'ended') return;
    const { pdu, bytes } = inbound;
    if (pdu.kind !== 'associate-request') {
      this.#connection.endByViolation(`${pdu.kind} before an A-ASSOCIATE-RQ`, bytes, 2);
      return;
    }
    const acceptance = negotiateAcceptance(pdu, this.#settings, this.#deviations);
    switch (acceptance.kind) {
      case 'malformed':
        this.#connection.endByViolation(acceptance.message, bytes, 6);
        return;
      case 'rejected':
        this.#reject(pdu, acceptance.reasonKey);
        return;
      case 'accepted':
        await this.#accept(pdu, bytes, acceptance);
    }
  }

  #reject(
    request: AssociateRequest,
    reasonKey: Extract<Acceptance, { kind: 'rejected' }>['reasonKey'],
  ): void {
    const { associationId, address, emit } = this.#settings;
    const rejection = encodePdu({ kind: 'associate-reject', ...encodeRejection(reasonKey) });
    this.#connection.end({ kind: 'closed', phase: 'association' }, rejection);
    emit({ kind: 'association-rejected', associationId, address, reasonKey, request });
  }

  async #accept(
    request: AssociateRequest,
    requestBytes: Buffer,
    acceptance: Extract<Acceptance, { kind: 'accepted' }>,
  ): Promise<void> {
    const { associationId, address, limits, deadlines, tls, emit } = this.#settings;
    const { contexts, roleSelections } = acceptance;
    this.#connection.establish();
    const accept = encodeAcceptance(requestBytes, acceptance, limits.maxPduBytes);
    if ((await this.#connection.write([accept])) !== undefined) return;
    emit({
      kind: 'association-accepted',
      associationId,
      address,
      request,
      contexts,
      roleSelections,
      ...(tls === undefined ? {} : { tls }),
    });
    const dialogue = new Dialogue(
      this.#connection,
      {
        contexts,
        peerMaxPduBytes: request.userInformation?.maxPduBytes,
        ownMaxPduBytes: limits.maxPduBytes,
        maxDatasetBytes: limits.maxDatasetBytes,
        dimseDeadlineMs: deadlines.dimse,
      },
      this.#deviations,
    );
    await this.#answerRequests({
      dialogue,
      peer: { aeTitle: request.callingAeTitle, address, associationId },
      signal: this.#ended.signal,
      maxObjectBytes: limits.maxObjectBytes,
      restartDeadline: () => this.#connection.startPhase('dimse', deadlines.dimse),
      suspendDeadline: () => this.#connection.startPhase('dimse'),
      spendBytes: (bytes) => this.#settings.spend(0, bytes),
    });
  }

  async #answerRequests(settings: AnswerSettings): Promise<void> {
    const { idle } = this.#settings.deadlines;
    for (;;) {
      this.#connection.startPhase('idle', idle);
      const inbound = await settings.dialogue.nextInbound();
      if (inbound.kind === 'ended') return;
      const answered = await this.#answer(settings, inbound);
      if (answered?.kind === 'ended') return;
      if (answered !== undefined) this.#note(inbound, answered, settings);
    }
  }

  async #answer(
    settings: AnswerSettings,
    inbound: Exclude<InboundMessage, { kind: 'ended' }> | InboundStream,
  ): Promise<AnsweredRequest | undefined> {
    const { handlers, spend } = this.#settings;
    if (inbound.kind === 'stream') {
      const passed = spend(1, 0);
      if (passed === undefined) return answerStore(settings, inbound.message, handlers.store);
      const { phase } = this.#connection;
      this.#connection.end({ kind: 'limit-exceeded', phase, ...passed }, USER_ABORT);
      return undefined;
    }
    const { message } = inbound;
    const { commandField = 0 } = message.command;
    // A cancel finds nothing to cancel here, and a response answers no request of ours.
    if (commandField === COMMAND.cancelRequest || (commandField & 0x8000) !== 0) {
      const words = `command field 0x${commandField.toString(16).padStart(4, '0')}`;
      this.#deviations.add('unexpected-command', words);
      return undefined;
    }
    return answerMessage(settings, message, findHandler(this.#settings, commandField));
  }

  #note(
    { message }: Pick<InboundStream, 'message'>,
    answered: Extract<AnsweredRequest, { kind: 'answered' }>,
    { dialogue }: AnswerSettings,
  ): void {
    const { associationId, address, emit } = this.#settings;
    const { kind: _, ...rest } = answered;
    this.#answeredRequests += 1;
    const context = dialogue.contexts.find(({ id }) => id === message.contextId);
    emit({
      kind: 'request-answered',
      associationId,
      address,
      commandField: message.command.commandField ?? 0,
      sopClassUid: context?.abstractSyntax ?? '',
      ...rest,
    });
  }
}

/** Serves one connection to its end; rejects only for errors of a handler of ours, never for the peer's behaviour. */
export function serveAssociation(socket: Socket, settings: ServeSettings): Promise<void> {
  return new ServedAssociation(socket, settings).serve();
}
