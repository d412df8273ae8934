import { TLSSocket } from 'node:tls';
import type { Dispatcher } from 'undici';
import type { AnswerFinding } from './acknowledgement.ts';
import { AnswerCollector } from './answer-collector.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS } from './connection.ts';
import { readMessage } from './er7.ts';
import { DEFAULT_MAX_FRAME_BYTES } from './mllp.ts';
import { guessProtocol } from './noise-hint.ts';
import type { Acknowledged, ExchangeOutcome, Failure, HttpFacts, TlsFacts } from './outcome.ts';
import { classifyConnectError, isTlsErrorCode, readErrorCode } from './socket-error.ts';
import { type ClientTls, toConnectionOptions } from './tls-options.ts';

/** Content types of HL7 over HTTP: that of HAPI and common use, and that of HAPI's specification text. */
export const HL7_CONTENT_TYPES = ['application/hl7-v2', 'x-application/hl7-v2+er7'] as const;

/** How to POST one message and wait for its answer. */
export interface HttpExchangeOptions {
  /** `http:` or `https:`. Redirects are not followed. */
  readonly url: string;
  /** Default `application/hl7-v2`; `charset=utf-8` is added. */
  readonly contentType?: (typeof HL7_CONTENT_TYPES)[number];
  /** Additional headers, such as Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: ClientTls;
  /** TCP and TLS together; default 10,000 ms. */
  readonly connectTimeoutMs?: number;
  /** From the request sent to the response headers; default 30,000 ms. */
  readonly firstByteTimeoutMs?: number;
  /** The whole exchange; default 60,000 ms. */
  readonly ackTimeoutMs?: number;
  /** Largest answer accepted; default 64 MiB. */
  readonly maxAnswerBytes?: number;
  readonly signal?: AbortSignal;
}

interface HttpAnswer {
  readonly http: HttpFacts;
  readonly body: Buffer;
  readonly atMs: number;
}

interface Connected {
  connectMs?: number;
  standsAt?: number;
  tls?: TlsFacts;
}

/**
 * Sends one message by HTTP POST, the body being the bare message, and reads the acknowledgement from the response
 * body whatever the status is (receivers send AE and AR with 500 or 400). The outcome is that of MLLP; `http` holds
 * the status. Framing findings are always empty.
 *
 * @param message the message, with an MSH-10
 * @throws {TypeError} when the message is unreadable, has no MSH-10, or the URL is not one of HTTP
 */
export async function postMessage(
  message: Uint8Array,
  options: HttpExchangeOptions,
): Promise<ExchangeOutcome> {
  const reading = readMessage(message);
  if (reading.kind !== 'message') throw new TypeError(`not an HL7 message: ${reading.reason}`);
  if (reading.message.controlId === undefined) throw new TypeError('the message has no MSH-10');
  const url = new URL(options.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`not an HTTP address: ${url.protocol}`);
  }
  const sent = Buffer.from(message);
  const collector = new AnswerCollector(reading.message);
  const connected: Connected = {};
  const startedAt = performance.now();
  const answer = await exchange(url, sent, options, connected);
  const end =
    'body' in answer ? readHttpAnswer(answer, collector, connected.standsAt ?? startedAt) : answer;
  const findings = collector.findings();
  const http = 'body' in answer ? answer.http : undefined;
  const extra = http === undefined ? suspectCertificate(end, url, options) : judgeHttp(http);
  return {
    ...end,
    ...(connected.connectMs === undefined ? {} : { connectMs: connected.connectMs }),
    ...(connected.tls === undefined ? {} : { tls: connected.tls }),
    ...(http === undefined ? {} : { http }),
    findings: { ...findings, answer: [...findings.answer, ...extra] },
    transcript: {
      sent: connected.standsAt === undefined ? Buffer.alloc(0) : sent,
      received: collector.received(),
    },
  };
}

function readHttpAnswer(
  { body, atMs }: HttpAnswer,
  collector: AnswerCollector,
  standsAt: number,
): Acknowledged | Failure {
  collector.take([{ kind: 'frame', payload: body }], atMs);
  const best = collector.best();
  if (best === undefined) {
    return { kind: 'noise', firstBytesHex: body.toString('hex', 0, 16), hint: 'http' };
  }
  return { kind: 'ack', ...best.ack, elapsedMs: atMs - standsAt, message: best.message };
}

/** With TLS 1.3 a server's demand for a certificate shows only after the handshake, often as a bare close. */
function suspectCertificate(
  end: Acknowledged | Failure,
  { protocol }: URL,
  { tls }: HttpExchangeOptions,
): AnswerFinding[] {
  const torn = end.kind === 'closed' || end.kind === 'reset';
  return torn && protocol === 'https:' && tls?.certificate === undefined
    ? [{ kind: 'client-certificate-probably-required' }]
    : [];
}

function judgeHttp({ status, contentType }: HttpFacts): AnswerFinding[] {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return [
    ...(HL7_CONTENT_TYPES.some((known) => known === mediaType)
      ? []
      : [{ kind: 'http-content-type' as const, value: mediaType.slice(0, 60) }]),
    ...(status >= 200 && status < 300 ? [] : [{ kind: 'http-status' as const, status }]),
  ];
}

async function exchange(
  url: URL,
  sent: Buffer,
  options: HttpExchangeOptions,
  connected: Connected,
): Promise<HttpAnswer | Failure> {
  const { Agent, request } = await import('undici');
  const deadline = AbortSignal.timeout(options.ackTimeoutMs ?? 60_000);
  const { signal } = options;
  const dispatcher = new Agent({
    connect: await createConnector(url, options, connected),
    connections: 1,
    allowH2: false,
    headersTimeout: options.firstByteTimeoutMs ?? 30_000,
    bodyTimeout: options.firstByteTimeoutMs ?? 30_000,
    maxResponseSize: options.maxAnswerBytes ?? DEFAULT_MAX_FRAME_BYTES,
  });
  let headersSeen = false;
  try {
    const response: Dispatcher.ResponseData = await request(url, {
      method: 'POST',
      headers: {
        ...options.headers,
        'content-type': `${options.contentType ?? HL7_CONTENT_TYPES[0]}; charset=utf-8`,
      },
      body: sent,
      dispatcher,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    });
    headersSeen = true;
    const header = response.headers['content-type'];
    const contentType = Array.isArray(header) ? header[0] : header;
    const body = Buffer.from(await response.body.arrayBuffer());
    const http = {
      status: response.statusCode,
      ...(contentType === undefined ? {} : { contentType }),
    };
    return { http, body, atMs: performance.now() };
  } catch (error) {
    if (signal?.aborted === true) return { kind: 'cancelled' };
    const phase = connected.standsAt === undefined ? 'connect' : headersSeen ? 'ack' : 'first-byte';
    const timeout = { kind: 'timeout', phase, halfFrame: headersSeen, receivedBytes: 0 } as const;
    return deadline.aborted ? timeout : classifyHttpError(error, timeout);
  } finally {
    await dispatcher.destroy();
  }
}

/** Undici's connector, with the clock and the TLS session read off it. */
async function createConnector(url: URL, options: HttpExchangeOptions, connected: Connected) {
  const { buildConnector } = await import('undici');
  const connect = buildConnector({
    timeout: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    allowH2: false,
    ...(url.protocol === 'https:' ? toConnectionOptions(options.tls ?? {}, hostOf(url)) : {}),
  });
  const wrapped: typeof connect = (target, callback) => {
    const startedAt = performance.now();
    connect(target, (...result) => {
      const [error, socket] = result;
      if (error === null) {
        connected.standsAt = performance.now();
        connected.connectMs = connected.standsAt - startedAt;
        if (socket instanceof TLSSocket) {
          const protocol = socket.getProtocol() ?? 'unknown';
          connected.tls = { protocol, cipher: socket.getCipher().name };
        }
      }
      callback(...result);
    });
  };
  return wrapped;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function classifyHttpError(
  error: unknown,
  timeout: Extract<Failure, { kind: 'timeout' }>,
): Failure {
  const code = readErrorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (isTlsErrorCode(code)) return { kind: 'tls-error', code, message };
  if (error instanceof Error && error.name === 'HTTPParserError') {
    const data = 'data' in error && typeof error.data === 'string' ? error.data : '';
    const head = Buffer.from(data).subarray(0, 16);
    return { kind: 'noise', firstBytesHex: head.toString('hex'), hint: guessProtocol(head) };
  }
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { ...timeout, phase: 'connect' };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { ...timeout, phase: 'first-byte' };
    case 'UND_ERR_BODY_TIMEOUT':
      return { ...timeout, phase: 'ack' };
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return { kind: 'noise', firstBytesHex: '', hint: 'oversized-frame' };
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { kind: 'noise', firstBytesHex: '', hint: 'http' };
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return { kind: 'closed', halfFrame: timeout.halfFrame, receivedBytes: 0 };
    case 'ECONNRESET':
    case 'EPIPE':
      return { kind: 'reset', receivedBytes: 0 };
    default:
      return classifyConnectError(error, false);
  }
}
