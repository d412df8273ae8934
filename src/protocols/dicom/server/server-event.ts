import type { Deviation } from '../deviations.ts';
import type { TlsFacts } from '../dul/connect-transport.ts';
import type { Ending } from '../dul/ending.ts';
import type { AssociateRequest, RoleSelection } from '../dul/pdu.ts';
import type { RejectionReason } from '../dul/reasons.ts';
import type { NegotiatedContext } from '../negotiation.ts';

interface EventOfAssociation {
  /** From 1, in order of connection. */
  readonly associationId: number;
  readonly address: string;
}

/** Closed at once: the address is not on the list of peers. */
export interface PeerNotAllowedEvent {
  readonly kind: 'peer-not-allowed';
  readonly address: string;
}

/** Closed at once: far too many connections at the same time. */
export interface ConnectionDroppedEvent {
  readonly kind: 'connection-dropped';
  readonly address: string;
}

/** The TLS handshake failed or took too long. */
export interface TlsFailedEvent {
  readonly kind: 'tls-failed';
  readonly address: string;
  /** Node's or OpenSSL's code. */
  readonly code: string;
}

/** We sent an A-ASSOCIATE-RJ (PS3.8 9.3.4). */
export interface AssociationRejectedEvent extends EventOfAssociation {
  readonly kind: 'association-rejected';
  readonly reasonKey: Exclude<RejectionReason, 'reserved'>;
  /** As received; only its fields' lengths are checked. */
  readonly request: AssociateRequest;
}

/** We sent an A-ASSOCIATE-AC (PS3.8 9.3.3). */
export interface AssociationAcceptedEvent extends EventOfAssociation {
  readonly kind: 'association-accepted';
  readonly request: AssociateRequest;
  /** Every proposed context with our answer. */
  readonly contexts: readonly NegotiatedContext[];
  /** Our answers to the roles that the peer proposed. */
  readonly roleSelections: readonly RoleSelection[];
  readonly tls?: TlsFacts;
}

/** A request was answered. */
export interface RequestAnsweredEvent extends EventOfAssociation {
  readonly kind: 'request-answered';
  readonly commandField: number;
  readonly sopClassUid: string;
  readonly status: number;
  readonly datasetBytes: number;
  /** What the handler threw; the peer was told 0110. */
  readonly failure?: unknown;
}

/** A connection is closed, whether it became an association or not. */
export interface AssociationEndedEvent extends EventOfAssociation {
  readonly kind: 'association-ended';
  readonly ending: Ending;
  readonly answeredRequests: number;
  readonly deviations: readonly Deviation[];
}

/** What happened at a server. */
export type ServerEvent =
  | PeerNotAllowedEvent
  | ConnectionDroppedEvent
  | TlsFailedEvent
  | AssociationRejectedEvent
  | AssociationAcceptedEvent
  | RequestAnsweredEvent
  | AssociationEndedEvent;
