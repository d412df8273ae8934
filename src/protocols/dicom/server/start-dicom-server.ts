import {
  BlockList,
  isIP,
  createServer as netCreateServer,
  type Server,
  type Socket,
} from 'node:net';
import type { LimitLeft } from '../dimse/answer-request.ts';
import { readTlsFacts, type TlsFacts } from '../dul/connect-transport.ts';
import { readErrorCode } from '../dul/read-socket-error.ts';
import { serveAssociation } from './serve-association.ts';
import type { ServerEvent } from './server-event.ts';
import {
  DEFAULT_SERVER_DEADLINES,
  DEFAULT_SERVER_LIMITS,
  type DicomServerOptions,
  type ServerTlsOptions,
} from './server-options.ts';

/** A server that is listening. */
export interface DicomServer {
  readonly address: string;
  readonly port: number;
  /**
   * Stops listening, aborts what is associated, and settles when every socket is closed and every handler has
   * ended.
   * @throws AggregateError with what `onEvent` or a handler's own error threw during the server's life.
   */
  close(): Promise<void>;
}

/** The first errors tell the cause; a peer must not be able to fill memory with repeats. */
const MAX_KEPT_ERRORS = 100;

/** Loaded only where TLS is served: it takes long, and most servers do without. */
type TlsModule = typeof import('node:tls');

/** A TLS handshake that is not over. */
interface Handshake {
  readonly socket: Socket;
  /** Why it failed, should it turn out to have failed. */
  code: string;
}

/** Names the other end of a connection, the same for a socket and for the TLS over it. */
function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** IPv4 in its IPv6 form, as a dual-stack socket shows it. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

/**
 * Turns addresses and CIDR ranges into a list.
 * @throws RangeError for an entry that is neither.
 */
function readAllowedPeers(entries: readonly string[] | undefined): BlockList | undefined {
  if (entries === undefined) return undefined;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix);
    if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) {
      throw new RangeError(`"${entry}" is neither an IP address nor a CIDR range`);
    }
    list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Everything that one server holds open. */
class RunningServer {
  readonly #options: DicomServerOptions;
  readonly #limits;
  readonly #deadlines;
  readonly #allowed: BlockList | undefined;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #serving = new Set<Promise<void>>();
  readonly #handshakes = new Map<string, Handshake>();
  readonly #errors: unknown[] = [];
  #connections = 0;
  #objects = 0;
  #bytes = 0;
  #closed: Promise<void> | undefined;

  constructor(options: DicomServerOptions, tls: TlsModule | undefined) {
    this.#options = options;
    this.#limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
    this.#deadlines = { ...DEFAULT_SERVER_DEADLINES, ...options.deadlines };
    this.#allowed = readAllowedPeers(options.allowedPeers);
    this.#server =
      options.tls === undefined || tls === undefined
        ? netCreateServer({ noDelay: true }, (socket) => {
            if (this.#isAllowed(socket)) this.#onSocket(socket);
          })
        : this.#createTlsServer(tls, options.tls);
    // Those beyond the limit of associations get a rejection; those far beyond it get nothing.
    this.#server.maxConnections = this.#limits.maxAssociations * 2;
    this.#server.on('drop', (data) =>
      this.#emit({ kind: 'connection-dropped', address: plainAddress(data?.remoteAddress) }),
    );
  }

  async listen(): Promise<DicomServer> {
    const { address, port, signal } = this.#options;
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: address, port }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    // Out of file descriptors, for instance: the connection is lost, the server goes on.
    this.#server.on('error', (error) => this.#keepError(error));
    const onSignal = (): void => this.#beginClosing();
    signal?.addEventListener('abort', onSignal, { once: true });
    if (signal?.aborted) onSignal();
    const bound = this.#server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
    return {
      address: bound.address,
      port: bound.port,
      close: async () => {
        signal?.removeEventListener('abort', onSignal);
        this.#beginClosing();
        await this.#closed;
        if (this.#errors.length > 0) {
          throw new AggregateError(this.#errors.splice(0), 'errors while the server ran');
        }
      },
    };
  }

  #createTlsServer(tls: TlsModule, settings: ServerTlsOptions): Server {
    const server = tls.createServer({
      ...settings,
      noDelay: true,
      handshakeTimeout: this.#deadlines.tls,
    });
    server.on('connection', (socket: Socket) => {
      if (this.#isAllowed(socket)) this.#watchHandshake(socket);
    });
    server.on('secureConnection', (socket) => {
      this.#handshakes.delete(endOf(socket));
      this.#onSocket(socket, readTlsFacts(socket));
    });
    server.on('tlsClientError', (error, socket) => {
      // A socket that was reset no longer tells whose it was; its handshake ends with that code anyway.
      const handshake = this.#handshakes.get(endOf(socket));
      if (handshake !== undefined) handshake.code = readErrorCode(error);
      socket.destroy();
    });
    return server;
  }

  #watchHandshake(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    const handshake: Handshake = { socket, code: 'ECONNRESET' };
    const end = endOf(socket);
    this.#handshakes.set(end, handshake);
    socket.once('close', () => {
      if (this.#handshakes.get(end) !== handshake) return;
      this.#handshakes.delete(end);
      this.#emit({ kind: 'tls-failed', address, code: handshake.code });
    });
  }

  #isAllowed(socket: Socket): boolean {
    const address = plainAddress(socket.remoteAddress);
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (this.#allowed === undefined || this.#allowed.check(address, family)) return true;
    socket.on('error', () => undefined).destroy();
    this.#emit({ kind: 'peer-not-allowed', address });
    return false;
  }

  #onSocket(socket: Socket, tls?: TlsFacts): void {
    const { limits, handlers: _, tls: __, ...rest } = this.#options;
    const congested = this.#serving.size >= this.#limits.maxAssociations;
    this.#connections += 1;
    const work = serveAssociation(socket, {
      ...rest,
      admit: congested ? () => 'local-limit-exceeded' : rest.admit,
      associationId: this.#connections,
      address: plainAddress(socket.remoteAddress),
      handlers: this.#options.handlers ?? {},
      limits: this.#limits,
      deadlines: this.#deadlines,
      ...(tls === undefined ? {} : { tls }),
      emit: (event) => this.#emit(event),
      spend: (objects, bytes) => this.#spend(objects, bytes),
      signal: this.#closing.signal,
    })
      .catch((error: unknown) => this.#keepError(error))
      .finally(() => this.#serving.delete(work));
    this.#serving.add(work);
  }

  #spend(objects: number, bytes: number): LimitLeft {
    const { maxTotalObjects, maxTotalBytes } = this.#limits;
    this.#objects += objects;
    this.#bytes += bytes;
    if (this.#objects > maxTotalObjects) {
      return { limit: 'total-objects', limitObjects: maxTotalObjects };
    }
    if (this.#bytes > maxTotalBytes) return { limit: 'total-bytes', limitBytes: maxTotalBytes };
    return undefined;
  }

  #emit(event: ServerEvent): void {
    try {
      this.#options.onEvent?.(event);
    } catch (error) {
      // Sockets call us; only `close` can hand the caller's own error back.
      this.#keepError(error);
    }
  }

  #keepError(error: unknown): void {
    if (this.#errors.length < MAX_KEPT_ERRORS) this.#errors.push(error);
  }

  #beginClosing(): void {
    this.#closed ??= this.#closeAll();
  }

  async #closeAll(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#closing.abort();
    while (this.#serving.size > 0) await Promise.all(this.#serving);
    // Only unfinished handshakes are left: an association closes its own socket.
    const handshakes = [...this.#handshakes.values()];
    this.#handshakes.clear();
    for (const { socket } of handshakes) socket.destroy();
    await closed;
  }
}

/**
 * Listens for associations (PS3.8 7.1) and serves each by a bounded state machine of its own.
 * @throws RangeError for unusable options, a system error when the address cannot be bound, an OpenSSL error
 * for unusable TLS options; never for a peer's behaviour.
 */
export async function startDicomServer(options: DicomServerOptions): Promise<DicomServer> {
  const tls = options.tls === undefined ? undefined : await import('node:tls');
  return new RunningServer(options, tls).listen();
}
