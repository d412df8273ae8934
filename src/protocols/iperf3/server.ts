import { createServer, type Server, type Socket } from 'node:net';
import { buildAddressFilter, plainAddress } from './allow-list.ts';
import { serverErrorBytes } from './control-channel.ts';
import { endSoon } from './end-soon.ts';
import { readCookie } from './read-cookie.ts';
import { ServerSession } from './server-session.ts';
import type {
  DenialReason,
  ServerLimits,
  ServerOptions,
  ThroughputServer,
} from './server-types.ts';
import { controlState, serverErrorCode } from './states.ts';

/** Connections that have not introduced themselves yet; more than this are cut. */
const maxStrangers = 64;

/**
 * Starts an iperf3-compatible server for TCP tests, ours or a stock `iperf3 -c`, one at a time. A
 * second client gets ACCESS_DENIED; one outside `allow` gets "test authorization failed".
 *
 * @throws the system's error when the address cannot be listened on (`EADDRINUSE`, `EACCES`,
 * `EADDRNOTAVAIL`), RangeError when an option or an entry of `allow` makes no sense.
 */
export async function startThroughputServer(options: ServerOptions): Promise<ThroughputServer> {
  const desk = new ReceptionDesk(options);
  const server = createServer({ noDelay: true, highWaterMark: 1_048_576 }, (socket) =>
    desk.receive(socket),
  );
  await listen(server, options.address, options.port);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no TCP address');
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    options.signal?.removeEventListener('abort', close);
    closing ??= new Promise((resolve) => {
      server.close(() => resolve());
      desk.close();
    });
    return closing;
  };
  options.signal?.addEventListener('abort', close, { once: true });
  if (options.signal?.aborted === true) await close();
  return { address: bound.address, port: bound.port, close };
}

/** Sees who comes in, and hands the connections of the one test to its session. */
class ReceptionDesk {
  readonly #limits: ServerLimits;
  readonly #allows: (address: string | undefined) => boolean;
  readonly #strangers = new Set<Socket>();
  /** The test in progress, and before it any whose client has yet to hang up. */
  readonly #sessions = new Set<ServerSession>();
  #closed = false;

  constructor(options: ServerOptions) {
    const { maxSeconds, maxMbps, maxStreams = 16, stepTimeoutMs = 5_000 } = options;
    if (!(maxSeconds >= 1 && maxSeconds <= 86_400))
      throw new RangeError('maxSeconds must lie between 1 and 86400');
    if (maxMbps !== undefined && !(maxMbps >= 0.1))
      throw new RangeError('maxMbps must be at least 0.1');
    if (!(maxStreams >= 1 && maxStreams <= 128))
      throw new RangeError('maxStreams must lie between 1 and 128');
    this.#allows = buildAddressFilter(options.allow);
    const emit = options.onEvent ?? (() => undefined);
    const { simulated } = options;
    this.#limits = { maxSeconds, maxMbps, maxStreams, stepTimeoutMs, emit, simulated };
  }

  /** The test in progress. One that has its results no longer keeps others waiting. */
  get #current(): ServerSession | undefined {
    return [...this.#sessions].find((session) => !session.finished);
  }

  receive(socket: Socket): void {
    // An error always comes with 'close'; the reader of the socket learns of it there.
    socket.on('error', () => socket.destroy());
    const peer = plainAddress(socket.remoteAddress);
    if (this.#closed) socket.destroy();
    else if (!this.#allows(peer))
      this.#deny(socket, peer, 'not-allowed', serverErrorBytes(serverErrorCode.notAuthorised, 0));
    else if (this.#current?.acceptsStreams === false)
      this.#deny(socket, peer, 'busy', Buffer.from([controlState.accessDenied & 0xff]));
    else if (this.#strangers.size >= maxStrangers) {
      this.#limits.emit({ kind: 'denied', peer, reason: 'too-many-connections' });
      socket.destroy();
    } else this.#introduce(socket, peer);
  }

  close(): void {
    this.#closed = true;
    for (const socket of this.#strangers) socket.destroy();
    for (const session of this.#sessions) session.close();
  }

  #introduce(socket: Socket, peer: string): void {
    this.#strangers.add(socket);
    readCookie(socket, this.#limits.stepTimeoutMs, (introduction) => {
      this.#strangers.delete(socket);
      if (introduction === undefined) {
        if (!this.#closed) this.#limits.emit({ kind: 'denied', peer, reason: 'no-cookie' });
        socket.destroy();
        return;
      }
      const { cookie, early } = introduction;
      const session = this.#current;
      if (session === undefined) this.#begin(socket, cookie, early, peer);
      else if (session.cookie === cookie && session.acceptsStreams) session.attach(socket, early);
      else this.#deny(socket, peer, 'busy', Buffer.from([controlState.accessDenied & 0xff]));
    });
  }

  #begin(socket: Socket, cookie: string, early: Buffer, peer: string): void {
    const session = new ServerSession(socket, cookie, early, peer, this.#limits);
    this.#sessions.add(session);
    session.serve().finally(() => this.#sessions.delete(session));
  }

  #deny(socket: Socket, peer: string, reason: DenialReason, lastWord: Buffer): void {
    this.#limits.emit({ kind: 'denied', peer, reason });
    endSoon(socket, lastWord);
  }
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
