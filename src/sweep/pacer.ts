import { setTimeout as sleep } from 'node:timers/promises';

/** Lets through so many a second, evenly spaced; those that come faster wait their turn. */
export class Pacer {
  readonly #intervalMs: number;
  #nextAtMs = 0;

  /** @param perSecond - `Infinity` lets everything through at once. */
  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond;
  }

  /** Waits for a turn. @throws the signal's reason when it aborts */
  async turn(signal: AbortSignal): Promise<void> {
    const nowMs = performance.now();
    const atMs = Math.max(nowMs, this.#nextAtMs);
    this.#nextAtMs = atMs + this.#intervalMs;
    if (atMs > nowMs) {
      await sleep(atMs - nowMs, undefined, { signal });
    }
  }
}
