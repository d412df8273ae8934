import { DialogueEnded, openDialogue } from '../attest/dialogue.ts';
import { isYes } from '../attest/parse-answer.ts';
import type { Language } from '../locale/language.ts';
import { cleanupMessages } from './messages.ts';

/** Where a person can be asked. */
export interface Conversation {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly width?: number | undefined;
  readonly signal: AbortSignal;
  readonly language: Language;
}

/** How a question before sending was answered. */
export type Confirmation = 'yes' | 'no' | 'interrupted';

/** Asks whether to send the cancels. Only an explicit yes is one; the end of input is a no. */
export async function confirmSending(
  count: number,
  conversation: Conversation,
): Promise<Confirmation> {
  const words = cleanupMessages(conversation.language);
  const dialogue = openDialogue({
    ...conversation,
    terminal: true,
    droppedWarning: () => words.dropped,
  });
  try {
    return isYes(await dialogue.ask(words.ask(count))) ? 'yes' : 'no';
  } catch (error) {
    if (!(error instanceof DialogueEnded)) throw error;
    return error.reason === 'interrupted' ? 'interrupted' : 'no';
  } finally {
    dialogue.close();
  }
}
