import type { Checklist } from '../checklist/schema.ts';
import { type FactIndex, indexFacts } from './fact-index.ts';
import type { JudgeInput } from './judge-input.ts';
import { findingMessages } from './messages.ts';

/** The part of {@link JudgeInput} that rules need; every set of rules can give it, levels or none. */
export interface RuleInput extends Omit<JudgeInput, 'checklist'> {
  readonly checklist: Pick<Checklist, 'criteria' | 'specialized' | 'documentKinds'>;
}

/** What every evaluator shares: the input, indexed, and the words to speak in. */
export interface JudgeContext extends RuleInput {
  readonly facts: FactIndex;
  readonly words: ReturnType<typeof findingMessages>;
}

/** Indexes the input once, for all rules. */
export function prepareContext(input: RuleInput): JudgeContext {
  // Sorted, so that the order in which evidence arrived can change neither an outcome nor a sentence.
  const evidence = [...input.evidence].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return {
    ...input,
    evidence,
    facts: indexFacts(evidence),
    words: findingMessages(input.language),
  };
}
