import type { PixelCodecs } from '../../pixels/index.ts';

/** The image codecs of the simulated hospital: loaded when first needed, one thread for all of its systems. */
export class SharedCodecs {
  #codecs: Promise<PixelCodecs> | undefined;

  /** The codecs, with a thread once they are used. */
  use(): Promise<PixelCodecs> {
    this.#codecs ??= import('../../pixels/index.ts').then(
      ({ PixelCodecs: Codecs }) => new Codecs(),
    );
    return this.#codecs;
  }

  /** Ends the thread; it starts again when it is used again. */
  async close(): Promise<void> {
    const codecs = await this.#codecs;
    await codecs?.close();
  }
}
