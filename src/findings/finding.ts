/** Criterion × evidence. Produced by judging alone; the same dossier always gives the same findings. */

export const outcomes = ['met', 'not-met', 'undetermined', 'needs-attestation'] as const;
/** There is no "not applicable": the draft has none. */
export type Outcome = (typeof outcomes)[number];

/**
 * How an outcome came to be known, strongest first. `none`: nothing decides it yet. A mix is written with `+`,
 * e.g. `measured+attested`, in this order.
 */
export const basisOrder = ['measured', 'inspected', 'demonstrated', 'attested'] as const;
export type BasisKind = (typeof basisOrder)[number];

export interface Finding {
  readonly criterion: string;
  readonly outcome: Outcome;
  /** `none`, one {@link BasisKind}, or a mix joined by `+`. */
  readonly basis: string;
  /** What the rule asks, in words. */
  readonly expected: string;
  /** What was seen, in words and figures. */
  readonly observed: string;
  /** Why the outcome follows. */
  readonly because: string;
  /** Ids of the evidence records that decided it or were weighed. */
  readonly evidence: readonly string[];
  /** What is still missing, one line each; empty when met or not-met. */
  readonly missing: readonly string[];
  /** Remarks for the council: re-used files, virtual NICs, slow modality ports, conflicting evidence. */
  readonly remarks: readonly string[];
  /** Parts of the circular's row (sub-items or alternatives), each with its own state. */
  readonly parts: readonly { readonly id: string; readonly state: 'met' | 'not-met' | 'open' }[];
  /** Tolerances that are ours and took part in this rule. */
  readonly tolerances: readonly string[];
  readonly simulated?: true;
}
