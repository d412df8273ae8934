import type { FieldTest, FormatName, Severity } from './schema.ts';

/** A text in both languages. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** Where an expectation is written. */
export interface RuleSource {
  /** Title and section. */
  readonly text: Bilingual;
  readonly url?: string;
  /** The text itself was read for this rule. A rule without that warns and never rejects. */
  readonly verified: boolean;
  /** There is no text that could be read: practice, or a remark of ours. */
  readonly unwritten?: boolean;
}

/** What every expectation has. */
interface Stated {
  readonly id: string;
  readonly name: Bilingual;
  readonly why?: Bilingual;
  /** What a departure weighs here: never `fail` when the source is not verified. */
  readonly severity: Severity;
  readonly source: RuleSource;
}

/** What a value must be; absent members are not asked about. */
export interface ValueExpectation {
  readonly table?: { readonly title: Bilingual; readonly values: readonly string[] };
  readonly notIn?: readonly string[];
  readonly pattern?: RegExp;
  readonly maxLengthCharacters?: number;
  readonly formats?: readonly FormatName[];
  readonly sameAs?: string;
  readonly differsFrom?: string;
}

/** Where in a segment a rule looks. */
export interface FieldPlace {
  readonly field: number;
  /** Absent: every repetition. */
  readonly repetition?: number;
  readonly component?: number;
  readonly subcomponent?: number;
  /** The whole repetition is the value. */
  readonly whole: boolean;
}

interface Scoped extends Stated {
  readonly segment: string;
  readonly usage: 'R' | 'RE' | 'C' | 'X';
  readonly when?: readonly FieldTest[];
  readonly where?: readonly FieldTest[];
}

/** A rule about segments: how many, and after and before what. */
export interface SegmentRule extends Scoped {
  readonly kind: 'segment';
  readonly max?: number;
  readonly after?: readonly string[];
  readonly followedBy?: string;
}

/** A rule about one place in every segment of a name. */
export interface FieldRule extends Scoped, ValueExpectation {
  readonly kind: 'field';
  readonly place: FieldPlace;
}

export type ProfileRule = SegmentRule | FieldRule;

/** What a departure outside the values weighs: in encoding, framing, or a capture as a whole. */
export interface Remark extends Stated {
  /** The kind of finding; also its `id`. */
  readonly finding: string;
}

/** A profile, everything it extends included. */
export interface Hl7Profile {
  readonly id: string;
  readonly title: Bilingual;
  readonly note?: Bilingual;
  readonly extends?: string;
  readonly applies: readonly { readonly message: string; readonly versions?: readonly string[] }[];
  readonly rules: readonly ProfileRule[];
  readonly encoding: readonly Remark[];
  readonly framing: readonly Remark[];
  /** About captures with several messages. */
  readonly capture: readonly Remark[];
}
