import type { NodeMarks } from '../probes/balancer/count-nodes.ts';

/** This often a name is seen before it counts as a node's. */
const fewestSightings = 3;
/** More names than that under one item are counters, not nodes. */
const mostNames = 12;
/** Fewer sightings in the baseline say nothing about when a node should be seen again. */
const fewestForGone = 10;
const shortestSilenceMs = 5_000;
/** A node that answers one question in n is missed after this many of its turns. */
const turnsMissed = 20;

/** What the names told while watching. */
export interface NodeEvent {
  readonly type: 'node-new' | 'node-gone';
  /** When it was first, or last, seen. */
  readonly atMs: number;
}

interface Sighting {
  count: number;
  readonly firstMs: number;
  lastMs: number;
  told: boolean;
}

/** Notices, while a drill runs, that another node answers than in the baseline. */
export class NodeWatch {
  readonly #baselineMs: number;
  readonly #items = new Map<string, Map<string, Sighting>>();

  constructor(baselineMs: number) {
    this.#baselineMs = baselineMs;
  }

  /** Takes the marks of an answer, in order of time; tells of a node that the baseline did not see. */
  feed(marks: NodeMarks | undefined, atMs: number): NodeEvent | undefined {
    let event: NodeEvent | undefined;
    for (const [item, value] of marks ?? []) {
      const names = this.#items.get(item) ?? new Map<string, Sighting>();
      this.#items.set(item, names);
      const seen = names.get(value) ?? { count: 0, firstMs: atMs, lastMs: atMs, told: false };
      if (names.size >= mostNames && seen.count === 0) continue;
      seen.count += 1;
      seen.lastMs = atMs;
      names.set(value, seen);
      const isNew = seen.firstMs >= this.#baselineMs && seen.count === fewestSightings;
      // One name is no comparison: a server may have begun to name itself.
      if (!isNew || names.size < 2 || names.size >= mostNames || event) continue;
      event = { type: 'node-new', atMs: seen.firstMs };
    }
    return event;
  }

  /** Tells of a node of the baseline that has not answered for long, once. */
  findGone(nowMs: number): NodeEvent | undefined {
    for (const names of this.#items.values()) {
      if (names.size < 2 || names.size >= mostNames) continue;
      for (const seen of names.values()) {
        if (seen.told || seen.firstMs >= this.#baselineMs || seen.count < fewestForGone) continue;
        const turnMs = (seen.lastMs - seen.firstMs) / (seen.count - 1);
        const silenceMs = Math.max(shortestSilenceMs, turnMs * turnsMissed);
        if (nowMs - seen.lastMs < silenceMs) continue;
        seen.told = true;
        return { type: 'node-gone', atMs: seen.lastMs };
      }
    }
    return undefined;
  }
}
