import { setTimeout as sleep } from 'node:timers/promises';

/** Keeps questions to a node apart, so that an audit is not felt by those who work with it. */
export class Pace {
  readonly #gapMs: number;
  #nextAtMs = 0;

  /** @param perSecond - questions begun in a second, at most */
  constructor(perSecond: number) {
    this.#gapMs = 1_000 / perSecond;
  }

  /** Waits for one's turn; false when the signal fires first. */
  async takeTurn(signal: AbortSignal): Promise<boolean> {
    const now = performance.now();
    const at = Math.max(now, this.#nextAtMs);
    this.#nextAtMs = at + this.#gapMs;
    if (at > now) {
      try {
        await sleep(at - now, undefined, { signal });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
    return !signal.aborted;
  }
}
