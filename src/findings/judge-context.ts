import type { FactIndex } from './fact-index.ts';
import type { JudgeInput } from './judge-input.ts';
import type { findingMessages } from './messages.ts';

/** What every evaluator shares: the input, indexed, and the words to speak in. */
export interface JudgeContext extends JudgeInput {
  readonly facts: FactIndex;
  readonly words: ReturnType<typeof findingMessages>;
}
