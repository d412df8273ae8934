import type { TimeBin } from './analysis.ts';
import type { NodeLabels } from './label-nodes.ts';
import type { Sample } from './sample.ts';

/** As many slices as a printed strip can show. */
const mostBins = 240;
/** Timers of this computer are late at times: one empty slice is no gap. */
const mostJoined = 2;

/**
 * Counts samples by slices of equal length, none shorter than the interval. A slice without a sample belongs to the one
 * before it, unless it is part of a true gap. Samples in order of time.
 */
export function binSamples(
  samples: readonly Sample[],
  { durationMs, intervalMs }: { readonly durationMs: number; readonly intervalMs: number },
  labels: NodeLabels | undefined,
): TimeBin[] {
  if (durationMs <= 0) return [];
  const count = Math.max(1, Math.min(mostBins, Math.floor(durationMs / intervalMs)));
  const widthMs = durationMs / count;
  const slices = [
    ...Map.groupBy(samples, ({ atMs }) =>
      Math.min(count - 1, Math.max(0, Math.floor(atMs / widthMs))),
    ),
  ];
  return slices.map(([index, slice], place) => {
    const next = slices[place + 1]?.[0] ?? index + 1;
    const end = next - index <= mostJoined ? next : index + 1;
    const node = labels && findMostSeen(slice, labels);
    return {
      fromMs: index * widthMs,
      toMs: end * widthMs,
      answered: slice.filter((one) => one.kind === 'answered').length,
      failed: slice.filter((one) => one.kind === 'failed').length,
      unsent: slice.filter((one) => one.kind === 'unsent').length,
      ...(node !== undefined && { node }),
    };
  });
}

function findMostSeen(slice: readonly Sample[], { labelOf }: NodeLabels): string | undefined {
  const counts = new Map<string, number>();
  for (const sample of slice) {
    const label = sample.kind === 'answered' ? labelOf(sample.marks) : undefined;
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
