import type { Socket } from 'node:net';
import { decodePdu } from './decode-pdu.ts';
import { encodePdu } from './encode-pdu.ts';
import type { Ending, Phase } from './ending.ts';
import type { PduLimits } from './limits.ts';
import { KEPT_BYTES } from './limits.ts';
import type { Pdu } from './pdu.ts';
import { type PduFrame, PduReader } from './pdu-reader.ts';
import { readSocketError } from './read-socket-error.ts';
import { describeAbort } from './reasons.ts';
import { recogniseProtocol } from './recognise-protocol.ts';
import { UnreadPdus } from './unread-pdus.ts';

/** A PDU from the peer, or the end of the connection. */
export type Inbound =
  | {
      readonly kind: 'pdu';
      readonly pdu: Pdu;
      readonly bytes: Buffer;
      /** `performance.now()` at its first byte. */
      readonly firstByteAtMs: number;
    }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** How long a last A-ABORT or A-RELEASE-RP is given to leave before the socket is destroyed. */
const FAREWELL_MS = 150;

/** The longest delay that Node's timers keep; beyond it they fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Endings that we decide on; whatever the peer still sent is then of no interest. */
const OWN_ENDINGS: ReadonlySet<Ending['kind']> = new Set([
  'timeout',
  'cancelled',
  'limit-exceeded',
  'abort-sent',
  'released',
]);

/** A-ABORT of the service user (PS3.8 9.3.8). */
export const USER_ABORT = encodePdu({ kind: 'abort', source: 0, reason: 0 });

/** A-ABORT of the service provider with a reason (PS3.8 table 9-26). */
function providerAbort(reason: number): Buffer {
  return encodePdu({ kind: 'abort', source: 2, reason });
}

/**
 * The upper layer on one connected socket: PDUs in, bytes out, one deadline at a time, and exactly
 * one {@link Ending}. Once ended the socket is closed within a fraction of a second, and every
 * waiting read and write is settled with that ending.
 */
export class Connection {
  /** Settles when the socket is closed. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #reader: PduReader;
  readonly #signal: AbortSignal | undefined;
  readonly #unread = new UnreadPdus();
  readonly #endListeners = new Set<(ending: Ending) => void>();
  #ending: Ending | undefined;
  #phase: Phase = 'association';
  #timer: NodeJS.Timeout | undefined;
  /** What the running timer was set to; `undefined` when none runs. */
  #timerMs: number | undefined;
  #farewellTimer: NodeJS.Timeout | undefined;
  #established = false;
  #discarded = false;

  constructor(socket: Socket, limits: PduLimits, signal: AbortSignal | undefined) {
    this.#socket = socket;
    this.#reader = new PduReader(limits);
    this.#signal = signal;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.end(this.#closedEnding());
        this.#reader.clear();
        clearTimeout(this.#farewellTimer);
        resolve();
      });
    });
    socket.on('data', this.#onData);
    socket.on('end', () => this.end(this.#closedEnding()));
    socket.on('error', (error) => this.end(readSocketError(error, this.#phase)));
    signal?.addEventListener('abort', this.#onSignal, { once: true });
    if (signal?.aborted) this.#onSignal();
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Whether what the peer sent before the ending no longer counts, because the ending is ours. */
  get discarded(): boolean {
    return this.#discarded;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** From an A-ASSOCIATE-AC on, sent or received, the peer may ask for release. */
  establish(): void {
    this.#established = true;
  }

  /** Enters a phase and starts its deadline anew; without a limit no deadline runs. */
  startPhase(phase: Phase, limitMs?: number): void {
    if (this.#ending !== undefined) return;
    this.#phase = phase;
    if (limitMs !== undefined && limitMs === this.#timerMs) {
      this.#timer?.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#timerMs = limitMs;
    if (limitMs === undefined) return;
    this.#timer = setTimeout(() => this.endByTimeout(limitMs), Math.min(limitMs, MAX_TIMER_MS));
  }

  /** The next PDU in order of arrival; after the last one, the ending. */
  async nextPdu(): Promise<Inbound> {
    for (;;) {
      const inbound = this.takePdu();
      if (inbound !== undefined) return inbound;
      await this.untilInbound();
    }
  }

  /** Settles when the next PDU or the ending is there, or may be. */
  untilInbound(): Promise<void> {
    return new Promise((resolve) => this.#unread.onNext(resolve));
  }

  /** {@link Connection.nextPdu}, if it is there already. */
  takePdu(): Inbound | undefined {
    const arrived = this.#unread.take();
    if (arrived !== undefined) {
      if (!this.#unread.isFull && this.#socket.isPaused()) this.#socket.resume();
      return arrived;
    }
    return this.#ending === undefined ? undefined : { kind: 'ended', ending: this.#ending };
  }

  /**
   * Waits, without taking it, for a PDU or the ending: `true` when there is one, `false` when `waitMs` or
   * `stop` came first. The association goes on in either case.
   */
  awaitInbound(waitMs: number, stop?: AbortSignal): Promise<boolean> {
    const isReady = (): boolean => !this.#unread.isEmpty || this.#ending !== undefined;
    if (isReady() || stop?.aborted) return Promise.resolve(isReady());
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        stop?.removeEventListener('abort', settle);
        this.#unread.onNext(undefined);
        resolve(isReady());
      };
      const timer = setTimeout(settle, Math.min(waitMs, MAX_TIMER_MS));
      stop?.addEventListener('abort', settle, { once: true });
      this.#unread.onNext(settle);
    });
  }

  /** Writes the pieces as one segment train; settles when the system took them, or at the ending. */
  write(pieces: readonly Buffer[]): Promise<Ending | undefined> {
    if (this.#ending !== undefined) return Promise.resolve(this.#ending);
    return new Promise((resolve) => {
      this.#endListeners.add(resolve);
      const last = pieces.length - 1;
      this.#socket.cork();
      pieces.forEach((piece, index) => {
        if (index < last) this.#socket.write(piece);
        else {
          this.#socket.write(piece, (error) => {
            // A failed write is followed by the socket's own error, which names the ending.
            if (error) return;
            this.#endListeners.delete(resolve);
            resolve(undefined);
          });
        }
      });
      this.#socket.uncork();
    });
  }

  /**
   * What `work` gives, or the ending when that comes first, so that nothing of ours (a disk, for instance) can hold an
   * operation beyond its deadline. The work itself is not stopped.
   */
  orEnding<T>(work: Promise<T>): Promise<T | Extract<Inbound, { kind: 'ended' }>> {
    return new Promise((resolve, reject) => {
      const onEnd = (ending: Ending): void => resolve({ kind: 'ended', ending });
      if (this.#ending !== undefined) onEnd(this.#ending);
      else this.#endListeners.add(onEnd);
      work.then(resolve, reject).finally(() => this.#endListeners.delete(onEnd));
    });
  }

  /** Ends the connection for the first reason given; later ones are consequences of it. */
  end(ending: Ending, farewell?: Buffer): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    if (OWN_ENDINGS.has(ending.kind)) this.#discardUnread();
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onSignal);
    this.#socket.off('data', this.#onData);
    if (farewell === undefined || this.#socket.destroyed) this.#socket.destroy();
    else {
      // Unread data at destruction would make the system send RST, which can overtake the farewell.
      this.#socket.on('data', () => undefined).resume();
      this.#socket.end(farewell);
      this.#farewellTimer = setTimeout(() => this.#socket.destroy(), FAREWELL_MS);
    }
    for (const listener of this.#endListeners) listener(ending);
    this.#endListeners.clear();
    this.#unread.wake();
  }

  /**
   * Ends with a protocol error found by whoever reads, telling the peer so by A-ABORT (PS3.8 9.3.8).
   * What came after the offending bytes is dropped.
   */
  endByViolation(message: string, offending: Buffer, abortReason: number): void {
    this.#endByViolation(message, offending, abortReason);
    this.#discardUnread();
  }

  /** Ends because a limit on a whole operation passed. */
  endByTimeout(limitMs: number): void {
    this.end({ kind: 'timeout', phase: this.#phase, limitMs }, USER_ABORT);
  }

  #discardUnread(): void {
    this.#discarded = true;
    this.#unread.clear();
  }

  #endByViolation(message: string, offending: Buffer, abortReason: number): void {
    const firstBytes = offending.subarray(0, KEPT_BYTES);
    const hint = recogniseProtocol(firstBytes);
    this.end(
      {
        kind: 'protocol-error',
        phase: this.#phase,
        message,
        firstBytesHex: firstBytes.toString('hex'),
        ...(hint === undefined ? {} : { hint }),
      },
      // Another protocol's server would take an A-ABORT for a further malformed request.
      hint === undefined ? providerAbort(abortReason) : undefined,
    );
  }

  #closedEnding(): Ending {
    const unfinished = this.#reader.unfinishedBytes;
    return {
      kind: 'closed',
      phase: this.#phase,
      ...(unfinished.length === 0 ? {} : { unfinishedBytesHex: unfinished.toString('hex') }),
    };
  }

  readonly #onSignal = (): void => {
    this.end({ kind: 'cancelled', phase: this.#phase }, USER_ABORT);
  };

  readonly #onData = (chunk: Buffer): void => {
    const { frames, fault } = this.#reader.push(chunk, performance.now());
    for (const frame of frames) {
      if (this.#ending !== undefined) return;
      this.#onFrame(frame);
    }
    if (fault !== undefined) this.#endByViolation(fault.message, fault.firstBytes, 1);
    if (this.#unread.isFull) this.#socket.pause();
  };

  #onFrame(frame: PduFrame): void {
    const decoded = decodePdu(frame.bytes);
    if (!decoded.ok) {
      this.#endByViolation(decoded.message, frame.bytes, 6);
      return;
    }
    const { pdu } = decoded;
    if (pdu.kind === 'abort') {
      const { source, reason } = pdu;
      const words = describeAbort(source, reason);
      this.end({ kind: 'aborted', phase: this.#phase, source, reason, ...words });
      return;
    }
    // Here and not where it is read: the request for release may already be in the next frame.
    if (pdu.kind === 'associate-accept') this.establish();
    if (pdu.kind === 'release-request' && this.#established) {
      this.#answerRelease();
      return;
    }
    this.#unread.push({ kind: 'pdu', pdu, bytes: frame.bytes, firstByteAtMs: frame.firstByteAtMs });
  }

  #answerRelease(): void {
    const response = encodePdu({ kind: 'release-response' });
    // Release collision: the requestor answers and keeps waiting for its own response (PS3.8 9.2.2 AR-9).
    if (this.#phase === 'release') this.#socket.write(response);
    else this.end({ kind: 'released-by-peer', phase: this.#phase }, response);
  }
}
