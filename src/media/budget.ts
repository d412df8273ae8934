import type { MediaBound, MediaLimits } from './limits.ts';

/** What one reading may still spend, and which bounds it has met. */
export class ReadBudget {
  readonly limits: MediaLimits;
  readonly #signal: AbortSignal;
  readonly #endsAtMs: number;
  readonly #met = new Set<MediaBound>();
  #bytesLeft: number;

  constructor(limits: MediaLimits, signal: AbortSignal) {
    this.limits = limits;
    this.#signal = signal;
    this.#endsAtMs = performance.now() + limits.maxMs;
    this.#bytesLeft = limits.maxBytes;
  }

  /** Bounds met so far. */
  get met(): ReadonlySet<MediaBound> {
    return this.#met;
  }

  /** Whether the reading was stopped or its time is used up. */
  get over(): boolean {
    return this.#signal.aborted || performance.now() >= this.#endsAtMs;
  }

  /** Notes that a bound was met. */
  meet(bound: MediaBound): void {
    this.#met.add(bound);
  }

  /** Whether time is left. @throws the signal's reason when it aborted. */
  hasTime(): boolean {
    this.#signal.throwIfAborted();
    if (performance.now() < this.#endsAtMs) return true;
    this.#met.add('time');
    return false;
  }

  /** Takes bytes out of the budget; false, and nothing taken, when they are not there. */
  take(bytes: number): boolean {
    if (bytes > this.#bytesLeft) {
      this.#met.add('bytes');
      return false;
    }
    this.#bytesLeft -= bytes;
    return true;
  }

  /**
   * Waits for a read of the medium, but not longer than there is time: a failing drive can hold a read for minutes.
   * @throws the signal's reason when it aborts; {@link OutOfTimeError}
   */
  async wait<T>(reading: Promise<T>): Promise<T> {
    // Reading has begun: what becomes of it once nobody waits any more must not surface as an unhandled rejection.
    reading.then(undefined, () => undefined);
    if (!this.hasTime()) throw new OutOfTimeError();
    let stop: () => void = () => undefined;
    const over = new Promise<never>((_, reject) => {
      const onAbort = (): void => reject(this.#signal.reason);
      const timer = setTimeout(
        () => {
          this.#met.add('time');
          reject(new OutOfTimeError());
        },
        Math.max(0, this.#endsAtMs - performance.now()),
      );
      this.#signal.addEventListener('abort', onAbort, { once: true });
      stop = () => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', onAbort);
      };
    });
    try {
      return await Promise.race([reading, over]);
    } finally {
      stop();
    }
  }
}

/** The time of a whole reading is used up. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}
