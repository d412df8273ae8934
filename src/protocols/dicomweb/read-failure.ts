import { readErrorCode } from '../dicom/dul/read-socket-error.ts';
import { recogniseProtocol } from '../dicom/dul/recognise-protocol.ts';
import { TransportError } from './connection.ts';
import { type DicomWebFailureReason, type DicomWebPhase, ExchangeFault } from './outcome.ts';

/** ETIMEDOUT and the like on an open connection: TCP gave up after our packets went unanswered. */
const RESET_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Errors of zlib for bytes that are not what `Content-Encoding` says, or that end too early. */
const ZLIB_CODE = /^Z_|^ERR_BROTLI|^ERR__ERROR_|^ERR_PADDING/;
const TLS_CODE = /^(ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO|CERT_)/;

/**
 * Names what went wrong with an exchange.
 *
 * @returns `undefined` for an error that is neither the network's nor the peer's: our own mistake.
 */
export function readFailure(
  error: unknown,
  phase: DicomWebPhase,
): DicomWebFailureReason | undefined {
  if (error instanceof ExchangeFault) return error.reason;
  if (error instanceof TransportError) return readTransportFailure(error);
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'HTTPParserError') return readParserError(error);
  const code = readErrorCode(error);
  if (RESET_CODES.has(code)) return { kind: 'reset', phase, code };
  if (TLS_CODE.test(code)) return { kind: 'tls-error', phase, code, message: error.message };
  if (ZLIB_CODE.test(code)) {
    const message = `the compressed body cannot be read (${code})`;
    return { kind: 'protocol-error', message, firstBytesHex: '', hint: 'content-encoding' };
  }
  switch (code) {
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return { kind: 'cancelled', phase };
    case 'UND_ERR_SOCKET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return { kind: 'closed', phase };
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { kind: 'too-large', limit: 'header-bytes', max: 32 * 1024 };
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return {
        kind: 'protocol-error',
        message: 'the body is not as long as Content-Length says',
        firstBytesHex: '',
      };
    default:
      return undefined;
  }
}

function readTransportFailure({ failure }: TransportError): DicomWebFailureReason {
  switch (failure.kind) {
    case 'refused':
    case 'unreachable':
      return failure;
    case 'timeout':
      return {
        kind: 'timeout',
        phase: failure.phase === 'tls' ? 'tls' : 'tcp',
        limit: 'phase',
        limitMs: failure.limitMs,
      };
    case 'tls-error':
      return { kind: 'tls-error', phase: 'tls', code: failure.code, message: failure.message };
    case 'reset':
      return {
        kind: 'reset',
        phase: failure.phase === 'tls' ? 'tls' : 'tcp',
        code: failure.code,
      };
    default:
      return { kind: failure.kind, phase: failure.phase === 'tls' ? 'tls' : 'tcp' };
  }
}

function readParserError(error: Error): DicomWebFailureReason {
  const data = 'data' in error ? error.data : undefined;
  const bytes =
    typeof data === 'string'
      ? Buffer.from(data, 'latin1')
      : data instanceof Uint8Array
        ? Buffer.from(data)
        : Buffer.alloc(0);
  const code = readErrorCode(error);
  if (code === 'HPE_HEADER_OVERFLOW')
    return { kind: 'too-large', limit: 'header-bytes', max: 32 * 1024 };
  const first = bytes.subarray(0, 32);
  return {
    kind: 'protocol-error',
    message: `the answer is not HTTP (${code})`,
    firstBytesHex: first.toString('hex'),
    hint: recogniseProtocol(first) ?? 'not-http',
  };
}
