import type { UnobservedEvidence } from '../../evidence/evidence.ts';
import type { WebEndpoint } from '../../facility/schema.ts';
import type { WebEndpointRow } from './facts.ts';

/** Ways in which an address gives no HTTP answer. */
export type FailureCode =
  | 'name-not-found'
  | 'no-route'
  | 'refused'
  | 'connect-timeout'
  | 'answer-timeout'
  | 'closed'
  | 'not-http'
  | 'not-tls'
  | 'tls-failed'
  | 'headers-too-large';

/** A failed exchange, put into the tool's words. */
export interface WebFailure {
  readonly state: Extract<
    UnobservedEvidence['state'],
    'unreachable' | 'refused' | 'timed-out' | 'protocol-error'
  >;
  readonly code: FailureCode;
}

const byErrorCode: ReadonlyMap<string, WebFailure> = new Map([
  ['ENOTFOUND', { state: 'unreachable', code: 'name-not-found' }],
  ['EAI_AGAIN', { state: 'unreachable', code: 'name-not-found' }],
  ['ENODATA', { state: 'unreachable', code: 'name-not-found' }],
  ['ENETUNREACH', { state: 'unreachable', code: 'no-route' }],
  ['EHOSTUNREACH', { state: 'unreachable', code: 'no-route' }],
  ['EHOSTDOWN', { state: 'unreachable', code: 'no-route' }],
  ['ENETDOWN', { state: 'unreachable', code: 'no-route' }],
  ['EADDRNOTAVAIL', { state: 'unreachable', code: 'no-route' }],
  ['EACCES', { state: 'unreachable', code: 'no-route' }],
  ['EPERM', { state: 'unreachable', code: 'no-route' }],
  ['ECONNREFUSED', { state: 'refused', code: 'refused' }],
  ['ETIMEDOUT', { state: 'timed-out', code: 'connect-timeout' }],
  ['UND_ERR_CONNECT_TIMEOUT', { state: 'timed-out', code: 'connect-timeout' }],
  ['UND_ERR_HEADERS_TIMEOUT', { state: 'timed-out', code: 'answer-timeout' }],
  ['UND_ERR_BODY_TIMEOUT', { state: 'timed-out', code: 'answer-timeout' }],
  ['ECONNRESET', { state: 'protocol-error', code: 'closed' }],
  ['ECONNABORTED', { state: 'protocol-error', code: 'closed' }],
  ['EPIPE', { state: 'protocol-error', code: 'closed' }],
  ['UND_ERR_SOCKET', { state: 'protocol-error', code: 'closed' }],
  ['UND_ERR_INFO', { state: 'protocol-error', code: 'closed' }],
  ['UND_ERR_HEADERS_OVERFLOW', { state: 'protocol-error', code: 'headers-too-large' }],
  ['ERR_SSL_WRONG_VERSION_NUMBER', { state: 'protocol-error', code: 'not-tls' }],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', { state: 'protocol-error', code: 'not-tls' }],
  ['EPROTO', { state: 'protocol-error', code: 'tls-failed' }],
  // The HTTP client asserts that an unasked-for "101 Switching Protocols" never comes; a peer can send one.
  ['ERR_ASSERTION', { state: 'protocol-error', code: 'not-http' }],
]);

/**
 * Says what an error of the HTTP client means about the peer; `undefined` when it is not the peer's doing.
 */
export function classifyFailure(error: unknown): WebFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = errorCode(error);
  const known = byErrorCode.get(code);
  if (known !== undefined) return known;
  if (/^ERR_(SSL|TLS|OSSL)_/.test(code)) {
    return { state: 'protocol-error', code: 'tls-failed' };
  }
  if (error.name === 'HTTPParserError' || code.startsWith('HPE_')) {
    return { state: 'protocol-error', code: 'not-http' };
  }
  return undefined;
}

/** The stable code of an error: that of the operating system, OpenSSL or the HTTP client, else its name. */
export function errorCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What a TLS socket showed of its peer, before any judgement. */
export interface TlsFacts {
  /** As OpenSSL names it: `TLSv1.2`, `TLSv1.3`. */
  readonly version?: string;
  readonly trusted: boolean;
  /** OpenSSL's reason, e.g. `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly distrustCode?: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

/** An HTTP answer as far as it was looked at. */
export interface WebAnswer {
  /** Of the last response that was received. */
  readonly status: number;
  /** True when redirects were still coming at the limit. */
  readonly redirectsEndless: boolean;
  readonly firstByteMs: number;
  readonly tls?: TlsFacts;
}

/** Makes the row of `web.endpoint` for one answered address. */
export function describeEndpoint(endpoint: WebEndpoint, answer: WebAnswer): WebEndpointRow {
  const { status, tls } = answer;
  const needsLogin = status === 401 || status === 403;
  const validFrom = tls?.validFrom && toIsoDate(tls.validFrom);
  const validTo = tls?.validTo && toIsoDate(tls.validTo);
  return {
    endpoint: endpoint.id,
    purpose: endpoint.purpose,
    vantage: endpoint.vantage,
    httpStatus: status,
    ...(answer.redirectsEndless ? {} : { answers: (status >= 200 && status < 400) || needsLogin }),
    https: tls !== undefined,
    ...(tls === undefined ? {} : { certificateTrusted: tls.trusted }),
    ...(tls?.version === undefined ? {} : { tlsVersion: tls.version }),
    ...(validFrom === undefined ? {} : { certificateValidFrom: validFrom }),
    ...(validTo === undefined ? {} : { certificateValidTo: validTo }),
    firstByteMs: Math.round(answer.firstByteMs * 10) / 10,
    // A login page answers 200; only 401 and 403 say anything about access.
    ...(needsLogin ? { authenticationRequired: true } : {}),
  };
}

/** UTC day, or `undefined` for a date that RFC 3339 cannot write. */
function toIsoDate(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : undefined;
}

/**
 * An address fit for printing: no user name, password, query or fragment (they may carry tokens), no control
 * characters, at most 200 characters.
 */
export function printableAddress(url: URL): string {
  return `${url.origin}${url.pathname}`.replaceAll(/\p{C}/gu, '').slice(0, 200);
}

/** Where a redirect leads, given the raw `Location` (RFC 9110 10.2.2). */
export type Redirect =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'same-origin'; readonly to: URL }
  | { readonly kind: 'elsewhere'; readonly to: URL };

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Reads a redirect. Only the declared origin was planned and allowed, so all others are `elsewhere`. */
export function readRedirect(status: number, location: string | undefined, from: URL): Redirect {
  if (!redirectStatuses.has(status)) return { kind: 'none' };
  if (location === undefined || location.length > 8192 || !URL.canParse(location, from.href)) {
    return { kind: 'unreadable' };
  }
  const to = new URL(location, from);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return { kind: 'unreadable' };
  return { kind: to.origin === from.origin ? 'same-origin' : 'elsewhere', to };
}
