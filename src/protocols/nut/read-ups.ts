import { connect, type Socket } from 'node:net';
import type { NutFailure, NutOutcome } from './outcome.ts';
import { parseNutLine } from './parse-line.ts';

/** Which UPS to read, and how long to wait. */
export interface ReadUpsOptions {
  readonly host: string;
  /** 3493 is registered for NUT. */
  readonly port: number;
  /** Name of the UPS in the server's configuration. */
  readonly ups: string;
  /** For the TCP connection, in milliseconds. */
  readonly connectMs?: number;
  /** For everything after it, in milliseconds: what ends a slow drip. */
  readonly answerMs?: number;
  readonly signal?: AbortSignal;
}

/** Bounds against a peer that is no UPS server; ours. */
const longestLineBytes = 4_096;
const mostBytes = 256 * 1024;

/**
 * Reads all variables of one UPS from a Network UPS Tools server (RFC 9271): VER, LIST VAR, LOGOUT. Never logs in, sets
 * or commands anything. The socket is closed whatever happens.
 * @throws RangeError for a name that would be more than one word on the wire
 */
export async function readUps(options: ReadUpsOptions): Promise<NutOutcome> {
  if (!/^[\x21-\x7e]{1,64}$/.test(options.ups)) throw new RangeError('not a UPS name');
  const { connectMs = 5_000, answerMs = 10_000, signal } = options;
  if (signal?.aborted) return { kind: 'cancelled' };
  const started = performance.now();
  const socket = connect({ host: options.host, port: options.port, noDelay: true });
  return new Promise<NutOutcome>((resolve) => {
    let phase: 'tcp' | 'answer' = 'tcp';
    let timer = setTimeout(() => late(connectMs), connectMs);
    const reading = new Reading(options.ups);
    const end = (outcome: NutOutcome): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      socket.destroy();
      resolve(outcome);
    };
    const late = (limitMs: number): void => end({ kind: 'timeout', phase, limitMs });
    const cancel = (): void => end({ kind: 'cancelled' });
    signal?.addEventListener('abort', cancel, { once: true });
    socket.on('error', (error: NodeJS.ErrnoException) => end(readSocketError(error, phase)));
    socket.on('close', () => end({ kind: 'closed' }));
    socket.once('connect', () => {
      phase = 'answer';
      clearTimeout(timer);
      timer = setTimeout(() => late(answerMs), answerMs);
      socket.write(`VER\nLIST VAR ${options.ups}\n`);
    });
    socket.on('data', (bytes) => {
      const done = reading.take(bytes);
      if (done === undefined) return;
      if (done.kind === 'read') sayGoodbye(socket);
      end(
        done.kind === 'read'
          ? { ...done, elapsedMs: Math.round(performance.now() - started) }
          : done,
      );
    });
  });
}

type Done = Omit<Extract<NutOutcome, { kind: 'read' }>, 'elapsedMs'> | NutFailure;

/** Gathers the answer line by line. */
class Reading {
  readonly #ups: string;
  readonly #variables = new Map<string, string>();
  #server: string | undefined;
  #rest = Buffer.alloc(0);
  #bytes = 0;
  #inList = false;

  constructor(ups: string) {
    this.#ups = ups;
  }

  /** The result, once there is one. */
  take(bytes: Buffer): Done | undefined {
    this.#bytes += bytes.length;
    if (this.#bytes > mostBytes) return { kind: 'protocol-error', line: '' };
    let rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      const done = this.#takeLine(rest.subarray(0, end).toString('utf8').replace(/\r$/, ''));
      if (done) return done;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > longestLineBytes) return tooStrange(rest.toString('latin1'));
    this.#rest = Buffer.from(rest);
    return undefined;
  }

  #takeLine(text: string): Done | undefined {
    const line = parseNutLine(text);
    if (line.kind === 'error') {
      // Old servers do not know VER; the list is what matters.
      if (this.#server === undefined && line.code === 'UNKNOWN-COMMAND') {
        this.#server = '';
        return undefined;
      }
      return { kind: 'error-answer', code: line.code };
    }
    if (this.#inList) {
      if (line.kind === 'variable' && line.ups === this.#ups) {
        this.#variables.set(line.name, line.value);
        return undefined;
      }
      if (line.kind === 'end') return this.#finish();
      return tooStrange(text);
    }
    if (line.kind === 'begin') {
      this.#inList = true;
      return undefined;
    }
    if (line.kind !== 'other' || this.#server !== undefined) return tooStrange(text);
    if (!/^[\x20-\x7e]{1,200}$/.test(text) || /^(HTTP\/|SSH-|\+OK|220 )/.test(text))
      return tooStrange(text);
    this.#server = text;
    return undefined;
  }

  #finish(): Done {
    const server = this.#server === undefined || this.#server === '' ? undefined : this.#server;
    return { kind: 'read', ...(server !== undefined && { server }), variables: this.#variables };
  }
}

function tooStrange(text: string): NutFailure {
  return { kind: 'protocol-error', line: text.replace(/[^\x20-\x7e]/g, '.').slice(0, 60) };
}

function readSocketError(error: NodeJS.ErrnoException, phase: 'tcp' | 'answer'): NutFailure {
  const code = error.code ?? error.name;
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  return phase === 'tcp' ? { kind: 'unreachable', code } : { kind: 'closed' };
}

function sayGoodbye(socket: Socket): void {
  socket.end('LOGOUT\n');
}
