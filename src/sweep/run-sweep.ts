import type { Language } from '../locale/language.ts';
import { describeResult, type SweepRow } from './describe-result.ts';
import type { SweepNode } from './node.ts';
import { type SweepSummary, summariseRows } from './summarise-rows.ts';
import { type SweepOptions, sweepNodes } from './sweep-nodes.ts';
import { sweepWords } from './words.ts';

/** What a sweep found, in plain values. */
export interface SweepReport {
  readonly callingAe: string;
  readonly interrupted: boolean;
  readonly summary: SweepSummary;
  readonly rows: readonly SweepRow[];
}

/** Between two lines of progress, in milliseconds. */
const PROGRESS_EVERY_MS = 2_000;

/** Sweeps, tells its progress, and puts the results into plain values. */
export async function runSweep(
  nodes: readonly SweepNode[],
  options: SweepOptions & { readonly signal: AbortSignal },
  language: Language,
  note: (line: string) => void,
): Promise<SweepReport> {
  const words = sweepWords(language);
  const hosts = new Set(nodes.map(({ host }) => host)).size;
  note(words.starting(nodes.length, hosts, options.callingAe));
  let done = 0;
  let failed = 0;
  // By the clock and not by results: while the last nodes are silent there are none.
  const progress = setInterval(
    () => note(words.progress(done, nodes.length, failed)),
    PROGRESS_EVERY_MS,
  );
  const sweeping = sweepNodes(nodes, {
    ...options,
    onResult: (result) => {
      done += 1;
      if (describeResult(result, options.callingAe, language).cause !== undefined) failed += 1;
      options.onResult?.(result);
    },
  });
  const results = await sweeping.finally(() => clearInterval(progress));
  const rows = results.map((result) => describeResult(result, options.callingAe, language));
  const interrupted = options.signal.aborted;
  if (interrupted) {
    const asked = rows.filter(({ state }) => state !== 'not-asked').length;
    note(words.stopped(asked, nodes.length));
  }
  return { callingAe: options.callingAe, interrupted, summary: summariseRows(rows), rows };
}
