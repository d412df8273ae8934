/** Slabs are this many bytes or a multiple of it, so that objects of about one size share them. */
const SLAB_STEP_BYTES = 64 * 1024;

/** Slabs that are kept while nobody uses them. */
const MAX_IDLE_SLABS = 4;

/**
 * The memory that files are read into, kept from object to object of an association: fresh memory for each object
 * costs more than reading it. A slab that is never given back is lost to the pool, and no harm is done.
 */
export class SlabPool {
  readonly #idle: Buffer[] = [];

  /** At least `bytes` long, with old content; the caller's own until it is given back. */
  take(bytes: number): Buffer {
    const slab = this.#idle.pop();
    if (slab !== undefined && slab.length >= bytes) return slab;
    return Buffer.allocUnsafeSlow(Math.ceil(bytes / SLAB_STEP_BYTES) * SLAB_STEP_BYTES);
  }

  /** Nothing may be reading from the slab, or writing to it, any more. */
  giveBack(slab: Buffer): void {
    if (this.#idle.length < MAX_IDLE_SLABS) this.#idle.push(slab);
  }
}
