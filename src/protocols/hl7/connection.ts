import { createConnection, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { ConnectionOutcome, Failure, TlsFacts } from './outcome.ts';
import { classifyConnectError, readErrorCode } from './socket-error.ts';
import { type ClientTls, toConnectionOptions } from './tls-options.ts';

/** Where to connect and how long to wait. */
export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: ClientTls;
  /** Our address to connect from, where the peer's firewall expects a fixed one. */
  readonly localAddress?: string;
  /** For the TCP connection, and again for the TLS handshake; default 10,000 ms. */
  readonly connectTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A socket that stands, or why it does not. The caller must destroy the socket. */
export type OpenedConnection =
  | {
      readonly kind: 'open';
      readonly socket: Socket;
      readonly connectMs: number;
      readonly tls?: TlsFacts;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly connectMs?: number };

export const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens a TCP or TLS connection. No error of the socket is ever thrown: later ones can be read from
 * `socket.errored`.
 */
export function openConnection(options: ConnectOptions): Promise<OpenedConnection> {
  const { host, port, signal, tls } = options;
  const timeoutMs = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve({ kind: 'failed', failure: { kind: 'cancelled' } });
      return;
    }
    const startedAt = performance.now();
    let connectMs: number | undefined;
    const target = {
      host,
      port,
      ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
    };
    let socket: Socket;
    try {
      socket =
        tls === undefined
          ? createConnection(target)
          : connectTls({ ...target, ...toConnectionOptions(tls, host) });
    } catch (error) {
      // OpenSSL refuses unusable certificates and keys at once; anything else is the caller's mistake.
      const code = readErrorCode(error);
      if (!(error instanceof Error) || !/^ERR_(?:OSSL|SSL|TLS|CRYPTO)/.test(code)) throw error;
      resolve({ kind: 'failed', failure: { kind: 'tls-error', code, message: error.message } });
      return;
    }
    const settle = (result: OpenedConnection): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect).off('secureConnect', onReady).off('close', onClose);
      if (result.kind === 'failed') socket.destroy();
      resolve(result);
    };
    const fail = (failure: Failure): void =>
      settle({ kind: 'failed', failure, ...(connectMs === undefined ? {} : { connectMs }) });
    const expire = (): void => {
      const phase = connectMs === undefined ? 'connect' : 'tls';
      fail({ kind: 'timeout', phase, halfFrame: false, receivedBytes: 0 });
    };
    let timer = setTimeout(expire, timeoutMs);
    const onAbort = (): void => fail({ kind: 'cancelled' });
    const onReady = (): void => {
      const facts = readTlsFacts(socket);
      settle({
        kind: 'open',
        socket,
        connectMs: connectMs ?? performance.now() - startedAt,
        ...(facts === undefined ? {} : { tls: facts }),
      });
    };
    const onConnect = (): void => {
      connectMs = performance.now() - startedAt;
      socket.setNoDelay(true);
      if (tls === undefined) {
        onReady();
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(expire, timeoutMs);
    };
    let firstError: unknown;
    const onClose = (): void => fail(classifyConnectError(firstError, connectMs !== undefined));
    // Stays for the life of the socket: without a listener a late reset would end the process.
    socket.on('error', (error) => {
      firstError ??= error;
    });
    socket.on('connect', onConnect).on('secureConnect', onReady).on('close', onClose);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Opens a connection, TLS included, and closes it again without sending a message. */
export async function checkConnection(options: ConnectOptions): Promise<ConnectionOutcome> {
  const opened = await openConnection(options);
  if (opened.kind === 'failed') return opened.failure;
  closeInOrder(opened.socket);
  const { connectMs, tls } = opened;
  return { kind: 'connected', connectMs, ...(tls === undefined ? {} : { tls }) };
}

const CLOSE_GRACE_MS = 1_000;

/** Ends a connection with FIN (and close_notify) rather than a reset, but waits for no peer to read. */
export function closeInOrder(socket: Socket): void {
  // Not socket.setTimeout: that starts anew as long as bytes leave.
  const timer = setTimeout(() => socket.destroy(), CLOSE_GRACE_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.destroySoon();
}

function readTlsFacts(socket: Socket): TlsFacts | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  return { protocol: socket.getProtocol() ?? 'unknown', cipher: socket.getCipher().name };
}
