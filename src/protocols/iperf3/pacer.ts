/** Streams may run this far ahead of the schedule after a pause; keeps bursts short. */
const burstMs = 5;

/**
 * A ceiling on a rate, shared by every stream that reserves from it. Each reservation takes the
 * next slot of one common schedule, so the sum keeps below the ceiling and the streams take turns.
 */
export class Pacer {
  readonly #bytesPerMs: number;
  readonly #nowMs: () => number;
  #nextFreeMs: number;

  /**
   * @param maxMbps the ceiling in 10^6 bits per second of payload.
   * @param nowMs a monotonic clock; tests give their own.
   */
  constructor(maxMbps: number, nowMs: () => number = () => performance.now()) {
    this.#bytesPerMs = (maxMbps * 1e6) / 8 / 1000;
    this.#nowMs = nowMs;
    this.#nextFreeMs = nowMs();
  }

  /** Books `bytes` and says how long to wait, in milliseconds, before moving them. */
  reserve(bytes: number): number {
    const now = this.#nowMs();
    const slot = Math.max(this.#nextFreeMs, now - burstMs);
    this.#nextFreeMs = slot + bytes / this.#bytesPerMs;
    return Math.max(0, slot - now);
  }

  /** A block small enough (about 5 ms of the ceiling) that pacing stays smooth. */
  blockBytes(wanted: number): number {
    return Math.max(1024, Math.min(wanted, Math.floor(this.#bytesPerMs * 5)));
  }
}
