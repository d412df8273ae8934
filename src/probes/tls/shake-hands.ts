import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { TlsFiles } from '../shared/tls-options.ts';

/** Which port, and how a handshake is begun there. */
export interface HandshakeOptions {
  readonly host: string;
  readonly port: number;
  readonly start: 'direct' | 'postgresql';
  /** Certificates to trust and to show. */
  readonly files: TlsFiles;
  /** `withdrawn`: TLS 1.0 and 1.1 only, with any cipher, to see whether they are still taken (RFC 8996). */
  readonly versions: 'any' | 'withdrawn';
  /** For the connection and for the handshake, each. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** How a handshake ended. Whatever the peer does is an outcome, never an exception. */
export type HandshakeOutcome =
  | {
      readonly kind: 'shaken';
      readonly seen: HandshakeFacts;
      /** Name of an alert that followed at once, as TLS 1.3 sends it for a missing client certificate. */
      readonly alert?: string;
    }
  /** It speaks TLS and said no: by an alert, whose name is in the code. */
  | { readonly kind: 'alert'; readonly code: string }
  /** Something listens that does not speak TLS. */
  | { readonly kind: 'no-tls'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'timeout'; readonly limitMs: number }
  | { readonly kind: 'cancelled' };

/** What the finished handshake showed. */
export interface HandshakeFacts {
  readonly protocol?: string;
  readonly cipher?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly keyType?: string;
  readonly keyBits?: number;
  readonly authorized: boolean;
  /** Why the certificate is not accepted, in OpenSSL's words. */
  readonly problem?: string;
}

/** SSLRequest of PostgreSQL (its manual, "Message Formats"): length 8, code 80877103. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const takesTls = 0x53;
/** The peer hung up without a word. */
export const closed = 'CLOSED';
/** After a handshake of TLS 1.3 a server that wants a certificate says so only now. */
const afterwardsMs = 250;

/** Connects, shakes hands, sends nothing more, and closes. The certificate is read, not enforced. */
export async function shakeHands(options: HandshakeOptions): Promise<HandshakeOutcome> {
  const { signal } = options;
  if (signal.aborted) return { kind: 'cancelled' };
  let socket: Socket | undefined;
  const stop = new AbortController();
  try {
    return await new Promise<HandshakeOutcome>((resolve) => {
      const end = (outcome: HandshakeOutcome): void => resolve(outcome);
      signal.addEventListener('abort', () => end({ kind: 'cancelled' }), {
        once: true,
        signal: stop.signal,
      });
      const timer = setTimeout(
        () => end({ kind: 'timeout', limitMs: options.limitMs }),
        options.limitMs * 2,
      );
      stop.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      socket = connectTcp({ host: options.host, port: options.port });
      socket.once('error', (error) => end(readConnectError(error)));
      socket.once('connect', () => {
        if (socket === undefined) return;
        socket.removeAllListeners('error');
        socket.on('error', (error) => end(readTlsError(error)));
        if (options.start === 'postgresql') askPostgresql(socket, options, end);
        else begin(socket, options, end);
      });
    });
  } finally {
    stop.abort();
    socket?.destroy();
  }
}

type End = (outcome: HandshakeOutcome) => void;

function askPostgresql(socket: Socket, options: HandshakeOptions, end: End): void {
  socket.once('close', () => end({ kind: 'no-tls', code: closed }));
  socket.once('data', (answer) => {
    socket.removeAllListeners('close');
    if (answer[0] === takesTls) begin(socket, options, end);
    else end({ kind: 'no-tls', code: 'NOT_OFFERED' });
  });
  socket.write(sslRequest);
}

function begin(socket: Socket, options: HandshakeOptions, end: End): void {
  const { host, files } = options;
  const servername = files.servername ?? (isIP(host) === 0 ? host : undefined);
  const secured = connectTls({
    ...files,
    socket,
    // Node compares the certificate with the address when there is no name to send (RFC 6066 3).
    ...(servername === undefined ? { host } : { servername }),
    rejectUnauthorized: false,
    ciphers: 'DEFAULT:@SECLEVEL=0',
    minVersion: 'TLSv1',
    ...(options.versions === 'withdrawn' && { maxVersion: 'TLSv1.1' as const }),
  });
  let seen: HandshakeFacts | undefined;
  let later: NodeJS.Timeout | undefined;
  secured.once('secureConnect', () => {
    const facts = readFacts(secured);
    seen = facts;
    later = setTimeout(() => end({ kind: 'shaken', seen: facts }), afterwardsMs);
  });
  secured.on('error', (error) => {
    const outcome = readTlsError(error);
    const alert = outcome.kind === 'alert' ? { alert: outcome.code } : {};
    end(seen ? { kind: 'shaken', seen, ...alert } : outcome);
  });
  secured.once('close', () => {
    clearTimeout(later);
    end(seen ? { kind: 'shaken', seen } : { kind: 'no-tls', code: closed });
  });
  // A peer that speaks first (a mail or a database server) does not speak TLS; what it says is dropped.
  secured.resume();
}

function readFacts(socket: TLSSocket): HandshakeFacts {
  const certificate = socket.getPeerX509Certificate();
  const protocol = socket.getProtocol();
  const cipher = socket.getCipher().standardName;
  const key = certificate?.publicKey;
  const details = key?.asymmetricKeyDetails;
  const problem: unknown = socket.authorizationError;
  const code = typeof problem === 'string' ? problem : systemErrorCode(problem);
  return {
    ...(protocol !== null && { protocol }),
    ...(cipher !== undefined && { cipher }),
    ...(certificate && {
      subject: certificate.subject,
      issuer: certificate.issuer,
      validFrom: certificate.validFromDate,
      validTo: certificate.validToDate,
    }),
    ...(key?.asymmetricKeyType !== undefined && { keyType: key.asymmetricKeyType }),
    ...(details?.modulusLength !== undefined && { keyBits: details.modulusLength }),
    authorized: socket.authorized,
    ...(code !== undefined && { problem: code }),
  };
}

function readConnectError(error: Error): HandshakeOutcome {
  const code = systemErrorCode(error) ?? 'ERROR';
  return code === 'ECONNREFUSED' ? { kind: 'refused', code } : { kind: 'unreachable', code };
}

/** An alert is TLS; bytes of another protocol are reported as a wrong version or record. */
function readTlsError(error: Error): HandshakeOutcome {
  const code = systemErrorCode(error) ?? 'ERROR';
  return /ALERT/.test(code) ? { kind: 'alert', code } : { kind: 'no-tls', code };
}
