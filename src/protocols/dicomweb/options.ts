import type { TlsOptions } from '../dicom/dul/connect-transport.ts';
import { type DicomWebCredentials, writeAuthorization } from './authorization.ts';

/** Deadlines of one exchange, in milliseconds. */
export interface DicomWebDeadlines {
  readonly tcpMs: number;
  readonly tlsMs: number;
  /** From the request sent to the end of the answer's header. */
  readonly headersMs: number;
  /** While sending or receiving a body: without any progress. */
  readonly idleMs: number;
  /** The whole exchange, redirects included: what ends a slow drip. */
  readonly totalMs: number;
}

/** Deadlines unless given. */
export const DEFAULT_DICOMWEB_DEADLINES: DicomWebDeadlines = {
  tcpMs: 10_000,
  tlsMs: 10_000,
  headersMs: 60_000,
  idleMs: 20_000,
  totalMs: 300_000,
};

/** Bounds against hostile answers; ours, not the standard's. */
export interface DicomWebLimits {
  /** A JSON answer, decompressed. */
  readonly maxJsonBytes: number;
  /** Values, objects and arrays in a JSON answer: small texts can make large structures. */
  readonly maxJsonValues: number;
  /** Objects and arrays within each other; a DICOM sequence takes three. */
  readonly maxJsonDepth: number;
  /** An answer of instances, frames or bulk data as a whole, decompressed. */
  readonly maxBodyBytes: number;
  readonly maxPartBytes: number;
  readonly maxParts: number;
  /** A rendered image. */
  readonly maxImageBytes: number;
}

const MEBIBYTE = 1024 * 1024;

/** Bounds unless given. */
export const DEFAULT_DICOMWEB_LIMITS: DicomWebLimits = {
  maxJsonBytes: 32 * MEBIBYTE,
  maxJsonValues: 4_000_000,
  maxJsonDepth: 64,
  maxBodyBytes: 512 * MEBIBYTE,
  maxPartBytes: 256 * MEBIBYTE,
  maxParts: 5000,
  maxImageBytes: 64 * MEBIBYTE,
};

/** Where a DICOMweb service is, and how to talk to it. */
export interface DicomWebOptions {
  /** Address of the service, in front of `/studies` (PS3.18 8.2): `http:` or `https:`, no query, no user. */
  readonly baseUrl: string;
  /** Sent with every request, without being asked; never logged, never part of an outcome. */
  readonly credentials?: DicomWebCredentials;
  /** A `ca` given here replaces the system's authorities. Certificates are verified unless told otherwise. */
  readonly tls?: TlsOptions;
  readonly deadlines?: Partial<DicomWebDeadlines>;
  readonly limits?: Partial<DicomWebLimits>;
  /** Cancels every exchange. */
  readonly signal?: AbortSignal;
}

/** Of one call. */
export interface CallOptions {
  /** Cancels this exchange, beside the signal of the connection. */
  readonly signal?: AbortSignal;
}

/** Options checked and completed. */
export interface DicomWebSettings {
  /** Ends with a slash. */
  readonly baseUrl: URL;
  readonly authorization: string | undefined;
  readonly tls: TlsOptions;
  readonly deadlines: DicomWebDeadlines;
  readonly limits: DicomWebLimits;
  readonly signal: AbortSignal | undefined;
}

/**
 * Checks options and fills in what is not given.
 * @throws TypeError for an address or credentials that cannot be used, RangeError for a bound that is no
 * positive number; no message holds a credential.
 */
export function settleOptions(options: DicomWebOptions): DicomWebSettings {
  const deadlines = { ...DEFAULT_DICOMWEB_DEADLINES, ...options.deadlines };
  const limits = { ...DEFAULT_DICOMWEB_LIMITS, ...options.limits };
  for (const [name, value] of [...Object.entries(deadlines), ...Object.entries(limits)]) {
    if (!Number.isFinite(value) || value <= 0) throw new RangeError(`${name} must be positive`);
  }
  return {
    baseUrl: readBaseUrl(options.baseUrl),
    authorization:
      options.credentials === undefined ? undefined : writeAuthorization(options.credentials),
    tls: options.tls ?? {},
    deadlines,
    limits,
    signal: options.signal,
  };
}

function readBaseUrl(address: string): URL {
  if (!URL.canParse(address)) throw new TypeError('the DICOMweb address is not a URL');
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`not an HTTP address: ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('credentials do not belong in the DICOMweb address');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('the DICOMweb address has a query or a fragment');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
