import type { TLSSocket } from 'node:tls';
import type { Client } from 'undici';
import type { TlsFacts } from './parse.ts';

/** Deadlines and bounds of one look at an address. */
export interface WebLimits {
  /** Name, TCP and TLS. */
  readonly connectMs: number;
  /** From the request to the end of the response header. */
  readonly headersMs: number;
  readonly bodyMs: number;
  /** The whole look, redirects included. */
  readonly totalMs: number;
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
}

export const defaultWebLimits: WebLimits = {
  connectMs: 10_000,
  headersMs: 20_000,
  bodyMs: 5_000,
  totalMs: 50_000,
  maxBodyBytes: 64 * 1024,
  maxHeaderBytes: 32 * 1024,
  maxRedirects: 5,
};

/** One response; its body is gone. */
export interface WebResponse {
  readonly status: number;
  readonly location?: string;
  readonly fromSimulator: boolean;
  readonly body: 'complete' | 'cut' | 'broken';
  /** From the start of the request (of the connection, if it was not open) to the end of the response header. */
  readonly headersAfterMs: number;
}

/** A connection to one origin, and what TLS showed on it. */
export interface WebConnection {
  readonly get: (path: string, signal: AbortSignal) => Promise<WebResponse>;
  readonly tls: () => TlsFacts | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Opens HTTP/1.1 to the origin of `url`. Certificates are examined but not enforced, and old TLS versions are
 * accepted: the probe is there to see what is offered, and it sends nothing secret.
 *
 * @param ca - PEM certificates trusted beside those of the runtime.
 */
export async function openWebConnection(
  url: URL,
  ca: string | undefined,
  limits: WebLimits,
): Promise<WebConnection> {
  const { Client, buildConnector } = await import('undici');
  const tls = await import('node:tls');
  const { constants } = await import('node:crypto');
  const connect = buildConnector({
    timeout: limits.connectMs,
    allowH2: false,
    // A resumed session would not show the certificate again.
    maxCachedSessions: 0,
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    ...(ca === undefined ? {} : { ca: [...tls.getCACertificates('default'), ca] }),
  });
  let facts: TlsFacts | undefined;
  const client = new Client(url.origin, {
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxHeaderSize: limits.maxHeaderBytes,
    pipelining: 1,
    connect: (options, callback) => {
      connect(options, (...[error, socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        if (socket instanceof tls.TLSSocket) facts = readTlsFacts(socket);
        callback(null, socket);
      });
    },
  });
  return {
    get: (path, signal) => get(client, path, signal, limits),
    tls: () => facts,
    close: () => client.destroy(),
  };
}

async function get(
  client: Client,
  path: string,
  signal: AbortSignal,
  limits: WebLimits,
): Promise<WebResponse> {
  const startedAt = performance.now();
  const response = await client.request({
    path,
    method: 'GET',
    headers: { accept: '*/*', 'user-agent': 'rispacs' },
    signal,
  });
  const headersAfterMs = performance.now() - startedAt;
  const location = firstValue(response.headers.location);
  return {
    status: response.statusCode,
    ...(location === undefined ? {} : { location }),
    fromSimulator: firstValue(response.headers['x-rispacs-simulator']) === '1',
    body: await dropBody(response.body, limits),
    headersAfterMs,
  };
}

type Body = AsyncIterable<unknown> & { destroy: (error?: Error) => unknown };

/** Reads and forgets the body, up to the bounds. It may hold patient data, so it is never looked at. */
async function dropBody(body: Body, limits: WebLimits): Promise<WebResponse['body']> {
  const timer = setTimeout(() => body.destroy(new Error('body deadline')), limits.bodyMs);
  let receivedBytes = 0;
  try {
    for await (const chunk of body) {
      receivedBytes += chunk instanceof Uint8Array ? chunk.byteLength : 0;
      // Leaving the loop destroys the stream and with it the connection.
      if (receivedBytes > limits.maxBodyBytes) return 'cut';
    }
    return 'complete';
  } catch {
    // The status line has already been received; what happens to the dropped body does not unmake it.
    return 'broken';
  } finally {
    clearTimeout(timer);
  }
}

function readTlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerX509Certificate();
  const version = socket.getProtocol();
  const distrust: unknown = socket.authorizationError;
  return {
    ...(version === null ? {} : { version }),
    trusted: socket.authorized,
    ...(socket.authorized ? {} : { distrustCode: distrustCode(distrust) }),
    ...(certificate === undefined
      ? {}
      : { validFrom: certificate.validFromDate, validTo: certificate.validToDate }),
  };
}

/** Declared as an Error, but a plain code string at run time for chain errors. */
function distrustCode(distrust: unknown): string {
  if (typeof distrust === 'string') return distrust;
  if (distrust instanceof Error && 'code' in distrust && typeof distrust.code === 'string') {
    return distrust.code;
  }
  return 'UNTRUSTED';
}

function firstValue(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
