import type { DeviationLog } from '../deviations.ts';
import { type Connection, USER_ABORT } from '../dul/connection.ts';
import { DATA_HEADER_BYTES, VALUE_OVERHEAD_BYTES, writeDataHeader } from '../dul/encode-pdu.ts';
import type { Ending } from '../dul/ending.ts';
import type { DataTransfer } from '../dul/pdu.ts';
import type { NegotiatedContext } from '../negotiation.ts';
import { isAccepted } from '../negotiation.ts';
import { MessageAssembler } from './assemble-message.ts';
import { encodeCommand } from './command.ts';
import { COMMAND, type CommandFields } from './command-fields.ts';
import { type ExpectedResponse, isExpected } from './expected-response.ts';
import type { InboundFragment, InboundMessage, InboundStream, ReadyItem } from './inbound.ts';
import type { OperationOptions } from './outcome.ts';
import { SlabPool } from './slab-pool.ts';

/** Longest P-DATA-TF that we send even where the peer sets no limit. */
const LONGEST_SENT_PDU_BYTES = 1024 * 1024;

/** Assumed where the peer announces no maximum: the default of widespread toolkits. */
const ASSUMED_MAX_PDU_BYTES = 16_384;

/** Settings that a dialogue takes from its association. */
export interface DialogueSettings {
  readonly contexts: readonly NegotiatedContext[];
  /** As announced by the peer; 0 means no limit. */
  readonly peerMaxPduBytes: number | undefined;
  /** As announced by us. */
  readonly ownMaxPduBytes: number;
  readonly maxDatasetBytes: number;
  readonly dimseDeadlineMs: number;
}

/** What the peer sent, or the end of the association. */
type DialogueItem = ReadyItem | Extract<InboundMessage, { kind: 'ended' }>;

/** DIMSE messages over one established association, one operation at a time (PS3.7 6.3). */
export class Dialogue {
  readonly connection: Connection;
  readonly deviations: DeviationLog;
  readonly contexts: readonly NegotiatedContext[];
  /** Data bytes that fit one P-DATA-TF with one value. */
  readonly chunkBytes: number;
  readonly slabs = new SlabPool();
  readonly #settings: DialogueSettings;
  readonly #acceptedIds: ReadonlySet<number>;
  readonly #assembler: MessageAssembler;
  readonly #ready: ReadyItem[] = [];
  /** A C-STORE request whose data set nobody takes. */
  #dropped: InboundStream | undefined;
  #messageStartedAtMs: number | undefined;
  #messageId = 0;
  #busy = false;

  constructor(connection: Connection, settings: DialogueSettings, deviations: DeviationLog) {
    this.connection = connection;
    this.deviations = deviations;
    this.contexts = settings.contexts;
    this.#settings = settings;
    // Only C-STORE brings data sets too large for memory.
    this.#assembler = new MessageAssembler(
      settings.maxDatasetBytes,
      ({ commandField }) => commandField === COMMAND.storeRequest,
    );
    this.#acceptedIds = new Set(settings.contexts.filter(isAccepted).map((context) => context.id));
    const announced = settings.peerMaxPduBytes ?? ASSUMED_MAX_PDU_BYTES;
    const usable = announced === 0 ? LONGEST_SENT_PDU_BYTES : announced;
    this.chunkBytes = Math.min(usable, LONGEST_SENT_PDU_BYTES) - VALUE_OVERHEAD_BYTES;
  }

  /** Message ids count from 1 and wrap within 16 bits (PS3.7 9.1.1.1.1). */
  nextMessageId(): number {
    this.#messageId = this.#messageId === 0xffff ? 1 : this.#messageId + 1;
    return this.#messageId;
  }

  /** Starts the operation's deadline anew: the peer showed life, or took what we sent. */
  restartDeadline(options: OperationOptions): void {
    this.connection.startPhase('dimse', options.deadlineMs ?? this.#settings.dimseDeadlineMs);
  }

  /**
   * Runs one operation: its deadline, its signal, and the wait for a closed socket if it ended the
   * association. If `body` throws (a caller's own error) the association is aborted first.
   * @throws Error when another operation is in progress.
   */
  async run<T>(options: OperationOptions, body: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new Error('another operation is in progress on this association');
    this.#busy = true;
    const onSignal = (): void => {
      this.connection.end({ kind: 'cancelled', phase: this.connection.phase }, USER_ABORT);
    };
    this.restartDeadline(options);
    options.signal?.addEventListener('abort', onSignal, { once: true });
    if (options.signal?.aborted) onSignal();
    try {
      return await body();
    } catch (error) {
      this.connection.end({ kind: 'abort-sent' }, USER_ABORT);
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', onSignal);
      this.connection.startPhase('idle');
      if (this.connection.ending !== undefined) await this.connection.closed;
      this.#busy = false;
    }
  }

  /** A command set as the pieces of P-DATA-TF PDUs, ready to be written. */
  encodeCommandPieces(contextId: number, command: CommandFields): Buffer[] {
    return this.fragment(contextId, true, encodeCommand(command));
  }

  /** Cuts bytes into P-DATA-TF PDUs: header, view, header, view … (PS3.8 annex E.2). */
  fragment(contextId: number, isCommand: boolean, bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    do {
      const data = bytes.subarray(at, at + this.chunkBytes);
      at += data.length;
      const header = Buffer.allocUnsafe(DATA_HEADER_BYTES);
      const isLast = at === bytes.length;
      writeDataHeader(header, 0, { contextId, isCommand, isLast, dataBytes: data.length });
      pieces.push(header, data);
    } while (at < bytes.length);
    return pieces;
  }

  /** Sends one message in one go; for data sets that are in memory and small. */
  send(contextId: number, command: CommandFields, dataset?: Buffer): Promise<Ending | undefined> {
    const pieces = this.encodeCommandPieces(contextId, command);
    if (dataset !== undefined) pieces.push(...this.fragment(contextId, false, dataset));
    return this.connection.write(pieces);
  }

  /** The next message, whatever it is; the data set of a C-STORE request is dropped. */
  async nextMessage(): Promise<InboundMessage> {
    for (;;) {
      const inbound = this.#takeMessage();
      if (inbound !== undefined) return inbound;
      await this.connection.untilInbound();
    }
  }

  /** The next message, or the beginning of a C-STORE request. */
  async nextInbound(): Promise<InboundMessage | InboundStream> {
    for (;;) {
      const item = this.#takeItem() ?? (await this.#nextItem());
      // Fragments that their reader left behind.
      if (item.kind !== 'fragment') return item;
    }
  }

  /** The next piece of the data set that the last {@link Dialogue.nextInbound} announced. */
  async nextFragment(): Promise<InboundFragment> {
    const item = this.#takeItem() ?? (await this.#nextItem());
    if (item.kind === 'fragment' || item.kind === 'ended') return item;
    throw new Error('the data set has been read to its end');
  }

  /** Whether something arrives within `waitMs` and before `stop`; the association goes on if not. */
  async awaitInbound(waitMs: number, stop?: AbortSignal): Promise<boolean> {
    return this.#ready.length > 0 || (await this.connection.awaitInbound(waitMs, stop));
  }

  #takeMessage(): InboundMessage | undefined {
    for (;;) {
      const item = this.#takeItem();
      if (item === undefined || item.kind === 'message' || item.kind === 'ended') return item;
      if (item.kind === 'stream') {
        this.#dropped = item;
      } else if (item.isLast && this.#dropped !== undefined) {
        const message = { ...this.#dropped, kind: 'message' } as const;
        this.#dropped = undefined;
        return message;
      }
    }
  }

  async #nextItem(): Promise<DialogueItem> {
    for (;;) {
      const item = this.#takeItem();
      if (item !== undefined) return item;
      await this.connection.untilInbound();
    }
  }

  /** What has arrived by now. */
  #takeItem(): DialogueItem | undefined {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready !== undefined && !this.connection.discarded) return ready;
      const inbound = this.connection.takePdu();
      if (inbound?.kind === 'ended') this.#assembler.clear();
      if (inbound === undefined || inbound.kind === 'ended') return inbound;
      if (inbound.pdu.kind === 'data-transfer') {
        this.#collect(inbound.pdu, inbound.bytes, inbound.firstByteAtMs);
      } else {
        this.connection.endByViolation(
          `${inbound.pdu.kind} is not allowed on an established association`,
          inbound.bytes,
          2,
        );
      }
    }
  }

  /** The next message that answers a request of ours; others are noted and dropped. */
  async nextResponse(expected: ExpectedResponse): Promise<InboundMessage> {
    for (;;) {
      const inbound = this.takeResponse(expected);
      if (inbound !== undefined) return inbound;
      await this.connection.untilInbound();
    }
  }

  /** {@link Dialogue.nextResponse}, if it is there already: thousands of answers come in a few pieces. */
  takeResponse(expected: ExpectedResponse): InboundMessage | undefined {
    for (;;) {
      const inbound = this.#takeMessage();
      if (inbound === undefined || inbound.kind === 'ended') return inbound;
      if (isExpected(inbound.message, expected, this.deviations)) return inbound;
    }
  }

  #collect(pdu: DataTransfer, bytes: Buffer, firstByteAtMs: number): void {
    const { ownMaxPduBytes } = this.#settings;
    if (ownMaxPduBytes !== 0 && bytes.length - 6 > ownMaxPduBytes) {
      this.deviations.add(
        'pdu-longer-than-announced',
        `P-DATA-TF of ${bytes.length - 6} bytes, announced maximum ${ownMaxPduBytes}`,
      );
    }
    for (const value of pdu.values) {
      if (!this.#acceptedIds.has(value.contextId)) {
        this.connection.endByViolation(
          `data in presentation context ${value.contextId}, which is not accepted`,
          bytes,
          6,
        );
        return;
      }
      this.#messageStartedAtMs ??= firstByteAtMs;
      const step = this.#assembler.add(value);
      if (step.kind === 'message') {
        this.#ready.push({
          kind: 'message',
          message: step.message,
          firstByteAtMs: this.#messageStartedAtMs,
        });
        this.#messageStartedAtMs = undefined;
      } else if (step.kind === 'streamed-command') {
        this.#ready.push({
          kind: 'stream',
          message: step.message,
          firstByteAtMs: this.#messageStartedAtMs,
        });
      } else if (step.kind === 'fragment') {
        this.#ready.push(step);
        if (step.isLast) this.#messageStartedAtMs = undefined;
      } else if (step.kind === 'violation') {
        this.connection.endByViolation(step.message, bytes, 6);
        return;
      } else if (step.kind === 'too-large') {
        const { phase } = this.connection;
        const { limitBytes } = step;
        this.connection.end(
          { kind: 'limit-exceeded', phase, limit: 'dataset-bytes', limitBytes },
          USER_ABORT,
        );
        return;
      }
    }
  }
}
