import type { RequestingPeer } from '../dimse/incoming.ts';

/** What is known of an object before anything of it is kept: its command and the head of its data set. */
export interface ObjectCandidate {
  readonly peer: RequestingPeer;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Absent when the data set has none, as every attribute below. */
  readonly patientId?: string;
  readonly accessionNumber?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  /** Who asked for the C-MOVE that this C-STORE is part of (PS3.7 9.1.1). */
  readonly moveOriginatorAeTitle?: string;
  readonly moveOriginatorMessageId?: number;
}

/** An object that was received whole and kept. */
export interface ReceivedObject extends ObjectCandidate {
  readonly datasetBytes: number;
  /** SHA-256 of the data set as received, in hexadecimal. */
  readonly sha256: string;
  /** Its DICOM file; absent when the objects are handed over in memory. */
  readonly path?: string;
  /** How often the same bytes came again; nothing more is kept of those. */
  readonly repeats: number;
}

/** Why an object was not kept. */
export type ObjectRefusal =
  /** The caller's predicate: not ours. */
  | 'not-ours'
  /** The command's SOP Instance UID is not a UID (PS3.5 9.1). */
  | 'invalid-uid'
  /** Command and data set disagree on the SOP class or the SOP instance. */
  | 'uid-mismatch'
  /** The data set breaks PS3.5, or its transfer syntax is not one that can be checked. */
  | 'unreadable'
  /** Other bytes under a SOP Instance UID that is already kept. */
  | 'conflicting-repeat'
  | 'too-many-objects'
  | 'too-many-bytes'
  /** The association ended in the middle. */
  | 'cut-short'
  /** The disk, or the caller's own code, failed. */
  | 'not-stored';

/** How often each reason was met. */
export type RefusalCounts = Readonly<Partial<Record<ObjectRefusal, number>>>;
