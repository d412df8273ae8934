import { PassThrough, Writable } from 'node:stream';
import { type AttestRequest, runAttest } from '../../../src/attest/run-attest.ts';
import { assessedOn } from './dossier.ts';

type Options = Pick<AttestRequest, 'folder' | 'workingFolder'> &
  Partial<Omit<AttestRequest, 'input' | 'output'>>;

/** Runs `attest` with all answers waiting in a pipe. */
export async function pipe(answers: readonly string[], options: Options) {
  const input = new PassThrough();
  input.end(answers.map((one) => `${one}\n`).join(''));
  const { output, text } = collect();
  const result = await runAttest({ ...defaults(), terminal: false, ...options, input, output });
  return { ...result, shown: text() };
}

/** What is typed when a question has been asked; a function may do something first. */
export type Typed = string | (() => Promise<string>);

/** Runs `attest` on a terminal: each answer is typed when its question has been asked. */
export async function converse(answers: readonly Typed[], options: Options) {
  const input = new PassThrough();
  const waiting = [...answers];
  const { output, text } = collect((chunk) => {
    if (!/: $/.test(stripControls(chunk))) return;
    const next = waiting.shift();
    setImmediate(async () => {
      // Ctrl-D, when the script is over.
      input.write(typeof next === 'function' ? await next() : (next ?? '\x04'));
    });
  });
  const result = await runAttest({ ...defaults(), terminal: true, ...options, input, output });
  return { ...result, shown: text(), unused: waiting };
}

function defaults() {
  return { language: 'vi' as const, signal: new AbortController().signal, today: assessedOn };
}

function collect(onChunk: (chunk: string) => void = () => undefined) {
  let all = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      all += chunk.toString();
      onChunk(chunk.toString());
      done();
    },
  });
  return { output, text: () => all };
}

function stripControls(text: string): string {
  const controlStart = String.fromCharCode(27);
  return text.replaceAll(new RegExp(`${controlStart}\\[[0-9;]*[A-Za-z]`, 'g'), '');
}
