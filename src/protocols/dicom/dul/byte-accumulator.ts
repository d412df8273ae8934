/**
 * Collects bytes in one growing buffer. Growth doubles, so the work is linear in the bytes received
 * however small the pieces are, and no piece is kept alive by a view.
 */
export class ByteAccumulator {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** `longest` is the length that will not be passed; memory is only taken as bytes really arrive. */
  append(piece: Buffer, longest = 0): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const doubled = Math.max(needed, this.#bytes.length * 2, 1024);
      const capacity = longest >= needed ? Math.min(doubled, longest) : doubled;
      const grown = Buffer.allocUnsafeSlow(capacity);
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = needed;
  }

  /** A view of the first bytes collected so far. */
  peek(length: number): Buffer {
    return this.#bytes.subarray(0, Math.min(length, this.#length));
  }

  /** Hands the bytes over and starts empty again. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    return taken;
  }
}
