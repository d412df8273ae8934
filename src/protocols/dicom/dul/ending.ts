import type { AbortReason } from './reasons.ts';
import type { ForeignProtocol } from './recognise-protocol.ts';

/** Where in the life of an association something happened; `idle` is between operations. */
export type Phase = 'tcp' | 'tls' | 'association' | 'idle' | 'dimse' | 'release';

/** The peer sent an A-ABORT (PS3.8 9.3.8). */
export interface AbortedEnding {
  readonly kind: 'aborted';
  readonly phase: Phase;
  readonly source: number;
  readonly reason: number;
  readonly abortedBy: 'service-user' | 'service-provider' | 'reserved';
  readonly reasonKey: AbortReason;
}

/** The deadline of a phase passed. */
export interface TimeoutEnding {
  readonly kind: 'timeout';
  readonly phase: Phase;
  readonly limitMs: number;
}

/**
 * The connection was reset (TCP RST). A peer that aborts and closes with unread data resets too, and the
 * reset can overtake its A-ABORT while we are writing.
 */
export interface ResetEnding {
  readonly kind: 'reset';
  readonly phase: Phase;
  /** The system's error code, such as ECONNRESET or EPIPE. */
  readonly code: string;
}

/** The peer closed the connection without a word of the upper layer protocol. */
export interface ClosedEnding {
  readonly kind: 'closed';
  readonly phase: Phase;
  /** Present when the peer closed in the middle of a PDU: its first bytes, at most 64. */
  readonly unfinishedBytesHex?: string;
}

/** TLS failed: handshake, certificate, or an alert after it. */
export interface TlsErrorEnding {
  readonly kind: 'tls-error';
  readonly phase: Phase;
  /** Node's or OpenSSL's code, such as SELF_SIGNED_CERT_IN_CHAIN or ERR_SSL_WRONG_VERSION_NUMBER. */
  readonly code: string;
  readonly message: string;
}

/** The peer sent something that PS3.7 or PS3.8 does not allow here. */
export interface ProtocolErrorEnding {
  readonly kind: 'protocol-error';
  readonly phase: Phase;
  readonly message: string;
  /** The beginning of the offending PDU, at most 64 bytes. */
  readonly firstBytesHex: string;
  /** What the bytes look like, when they are another protocol's. */
  readonly hint?: ForeignProtocol;
}

/** We stopped because the peer exceeded a bound of ours, not of the standard. */
export type LimitEnding = {
  readonly kind: 'limit-exceeded';
  readonly phase: Phase;
} & (
  | {
      /** One data set, or all that a server receives in its life. */
      readonly limit: 'dataset-bytes' | 'total-bytes';
      readonly limitBytes: number;
    }
  | {
      /** Composite objects that a server receives in its life. */
      readonly limit: 'total-objects';
      readonly limitObjects: number;
    }
);

/** The caller's AbortSignal fired; an established association was ended with A-ABORT. */
export interface CancelledEnding {
  readonly kind: 'cancelled';
  readonly phase: Phase;
}

/** The peer sent A-RELEASE-RQ and we answered it (PS3.8 9.3.6). */
export interface ReleasedByPeerEnding {
  readonly kind: 'released-by-peer';
  readonly phase: Phase;
}

/** We released the association and the peer confirmed. */
export interface ReleasedEnding {
  readonly kind: 'released';
}

/** We ended the association with A-ABORT by {@link Association.abort}. */
export interface AbortSentEnding {
  readonly kind: 'abort-sent';
}

/** Every way in which a connection that carried, or should have carried, an association ends. */
export type Ending =
  | AbortedEnding
  | TimeoutEnding
  | ResetEnding
  | ClosedEnding
  | TlsErrorEnding
  | ProtocolErrorEnding
  | LimitEnding
  | CancelledEnding
  | ReleasedByPeerEnding
  | ReleasedEnding
  | AbortSentEnding;
