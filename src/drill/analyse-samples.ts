import type {
  DrillAnalysis,
  DrillSettings,
  DrillVerdict,
  Latency,
  NodesSeen,
  ServiceAnalysis,
} from './analysis.ts';
import { binSamples } from './bin-samples.ts';
import { labelNodes, type NodeLabels } from './label-nodes.ts';
import { type Asked, isAsked, type Sample, type WatchedService } from './sample.ts';
import { type DegradedWindow, WindowTracker } from './window-tracker.ts';

/** Fewer answers than this have no median worth printing. */
const fewestForLatency = 10;

/** What the samples are read against. */
export interface AnalysisOptions extends DrillSettings {
  readonly services: readonly WatchedService[];
  /** How long was watched. */
  readonly durationMs: number;
}

/** Reads all samples of a drill, in whatever order they ended. Pure. */
export function analyseSamples(
  samples: readonly Sample[],
  options: AnalysisOptions,
): Omit<DrillAnalysis, 'losses'> {
  const { services, durationMs, intervalMs, timeoutMs, baselineMs, afterMs } = options;
  const byService = Map.groupBy(samples, ({ service }) => service);
  return {
    intervalMs,
    timeoutMs,
    baselineMs,
    afterMs,
    durationMs,
    resolutionMs: intervalMs + timeoutMs,
    services: services.map((service) =>
      analyseService(service, byService.get(service.key) ?? [], options),
    ),
  };
}

function analyseService(
  service: WatchedService,
  unordered: readonly Sample[],
  options: AnalysisOptions,
): ServiceAnalysis {
  const { baselineMs, durationMs } = options;
  const samples = unordered.toSorted((a, b) => a.atMs - b.atMs);
  const asked = samples.filter(isAsked);
  const answered = asked.filter((one) => one.kind === 'answered');
  const tracker = new WindowTracker();
  for (const sample of asked) tracker.feed(sample);
  const windows = tracker.windows();
  const last = windows.at(-1);
  const afterFrom = startOfAfter(windows, options);
  const before = answered.filter(({ atMs }) => atMs < baselineMs);
  const after =
    afterFrom === undefined ? [] : answered.filter(({ atMs }) => atMs >= Math.max(afterFrom, 0));
  const labels = labelNodes(answered.flatMap(({ marks }) => marks ?? []));
  const latencyBefore = measureLatency(before);
  const latencyAfter = measureLatency(after);
  const failedInBaseline = asked.filter(
    ({ kind, atMs }) => kind === 'failed' && atMs < baselineMs,
  ).length;
  const hasBaseline = durationMs >= baselineMs && before.length > 0 && failedInBaseline === 0;
  return {
    service,
    verdict: decideVerdict(hasBaseline, windows),
    samples: asked.length,
    failed: asked.length - answered.length,
    failedInBaseline,
    unsent: samples.length - asked.length,
    longestGapMs: findLongestGap(asked, durationMs),
    windows,
    ...(last?.cameBack && last.firstOkMs !== undefined
      ? { stableAfterMs: durationMs - last.firstOkMs }
      : {}),
    ...(labels && { nodes: compareNodes(labels, before, after) }),
    ...(latencyBefore && { latencyBefore }),
    ...(latencyAfter && { latencyAfter }),
    bins: binSamples(samples, options, labels),
  };
}

function decideVerdict(hasBaseline: boolean, windows: readonly DegradedWindow[]): DrillVerdict {
  if (!hasBaseline) return 'baseline-not-clean';
  if (windows.length === 0) return 'no-outage';
  if (windows.at(-1)?.cameBack === false) return 'never-came-back';
  return windows.length === 1 ? 'one-outage' : 'several-outages';
}

/** From when on a service is looked at as it is afterwards; `undefined` while it has not come back. */
function startOfAfter(
  windows: readonly DegradedWindow[],
  { baselineMs, afterMs, durationMs }: AnalysisOptions,
): number | undefined {
  const last = windows.at(-1);
  if (last === undefined) return Math.max(baselineMs, durationMs - afterMs);
  return last.cameBack ? last.firstOkMs : undefined;
}

function compareNodes(
  { labels, labelOf, toldBy }: NodeLabels,
  before: readonly Extract<Asked, { kind: 'answered' }>[],
  after: readonly Extract<Asked, { kind: 'answered' }>[],
): NodesSeen {
  const seenIn = (samples: typeof before): string[] => {
    const seen = new Set(samples.map(({ marks }) => labelOf(marks)));
    return labels.filter((label) => seen.has(label));
  };
  const sides = { before: seenIn(before), after: seenIn(after) };
  const isKnown = sides.before.length > 0 && sides.after.length > 0;
  return {
    toldBy,
    ...sides,
    ...(isKnown && { changed: sides.before.join() !== sides.after.join() }),
  };
}

function measureLatency(samples: readonly { readonly elapsedMs: number }[]): Latency | undefined {
  if (samples.length < fewestForLatency) return undefined;
  const sorted = samples.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return { samples: sorted.length, medianMs: at(0.5), p95Ms: at(0.95) };
}

function findLongestGap(asked: readonly Asked[], durationMs: number): number {
  let longestMs = 0;
  let previousMs = 0;
  for (const { atMs } of asked) {
    longestMs = Math.max(longestMs, atMs - previousMs);
    previousMs = atMs;
  }
  return Math.max(longestMs, durationMs - previousMs);
}
