/** The rate over one sampling interval. */
export interface RateSample {
  /** End of the interval, in seconds since the measurement began. */
  atSeconds: number;
  /** Mean payload rate in the interval, 10^6 bits per second. */
  mbps: number;
}

/** What a sampler saw between start and stop. */
export interface SampledRun {
  bytes: number;
  seconds: number;
  samples: RateSample[];
}

/** 10^6 bits per second from a byte count and a time. Zero when no time has passed. */
export function toMbps(bytes: number, seconds: number): number {
  return seconds > 0 ? (bytes * 8) / 1e6 / seconds : 0;
}

/**
 * Reads a growing byte counter at regular intervals, from now until {@link RateSampler.stop}.
 * Intervals are as long as they really were: a late timer does not distort the rate.
 */
export class RateSampler {
  readonly #countBytes: () => number;
  readonly #startMs = performance.now();
  readonly #startBytes: number;
  readonly #samples: RateSample[] = [];
  readonly #intervalMs: number;
  readonly #onSample: ((sample: RateSample) => void) | undefined;
  readonly #timer: NodeJS.Timeout;
  #result: SampledRun | undefined;
  #lastMs = this.#startMs;
  #lastBytes: number;

  /** @param onSample told of each sample as it is taken. */
  constructor(
    countBytes: () => number,
    intervalMs: number,
    onSample?: (sample: RateSample) => void,
  ) {
    this.#countBytes = countBytes;
    this.#onSample = onSample;
    this.#intervalMs = intervalMs;
    this.#startBytes = countBytes();
    this.#lastBytes = this.#startBytes;
    this.#timer = setInterval(() => this.#sample(), intervalMs);
  }

  /**
   * Ends the measurement, the first time it is called. A last interval shorter than half of the
   * others gives no sample.
   */
  stop(): SampledRun {
    if (this.#result !== undefined) return this.#result;
    clearInterval(this.#timer);
    const nowMs = performance.now();
    const bytes = this.#countBytes() - this.#startBytes;
    if (nowMs - this.#lastMs >= this.#intervalMs / 2) this.#sample();
    this.#result = { bytes, seconds: (nowMs - this.#startMs) / 1000, samples: this.#samples };
    return this.#result;
  }

  #sample(): void {
    const nowMs = performance.now();
    const bytes = this.#countBytes();
    const seconds = (nowMs - this.#lastMs) / 1000;
    const sample = {
      atSeconds: (nowMs - this.#startMs) / 1000,
      mbps: toMbps(bytes - this.#lastBytes, seconds),
    };
    this.#samples.push(sample);
    this.#onSample?.(sample);
    this.#lastMs = nowMs;
    this.#lastBytes = bytes;
  }
}
