import { isIP, connect as netConnect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type {
  CancelledEnding,
  ClosedEnding,
  ResetEnding,
  TimeoutEnding,
  TlsErrorEnding,
} from './ending.ts';
import { readErrorCode, readSocketError } from './read-socket-error.ts';

/** TLS settings, as Node's `tls.connect` understands them (PS3.15 B). */
export type TlsOptions = Pick<
  ConnectionOptions,
  | 'ca'
  | 'cert'
  | 'key'
  | 'passphrase'
  | 'pfx'
  | 'servername'
  | 'rejectUnauthorized'
  | 'minVersion'
  | 'maxVersion'
  | 'ciphers'
>;

/** What the TLS handshake showed. */
export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  /** Whether the peer's certificate chain and name were verified against the trusted CAs. */
  readonly authorized: boolean;
  readonly authorizationError?: string;
  readonly peerCertificate?: {
    readonly subject: string;
    readonly issuer: string;
    readonly validFrom: string;
    readonly validTo: string;
    /** SHA-256 of the certificate, colon-separated hexadecimal. */
    readonly fingerprint256: string;
  };
}

/** Where and how to connect. */
export interface TransportOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsOptions;
  /** Replaces the system's name resolution. */
  readonly lookup?: NonNullable<TcpNetConnectOpts['lookup']>;
  readonly tcpDeadlineMs: number;
  readonly tlsDeadlineMs: number;
  readonly signal?: AbortSignal;
}

/** Duration of each phase that was completed, in milliseconds. */
export interface TransportTimings {
  readonly tcpMs?: number;
  readonly tlsMs?: number;
}

/** The host answered that nothing listens there (ECONNREFUSED). */
export interface RefusedFailure {
  readonly kind: 'refused';
  readonly code: string;
}

/** The host could not be found or reached. */
export interface UnreachableFailure {
  readonly kind: 'unreachable';
  /** EHOSTUNREACH, ENETUNREACH, ENOTFOUND, ETIMEDOUT (the system's own limit), … */
  readonly code: string;
}

/** Every way in which there is no connection. */
export type TransportFailure =
  | RefusedFailure
  | UnreachableFailure
  | TimeoutEnding
  | CancelledEnding
  | ResetEnding
  | ClosedEnding
  | TlsErrorEnding;

/** A connected socket, or why there is none; the socket is destroyed in every other case. */
export type TransportResult =
  | {
      readonly kind: 'connected';
      readonly socket: Socket;
      readonly timings: TransportTimings;
      readonly tls?: TlsFacts;
    }
  | {
      readonly kind: 'failed';
      readonly failure: TransportFailure;
      readonly timings: TransportTimings;
    };

function readTcpError(error: Error): TransportFailure {
  const code = readErrorCode(error);
  if (code === 'ECONNREFUSED') return { kind: 'refused', code };
  if (code === 'ECONNRESET') return { kind: 'reset', phase: 'tcp', code };
  return { kind: 'unreachable', code };
}

/** Waits for one event of a socket under a deadline and a signal; `undefined` means it came. */
function awaitEvent(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  phase: 'tcp' | 'tls',
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<TransportFailure | undefined> {
  return new Promise((resolve) => {
    const settle = (failure: TransportFailure | undefined): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off(event, onEvent).off('error', onError).off('close', onClose);
      resolve(failure);
    };
    const onEvent = (): void => settle(undefined);
    const onError = (error: Error): void =>
      settle(phase === 'tcp' ? readTcpError(error) : readSocketError(error, phase));
    const onClose = (): void => settle({ kind: 'closed', phase });
    const onAbort = (): void => settle({ kind: 'cancelled', phase });
    const timer = setTimeout(() => settle({ kind: 'timeout', phase, limitMs }), limitMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once(event, onEvent).once('error', onError).once('close', onClose);
  });
}

/** An error after the phase was decided belongs to a socket that is being destroyed. */
function destroyQuietly(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.destroy();
}

function joinName(name: Readonly<Record<string, unknown>> | undefined): string {
  return Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}

/** Reads what the handshake of a secured socket showed, on either side. */
export function readTlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  const { authorizationError } = socket;
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    authorized: socket.authorized,
    ...(authorizationError ? { authorizationError: String(authorizationError) } : {}),
    ...(certificate.fingerprint256 === undefined
      ? {}
      : {
          peerCertificate: {
            subject: joinName({ ...certificate.subject }),
            issuer: joinName({ ...certificate.issuer }),
            validFrom: certificate.valid_from,
            validTo: certificate.valid_to,
            fingerprint256: certificate.fingerprint256,
          },
        }),
  };
}

/**
 * Opens a TCP connection without Nagle's delay and, if asked, TLS over it.
 * @throws TypeError or an OpenSSL error for unusable options (a port, a key or a certificate that cannot
 * be read); a peer's behaviour never throws.
 */
export async function connectTransport(options: TransportOptions): Promise<TransportResult> {
  const { host, port, signal } = options;
  if (signal?.aborted) {
    return { kind: 'failed', failure: { kind: 'cancelled', phase: 'tcp' }, timings: {} };
  }
  // Only where it is used: it takes a third of the time that this whole layer needs to load.
  const tls = options.tls === undefined ? undefined : await import('node:tls');
  const startedAtMs = performance.now();
  const plain = netConnect({
    host,
    port,
    noDelay: true,
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  });
  const tcpFailure = await awaitEvent(plain, 'connect', 'tcp', options.tcpDeadlineMs, signal);
  if (tcpFailure !== undefined) {
    destroyQuietly(plain);
    return { kind: 'failed', failure: tcpFailure, timings: {} };
  }
  const connectedAtMs = performance.now();
  const tcpMs = connectedAtMs - startedAtMs;
  if (tls === undefined) return { kind: 'connected', socket: plain, timings: { tcpMs } };

  let secure: TLSSocket;
  try {
    // A server name must be a host name, never an address (RFC 6066 3).
    secure = tls.connect({
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...options.tls,
      host,
      socket: plain,
    });
  } catch (error) {
    destroyQuietly(plain);
    throw error;
  }
  const tlsFailure = await awaitEvent(
    secure,
    'secureConnect',
    'tls',
    options.tlsDeadlineMs,
    signal,
  );
  if (tlsFailure !== undefined) {
    destroyQuietly(secure);
    destroyQuietly(plain);
    return { kind: 'failed', failure: tlsFailure, timings: { tcpMs } };
  }
  return {
    kind: 'connected',
    socket: secure,
    timings: { tcpMs, tlsMs: performance.now() - connectedAtMs },
    tls: readTlsFacts(secure),
  };
}
