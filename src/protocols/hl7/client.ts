import type { Socket } from 'node:net';
import type { ExchangeFindings } from './acknowledgement.ts';
import { AnswerCollector } from './answer-collector.ts';
import { type ConnectOptions, closeInOrder, openConnection } from './connection.ts';
import { readMessage } from './er7.ts';
import { DEFAULT_MAX_FRAME_BYTES, Deframer, frameMessage } from './mllp.ts';
import { guessProtocol } from './noise-hint.ts';
import type { Acknowledged, ExchangeOutcome, ExchangePhase, Failure } from './outcome.ts';
import { classifyOpenError } from './socket-error.ts';

/** How to send one message and wait for its answer. */
export interface ExchangeOptions extends ConnectOptions {
  /** From the last byte written to the first byte received; default 30,000 ms. */
  readonly firstByteTimeoutMs?: number;
  /** From the first byte written to the end of the answer, all in all; default 60,000 ms. */
  readonly ackTimeoutMs?: number;
  /** How long to wait for an application acknowledgement after a commit (CA); default 5,000 ms. */
  readonly enhancedWaitMs?: number;
  /** How long to stay after the answer, to see whether the peer answers twice; default 100 ms. */
  readonly lingerMs?: number;
  /** Largest answer accepted; default 64 MiB. All in all a peer may send twice as much. */
  readonly maxFrameBytes?: number;
}

type TimerName = 'first-byte' | 'ack' | 'enhanced' | 'linger' | 'grace';

/** How long FS may stand without CR before the block counts as ended. */
const END_BLOCK_GRACE_MS = 300;
const NOISE_HEAD_BYTES = 16;
const NOISE_DECISION_BYTES = 8;
/** For framing and acknowledgements beside the largest answer. */
const MARGIN_BYTES = 64 * 1024;
/** Findings after which a deframer reads no further. */
const GIVEN_UP: ReadonlySet<string> = new Set(['frame-too-large', 'too-much-noise']);

/**
 * Sends one message over MLLP on a connection of its own and waits for its acknowledgement. Every way in which a
 * peer can end that is a value; it rejects only for a mistake of the caller.
 *
 * @param message the message without framing, with an MSH-10
 * @throws {TypeError} when the message is unreadable or has no MSH-10
 * @throws {RangeError} when it holds VT or FS
 */
export async function sendMessage(
  message: Uint8Array,
  options: ExchangeOptions,
): Promise<ExchangeOutcome> {
  const reading = readMessage(message);
  if (reading.kind !== 'message') throw new TypeError(`not an HL7 message: ${reading.reason}`);
  if (reading.message.controlId === undefined) throw new TypeError('the message has no MSH-10');
  const sent = frameMessage(message);
  const collector = new AnswerCollector(reading.message);
  const opened = await openConnection(options);
  if (opened.kind === 'failed') {
    return {
      ...opened.failure,
      ...(opened.connectMs === undefined ? {} : { connectMs: opened.connectMs }),
      findings: collector.findings(),
      transcript: { sent: Buffer.alloc(0), received: Buffer.alloc(0) },
    };
  }
  const { socket, connectMs, tls } = opened;
  const end = await new MllpExchange(socket, sent, collector, options).run();
  const findings = collector.findings();
  return {
    ...end,
    connectMs,
    ...(tls === undefined ? {} : { tls }),
    findings: suspectsClientCertificate(end, options) ? withCertificateFinding(findings) : findings,
    transcript: { sent, received: collector.received() },
  };
}

/** One message on one open socket, until an outcome; the socket is closed by then. */
class MllpExchange {
  readonly #socket: Socket;
  readonly #frame: Buffer;
  readonly #collector: AnswerCollector;
  readonly #options: ExchangeOptions;
  readonly #maxFrameBytes: number;
  readonly #deframer: Deframer;
  readonly #timers = new Map<TimerName, NodeJS.Timeout>();
  readonly #head: number[] = [];
  #phase: ExchangePhase = 'write';
  #startedAt = 0;
  #lastByteAt = 0;
  #receivedBytes = 0;
  #blockSeen = false;
  #settle: ((end: Acknowledged | Failure) => void) | undefined;

  constructor(socket: Socket, frame: Buffer, collector: AnswerCollector, options: ExchangeOptions) {
    this.#socket = socket;
    this.#frame = frame;
    this.#collector = collector;
    this.#options = options;
    this.#maxFrameBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
    this.#deframer = new Deframer(this.#maxFrameBytes);
  }

  async run(): Promise<Acknowledged | Failure> {
    const { signal } = this.#options;
    const onAbort = (): void => {
      if (!this.#collector.isAnswered) this.#finish({ kind: 'cancelled' });
      else this.#finishWithBest();
    };
    const end = await new Promise<Acknowledged | Failure>((resolve) => {
      this.#settle = resolve;
      this.#socket
        .on('data', (chunk: Buffer) => this.#onData(chunk))
        .on('end', () => this.#onEnd())
        .on('close', () => this.#onClose());
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
      else if (this.#socket.destroyed) this.#onClose();
      else this.#write();
    });
    signal?.removeEventListener('abort', onAbort);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    if (end.kind === 'ack') closeInOrder(this.#socket);
    else this.#socket.destroy();
    return end;
  }

  #write(): void {
    this.#startedAt = performance.now();
    this.#startTimer('ack', this.#options.ackTimeoutMs ?? 60_000, () => this.#expire());
    this.#socket.write(this.#frame, (error) => {
      // A failed write also closes the socket, and that is where it is told.
      if (error || this.#phase !== 'write') return;
      this.#phase = 'first-byte';
      const waitMs = this.#options.firstByteTimeoutMs ?? 30_000;
      this.#startTimer('first-byte', waitMs, () => this.#expire());
    });
  }

  #onData(chunk: Buffer): void {
    if (this.#settle === undefined) return;
    this.#phase = 'ack';
    this.#stopTimer('first-byte');
    this.#stopTimer('grace');
    this.#lastByteAt = performance.now();
    this.#receivedBytes += chunk.length;
    if (this.#head.length < NOISE_HEAD_BYTES) {
      this.#head.push(...chunk.subarray(0, NOISE_HEAD_BYTES - this.#head.length));
    }
    const events = this.#deframer.push(chunk);
    this.#blockSeen ||= this.#deframer.insideFrame || events.some(({ kind }) => kind === 'frame');
    this.#collector.take(events, this.#lastByteAt);
    const stop = events.find((e) => e.kind === 'finding' && GIVEN_UP.has(e.finding.kind));
    if (stop !== undefined || this.#receivedBytes > 2 * this.#maxFrameBytes + MARGIN_BYTES) {
      this.#giveUp(stop?.kind === 'finding' && stop.finding.kind === 'too-much-noise');
      return;
    }
    this.#decide();
    if (this.#deframer.awaitingCarriageReturn) {
      this.#startTimer('grace', END_BLOCK_GRACE_MS, () => {
        this.#collector.take(this.#deframer.flush(), this.#lastByteAt);
        this.#decide();
      });
    }
  }

  /** The peer sends more than anybody reads: what it said before still counts. */
  #giveUp(isNoise: boolean): void {
    if (this.#finishWithBest()) return;
    this.#finish(isNoise ? this.#noise() : { ...this.#noise(), hint: 'oversized-frame' });
  }

  #decide(): void {
    if (this.#collector.isAnswered) {
      if (this.#timers.has('linger')) return;
      this.#startTimer('linger', this.#options.lingerMs ?? 100, () => this.#expire());
    } else if (this.#collector.isCommitted) {
      if (this.#timers.has('enhanced')) return;
      this.#startTimer('enhanced', this.#options.enhancedWaitMs ?? 5_000, () => this.#expire());
    } else if (!this.#blockSeen && this.#head.length >= NOISE_DECISION_BYTES) {
      const noise = this.#noise();
      if (noise.hint !== 'unknown' && noise.hint !== 'unframed-hl7') this.#finish(noise);
    }
  }

  #expire(): void {
    this.#collector.take(this.#deframer.flush(), this.#lastByteAt);
    const { insideFrame: halfFrame } = this.#deframer;
    const receivedBytes = this.#receivedBytes;
    this.#conclude({ kind: 'timeout', phase: this.#phase, halfFrame, receivedBytes });
  }

  #onEnd(): void {
    const halfFrame = this.#deframer.insideFrame && !this.#deframer.awaitingCarriageReturn;
    this.#collector.take(this.#deframer.end(), this.#lastByteAt);
    this.#conclude({ kind: 'closed', halfFrame, receivedBytes: this.#receivedBytes });
  }

  #onClose(): void {
    if (this.#settle === undefined) return;
    const error = this.#socket.errored;
    if (error === null) {
      this.#onEnd();
      return;
    }
    this.#collector.take(this.#deframer.end(), this.#lastByteAt);
    this.#conclude(classifyOpenError(error, this.#receivedBytes));
  }

  /** Ends with the best acknowledgement there is, else with what the bytes look like, else with `failure`. */
  #conclude(failure: Failure): void {
    if (this.#finishWithBest()) return;
    const { unreadableHex } = this.#collector;
    if (unreadableHex !== undefined) {
      this.#finish({ kind: 'noise', firstBytesHex: unreadableHex, hint: 'not-hl7-in-frame' });
    } else if (!this.#blockSeen && this.#head.some((byte) => byte !== 0x0d && byte !== 0x0a)) {
      this.#finish(this.#noise());
    } else {
      this.#finish(failure);
    }
  }

  #finishWithBest(): boolean {
    const best = this.#collector.best();
    if (best === undefined) return false;
    const elapsedMs = best.atMs - this.#startedAt;
    this.#finish({ kind: 'ack', ...best.ack, elapsedMs, message: best.message });
    return true;
  }

  #noise(): Extract<Failure, { kind: 'noise' }> {
    const head = Buffer.from(this.#head);
    return { kind: 'noise', firstBytesHex: head.toString('hex'), hint: guessProtocol(head) };
  }

  #finish(end: Acknowledged | Failure): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(end);
  }

  #startTimer(name: TimerName, delayMs: number, onExpiry: () => void): void {
    this.#stopTimer(name);
    if (this.#settle !== undefined) this.#timers.set(name, setTimeout(onExpiry, delayMs));
  }

  #stopTimer(name: TimerName): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

/** With TLS 1.3 a server's demand for a certificate shows only after the handshake, often as a bare close. */
function suspectsClientCertificate(end: Acknowledged | Failure, options: ExchangeOptions): boolean {
  const torn = (end.kind === 'closed' || end.kind === 'reset') && end.receivedBytes === 0;
  return torn && options.tls !== undefined && options.tls.certificate === undefined;
}

function withCertificateFinding(findings: ExchangeFindings): ExchangeFindings {
  const answer = [...findings.answer, { kind: 'client-certificate-probably-required' as const }];
  return { ...findings, answer };
}
