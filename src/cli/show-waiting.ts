import type { Language } from '../locale/language.ts';
import type { AwaitedPerson } from '../probes/contract.ts';

/** Where progress is shown; standard error but in tests. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

const everyMs = 1_000;
const usualColumns = 80;
/** Back to the beginning of the line, and clears it (ECMA-48 8.3.41, EL). */
const clearLine = '\r\u001b[2K';

/** A prompt that stands until its wait is over. */
export interface WaitingPrompt {
  /** Takes the prompt off, so that other lines can be written. */
  readonly end: () => void;
}

/**
 * Says what is waited for: on a terminal in one line that counts down, elsewhere in one plain line.
 *
 * @param now - milliseconds of any clock that only goes forward
 */
export function showWaiting(
  { what, maxMs }: AwaitedPerson,
  language: Language,
  output: ProgressOutput,
  now: () => number = () => performance.now(),
): WaitingPrompt {
  const until = now() + maxMs;
  const line = (): string => `${what}, ${tellTimeLeft(Math.max(0, until - now()), language)}`;
  if (output.isTTY !== true) {
    output.write(`${line()}\n`);
    return { end: () => undefined };
  }
  const show = (): void => {
    output.write(`${clearLine}${cut(line(), output.columns ?? usualColumns)}`);
  };
  show();
  const timer = setInterval(show, everyMs);
  timer.unref();
  return {
    end: () => {
      clearInterval(timer);
      output.write(clearLine);
    },
  };
}

/** `còn 2 phút`, `còn 45 giây`; whole minutes are rounded up. */
export function tellTimeLeft(ms: number, language: Language): string {
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.ceil(seconds / 60);
  if (seconds > 90) return language === 'vi' ? `còn ${minutes} phút` : `${minutes} minutes left`;
  return language === 'vi' ? `còn ${seconds} giây` : `${seconds} s left`;
}

/** A line that wraps could not be taken back; the time stands at its end. */
function cut(line: string, columns: number): string {
  const letters = [...line.normalize('NFC')];
  if (letters.length < columns) return letters.join('');
  const tail = line.slice(line.lastIndexOf(','));
  const room = Math.max(0, columns - 2 - tail.length);
  return `${letters.slice(0, room).join('')}…${tail}`.slice(0, columns - 1);
}
