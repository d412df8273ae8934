/** Thrown inside the codec only; {@link decodePdu} turns it into a value. */
export class PduSyntaxError extends Error {
  override readonly name = 'PduSyntaxError';
}

/** Big-endian reading position that cannot leave its bytes (PS3.8 9.3.1 byte order). */
export class ByteCursor {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** Advances over `length` bytes and returns a view of them, not a copy. */
  take(length: number, what: string): Buffer {
    const start = this.#advance(length, what);
    return this.#bytes.subarray(start, this.#position);
  }

  takeUint8(what: string): number {
    return this.#bytes.readUInt8(this.#advance(1, what));
  }

  takeUint16(what: string): number {
    return this.#bytes.readUInt16BE(this.#advance(2, what));
  }

  takeUint32(what: string): number {
    return this.#bytes.readUInt32BE(this.#advance(4, what));
  }

  takeRest(): Buffer {
    return this.take(this.remaining, 'rest');
  }

  /** Steps over `length` bytes; where they begin. */
  #advance(length: number, what: string): number {
    if (length > this.remaining) {
      throw new PduSyntaxError(
        `${what} needs ${length} bytes but ${this.remaining} are left in its container`,
      );
    }
    const start = this.#position;
    this.#position += length;
    return start;
  }
}
