import type { TlsFacts } from '../dicom/dul/connect-transport.ts';
import type { ForeignProtocol } from '../dicom/dul/recognise-protocol.ts';

/** Where in one HTTP exchange something happened. */
export type DicomWebPhase = 'tcp' | 'tls' | 'send' | 'headers' | 'body';

/** What the exchange showed below DICOMweb, whatever its outcome. */
export interface TransportFacts {
  /** TCP and TLS together, in milliseconds; absent when an open connection was used again. */
  readonly connectMs?: number;
  /** From the request to the end of the last answer's header, in milliseconds. */
  readonly headersMs?: number;
  /** The whole exchange, in milliseconds. */
  readonly totalMs: number;
  /** Body bytes received, before decompression. */
  readonly receivedBytes: number;
  /** Redirects followed, all within the origin. */
  readonly redirects: number;
  /** Status of the last answer, also where its content was not what was asked for. */
  readonly answerStatus?: number;
  /** `Content-Type` of the last answer as sent, at most 200 characters. */
  readonly answerContentType?: string;
  /** The answer says that it comes from our simulated hospital. */
  readonly fromSimulator?: true;
  readonly tls?: TlsFacts;
}

/** Why an answer is not what PS3.18 promises. */
export type DicomWebHint =
  /** A log-in or error page where data belongs. */
  | 'html-page'
  | 'content-type'
  | 'content-encoding'
  | 'empty'
  | 'not-json'
  | 'not-utf8'
  | 'not-dicom-json'
  /** `multipart/related` without a usable boundary. */
  | 'bad-boundary'
  | 'boundary-never-seen'
  | 'multipart-malformed'
  | 'multipart-unfinished'
  | 'not-an-image'
  | 'not-http'
  | 'redirect-loop'
  /** A bulk data address that leads to nothing below the service's own address. */
  | 'other-origin'
  | ForeignProtocol;

/** Which bound of ours, not of the standard, an answer exceeded. */
export type DicomWebLimit =
  | 'header-bytes'
  | 'body-bytes'
  | 'part-bytes'
  | 'parts'
  | 'json-depth'
  | 'json-values';

/** An answer with a status that this request does not know as success. */
export interface HttpStatusReason {
  readonly kind: 'http-status';
  readonly status: number;
  /** Schemes of `WWW-Authenticate`, in lower case (RFC 9110 11.6.1). */
  readonly authenticate?: readonly string[];
  /** Origin and path of a redirect that was not followed. */
  readonly location?: string;
}

/** The peer's bytes are not what the transaction allows. */
export interface ProtocolErrorReason {
  readonly kind: 'protocol-error';
  readonly message: string;
  /** The beginning of the offending bytes, at most 32; empty where none arrived. */
  readonly firstBytesHex: string;
  readonly hint?: DicomWebHint;
}

/** We stopped reading because a bound of ours was exceeded. */
export interface TooLargeReason {
  readonly kind: 'too-large';
  readonly limit: DicomWebLimit;
  readonly max: number;
}

/** Every way in which a request has no usable answer. */
export type DicomWebFailureReason =
  | HttpStatusReason
  | ProtocolErrorReason
  | TooLargeReason
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | {
      readonly kind: 'timeout';
      readonly phase: DicomWebPhase;
      /** The deadline of the phase, or that of the whole exchange. */
      readonly limit: 'phase' | 'total';
      readonly limitMs: number;
    }
  | { readonly kind: 'reset'; readonly phase: DicomWebPhase; readonly code: string }
  | { readonly kind: 'closed'; readonly phase: DicomWebPhase }
  | {
      readonly kind: 'tls-error';
      readonly phase: DicomWebPhase;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'cancelled'; readonly phase: DicomWebPhase };

/** A failure with what the connection showed. */
export type DicomWebFailure = DicomWebFailureReason & { readonly transport: TransportFacts };

/** A usable answer; what it held is added to it. */
export interface DicomWebAnswered {
  readonly kind: 'answered';
  readonly status: number;
  /** `Content-Type` as sent, at most 200 characters. */
  readonly contentType?: string;
  readonly transport: TransportFacts;
}

/** What came of one request: peers and networks cause outcomes, never exceptions. */
export type DicomWebOutcome<Parsed extends object> = (DicomWebAnswered & Parsed) | DicomWebFailure;

/** Thrown inside an exchange to end it for a reason that is no network error. */
export class ExchangeFault extends Error {
  override readonly name = 'ExchangeFault';
  readonly reason: DicomWebFailureReason;

  constructor(reason: DicomWebFailureReason) {
    super(reason.kind);
    this.reason = reason;
  }
}

/** An {@link ExchangeFault} about bytes of the peer, of which the beginning is kept. */
export function protocolFault(
  message: string,
  hint: DicomWebHint | undefined,
  bytes: Uint8Array = Buffer.alloc(0),
): ExchangeFault {
  const firstBytesHex = Buffer.from(bytes.subarray(0, 32)).toString('hex');
  return new ExchangeFault({
    kind: 'protocol-error',
    message,
    firstBytesHex,
    ...(hint === undefined ? {} : { hint }),
  });
}
