/** Counts of one minute by key, such as a peer's address. What it remembers is bounded. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #minute = 0;

  /** @param now - milliseconds of any clock that only goes forward */
  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Counts one; `false` when it is one too many. */
  take(key: string): boolean {
    const minute = Math.floor(this.#now() / 60_000);
    // With so many keys in a minute they are made up.
    if (minute !== this.#minute || this.#counts.size > mostKeys) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#perMinute;
  }
}

const mostKeys = 10_000;
