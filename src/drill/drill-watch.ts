import type { DrillSettings } from './analysis.ts';
import { type NodeEvent, NodeWatch } from './node-watch.ts';
import { type Asked, isAsked, type Sample, type WatchedService } from './sample.ts';
import { type DegradedWindow, mergeBelow, WindowTracker } from './window-tracker.ts';

/** Why the watching ended. `window-closed`: the hours that the hospital allows are over. */
export type DrillEnd = 'stable' | 'max' | 'stopped' | 'no-answer' | 'window-closed';

/** What is told to the operator while it runs; times from the start of the drill. */
export type DrillEvent =
  | { readonly type: 'baseline-clean' }
  | { readonly type: 'baseline-dirty'; readonly service: WatchedService; readonly code: string }
  | {
      readonly type: 'down';
      readonly service: WatchedService;
      readonly atMs: number;
      readonly code: string;
    }
  | { readonly type: 'back'; readonly service: WatchedService; readonly window: DegradedWindow }
  | {
      readonly type: 'node-new' | 'node-gone';
      readonly service: WatchedService;
      readonly atMs: number;
    }
  | { readonly type: 'status'; readonly nowMs: number; readonly counts: readonly ServiceCount[] };

/** How many questions of a service were answered so far. */
export interface ServiceCount {
  readonly service: WatchedService;
  readonly answered: number;
  readonly asked: number;
}

const statusEveryMs = 15_000;

/** Follows the samples as they come in any order, tells what happens, and knows when enough was seen. */
export class DrillWatch {
  readonly #settings: DrillSettings & { readonly maxMs: number };
  readonly #tell: (event: DrillEvent) => void;
  readonly #services: readonly Followed[];
  #baseline: 'running' | 'clean' | 'dirty' = 'running';
  #nextStatusMs = statusEveryMs;
  #lastEventMs: number | undefined;

  constructor(
    services: readonly WatchedService[],
    settings: DrillSettings & { readonly maxMs: number },
    tell: (event: DrillEvent) => void,
  ) {
    this.#settings = settings;
    this.#tell = tell;
    this.#services = services.map((service) => new Followed(service, settings.baselineMs));
  }

  /** Takes one sample, in whatever order it ended. */
  add(sample: Sample): void {
    const followed = this.#services.find(({ service }) => service.key === sample.service);
    for (const asked of followed?.take(sample) ?? []) if (followed) this.#follow(followed, asked);
  }

  /** Whether to end now, and why. */
  check(nowMs: number): DrillEnd | undefined {
    const { baselineMs, afterMs, maxMs, timeoutMs } = this.#settings;
    // What was sent in the baseline may be answered only after it.
    if (this.#baseline === 'running' && nowMs >= baselineMs + timeoutMs) this.#passBaseline();
    if (nowMs >= this.#nextStatusMs) this.#tellStatus(nowMs);
    for (const followed of this.#services) {
      const gone = followed.nodes.findGone(nowMs);
      if (gone) this.#tellNode(followed, gone);
    }
    if (this.#services.some((one) => one.answered === 0 && one.asked >= mergeBelow))
      return 'no-answer';
    if (nowMs >= maxMs) return 'max';
    const isQuiet = this.#services.every(({ tracker }) => tracker.open === undefined);
    const last = this.#lastEventMs;
    return isQuiet && last !== undefined && nowMs - last >= afterMs ? 'stable' : undefined;
  }

  #follow(followed: Followed, sample: Asked): void {
    const { service, tracker } = followed;
    const isBaseline = sample.atMs < this.#settings.baselineMs;
    const change = tracker.feed(sample);
    if (sample.kind === 'failed') {
      if (!isBaseline) this.#lastEventMs = Math.max(this.#lastEventMs ?? 0, sample.atMs);
      else if (this.#baseline === 'running') {
        this.#baseline = 'dirty';
        this.#tell({ type: 'baseline-dirty', service, code: sample.code });
      }
      // Without an outage of its own a spoilt baseline ends the drill after the usual quiet time.
      if (isBaseline) this.#lastEventMs ??= this.#settings.baselineMs;
      if (change === 'opened')
        this.#tell({ type: 'down', service, atMs: sample.atMs, code: sample.code });
      return;
    }
    const window = change === 'closed' ? tracker.windows().at(-1) : undefined;
    if (window) this.#tell({ type: 'back', service, window });
    const event = followed.nodes.feed(sample.marks, sample.atMs);
    if (event) this.#tellNode(followed, event);
  }

  #tellNode(followed: Followed, { type, atMs }: NodeEvent): void {
    this.#lastEventMs = Math.max(this.#lastEventMs ?? 0, atMs);
    // That the earlier one is gone says no more than that another answers.
    if (type === 'node-gone' && followed.hasNewNode) return;
    if (type === 'node-new') followed.hasNewNode = true;
    this.#tell({ type, service: followed.service, atMs });
  }

  #passBaseline(): void {
    this.#baseline = 'clean';
    this.#tell({ type: 'baseline-clean' });
  }

  #tellStatus(nowMs: number): void {
    this.#nextStatusMs = nowMs + statusEveryMs;
    const counts = this.#services.map(({ service, answered, asked }) => ({
      service,
      answered,
      asked,
    }));
    this.#tell({ type: 'status', nowMs, counts });
  }
}

/** One service: puts its samples in the order they were sent. */
class Followed {
  readonly service: WatchedService;
  readonly tracker = new WindowTracker();
  readonly nodes: NodeWatch;
  readonly #early = new Map<number, Sample>();
  #next = 0;
  hasNewNode = false;
  answered = 0;
  asked = 0;

  constructor(service: WatchedService, baselineMs: number) {
    this.service = service;
    this.nodes = new NodeWatch(baselineMs);
  }

  /** The samples that are next in order, now that this one has come. */
  take(sample: Sample): Asked[] {
    this.#early.set(sample.index, sample);
    const ready: Asked[] = [];
    for (;;) {
      const next = this.#early.get(this.#next);
      if (next === undefined) return ready;
      this.#early.delete(this.#next);
      this.#next += 1;
      if (!isAsked(next)) continue;
      this.asked += 1;
      if (next.kind === 'answered') this.answered += 1;
      ready.push(next);
    }
  }
}
