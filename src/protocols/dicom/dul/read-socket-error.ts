import type { ClosedEnding, Phase, ResetEnding, TlsErrorEnding } from './ending.ts';

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
export function readSocketError(
  error: Error,
  phase: Phase,
): ResetEnding | ClosedEnding | TlsErrorEnding {
  const code = readErrorCode(error);
  // Node reports a FIN during the handshake as ECONNRESET of its own, without a system call.
  if (phase === 'tls' && code === 'ECONNRESET' && !('syscall' in error)) {
    return { kind: 'closed', phase };
  }
  const isTls = /SSL|TLS|CERT|EPROTO/.test(code);
  if (RESET_CODES.has(code) || (phase !== 'tls' && !isTls)) return { kind: 'reset', phase, code };
  return { kind: 'tls-error', phase, code, message: error.message };
}
