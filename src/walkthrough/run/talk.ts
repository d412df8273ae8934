import { type Dialogue, DialogueEnded } from '../../attest/dialogue.ts';
import { wrapText } from '../../attest/show-criterion.ts';
import type { BilingualText, Language } from '../../locale/language.ts';
import type { Walk } from '../contract.ts';

/** A guided walk on the terminal. */
export interface Talk {
  readonly walk: Walk;
  readonly dialogue: Dialogue;
  readonly language: Language;
  /** Folder that typed paths start from. */
  readonly workingFolder: string;
  readonly signal: AbortSignal;
}

/** Wrong answers in a row before the walk stops: input that is not a person must not loop for ever. */
const mostWrongAnswers = 20;

/** A text in the language spoken to the person. */
export function pick({ language }: Talk, vi: string, en: string): string {
  return language === 'vi' ? vi : en;
}

/** Prints a text, broken at words. */
export function say(talk: Talk, text: BilingualText | string, indent = ''): void {
  const words = typeof text === 'string' ? text : text[talk.language];
  talk.dialogue.say(...wrapText(words, talk.dialogue.width, indent));
}

/**
 * Asks until an answer can be read; `read` returns what is wrong as a text.
 * @throws DialogueEnded when no answer comes, or none that can be read
 */
export async function askUntil<T>(
  talk: Talk,
  prompt: string,
  read: (answer: string) => { readonly value: T } | string,
): Promise<T> {
  for (let wrong = 0; wrong < mostWrongAnswers; wrong += 1) {
    const reading = read((await talk.dialogue.ask(prompt)).trim());
    if (typeof reading !== 'string') return reading.value;
    say(talk, reading, '  ');
  }
  throw new DialogueEnded('too-many-wrong');
}
