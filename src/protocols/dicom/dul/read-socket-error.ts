import type { Phase, ResetEnding, TlsErrorEnding } from './ending.ts';

/** The system, Node or OpenSSL code of an error; of its first cause for several addresses tried. */
export function readErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  if (error instanceof AggregateError && error.errors.length > 0)
    return readErrorCode(error.errors[0]);
  return 'UNKNOWN';
}

const RESET_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ETIMEDOUT',
]);

/** Classifies an error of a connected socket: a broken connection, or TLS. */
export function readSocketError(error: Error, phase: Phase): ResetEnding | TlsErrorEnding {
  const code = readErrorCode(error);
  if (phase !== 'tls' && (RESET_CODES.has(code) || !/SSL|TLS|CERT|EPROTO/.test(code))) {
    return { kind: 'reset', phase, code };
  }
  return RESET_CODES.has(code)
    ? { kind: 'reset', phase, code }
    : { kind: 'tls-error', phase, code, message: error.message };
}
