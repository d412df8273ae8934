import { createInterface } from 'node:readline/promises';
import { printableText } from '../report/printable-text.ts';

/** Longest line that is read, in characters: above the longest answer that is accepted. */
const mostLineCharacters = 64 * 1024;
/** Lines of piped input held before the pipe is made to wait. */
const mostWaitingLines = 500;

/** Why no further answer comes. Only `interrupted` is a stop the person asked for in the middle. */
export type DialogueEnd = 'end-of-input' | 'interrupted' | 'line-too-long' | 'too-many-wrong';

/** Thrown by {@link Dialogue.ask} when no answer can come any more. */
export class DialogueEnded extends Error {
  override readonly name = 'DialogueEnded';
  readonly reason: DialogueEnd;

  constructor(reason: DialogueEnd) {
    super(reason);
    this.reason = reason;
  }
}

/** Questions and answers, line by line, with a person or a piped file. */
export interface Dialogue {
  /** Prints lines for the person to read. */
  say(...lines: readonly string[]): void;
  /**
   * The next line, as typed.
   * @throws DialogueEnded.
   */
  ask(prompt: string): Promise<string>;
  /** How many lines were read so far. */
  readonly answers: number;
  /** Columns a line may take. */
  readonly width: number;
  close(): void;
}

/** Where a dialogue takes place. */
export interface DialogueStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** True when a person types: lines can be edited, and lines pasted beyond the one asked for are dropped. */
  readonly terminal: boolean;
  readonly width?: number | undefined;
  readonly signal: AbortSignal;
  /** Said when pasted lines were dropped. */
  readonly droppedWarning: (count: number) => string;
}

/** Opens a dialogue. The streams themselves are left open when it is closed. */
export function openDialogue(streams: DialogueStreams): Dialogue {
  const { input, output, terminal, signal } = streams;
  const lines = createInterface({ input, output, terminal });
  const waiting: string[] = [];
  let pending: PromiseWithResolvers<string> | undefined;
  let ended: DialogueEnded | undefined;
  let closed = false;
  let dropped = 0;
  let answers = 0;
  let unendedCharacters = 0;

  const end = (reason: DialogueEnd) => {
    ended ??= new DialogueEnded(reason);
    pending?.reject(ended);
    pending = undefined;
  };
  const take = (line: string): string => {
    answers += 1;
    return answers === 1 ? line.replace(/^\ufeff/, '') : line;
  };
  const onAbort = () => end('interrupted');
  // Without a line end, readline would keep on collecting.
  const onData = (chunk: string | Buffer) => {
    const text = chunk.toString();
    const lastEnd = text.lastIndexOf('\n');
    unendedCharacters = lastEnd < 0 ? unendedCharacters + text.length : text.length - lastEnd - 1;
    if (unendedCharacters <= mostLineCharacters) return;
    end('line-too-long');
    lines.close();
  };

  lines.on('line', (line) => {
    if (pending) {
      const { resolve } = pending;
      pending = undefined;
      resolve(take(line));
    } else if (terminal) dropped += 1;
    else {
      waiting.push(line);
      if (waiting.length >= mostWaitingLines && !closed) lines.pause();
    }
  });
  lines.on('close', () => {
    closed = true;
    end('end-of-input');
  });
  lines.on('SIGINT', () => end('interrupted'));
  if (!terminal) input.on('data', onData);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });

  return {
    say: (...said) => {
      for (const line of said) output.write(`${printableText(line)}\n`);
    },
    ask: async (prompt) => {
      if (dropped > 0) output.write(`${streams.droppedWarning(dropped)}\n`);
      dropped = 0;
      if (ended && (ended.reason !== 'end-of-input' || waiting.length === 0)) throw ended;
      const shown = printableText(prompt);
      if (terminal) {
        lines.setPrompt(shown);
        lines.prompt();
      } else output.write(shown);
      const next = waiting.shift();
      if (next !== undefined) {
        if (waiting.length === 0 && !closed) lines.resume();
        return echo(take(next));
      }
      pending = Promise.withResolvers<string>();
      const line = await pending.promise;
      return terminal ? line : echo(line);
    },
    get answers() {
      return answers;
    },
    width: Math.min(Math.max(streams.width ?? 100, 40), 100),
    close: () => {
      signal.removeEventListener('abort', onAbort);
      input.off('data', onData);
      lines.close();
    },
  };

  /** A piped answer is not on the screen; writing it keeps the record of the dialogue readable. */
  function echo(line: string): string {
    output.write(`${printableText(line.slice(0, 300))}\n`);
    return line;
  }
}
