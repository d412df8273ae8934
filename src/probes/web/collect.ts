import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { WebEndpoint } from '../../facility/schema.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { type WebMessages, webMessages } from './messages.ts';
import {
  classifyFailure,
  describeEndpoint,
  errorCode,
  printableAddress,
  readRedirect,
  type WebFailure,
} from './parse.ts';
import {
  defaultWebLimits,
  openWebConnection,
  type WebConnection,
  type WebLimits,
} from './request.ts';

/** One web address of the facility. */
export interface WebTarget {
  readonly endpoint: WebEndpoint;
}

const maxCaBytes = 1024 * 1024;

/**
 * Looks at one web address. Redirects are followed inside the declared origin only, and at most
 * `limits.maxRedirects` times; all are recorded as notes.
 *
 * @throws the signal's reason when the run is stopped; a deadline that passes is a `timed-out` observation.
 */
export async function collectWeb(
  target: WebTarget,
  context: ProbeContext,
  limits: WebLimits = defaultWebLimits,
): Promise<Observation> {
  const { endpoint } = target;
  const messages = webMessages(context.language);
  const url = new URL(endpoint.url);
  const ca = endpoint.ca === undefined ? undefined : await readCa(endpoint.ca, context);
  if (ca === 'unreadable') {
    return {
      state: 'not-configured',
      reason: { code: 'ca-unreadable', message: messages.caUnreadable(endpoint.ca ?? '') },
    };
  }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(limits.totalMs)]);
  const connection = await openWebConnection(url, ca, limits);
  try {
    const observation = await look(endpoint, url, connection, signal, messages, limits);
    throwIfStopped(context.signal);
    return observation;
  } catch (error) {
    throwIfStopped(context.signal);
    const failure: WebFailure | undefined = signal.aborted
      ? { state: 'timed-out', code: 'answer-timeout' }
      : classifyFailure(error);
    if (failure === undefined) throw error;
    context.log('web-failed', {
      endpoint: endpoint.id,
      error: error instanceof Error ? errorCode(error) : 'unknown',
    });
    return {
      state: failure.state,
      reason: {
        code: failure.code,
        message: messages.failure[failure.code](printableAddress(url)),
      },
    };
  } finally {
    await connection.close();
  }
}

async function look(
  endpoint: WebEndpoint,
  declared: URL,
  connection: WebConnection,
  signal: AbortSignal,
  messages: WebMessages,
  limits: WebLimits,
): Promise<Observation> {
  const notes: string[] = [];
  let url = declared;
  let response = await connection.get(`${url.pathname}${url.search}`, signal);
  const firstByteMs = response.headersAfterMs;
  let fromSimulator = response.fromSimulator;
  let redirects = 0;
  let redirect = readRedirect(response.status, response.location, url);
  while (redirect.kind === 'same-origin' && redirects < limits.maxRedirects) {
    redirects += 1;
    url = redirect.to;
    notes.push(messages.redirected(response.status, printableAddress(url)));
    response = await connection.get(`${url.pathname}${url.search}`, signal);
    fromSimulator = fromSimulator || response.fromSimulator;
    redirect = readRedirect(response.status, response.location, url);
  }
  if (redirect.kind === 'same-origin') notes.push(messages.redirectsEndless(redirects));
  if (redirect.kind === 'elsewhere') {
    notes.push(messages.redirectElsewhere(printableAddress(redirect.to)));
  }
  if (redirect.kind === 'unreadable') notes.push(messages.redirectUnreadable);
  if (response.body === 'cut') notes.push(messages.bodyCut(limits.maxBodyBytes / 1024));
  if (response.body === 'broken') notes.push(messages.bodyBroken);
  const tls = connection.tls();
  if (tls?.distrustCode !== undefined) notes.push(messages.certificateNotTrusted(tls.distrustCode));

  const row = describeEndpoint(endpoint, {
    status: response.status,
    redirectsEndless: redirect.kind === 'same-origin',
    firstByteMs,
    ...(tls === undefined ? {} : { tls }),
  });
  return {
    state: 'observed',
    facts: { 'web.endpoint': [row] },
    notes,
    ...(fromSimulator ? { simulated: true } : {}),
  };
}

async function readCa(file: string, context: ProbeContext): Promise<string | 'unreadable'> {
  const read = await readBoundedFile(resolve(context.baseFolder, file), maxCaBytes, {
    signal: context.signal,
  });
  if (!read.ok) return 'unreadable';
  try {
    // Node ignores a PEM without certificates in silence, and would then distrust for the wrong reason.
    new X509Certificate(read.bytes);
    return read.bytes.toString('utf8');
  } catch {
    // Whatever OpenSSL dislikes about it, the file is not a certificate.
    return 'unreadable';
  }
}

/** A deadline is something to report about the peer; being stopped by the operator is not. */
function throwIfStopped(signal: AbortSignal): void {
  const isDeadline = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  if (signal.aborted && !isDeadline) throw signal.reason;
}
