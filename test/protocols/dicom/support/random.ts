/** A seeded source of randomness, so that a failing case can be run again. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A 32-bit unsigned integer (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From 0 up to, not including, `limit`. */
  below(limit: number): number {
    return this.next() % limit;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let index = 0; index < length; index += 1) bytes[index] = this.next() & 0xff;
    return bytes;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  /** A copy with a few bytes changed, removed, doubled or cut off. */
  mutate(original: Buffer): Buffer {
    let bytes = Buffer.from(original);
    for (let round = this.below(4); round >= 0 && bytes.length > 0; round -= 1) {
      const at = this.below(bytes.length);
      switch (this.below(4)) {
        case 0:
          bytes[at] = this.pick([0, 1, 2, 0x7f, 0x80, 0xff, this.below(256)]);
          break;
        case 1:
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + this.below(8))]);
          break;
        case 2:
          bytes = Buffer.concat([
            bytes.subarray(0, at),
            this.bytes(this.below(8)),
            bytes.subarray(at),
          ]);
          break;
        default:
          bytes = bytes.subarray(0, at);
      }
    }
    return bytes;
  }
}
