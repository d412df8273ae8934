import type { Elements } from './read-values.ts';

/** A received object: its elements, and the data set's bytes as they came. */
export interface StoredObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntax: string;
  readonly elements: Elements;
  readonly bytes: Buffer;
}

/** What an application entity does; the wire is the library's. A service that is absent is answered as unsupported. */
export interface DicomServices {
  /** Its AE title: an association that calls another one is rejected (PS3.8 9.3.4, reason 7). */
  readonly aeTitle: string;
  /** Whether an AE title may call; others are rejected (reason 3). */
  readonly isKnownCaller: (aeTitle: string) => boolean;
  /** Transfer syntaxes accepted for a SOP class; none when the class is not supported. */
  readonly acceptedSyntaxes: (sopClassUid: string) => readonly string[];
  /** The status of a C-ECHO; success when absent. */
  readonly echo?: () => number;
  /** Records that answer a query, or a failure status (PS3.4 C.4.1.1.4). */
  readonly find: (sopClassUid: string, query: Elements) => FindResult;
  /** The status of a C-STORE (PS3.4 B.2.3). */
  readonly store: (object: StoredObject) => number;
  readonly retrieve?: RetrieveServices;
  readonly steps?: ProcedureStepServices;
  /** Takes a storage commitment request and answers it later (PS3.4 J.3.2); the status of the N-ACTION. */
  readonly commit?: (request: CommitmentRequest) => number;
}

export type FindResult =
  | { readonly kind: 'records'; readonly records: readonly Elements[] }
  | { readonly kind: 'failed'; readonly status: number };

/** What C-GET and C-MOVE need (PS3.4 C.4.2, C.4.3). */
export interface RetrieveServices {
  /** SOP instance UIDs that an identifier asks for; `undefined` when it is not a retrieve identifier. */
  readonly select: (identifier: Elements) => readonly string[] | undefined;
  readonly object: (sopInstanceUid: string) => StoredObject | undefined;
  /** The object in another transfer syntax; without it nothing is ever converted. */
  readonly convert?: ConvertObject;
  /** Opens a way to a move destination for objects of some SOP classes; `undefined` when its AE title is not known. */
  readonly openDestination: (
    aeTitle: string,
    sopClassUids: readonly string[],
  ) => ObjectSender | undefined;
}

/** An object in a transfer syntax; `undefined` when it cannot be had in that. Rejects only for bugs of ours. */
export type ConvertObject = (
  object: StoredObject,
  transferSyntaxUid: string,
) => Promise<StoredObject | undefined> | StoredObject | undefined;

/** Sends objects to another application entity. */
export interface ObjectSender {
  /** True when the other side took the object. Never rejects. */
  readonly send: (object: StoredObject) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Modality Performed Procedure Step (PS3.4 F.7): the statuses of N-CREATE and N-SET. */
export interface ProcedureStepServices {
  readonly create: (sopInstanceUid: string, attributes: Elements) => number;
  readonly set: (sopInstanceUid: string, changes: Elements) => number;
}

/** A request for storage commitment (PS3.4 J.3.2.1.1). */
export interface CommitmentRequest {
  readonly callingAeTitle: string;
  readonly transactionUid: string;
  readonly references: readonly ObjectReference[];
}

/** An object as it is referred to. */
export interface ObjectReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** Processing failure: PS3.7 C.5.19. */
export const STATUS_PROCESSING_FAILURE = 0x0110;
/** Duplicate SOP instance: PS3.7 C.5.6. */
export const STATUS_DUPLICATE_INSTANCE = 0x0111;
/** No such object instance: PS3.7 C.5.12. */
export const STATUS_NO_SUCH_INSTANCE = 0x0112;
/** Missing attribute: PS3.7 C.5.13. */
export const STATUS_MISSING_ATTRIBUTE = 0x0120;
/** SOP class not supported: PS3.7 C.5.24. */
export const STATUS_CLASS_NOT_SUPPORTED = 0x0122;
/** No such action: PS3.7 C.5.9. */
export const STATUS_NO_SUCH_ACTION = 0x0123;
/** Move destination unknown: PS3.4 table C.4-2 (A801). */
export const STATUS_DESTINATION_UNKNOWN = 0xa801;
/** Sub-operations complete with failures: PS3.4 table C.4-2 (B000). */
export const STATUS_SOME_FAILED = 0xb000;
/** Terminated by C-CANCEL: PS3.4 table C.4-2 (FE00). */
export const STATUS_CANCELLED = 0xfe00;
/** Out of resources: PS3.4 table B.2-1 (A7xx). */
export const STATUS_OUT_OF_RESOURCES = 0xa700;
/** Identifier does not match SOP class: PS3.4 table C.4-1 (A900). */
export const STATUS_IDENTIFIER_MISMATCH = 0xa900;
/** Cannot understand: PS3.4 tables B.2-1 and C.4-1 (Cxxx). */
export const STATUS_CANNOT_UNDERSTAND = 0xc000;
