import type { Language } from '../../locale/language.ts';
import { en } from './messages-en.ts';
import { vi } from './messages-vi.ts';

/** Sentences and parts of sentences of the workflow probe; parts have no full stop. */
export type WorkflowWords = typeof vi;

/** The words in a language. */
export function workflowMessages(language: Language): WorkflowWords {
  return language === 'vi' ? vi : en;
}
