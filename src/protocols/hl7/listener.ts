import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Er7Message } from './er7.ts';
import {
  type ListenerEvent,
  ListenerSession,
  type MessageHandler,
  type SessionPolicy,
} from './listener-session.ts';
import { DEFAULT_MAX_FRAME_BYTES } from './mllp.ts';
import { createPeerCheck } from './peer-allowlist.ts';
import { readErrorCode } from './socket-error.ts';

/** Certificate of a TLS listener; PEM contents. */
export interface ServerTls {
  readonly certificate: string | Buffer;
  readonly key: string | Buffer;
  readonly passphrase?: string;
  /** When given, peers must show a certificate of this authority. */
  readonly clientCa?: string | Buffer;
}

/** Where and how to listen. */
export interface ListenerOptions {
  /** The address to bind to; there is no default, so that nothing is opened to a network by accident. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly handler: MessageHandler;
  /** Addresses or networks that may connect; others are dropped before a byte is read. */
  readonly allowedPeers: readonly string[];
  readonly tls?: ServerTls;
  /**
   * Whether a message may be looked at, such as {@link createOwnershipCheck} makes. Others are refused with AR 204 and
   * dropped; the event tells that it happened and nothing of what they said.
   */
  readonly isOurs?: (message: Er7Message) => boolean;
  /** Default 16. */
  readonly maxConnections?: number;
  /** Silence after which a connection is closed; default 60,000 ms. */
  readonly idleTimeoutMs?: number;
  /** Time a peer has for one block, from its first byte to its last; default 60,000 ms. */
  readonly blockTimeoutMs?: number;
  /** Time the handler has for one message; default 10,000 ms. */
  readonly handlerTimeoutMs?: number;
  /** Default 64 MiB. */
  readonly maxFrameBytes?: number;
  /** Told what happens, never what messages say. Must not throw. */
  readonly onEvent?: (event: ListenerEvent) => void;
  /** Closes the listener when it fires. */
  readonly signal?: AbortSignal;
}

/** A running listener. */
export interface Hl7Listener {
  readonly host: string;
  readonly port: number;
  /** Stops listening and ends every connection; resolves when all are closed. Safe to call again. */
  close(): Promise<void>;
}

/**
 * Listens for HL7 over MLLP and answers each message as the handler decides.
 *
 * @throws the system's error when the address cannot be bound, OpenSSL's for an unusable certificate
 * @throws {TypeError} for an allow-list entry that is not an address or network
 * @throws the signal's reason when it has fired already
 */
export async function startListener(options: ListenerOptions): Promise<Hl7Listener> {
  const { host, port, signal } = options;
  signal?.throwIfAborted();
  const emit = options.onEvent ?? ((): void => undefined);
  const isAllowed = createPeerCheck(options.allowedPeers);
  const maxConnections = options.maxConnections ?? 16;
  const policy: SessionPolicy = {
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
    blockTimeoutMs: options.blockTimeoutMs ?? 60_000,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 10_000,
    maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
    ...(options.isOurs === undefined ? {} : { isOurs: options.isOurs }),
  };
  const sockets = new Set<Socket>();
  // Over TLS a session runs on a socket of its own on top of the admitted one.
  const sessions = new Set<Socket>();

  const admit = (socket: Socket): void => {
    const remoteAddress = socket.remoteAddress ?? '';
    // Without a listener a reset would end the process; what it means is told by 'close'.
    socket.on('error', (error) => {
      emit({ kind: 'socket-error', remoteAddress, code: readErrorCode(error) });
    });
    const refusal = !isAllowed(remoteAddress)
      ? 'rejected-peer'
      : sockets.size >= maxConnections
        ? 'too-many-connections'
        : undefined;
    if (refusal !== undefined) {
      emit({ kind: refusal, remoteAddress });
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const serve = (socket: Socket): void => {
    const remoteAddress = socket.remoteAddress ?? '';
    emit({ kind: 'connected', remoteAddress });
    sessions.add(socket);
    socket.once('close', () => {
      sessions.delete(socket);
      emit({ kind: 'disconnected', remoteAddress });
    });
    socket.setNoDelay(true);
    new ListenerSession(socket, remoteAddress, options.handler, policy, emit).start();
  };

  const server = createListeningServer(options.tls, policy.idleTimeoutMs, admit, serve, emit);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= (async () => {
      signal?.removeEventListener('abort', onAbort);
      const ends = [...sessions].map(
        (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
      );
      ends.push(new Promise((resolve) => server.close(() => resolve())));
      for (const socket of [...sessions, ...sockets]) socket.destroy();
      await Promise.all(ends);
    })();
    return closed;
  };
  const onAbort = (): void => void close();
  server.on('error', (error) => {
    emit({ kind: 'socket-error', remoteAddress: '', code: readErrorCode(error) });
  });
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return { host, port: boundPort, close };
}

/** `admit` sees a TCP connection before TLS starts, `serve` a connection that messages can come from. */
function createListeningServer(
  tls: ServerTls | undefined,
  handshakeTimeout: number,
  admit: (socket: Socket) => void,
  serve: (socket: Socket) => void,
  emit: (event: ListenerEvent) => void,
): Server {
  if (tls === undefined) {
    // Half-open, so that a peer that ends its side after the message still gets its answer.
    return createServer({ allowHalfOpen: true }, (socket) => {
      admit(socket);
      if (!socket.destroyed) serve(socket);
    });
  }
  // Not half-open: a peer that gives up during the handshake would keep its place until the handshake times out.
  const server = createTlsServer({
    handshakeTimeout,
    minVersion: 'TLSv1.2',
    cert: tls.certificate,
    key: tls.key,
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    ...(tls.clientCa === undefined
      ? {}
      : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
  });
  server.prependListener('connection', admit);
  server.on('secureConnection', (socket) => {
    socket.on('error', (error) => {
      const remoteAddress = socket.remoteAddress ?? '';
      emit({ kind: 'socket-error', remoteAddress, code: readErrorCode(error) });
    });
    serve(socket);
  });
  server.on('tlsClientError', (error, socket) => {
    emit({
      kind: 'socket-error',
      remoteAddress: socket.remoteAddress ?? '',
      code: readErrorCode(error),
    });
    socket.destroy();
  });
  return server;
}
