import type { Direction } from '../iperf3/outcome.ts';
import { toMbps } from '../iperf3/rate-samples.ts';
import type { SpeedServerEvent } from './server-types.ts';

/** A peer that starts nothing for this long has finished its test. */
const idleMs = 2000;

interface Activity {
  peer: string;
  direction: Direction;
  transfers: number;
  bytes: number;
  startMs: number;
  lastMs: number;
  idle?: NodeJS.Timeout;
}

/** Sums the many requests of one peer's test up to one start and one end for the operator. */
export class ActivityLog {
  readonly #emit: (event: SpeedServerEvent) => void;
  readonly #activities = new Map<string, Activity>();

  constructor(emit: (event: SpeedServerEvent) => void) {
    this.#emit = emit;
  }

  /** Notes a transfer; the returned functions count its bytes and note its end. */
  begin(peer: string, direction: Direction): { count(bytes: number): void; end(): void } {
    const key = `${direction} ${peer}`;
    const nowMs = performance.now();
    const known = this.#activities.get(key);
    const activity: Activity = known ?? {
      peer,
      direction,
      transfers: 0,
      bytes: 0,
      startMs: nowMs,
      lastMs: nowMs,
    };
    if (known === undefined) {
      this.#activities.set(key, activity);
      this.#emit({ kind: 'started', peer, direction });
    }
    clearTimeout(activity.idle);
    activity.transfers += 1;
    let ended = false;
    return {
      count: (bytes) => {
        activity.bytes += bytes;
        activity.lastMs = performance.now();
      },
      end: () => {
        if (ended) return;
        ended = true;
        activity.transfers -= 1;
        if (activity.transfers === 0)
          activity.idle = setTimeout(() => this.#finish(key, activity), idleMs);
      },
    };
  }

  /** Reports every peer as finished. */
  close(): void {
    for (const [key, activity] of [...this.#activities]) this.#finish(key, activity);
  }

  #finish(key: string, activity: Activity): void {
    clearTimeout(activity.idle);
    this.#activities.delete(key);
    const { bytes, direction, peer } = activity;
    const seconds = (activity.lastMs - activity.startMs) / 1000;
    const mbps = toMbps(bytes, seconds);
    this.#emit({ kind: 'finished', peer, direction, bytes, seconds, mbps });
  }
}
