import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { nodeHeaders } from '../probes/balancer/count-nodes.ts';
import { type Answer, failedSince } from './answer.ts';

/** Enough to see that a page comes; the rest is not read. */
const mostBodyBytes = 65_536;
const mostNameCharacters = 200;
const classSize = 100;
const serverError = 500;
/** How the simulated hospital marks what it serves. */
const simulatorHeader = 'x-rispacs-simulator';

/** The beginning of an answer. */
interface Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Makes a question to a web address: one GET over a new connection. A status of the server's own error is a failure, and
 * so is another class of status than the first one: a standby that answers 404 does not do the work.
 *
 * Node's own client: undici lets go of a connection that is not answered only after its own time, and a drill must give
 * a question up at once to ask the next ones.
 */
export function makeHttpAsk(url: string): (signal: AbortSignal) => Promise<Answer> {
  let usualClass: number | undefined;
  return async (signal) => {
    const startedAtMs = performance.now();
    const page = await fetchBeginning(url, signal);
    if ('code' in page) return failedSince(startedAtMs, page.code);
    const { status, headers } = page;
    const elapsedMs = performance.now() - startedAtMs;
    const statusClass = Math.floor(status / classSize);
    if (status < serverError) usualClass ??= statusClass;
    if (statusClass !== usualClass) return { kind: 'failed', elapsedMs, code: `http-${status}` };
    return {
      kind: 'answered',
      elapsedMs,
      names: readNames(headers),
      ...(headers[simulatorHeader] !== undefined && { simulated: true as const }),
    };
  };
}

function fetchBeginning(
  url: string,
  signal: AbortSignal,
): Promise<Page | { readonly code: string }> {
  return new Promise((resolve) => {
    const target = new URL(url);
    const send = target.protocol === 'https:' ? requestOverTls : request;
    // Certificates are the web probe's matter; here only whether the service answers counts.
    const asking = send(target, { agent: false, rejectUnauthorized: false });
    const end = (result: Page | { readonly code: string }): void => {
      signal.removeEventListener('abort', late);
      asking.destroy();
      resolve(result);
    };
    const late = (): void => end({ code: 'timeout' });
    asking.once('response', (response) => {
      let bytes = 0;
      const done = (): void => end(describe(response));
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes >= mostBodyBytes) done();
      });
      response.once('end', done);
      response.on('error', (error: NodeJS.ErrnoException) => end({ code: codeOf(error) }));
    });
    // Stays: a reset may still come after the end.
    asking.on('error', (error: NodeJS.ErrnoException) => end({ code: codeOf(error) }));
    if (signal.aborted) late();
    else {
      signal.addEventListener('abort', late, { once: true });
      asking.end();
    }
  });
}

function describe({ statusCode = 0, headers }: IncomingMessage): Page {
  return { status: statusCode, headers };
}

function readNames(headers: IncomingHttpHeaders): (readonly [string, string])[] {
  return nodeHeaders.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' && value !== ''
      ? [[name, value.slice(0, mostNameCharacters)] as const]
      : [];
  });
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.name;
}
