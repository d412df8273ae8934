import type { ExchangeFindings } from './acknowledgement.ts';
import type { Er7Message } from './er7.ts';
import type { NoiseHint } from './noise-hint.ts';
import type { AckReading } from './read-ack.ts';

/** What was waited for when time ran out. */
export type ExchangePhase = 'connect' | 'tls' | 'write' | 'first-byte' | 'ack';

/** The TLS session of a connection. */
export interface TlsFacts {
  /** For example `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
}

/** The HTTP side of an answer, when HL7 went over HTTP. */
export interface HttpFacts {
  readonly status: number;
  /** As sent; absent when the header is missing. */
  readonly contentType?: string;
}

/** Bytes kept for evidence: what we sent, and answers to it. Messages meant for others are never in it. */
export interface ExchangeTranscript {
  readonly sent: Buffer;
  readonly received: Buffer;
}

/** Known about every exchange, as far as it got. */
export interface ExchangeFacts {
  /** Time until the TCP connection stood; absent when it never did. */
  readonly connectMs?: number;
  readonly tls?: TlsFacts;
  readonly http?: HttpFacts;
  readonly findings: ExchangeFindings;
  readonly transcript: ExchangeTranscript;
}

/** How trying to reach a peer ended when there was no answer to read. */
export type Failure =
  /** The port is closed: TCP reset in answer to our SYN. */
  | { readonly kind: 'refused' }
  /** No route, unknown name, or another reason why no connection came about; `code` is the system's. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** The peer tore an open connection down. */
  | { readonly kind: 'reset'; readonly receivedBytes: number }
  /** The peer ended the connection in good order before answering. */
  | {
      readonly kind: 'closed';
      /** It ended inside a block. */
      readonly halfFrame: boolean;
      readonly receivedBytes: number;
    }
  | {
      readonly kind: 'timeout';
      readonly phase: ExchangePhase;
      /** A block had begun. */
      readonly halfFrame: boolean;
      readonly receivedBytes: number;
    }
  /** The handshake failed, or a TLS alert ended the session; `code` is OpenSSL's or Node's. */
  | { readonly kind: 'tls-error'; readonly code: string; readonly message: string }
  /** The peer speaks something else, or over HTTP its answer holds no acknowledgement (hint `http`). */
  | { readonly kind: 'noise'; readonly firstBytesHex: string; readonly hint: NoiseHint }
  /** The caller's signal fired. */
  | { readonly kind: 'cancelled' };

/** An acknowledgement was read. `matches` false: only an answer to another message came before the deadline. */
export interface Acknowledged extends AckReading {
  readonly kind: 'ack';
  /** From the start of writing to the last byte of the answer. */
  readonly elapsedMs: number;
  /** The whole answer, for query responses. It may hold data of real patients: read, count and drop. */
  readonly message: Er7Message;
}

/** One message of ours and what became of it. */
export type ExchangeOutcome = (Acknowledged | Failure) & ExchangeFacts;

/** A connection was opened and closed again; nothing was sent. */
export type ConnectionOutcome =
  | { readonly kind: 'connected'; readonly connectMs: number; readonly tls?: TlsFacts }
  | Failure;
