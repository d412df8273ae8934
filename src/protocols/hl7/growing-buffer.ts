/** Small enough to come from Node's pool; a block that arrives in one piece gets the room it needs at once. */
const FIRST_CAPACITY = 256;

/**
 * Bytes that arrive in pieces, kept in one block that doubles as it fills: linear time and at most twice the memory,
 * even when a peer sends one byte per packet.
 */
export class GrowingBuffer {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds bytes; `false`, and nothing added, when that would exceed the limit. */
  append(bytes: Uint8Array): boolean {
    const needed = this.#length + bytes.length;
    if (needed > this.#maxBytes) return false;
    if (needed > this.#bytes.length) {
      const doubled = Math.max(needed, this.#bytes.length * 2, FIRST_CAPACITY);
      const larger = Buffer.allocUnsafe(Math.min(doubled, Math.max(this.#maxBytes, needed)));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
    return true;
  }

  /** Hands over the bytes and starts anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.clear();
    return taken;
  }

  /** Forgets everything. */
  clear(): void {
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
  }
}
