import type { Failure } from './outcome.ts';

const TORN_DOWN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** The `code` of a system, TLS or undici error; of the first one for an attempt on several addresses. */
export function readErrorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    if ('code' in error && typeof error.code === 'string') return error.code;
    if (error instanceof AggregateError) return readErrorCode(error.errors[0]);
  }
  return 'UNKNOWN';
}

/**
 * Why a connection did not come about.
 *
 * @param connected TCP stood already, so the TLS handshake failed
 */
export function classifyConnectError(error: unknown, connected: boolean): Failure {
  const code = readErrorCode(error);
  if (connected) {
    const message = error instanceof Error ? error.message : 'closed during the handshake';
    return { kind: 'tls-error', code: error === undefined ? 'CLOSED' : code, message };
  }
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  if (code === 'ETIMEDOUT') {
    return { kind: 'timeout', phase: 'connect', halfFrame: false, receivedBytes: 0 };
  }
  return { kind: 'unreachable', code };
}

/** Whether an error code comes from TLS or certificate checking rather than from TCP. */
export function isTlsErrorCode(code: string): boolean {
  return /^(?:ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|HOSTNAME_)/.test(
    code,
  );
}

/** Why an open connection failed. A TLS alert counts as such however late it comes. */
export function classifyOpenError(error: Error, receivedBytes: number): Failure {
  const code = readErrorCode(error);
  if (TORN_DOWN.has(code)) return { kind: 'reset', receivedBytes };
  if (isTlsErrorCode(code)) {
    return { kind: 'tls-error', code, message: error.message };
  }
  return { kind: 'unreachable', code };
}
