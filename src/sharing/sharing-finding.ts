import type { SharingRuleKind } from './rule-schema.ts';

/**
 * What became of one rule for one study, transfer or pair of laboratories. `signal`: a sign that a person has to weigh.
 * `for-doctor` and `not-concluded` never become anything else by machine.
 */
export const sharingOutcomes = [
  'met',
  'not-met',
  'signal',
  'undetermined',
  'needs-attestation',
  'for-doctor',
  'decided',
  'not-concluded',
  'not-relevant',
] as const;
export type SharingOutcome = (typeof sharingOutcomes)[number];

export interface SharingFinding {
  readonly rule: string;
  readonly kind: SharingRuleKind;
  readonly outcome: SharingOutcome;
  /** `none`, one kind of basis, or a mix joined by `+`, as in the findings of the RIS-PACS criteria. */
  readonly basis: string;
  readonly observed: string;
  readonly because: string;
  readonly evidence: readonly string[];
  readonly missing: readonly string[];
  /** What the draft leaves open about this rule. */
  readonly ambiguity?: string;
  readonly simulated?: true;
}

/** How one study, transfer or pair stands as a whole. It is never "usable": that is for a doctor. */
export type SharingStanding =
  /** At least one condition of the draft is contradicted. */
  | 'contradicted'
  /** Nothing contradicts, but something is unknown or has to be weighed. */
  | 'open'
  /** Every condition that can be checked without a doctor holds. */
  | 'nothing-against';
