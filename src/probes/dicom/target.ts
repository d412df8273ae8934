import type { DicomNode } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';

/** What one step looks at. */
export interface DicomTarget {
  readonly node: DicomNode;
  readonly callingAe: string;
}

/** How long a node is given. All of it together stays below the step's deadline. */
export interface DicomPatience {
  readonly deadlines: Deadlines;
  /** Whole of one query, in milliseconds. */
  readonly queryMs: number;
  /** After this many milliseconds of querying no further query is begun. */
  readonly allQueriesMs: number;
}
