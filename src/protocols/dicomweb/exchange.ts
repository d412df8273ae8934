import { Readable } from 'node:stream';
import { Answer } from './answer.ts';
import type { DicomWebConnection, Lease } from './connection.ts';
import { ExchangeClock } from './exchange-clock.ts';
import type { CallOptions } from './options.ts';
import {
  type DicomWebFailureReason,
  type DicomWebOutcome,
  ExchangeFault,
  type HttpStatusReason,
  protocolFault,
  type TransportFacts,
} from './outcome.ts';
import { readFailure } from './read-failure.ts';

const MAX_REDIRECTS = 3;
/** With value 1 in every answer of the simulated hospital. */
const SIMULATOR_HEADER = 'x-rispacs-simulator';
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A body to send. */
export interface RequestBody {
  readonly contentType: string;
  readonly pieces: readonly Uint8Array[];
}

/** One request (PS3.18 8.1). */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Within the origin of the connection. */
  readonly url: URL;
  /** Media types wanted, as `Accept` says them (PS3.18 8.7.5). */
  readonly accept: string;
  readonly body?: RequestBody;
  /** Statuses whose answers are read; every other one is the outcome `http-status`. */
  readonly statuses: readonly number[];
}

/**
 * Makes of an answer what its transaction promises.
 * @throws ExchangeFault when it is something else.
 */
export type ReadAnswer<Parsed extends object> = (answer: Answer) => Promise<Parsed>;

/**
 * Sends one request and reads its answer. A GET follows redirects within the origin, at most three; no other
 * request is ever repeated, and none leaves the origin, so that credentials do not either.
 *
 * @throws Error when the connection has been closed, and for mistakes of ours.
 */
export async function exchange<Parsed extends object>(
  connection: DicomWebConnection,
  request: ExchangeRequest,
  read: ReadAnswer<Parsed>,
  options: CallOptions = {},
): Promise<DicomWebOutcome<Parsed>> {
  const { settings } = connection;
  if (request.url.origin !== settings.baseUrl.origin) {
    throw new Error('a request must stay within the origin of its connection');
  }
  const run = new ExchangeRun(connection, request);
  const clock = new ExchangeClock(settings.deadlines, request.body !== undefined, [
    settings.signal,
    options.signal,
  ]);
  try {
    return await run.execute(clock, read);
  } finally {
    clock.stop();
  }
}

/** One exchange, and the facts it gathers on its way. */
class ExchangeRun {
  readonly #connection: DicomWebConnection;
  readonly #request: ExchangeRequest;
  readonly #startedMs = performance.now();
  #headersMs: number | undefined;
  #redirects = 0;
  #answer: Answer | undefined;

  constructor(connection: DicomWebConnection, request: ExchangeRequest) {
    this.#connection = connection;
    this.#request = request;
  }

  async execute<Parsed extends object>(
    clock: ExchangeClock,
    read: ReadAnswer<Parsed>,
    kind: 'any' | 'fresh' = this.#request.method === 'GET' ? 'any' : 'fresh',
  ): Promise<DicomWebOutcome<Parsed>> {
    if (clock.ended !== undefined) return { ...clock.ended, transport: this.#facts(undefined) };
    const lease = this.#connection.borrow(kind, clock);
    let reusable = false;
    try {
      const answer = await this.#ask(lease, clock);
      const parsed = await read(answer);
      reusable = answer.complete;
      const { contentType, status } = answer;
      return {
        ...parsed,
        kind: 'answered',
        status,
        ...(contentType === undefined ? {} : { contentType }),
        transport: this.#facts(lease),
      };
    } catch (error) {
      const reason = clock.ended ?? readFailure(error, clock.phase);
      if (reason === undefined) throw error;
      if (!isStale(reason, lease)) return { ...reason, transport: this.#facts(lease) };
    } finally {
      await this.#connection.giveBack(lease, reusable);
    }
    return this.execute(clock, read, 'fresh');
  }

  /** Sends the request, again at each redirect, until an answer is there to be read. */
  async #ask(lease: Lease, clock: ExchangeClock): Promise<Answer> {
    let { url } = this.#request;
    const seen = new Set([url.href]);
    for (;;) {
      const answer = await this.#send(lease, clock, url);
      if (this.#request.statuses.includes(answer.status)) return answer;
      const location = REDIRECTS.has(answer.status) ? readLocation(answer, url) : undefined;
      answer.discard();
      const followed =
        location !== undefined &&
        this.#request.method === 'GET' &&
        location.origin === this.#connection.settings.baseUrl.origin;
      if (!followed) throw new ExchangeFault(describeStatus(answer, location));
      this.#redirects += 1;
      if (seen.has(location.href) || this.#redirects > MAX_REDIRECTS) {
        throw protocolFault('redirects lead in a circle or do not end', 'redirect-loop');
      }
      seen.add(location.href);
      url = location;
    }
  }

  async #send(lease: Lease, clock: ExchangeClock, url: URL): Promise<Answer> {
    const { accept, body, method } = this.#request;
    const { authorization } = this.#connection.settings;
    const bodyBytes = body?.pieces.reduce((sum, piece) => sum + piece.length, 0) ?? 0;
    clock.enterRequest();
    const sentMs = performance.now();
    const response = await lease.client.request({
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        accept,
        'accept-encoding': 'gzip, identity;q=0.5',
        'user-agent': 'rispacs',
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined
          ? {}
          : { 'content-type': body.contentType, 'content-length': String(bodyBytes) }),
      },
      body:
        body === undefined
          ? null
          : Readable.from(giveOut(body.pieces, clock), { objectMode: false }),
      signal: clock.signal,
    });
    clock.enter('body');
    this.#headersMs = performance.now() - sentMs;
    const answer = new Answer(response, clock);
    this.#answer = answer;
    return answer;
  }

  #facts(lease: Lease | undefined): TransportFacts {
    const answer = this.#answer;
    return {
      ...(lease?.link.connectMs === undefined ? {} : { connectMs: lease.link.connectMs }),
      ...(this.#headersMs === undefined ? {} : { headersMs: this.#headersMs }),
      totalMs: performance.now() - this.#startedMs,
      receivedBytes: answer?.receivedBytes ?? 0,
      redirects: this.#redirects,
      ...(answer === undefined ? {} : { answerStatus: answer.status }),
      ...(answer?.contentType === undefined ? {} : { answerContentType: answer.contentType }),
      ...(answer?.header(SIMULATOR_HEADER) === '1' ? { fromSimulator: true as const } : {}),
      ...(lease?.link.tls === undefined ? {} : { tls: lease.link.tls }),
    };
  }
}

/** A server may close an idle connection at the very moment we use it: that says nothing about the request. */
function isStale(reason: DicomWebFailureReason, { link, reused }: Lease): boolean {
  const cut = reason.kind === 'closed' || reason.kind === 'reset';
  return cut && reused && link.connectMs === undefined && reason.phase !== 'body';
}

const PIECE_BYTES = 65_536;

/** A body in pieces that the connection takes one by one, so that progress can be seen. */
function* giveOut(pieces: readonly Uint8Array[], clock: ExchangeClock): Generator<Uint8Array> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      clock.touch();
      yield piece.subarray(at, at + PIECE_BYTES);
    }
  }
  if (clock.phase === 'send') clock.enter('headers');
}

function readLocation(answer: Answer, from: URL): URL | undefined {
  const location = answer.header('location');
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const url = new URL(location, from);
  url.hash = '';
  return url;
}

function describeStatus(answer: Answer, location: URL | undefined): HttpStatusReason {
  const authenticate = answer
    .headerList('www-authenticate')
    ?.split(',')
    .map((challenge) => /^\s*([A-Za-z][A-Za-z0-9-]{0,30})(?:\s|$)/.exec(challenge)?.[1])
    .filter((scheme) => scheme !== undefined)
    .map((scheme) => scheme.toLowerCase());
  return {
    kind: 'http-status',
    status: answer.status,
    ...(authenticate === undefined ? {} : { authenticate }),
    // A query may carry a session or a token.
    ...(location === undefined
      ? {}
      : { location: `${location.origin}${location.pathname}`.slice(0, 200) }),
  };
}
