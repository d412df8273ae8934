import type { Er7Finding } from '../protocols/hl7/er7-finding.ts';
import type { MllpFinding } from '../protocols/hl7/mllp.ts';
import type { MaskedValue } from './mask-value.ts';
import type { Bilingual, RuleSource } from './profile.ts';
import type { FormatName, Severity } from './schema.ts';

/** What a rule asks for. */
export type Expectation =
  | { readonly kind: 'present' | 'empty' }
  | { readonly kind: 'at-most'; readonly count: number }
  | { readonly kind: 'after'; readonly segments: readonly string[] }
  | { readonly kind: 'followed-by'; readonly segment: string }
  | { readonly kind: 'one-of'; readonly title: Bilingual; readonly values: readonly string[] }
  | { readonly kind: 'none-of'; readonly values: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'at-most-characters'; readonly count: number }
  | { readonly kind: 'format'; readonly formats: readonly FormatName[] }
  | { readonly kind: 'same-as' | 'differs-from'; readonly path: string }
  /** The source says it; there is nothing to add. */
  | { readonly kind: 'as-in-source' };

/** What stood there instead, without telling whose data it is. */
export type Observed =
  | { readonly kind: 'absent' }
  /** The HL7 null. */
  | { readonly kind: 'null' }
  | ({ readonly kind: 'value' } & MaskedValue)
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'encoding'; readonly finding: Er7Finding }
  | { readonly kind: 'framing'; readonly finding: MllpFinding }
  | { readonly kind: 'counts'; readonly declared: number; readonly found: number };

/** One departure from a profile. */
export interface ProfileFinding {
  /** Rule of the profile, or kind of the reader's finding. */
  readonly rule: string;
  /** Path in the message such as `OBX[3]-5`, a segment such as `ZDS`; empty for the message as a whole. */
  readonly place: string;
  readonly severity: Severity;
  readonly expected: Expectation;
  readonly observed: Observed;
  readonly name: Bilingual;
  readonly why?: Bilingual;
  readonly source: RuleSource;
  /** How many more of the same rule there are that are not listed. */
  readonly more?: number;
}
