import type { Sample, WatchedService } from '../../../src/drill/sample.ts';

export const echo: WatchedService = {
  key: 'c-echo pacs',
  kind: 'c-echo',
  subjectId: 'pacs',
  address: 'dicom://127.0.0.1:104/PACS',
};
export const web: WatchedService = {
  key: 'http xem-anh',
  kind: 'http',
  subjectId: 'xem-anh',
  address: 'http://127.0.0.1/',
};

/**
 * One sample for each letter, 100 ms apart: `o` answered, `x` timed out, `r` refused, `-` not sent; `a` and `b` answered
 * by a node of that name.
 */
export function drawSamples(letters: string, service = echo, intervalMs = 100): Sample[] {
  return [...letters].map((letter, index) => {
    const base = { service: service.key, index, atMs: index * intervalMs };
    if (letter === '-') return { ...base, kind: 'unsent', code: 'busy' };
    if (letter === 'x') return { ...base, kind: 'failed', elapsedMs: 500, code: 'timeout' };
    if (letter === 'r') return { ...base, kind: 'failed', elapsedMs: 1, code: 'ECONNREFUSED' };
    const marks = letter === 'o' ? undefined : new Map([['x-served-by', `hash-of-${letter}`]]);
    return { ...base, kind: 'answered', elapsedMs: 5, ...(marks && { marks }) };
  });
}

/** A stretch of the same letter. */
export function times(count: number, letter: string): string {
  return letter.repeat(count);
}
