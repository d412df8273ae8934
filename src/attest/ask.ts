import { formatDay } from '../findings/messages.ts';
import { DialogueEnded } from './dialogue.ts';
import {
  cleanText,
  parseChoices,
  parseDay,
  type Reading,
  type TextProblem,
} from './parse-answer.ts';
import { type AttestSession, pickText } from './session.ts';

/** Wrong answers in a row to one question before the run stops: input that is not a person must not loop for ever. */
const mostWrongAnswers = 20;

/** Typed in place of any answer inside a statement: give the statement up, record nothing. */
export const cancelWord = '!';

/** The statement being entered was given up; nothing of it is recorded. */
export class StatementCancelled extends Error {
  override readonly name = 'StatementCancelled';
}

/**
 * Asks until an answer can be read, saying each time why not.
 * @throws StatementCancelled when the person gives up, DialogueEnded when no answer comes.
 */
export async function askUntilRead<T>(
  session: AttestSession,
  prompt: string,
  read: (answer: string) => Reading<T> | Promise<Reading<T>>,
): Promise<T> {
  for (let wrong = 0; wrong < mostWrongAnswers; wrong += 1) {
    const answer = await session.dialogue.ask(prompt);
    if (answer.trim() === cancelWord) throw new StatementCancelled();
    const reading = await read(answer);
    if (reading.ok) return reading.value;
    session.dialogue.say(`  ${reading.problem}`);
  }
  throw new DialogueEnded('too-many-wrong');
}

/** One line of text; `undefined` for an empty answer. */
export function askText(
  session: AttestSession,
  prompt: string,
  maxCharacters: number,
): Promise<string | undefined> {
  return askUntilRead(session, `${prompt}: `, (answer) => {
    const text = cleanText(answer, maxCharacters);
    if (!text.ok) return { ok: false, problem: explainText(session, text.problem, maxCharacters) };
    return { ok: true, value: text.value === '' ? undefined : text.value };
  });
}

/** One line of text that the statement cannot be without: an empty answer gives the statement up. */
export async function askRequiredText(
  session: AttestSession,
  prompt: string,
  maxCharacters: number,
): Promise<string> {
  const text = await askText(session, prompt, maxCharacters);
  if (text === undefined) throw new StatementCancelled();
  return text;
}

/** A day that `check` finds nothing wrong with; an empty answer gives `fallback`. */
export function askDay<F extends string | undefined>(
  session: AttestSession,
  prompt: string,
  fallback: F,
  check: (day: string) => string | undefined = () => undefined,
): Promise<string | F> {
  return askUntilRead<string | F>(session, `${prompt}: `, (answer) => {
    if (answer.trim() === '') return { ok: true, value: fallback };
    const day = parseDay(answer);
    if (day === undefined) {
      const problem = pickText(
        session,
        'Chưa đúng ngày. Gõ ngày/tháng/năm, ví dụ 22/11/2026.',
        'Not a date. Type year-month-day, for example 2026-11-22.',
      );
      return { ok: false, problem };
    }
    const problem = check(day);
    return problem === undefined ? { ok: true, value: day } : { ok: false, problem };
  });
}

/** A listed thing that can be chosen. */
export interface Choice<T> {
  readonly label: string;
  readonly value: T;
}

/**
 * Lets the person choose by number: the only one is taken without asking; an empty answer chooses nothing.
 * @param many - whether several numbers may be given.
 */
export async function askChoices<T>(
  session: AttestSession,
  title: string,
  choices: readonly Choice<T>[],
  many: boolean,
): Promise<readonly T[]> {
  const [only] = choices;
  if (choices.length === 1 && only) return [only.value];
  const { dialogue } = session;
  dialogue.say(title, ...choices.map((one, index) => `  ${index + 1}  ${one.label}`));
  const prompt = many
    ? pickText(
        session,
        'Gõ số, nhiều số cách nhau bằng dấu phẩy (Enter = bỏ mục này): ',
        'Numbers, separated by commas (Enter = give up): ',
      )
    : pickText(session, 'Gõ số (Enter = bỏ mục này): ', 'Number (Enter = give up): ');
  return askUntilRead<readonly T[]>(session, prompt, (answer) => {
    if (answer.trim() === '') return { ok: true, value: [] };
    const numbers = parseChoices(answer, choices.length);
    if (numbers === undefined || (!many && numbers.length > 1)) {
      const problem = pickText(
        session,
        `Chỉ gõ số từ 1 đến ${choices.length}.`,
        `Only numbers from 1 to ${choices.length}.`,
      );
      return { ok: false, problem };
    }
    const chosen = numbers.flatMap((one) => {
      const choice = choices[one - 1];
      return choice ? [choice.value] : [];
    });
    return { ok: true, value: chosen };
  });
}

/** As {@link askChoices} for exactly one; choosing nothing gives the statement up. */
export async function askChoice<T>(
  session: AttestSession,
  title: string,
  choices: readonly Choice<T>[],
): Promise<T> {
  for (const value of await askChoices(session, title, choices, false)) return value;
  throw new StatementCancelled();
}

/** Why a text cannot be taken. */
export function explainText(
  session: AttestSession,
  problem: TextProblem,
  maxCharacters: number,
): string {
  switch (problem) {
    case 'unprintable':
      return pickText(
        session,
        'Có ký tự điều khiển hoặc ký tự không in được; hãy gõ lại.',
        'There are control characters or characters that cannot be printed; type it again.',
      );
    case 'broken-encoding':
      return pickText(
        session,
        'Có chữ bị hỏng do sai bảng mã (cần UTF-8); hãy gõ lại.',
        'Some letters were lost by a wrong encoding (UTF-8 is needed); type it again.',
      );
    case 'too-long':
      return pickText(
        session,
        `Dài quá ${maxCharacters} ký tự; hãy viết ngắn lại.`,
        `Longer than ${maxCharacters} characters; make it shorter.`,
      );
  }
}

/** A day as the person writes it. */
export function showDay(session: AttestSession, day: string): string {
  return formatDay(day, session.language);
}
