import type { CommandFields, CommandSet } from './command-fields.ts';

/** Who sent a request. */
export interface RequestingPeer {
  /** Calling AE title of the peer's association, or called AE title of ours (C-GET). */
  readonly aeTitle: string;
  /** IP address; absent for a request on an association that we opened. */
  readonly address?: string;
  /** Counts a server's associations from 1; 0 is an association that we opened. */
  readonly associationId: number;
}

/** What every request of a peer carries. */
export interface IncomingRequest {
  readonly peer: RequestingPeer;
  /** Abstract syntax of the presentation context. */
  readonly sopClassUid: string;
  /** Of the presentation context, hence of the data set. */
  readonly transferSyntaxUid: string;
  readonly command: CommandSet;
  /** Fires when the association has ended, and an answer can no longer be sent. */
  readonly signal: AbortSignal;
}

/** A C-STORE request; its data set arrives while it is read. */
export interface IncomingStore extends IncomingRequest {
  /**
   * The data set, byte for byte. Not reading it further is allowed: the rest is dropped. Throws
   * {@link AssociationEndedError} when the association ends first.
   */
  readonly fragments: AsyncIterable<Buffer>;
}

/** A request of any other service; its data set is in memory. */
export interface IncomingMessage extends IncomingRequest {
  readonly dataset?: Buffer;
}

/** What is sent back; UIDs and ids of the request are filled in. */
export interface Answer
  extends Pick<CommandFields, 'errorComment' | 'offendingElements' | 'affectedSopInstanceUid'> {
  readonly status: number;
  /** In the transfer syntax of the context. */
  readonly dataset?: Buffer;
}

/** Serves C-STORE. What it throws is answered with 0110 and reported. */
export type StoreHandler = (request: IncomingStore) => Promise<Answer>;

/** Serves another service. What it throws is answered with 0110 and reported. */
export type MessageHandler = (request: IncomingMessage) => Answer | Promise<Answer>;

/** The association ended while its data was being read; {@link Association.ending} or an event says how. */
export class AssociationEndedError extends Error {
  override readonly name = 'AssociationEndedError';
}

/** Status codes that a service class provider of this layer sends (PS3.7 annex C, PS3.4 B.2.3). */
export const STATUS = {
  success: 0x0000,
  processingFailure: 0x0110,
  noSuchEventType: 0x0113,
  invalidArgumentValue: 0x0115,
  invalidObjectInstance: 0x0117,
  noSuchSopClass: 0x0118,
  sopClassNotSupported: 0x0122,
  notAuthorised: 0x0124,
  unrecognisedOperation: 0x0211,
  outOfResources: 0xa700,
  datasetDoesNotMatchSopClass: 0xa900,
  cannotUnderstand: 0xc000,
} as const;
