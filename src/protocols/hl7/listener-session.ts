import type { Socket } from 'node:net';
import { type AckContent, buildAck, ERROR_CODES } from './build-ack.ts';
import { type Er7Message, readMessage } from './er7.ts';
import { Deframer, frameMessage, type MllpEvent, type MllpFinding } from './mllp.ts';

/** A message that a peer sent us. It may be anybody's: look at it, and keep nothing that is not ours. */
export interface ReceivedMessage {
  readonly message: Er7Message;
  readonly remoteAddress: string;
  /** Framing faults noticed since the last message of this connection. */
  readonly framing: readonly MllpFinding[];
  /** Fires when the connection or the listener closes, or the handler's time is up. */
  readonly signal: AbortSignal;
}

/** How to answer. All but `ack` and `none` exist for a simulator that shall misbehave. */
export type ListenerReply =
  | ({ readonly kind: 'ack' } & AckContent)
  /** A message built by the caller, to be framed: a query response, say. */
  | { readonly kind: 'message'; readonly payload: Uint8Array }
  /** Bytes as they are, framing included. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }
  | { readonly kind: 'none' }
  | { readonly kind: 'close' };

/** Decides the answer to one message. A rejection is answered with AE 207 and reported as an event. */
export type MessageHandler = (received: ReceivedMessage) => ListenerReply | Promise<ListenerReply>;

/** What happened on a listener, without message content. */
export type ListenerEvent =
  | { readonly kind: 'connected' | 'disconnected'; readonly remoteAddress: string }
  | {
      readonly kind: 'rejected-peer' | 'too-many-connections';
      readonly remoteAddress: string;
    }
  | { readonly kind: 'framing'; readonly remoteAddress: string; readonly finding: MllpFinding }
  | { readonly kind: 'unreadable-frame'; readonly remoteAddress: string; readonly reason: string }
  /** A message that is not ours to see was refused and dropped, see {@link SessionPolicy.isOurs}. */
  | { readonly kind: 'foreign-message'; readonly remoteAddress: string }
  /** An acknowledgement came although we asked nothing; it is never answered. */
  | { readonly kind: 'stray-acknowledgement'; readonly remoteAddress: string }
  /** The peer fell silent, or took too long over one block. */
  | { readonly kind: 'idle-timeout' | 'block-timeout'; readonly remoteAddress: string }
  | { readonly kind: 'handler-failed'; readonly remoteAddress: string; readonly error: unknown }
  | { readonly kind: 'socket-error'; readonly remoteAddress: string; readonly code: string };

/** Limits of one connection, and what it is for. */
export interface SessionPolicy {
  readonly idleTimeoutMs: number;
  /** For one block, from its first byte to its last, however steadily they trickle. */
  readonly blockTimeoutMs: number;
  readonly handlerTimeoutMs: number;
  readonly maxFrameBytes: number;
  /** Messages for which this is false are answered with AR 204, and no handler sees them. */
  readonly isOurs?: (message: Er7Message) => boolean;
}

const END_BLOCK_GRACE_MS = 300;
/** The answer to a message that is not ours to see. Application reject rather than error: sending it again would not help, and nothing has been kept. */
export const FOREIGN_REPLY: Extract<ListenerReply, { kind: 'ack' }> = {
  kind: 'ack',
  code: 'AR',
  errorCode: ERROR_CODES.unknownKey,
  text: 'only messages about the test patient are taken here; this one was not kept',
};

/**
 * Serves one connection: blocks are answered one after another in the order they came, and reading pauses while one
 * is being handled, so that a fast sender cannot fill our memory.
 */
export class ListenerSession {
  readonly #socket: Socket;
  readonly #remoteAddress: string;
  readonly #handler: MessageHandler;
  readonly #policy: SessionPolicy;
  readonly #emit: (event: ListenerEvent) => void;
  readonly #deframer: Deframer;
  readonly #queue: MllpEvent[] = [];
  readonly #closing = new AbortController();
  #framing: MllpFinding[] = [];
  #working = false;
  #handling = false;
  #ended = false;
  #grace: NodeJS.Timeout | undefined;
  #blockTimer: NodeJS.Timeout | undefined;

  constructor(
    socket: Socket,
    remoteAddress: string,
    handler: MessageHandler,
    policy: SessionPolicy,
    emit: (event: ListenerEvent) => void,
  ) {
    this.#socket = socket;
    this.#remoteAddress = remoteAddress;
    this.#handler = handler;
    this.#policy = policy;
    this.#emit = emit;
    this.#deframer = new Deframer(policy.maxFrameBytes);
  }

  /** Begins to read. */
  start(): void {
    this.#socket
      .setTimeout(this.#policy.idleTimeoutMs)
      .on('timeout', () => {
        // The handler has its own deadline; idle means a peer that neither sends nor reads.
        if (this.#handling) return;
        this.#emit({ kind: 'idle-timeout', remoteAddress: this.#remoteAddress });
        this.#socket.destroy();
      })
      .on('data', (chunk: Buffer) => {
        clearTimeout(this.#grace);
        const events = this.#deframer.push(chunk);
        this.#watchBlock(events.some(({ kind }) => kind === 'frame'));
        this.#enqueue(events);
        if (!this.#deframer.awaitingCarriageReturn) return;
        this.#grace = setTimeout(() => this.#enqueue(this.#deframer.flush()), END_BLOCK_GRACE_MS);
      })
      .on('end', () => {
        this.#ended = true;
        this.#enqueue(this.#deframer.end());
      })
      .on('close', () => {
        clearTimeout(this.#grace);
        this.#forgetBlock();
        this.#closing.abort();
      });
  }

  /** A peer that sends a byte now and then is never idle. */
  #watchBlock(ended: boolean): void {
    if (ended || !this.#deframer.insideFrame) this.#forgetBlock();
    if (!this.#deframer.insideFrame || this.#blockTimer !== undefined) return;
    if (this.#socket.destroyed) return;
    this.#blockTimer = setTimeout(() => {
      this.#emit({ kind: 'block-timeout', remoteAddress: this.#remoteAddress });
      this.#socket.destroy();
    }, this.#policy.blockTimeoutMs);
  }

  #forgetBlock(): void {
    clearTimeout(this.#blockTimer);
    this.#blockTimer = undefined;
  }

  #enqueue(events: readonly MllpEvent[]): void {
    this.#queue.push(...events);
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    this.#socket.pause();
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      if (this.#socket.destroyed) break;
      if (event.kind === 'finding') this.#note(event.finding);
      else await this.#answer(event.payload).catch((error: unknown) => this.#giveUp(error));
    }
    this.#working = false;
    this.#socket.setTimeout(this.#policy.idleTimeoutMs);
    this.#socket.resume();
    if (this.#ended) this.#socket.end();
  }

  #note(finding: MllpFinding): void {
    this.#framing.push(finding);
    this.#emit({ kind: 'framing', remoteAddress: this.#remoteAddress, finding });
    if (finding.kind === 'frame-too-large' || finding.kind === 'too-much-noise') {
      this.#socket.destroy();
    }
  }

  /** The reply cannot be built or framed: closing is the one answer left that is not wrong. */
  #giveUp(error: unknown): void {
    this.#emit({ kind: 'handler-failed', remoteAddress: this.#remoteAddress, error });
    this.#socket.destroy();
  }

  async #answer(payload: Buffer): Promise<void> {
    const remoteAddress = this.#remoteAddress;
    const reading = readMessage(payload, { maxBytes: this.#policy.maxFrameBytes });
    if (reading.kind === 'unreadable') {
      this.#emit({ kind: 'unreadable-frame', remoteAddress, reason: reading.reason });
      return;
    }
    const { message } = reading;
    if (message.messageCode === 'ACK') {
      this.#emit({ kind: 'stray-acknowledgement', remoteAddress });
      return;
    }
    const framing = this.#framing;
    this.#framing = [];
    // Reading is paused meanwhile, and the peer must not be blamed for that.
    this.#forgetBlock();
    if (this.#policy.isOurs?.(message) === false) {
      this.#emit({ kind: 'foreign-message', remoteAddress });
      await this.#send(FOREIGN_REPLY, message);
    } else {
      await this.#send(await this.#decide(message, framing), message);
    }
    this.#watchBlock(false);
  }

  async #decide(message: Er7Message, framing: readonly MllpFinding[]): Promise<ListenerReply> {
    const deadline = AbortSignal.timeout(this.#policy.handlerTimeoutMs);
    const signal = AbortSignal.any([this.#closing.signal, deadline]);
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(new Error('the handler did not answer in time'));
    signal.addEventListener('abort', stop, { once: true });
    this.#handling = true;
    try {
      const received = { message, framing, remoteAddress: this.#remoteAddress, signal };
      return await Promise.race([stopped, Promise.resolve(received).then(this.#handler)]);
    } catch (error) {
      if (this.#closing.signal.aborted) return { kind: 'none' };
      this.#emit({ kind: 'handler-failed', remoteAddress: this.#remoteAddress, error });
      const text = 'the receiver could not process the message';
      return { kind: 'ack', code: 'AE', errorCode: ERROR_CODES.internalError, text };
    } finally {
      this.#handling = false;
      signal.removeEventListener('abort', stop);
    }
  }

  async #send(reply: ListenerReply, message: Er7Message): Promise<void> {
    if (reply.kind === 'close') this.#socket.destroy();
    if (reply.kind === 'none' || reply.kind === 'close' || !this.#socket.writable) return;
    const bytes =
      reply.kind === 'ack'
        ? frameMessage(await buildAck(message, reply))
        : reply.kind === 'message'
          ? frameMessage(reply.payload)
          : reply.bytes;
    if (!this.#socket.writable) return;
    // Waiting for the peer to read keeps answers from piling up; a closed socket releases the wait.
    const { promise: written, resolve } = Promise.withResolvers<void>();
    const release = (): void => resolve();
    this.#closing.signal.addEventListener('abort', release, { once: true });
    this.#socket.write(bytes, release);
    await written;
    this.#closing.signal.removeEventListener('abort', release);
  }
}
