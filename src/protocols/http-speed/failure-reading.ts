import type { HttpSpeedFailureReason } from './outcome.ts';

/** Thrown inside a transfer to end the test for a reason that is no network error. */
export class SpeedFault extends Error {
  readonly reason: HttpSpeedFailureReason;

  constructor(reason: HttpSpeedFailureReason) {
    super(reason.kind);
    this.name = 'SpeedFault';
    this.reason = reason;
  }
}

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const unreachableCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
]);
const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** OpenSSL's verification results and Node's TLS errors, by the shape of their names. */
const tlsCode =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/**
 * Names what went wrong with a request.
 *
 * @returns `undefined` for an error that is neither the network's nor the peer's: our own mistake.
 */
export function readFailure(error: unknown): HttpSpeedFailureReason | undefined {
  if (error instanceof SpeedFault) return error.reason;
  if (error instanceof Error && error.name === 'HTTPParserError')
    return { kind: 'protocol-error', message: 'the answer is not HTTP', ...firstBytes(error) };
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (code === 'ECONNREFUSED') return { kind: 'refused', code };
  if (timeoutCodes.has(code)) return { kind: 'timeout', limit: 'step' };
  if (unreachableCodes.has(code)) return { kind: 'unreachable', code };
  if (resetCodes.has(code)) return { kind: 'reset', code };
  if (tlsCode.test(code)) return { kind: 'tls-error', code };
  // undici's word for a connection that the other side closed in the middle of an exchange.
  if (code === 'UND_ERR_SOCKET') return { kind: 'closed' };
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return { kind: 'protocol-error', message: code };
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}

function firstBytes(error: unknown): { firstBytesHex?: string } {
  if (typeof error !== 'object' || error === null || !('data' in error)) return {};
  const { data } = error;
  return typeof data === 'string'
    ? { firstBytesHex: Buffer.from(data, 'latin1').subarray(0, 32).toString('hex') }
    : {};
}
