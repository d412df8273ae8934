import type { DicomNode } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';

/** Ports of the node's own host that are tried beside the declared connection, each once. */
export interface PortPlan {
  /** With an association in the clear, because the host has DICOM over TLS. */
  readonly plain: readonly { readonly port: number; readonly calledAe: string }[];
  /** With a TLS handshake, because the node is declared without TLS. */
  readonly tls: readonly number[];
}

/** What one step looks at. */
export interface DicomTarget {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly ports: PortPlan;
}

/** How long a node is given. All of it together stays below the step's deadline. */
export interface DicomPatience {
  readonly deadlines: Deadlines;
  /** For a port that may not be there at all. */
  readonly portDeadlines: Deadlines;
  /** Whole of one query, in milliseconds. */
  readonly queryMs: number;
  /** After this many milliseconds of querying no further query is begun. */
  readonly allQueriesMs: number;
  /** After this many milliseconds no further association is begun. */
  readonly allMs: number;
}
