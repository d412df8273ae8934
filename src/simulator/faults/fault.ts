import type { LevelName } from '../../facility/schema.ts';
import type { Outcome } from '../../findings/finding.ts';
import type { BilingualText } from '../../locale/language.ts';
import type { Scenario } from '../scenario.ts';

/** What a fault does to one criterion. */
export interface OutcomeChange {
  /** In the sound hospital of the fault's level. */
  readonly before: Outcome;
  readonly after: Outcome;
}

/** One thing wrong with an otherwise sound hospital, and what the assessment must make of it. */
export interface Fault {
  /** Says what is wrong, in kebab-case. */
  readonly name: string;
  readonly text: BilingualText;
  /** The hospital that it is a fault of; `specialized` where a lower level never had the thing. */
  readonly level: Extract<LevelName, 'advanced' | 'specialized'>;
  /** Every criterion and specialized condition whose outcome it changes; all others keep theirs. */
  readonly changes: Readonly<Record<string, OutcomeChange>>;
  readonly apply: (scenario: Scenario) => Scenario;
}

type Unproven = Exclude<Outcome, 'met'>;

/** One fault of an advanced hospital. */
export function fault(
  name: string,
  text: BilingualText,
  after: Readonly<Partial<Record<Unproven, readonly string[]>>>,
  apply: Fault['apply'],
): Fault {
  const changes = (['not-met', 'undetermined', 'needs-attestation'] as const).flatMap((outcome) =>
    (after[outcome] ?? []).map((id) => [id, { before: 'met', after: outcome }] as const),
  );
  return { name, text, level: 'advanced', changes: Object.fromEntries(changes), apply };
}
