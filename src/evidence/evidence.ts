/**
 * Evidence: everything an assessment knows. A record is written once, hashed, and never changed by judging.
 *
 * Two families: what a probe observed (`kind: 'probe'`), and what a person put their name to
 * (`attestation`, `document`, `absence`, `refusal`).
 */

/** How a probe's attempt ended. Facts exist only when `observed`; no other state says anything about a criterion. */
export const evidenceStates = [
  'observed',
  'unreachable',
  'refused',
  'timed-out',
  'protocol-error',
  'not-configured',
  'not-permitted',
  'crashed',
] as const;
export type EvidenceState = (typeof evidenceStates)[number];

/** A value of one fact. `undefined` (an absent column) means the peer did not say; it is never a default. */
export type FactValue = boolean | number | string | readonly string[] | readonly number[];
/** One observed thing (a port, a path, an association): its attributes and its facts, by column name. */
export type FactRow = { readonly [column: string]: FactValue | undefined };
/** Facts by group, e.g. `{'lan.port': [{host: 'pacs-01', role: 'pacs', linkMbps: 1000}]}`. */
export type FactTables = { readonly [group: string]: readonly FactRow[] };

/** A file kept in the dossier under `attachments/`, named by its content. */
export interface Attachment {
  /** Path inside the dossier, always with `/`: `attachments/<sha256>.<ext>`. */
  readonly path: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** The file's name as the hospital gave it; shown, never used as a path. */
  readonly originalName?: string;
}

/** Why there are no facts. `code` is stable (`ECONNREFUSED`, `no-inventory`); `message` is one sentence for a person. */
export interface UnobservedReason {
  readonly code: string;
  readonly phase?: string;
  readonly message: string;
}

interface RecordBase {
  /** Unique in the dossier, and the name of its file: `evidence/<id>.json`. */
  readonly id: string;
  /** True when the record comes from our own simulated hospital; every output shows it. */
  readonly simulated?: true;
  readonly attachments: readonly Attachment[];
}

interface ProbeRecordBase extends RecordBase {
  readonly kind: 'probe';
  readonly probe: string;
  readonly probeVersion: number;
  /** What was looked at, e.g. `pacs-main (dicom://10.0.0.5:104/PACS)`. */
  readonly subject: string;
  /** The facility file's id of that thing, e.g. `pacs-main`; with `probe` it identifies the step for resuming. */
  readonly subjectId: string;
  /** RFC 3339 with offset. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly notes: readonly string[];
}

export interface ObservedEvidence extends ProbeRecordBase {
  readonly state: 'observed';
  readonly facts: FactTables;
}

export interface UnobservedEvidence extends ProbeRecordBase {
  readonly state: Exclude<EvidenceState, 'observed'>;
  readonly facts: { readonly [group: string]: never };
  readonly reason: UnobservedReason;
}

export type ProbeEvidence = ObservedEvidence | UnobservedEvidence;

/** Who put their name to a statement. */
export interface Person {
  readonly name: string;
  readonly role: string;
  readonly organisation?: string;
}

interface StatementBase extends RecordBase {
  /** The file the statement was read from, as named in the facility file. */
  readonly source: string;
}

/** A named person says that something is so. Counts only with a date and an attached file, and until `expires`. */
export interface Attestation extends StatementBase {
  readonly kind: 'attestation';
  /** Criterion ids, or ids of a criterion's parts (`ris-05.a`). */
  readonly for: readonly string[];
  readonly statement: string;
  readonly by: Person;
  /** ISO date (YYYY-MM-DD), local. */
  readonly date: string;
  readonly expires?: string;
  readonly witnesses: readonly Person[];
}

/** Evidence on paper, read by the tool for presence, dates and hash; its authenticity is for the council. */
export interface DocumentRecord extends StatementBase {
  readonly kind: 'document';
  /** One of the checklist's document kinds, e.g. `isp-contract`. */
  readonly documentKind: string;
  readonly title?: string;
  readonly number?: string;
  readonly issuer: string;
  readonly holder?: string;
  /** What the paper is about: the product, system, device or line it names. */
  readonly subject?: string;
  readonly productVersion?: string;
  readonly scope?: string;
  /** Number of the product's certificate, device registration or licence, where the paper itself has another. */
  readonly certificateNumber?: string;
  /** ISO date on which the thing was shown at work. */
  readonly demonstratedOn?: string;
  /** The part of a criterion that the paper is about, e.g. `cs-01.lung`. */
  readonly concerns?: string;
  readonly issued: string;
  readonly expires?: string;
  /** Figures printed in the paper, by name: `{downloadMbps: 100}`. */
  readonly figures: { readonly [name: string]: number };
}

/** A named, dated declaration that something does not exist. Positive evidence of `not-met`; no file needed. */
export interface Absence extends StatementBase {
  readonly kind: 'absence';
  readonly for: readonly string[];
  readonly statement: string;
  readonly by: Person;
  readonly date: string;
}

/** Someone in charge would not let a probe run. With the letter attached it lets an attestation stand in. */
export interface Refusal extends StatementBase {
  readonly kind: 'refusal';
  readonly probe: string;
  readonly subjectId?: string;
  readonly reason: 'refused' | 'not-permitted';
  readonly statement: string;
  readonly by: Person;
  readonly date: string;
}

export type Statement = Attestation | DocumentRecord | Absence | Refusal;
export type EvidenceRecord = ProbeEvidence | Statement;

/** Narrows a record to one that carries facts. */
export function isObserved(record: EvidenceRecord): record is ObservedEvidence {
  return record.kind === 'probe' && record.state === 'observed';
}
