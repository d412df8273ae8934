import type { NodeMarks } from '../probes/balancer/count-nodes.ts';

/** How a service is asked. */
export type ServiceKind = 'c-echo' | 'http' | 'tcp';

/** Something that is asked again and again while a node is failed over. */
export interface WatchedService {
  /** Unique within a drill: `c-echo pacs-chinh`. */
  readonly key: string;
  readonly kind: ServiceKind;
  /** The facility file's id of the DICOM node or web endpoint. */
  readonly subjectId: string;
  /** `dicom://10.0.0.5:104/PACS`, `https://…`, `tcp://10.0.0.5:104`. */
  readonly address: string;
}

interface SampleBase {
  /** Key of the service. */
  readonly service: string;
  /** Number of this question to this service, from 0; they end in any order. */
  readonly index: number;
  /** When it was sent, in milliseconds from the start of the drill. */
  readonly atMs: number;
}

/** One question to one service, and what became of it. */
export type Sample =
  | (SampleBase & {
      readonly kind: 'answered';
      readonly elapsedMs: number;
      /** What told one node from another, hashed. */
      readonly marks?: NodeMarks;
    })
  | (SampleBase & {
      readonly kind: 'failed';
      readonly elapsedMs: number;
      /** Stable: `timeout`, `ECONNREFUSED`, `http-503`. */
      readonly code: string;
    })
  /** Not sent: too many were waiting, or this computer was late. It says nothing about the service. */
  | (SampleBase & { readonly kind: 'unsent'; readonly code: 'busy' | 'late' });

/** A sample that says something about the service. */
export type Asked = Exclude<Sample, { readonly kind: 'unsent' }>;

/** Narrows to samples that were sent. */
export function isAsked(sample: Sample): sample is Asked {
  return sample.kind !== 'unsent';
}

/** Whole milliseconds, as facts and prints have them. */
export function roundMs(ms: number): number {
  return Math.round(ms);
}
