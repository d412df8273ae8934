import type { DicomNode, DicomwebEndpoint, Inbound } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';
import type { RemovalWay } from '../../test-study/index.ts';

/** What one step looks at: an archive, and every way to fetch from it that the facility file names. */
export interface CompressionTarget {
  readonly node: DicomNode;
  readonly callingAe: string;
  /** Of the same archive: for WADO-RS and for removal. */
  readonly dicomweb?: DicomwebEndpoint;
  /** Where a C-MOVE reaches us. */
  readonly receive?: Inbound;
  readonly removal: RemovalWay;
  /** Where the archive sends what it gets by itself, in the words of the facility file. */
  readonly autoForward: readonly string[];
}

/** How long the parts of a step may take, in milliseconds. */
export interface CompressionPatience {
  readonly deadlines: Deadlines;
  /** One C-STORE as a whole. */
  readonly storeMs: number;
  /** An archive may show what it was sent only after a job of its own. */
  readonly settleMs: number;
  /** Between two looks at what has not settled. */
  readonly pauseMs: number;
  /** One retrieval as a whole. */
  readonly retrieveMs: number;
  /** Decoding one image. */
  readonly decodeMs: number;
  /** After this much of the step no further retrieval is begun. */
  readonly askingMs: number;
  /** Removing and looking again, also once the step was stopped. */
  readonly removalMs: number;
}

/** All together stays below the step's deadline for an archive that answers. */
export const usualPatience: CompressionPatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 30_000, release: 5_000 },
  storeMs: 60_000,
  settleMs: 20_000,
  pauseMs: 1_000,
  retrieveMs: 45_000,
  decodeMs: 20_000,
  askingMs: 420_000,
  // The scheduler gives a stopped active step 45 seconds.
  removalMs: 40_000,
};
