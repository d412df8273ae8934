import type { DicomNode, DicomwebEndpoint, Inbound } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';

/** An archive that holds the challenge study, and the ways to it; one of `node` and `endpoint` is there. */
export interface ArchiveTarget {
  /** Of the facility file. */
  readonly id: string;
  readonly folder: string;
  readonly node?: DicomNode;
  readonly callingAe: string;
  readonly endpoint?: DicomwebEndpoint;
  /** Where a C-MOVE can reach us. */
  readonly receive?: Inbound;
}

/** How long the parts of a step may take, in milliseconds. */
export interface ArchivePatience {
  readonly deadlines: Deadlines;
  /** One C-GET or C-MOVE of a whole study of some 130 MB. */
  readonly retrieveMs: number;
  /** An archive may answer a C-MOVE before the last object has come. */
  readonly stragglerMs: number;
}

/** For a slow archive on 100 Mb/s. */
export const usualPatience: ArchivePatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 60_000, release: 5_000 },
  retrieveMs: 240_000,
  stragglerMs: 5_000,
};
