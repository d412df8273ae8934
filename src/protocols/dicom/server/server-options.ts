import type { TlsOptions as NodeTlsOptions } from 'node:tls';
import type { MessageHandler, StoreHandler } from '../dimse/incoming.ts';
import type { AssociateRequest } from '../dul/pdu.ts';
import type { RejectionReason } from '../dul/reasons.ts';
import type { ServerEvent } from './server-event.ts';

/** Which side of a service we are, as acceptor (PS3.7 D.3.3.4). */
export type OwnRole = 'scp' | 'scu' | 'both';

/** A SOP class that the server accepts. */
export interface ServedContext {
  readonly abstractSyntax: string;
  /** The first one that the peer proposes is accepted, so that the peer need not transcode. */
  readonly transferSyntaxes: readonly string[];
  /** `scp` unless said; `scu` to receive N-EVENT-REPORT from a peer that is the SCP. */
  readonly role?: OwnRole;
}

/** AE titles that the server accepts; a list left out accepts every title. */
export interface AcceptedAeTitles {
  readonly called?: readonly string[];
  readonly calling?: readonly string[];
}

/** Whether to accept an association, or why not. */
export type Admission = 'accept' | Exclude<RejectionReason, 'reserved'>;

/** Who may associate: by title, or by a decision on the whole A-ASSOCIATE-RQ. */
export type Admit = AcceptedAeTitles | ((request: AssociateRequest) => Admission);

/** What serves each request; one without a handler is answered 0211. C-ECHO is answered 0000 by itself. */
export interface DicomHandlers {
  readonly store?: StoreHandler;
  readonly echo?: MessageHandler;
  readonly eventReport?: MessageHandler;
  readonly nGet?: MessageHandler;
  readonly nSet?: MessageHandler;
  readonly nAction?: MessageHandler;
  readonly nCreate?: MessageHandler;
  readonly nDelete?: MessageHandler;
}

/** Bounds of one server. */
export interface ServerLimits {
  /** At the same time; further ones are rejected with "local limit exceeded", twice as many are dropped. */
  readonly maxAssociations: number;
  /** Longest P-DATA-TF that we announce to accept, in bytes. */
  readonly maxPduBytes: number;
  /** Longest data set of a message other than C-STORE, in bytes. */
  readonly maxDatasetBytes: number;
  /** Longest data set of a C-STORE, in bytes. */
  readonly maxObjectBytes: number;
  /** C-STORE requests in the server's life, refused ones included. */
  readonly maxTotalObjects: number;
  /** Bytes of their data sets. */
  readonly maxTotalBytes: number;
}

/** Far above one test study, far below what fills a disk. */
export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  maxAssociations: 16,
  maxPduBytes: 131_072,
  maxDatasetBytes: 4 * 1024 * 1024,
  maxObjectBytes: 2 * 1024 * 1024 * 1024,
  maxTotalObjects: 10_000,
  maxTotalBytes: 16 * 1024 * 1024 * 1024,
};

/** Longest duration of each phase of an accepted connection, in milliseconds. */
export interface ServerDeadlines {
  readonly tls: number;
  /** From the connection to the whole A-ASSOCIATE-RQ (ARTIM, PS3.8 9.1.5). */
  readonly association: number;
  /** Between two requests. */
  readonly idle: number;
  /** Longest silence within a data set, or while our answer is not taken. */
  readonly dimse: number;
  /** A whole association, whatever it does. */
  readonly lifetime: number;
}

/** A minute between two objects suits a PACS that fetches from tape or decompresses first. */
export const DEFAULT_SERVER_DEADLINES: ServerDeadlines = {
  tls: 5000,
  association: 5000,
  idle: 60_000,
  dimse: 30_000,
  lifetime: 30 * 60_000,
};

/** TLS settings, as Node's `tls.createServer` understands them (PS3.15 B). */
export type ServerTlsOptions = Pick<
  NodeTlsOptions,
  | 'ca'
  | 'cert'
  | 'key'
  | 'passphrase'
  | 'pfx'
  | 'requestCert'
  | 'rejectUnauthorized'
  | 'minVersion'
  | 'maxVersion'
  | 'ciphers'
>;

/** Where to listen, for whom, and what to serve. */
export interface DicomServerOptions {
  /** Address of a network interface, such as 127.0.0.1. */
  readonly address: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly admit: Admit;
  readonly contexts: readonly ServedContext[];
  readonly handlers?: DicomHandlers;
  /** IP addresses or CIDR ranges that may connect; everybody when left out. */
  readonly allowedPeers?: readonly string[];
  readonly tls?: ServerTlsOptions;
  readonly limits?: Partial<ServerLimits>;
  readonly deadlines?: Partial<ServerDeadlines>;
  /** Called in order; what it throws is thrown by `close`. */
  readonly onEvent?: (event: ServerEvent) => void;
  /** Closes the server. */
  readonly signal?: AbortSignal;
}
