import type { LatencySummary } from './outcome.ts';

/** Collects round-trip times and sums them up. */
export class LatencyLog {
  readonly #timesMs: number[] = [];
  #lost = 0;

  /**
   * Times one request. A failure counts as lost, unless `signal` cut it, and is given back for the
   * caller to judge.
   */
  async time(request: () => Promise<void>, signal: AbortSignal): Promise<unknown> {
    const startMs = performance.now();
    try {
      await request();
      this.#timesMs.push(performance.now() - startMs);
      return undefined;
    } catch (error) {
      if (!signal.aborted) this.#lost += 1;
      return error;
    }
  }

  /** `undefined` when nothing was answered. */
  summarize(): LatencySummary | undefined {
    const sorted = [...this.#timesMs].sort((a, b) => a - b);
    const at = (share: number): number | undefined =>
      sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
    const medianMs = at(0.5);
    const p95Ms = at(0.95);
    if (medianMs === undefined || p95Ms === undefined) return undefined;
    return { medianMs, p95Ms, answered: sorted.length, lost: this.#lost };
  }
}
