import type { PixelCoding } from './check-coding.ts';
import { CodecThread } from './codec-thread.ts';
import { type CompressOptions, compressDataset } from './compress-dataset.ts';
import type { PixelFault, Read } from './fault.ts';
import { finishNative } from './finish-native.ts';
import type { ImageLayout } from './image-layout.ts';
import { DEFAULT_PIXEL_LIMITS, type PixelLimits } from './limits.ts';
import type { EncodedObject } from './read-head.ts';
import { type CodedPixels, readPixels } from './read-pixels.ts';

/** An image in memory: samples of a pixel together, little endian, colour as RGB. */
export interface DecodedImage {
  /** Of the samples as they lie here; `planar` is always false. */
  readonly layout: ImageLayout;
  /** One buffer of samples for each frame. */
  readonly frames: readonly Buffer[];
}

/** Bounds of one object. */
export interface DecodeOptions {
  readonly limits?: Partial<PixelLimits>;
  /** All frames together, in milliseconds; 60 seconds otherwise. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** What came of one object. `coding` is absent when it could not be told, also when every frame decodes. */
export type PixelDecoding = { readonly coding?: PixelCoding } & (
  | {
      readonly ok: true;
      readonly image: DecodedImage;
      /** All frames together, as they were coded. */
      readonly codedBytes: number;
    }
  | { readonly ok: false; readonly fault: PixelFault }
);

const DEFAULT_DEADLINE_MS = 60_000;

/**
 * Decodes the pixels of objects, and encodes those of our own, in a thread that is started when first needed. Native
 * and RLE pixels (PS3.5 8.2, G), JPEG baseline, extended and lossless, JPEG-LS, JPEG 2000 and high-throughput
 * JPEG 2000. Always close it.
 */
export class PixelCodecs {
  readonly #thread = new CodecThread();

  /**
   * Decodes every frame of an object. Nothing that a peer sent makes this throw.
   * @throws Error when the codec library cannot be loaded
   */
  async decode(object: EncodedObject, options: DecodeOptions = {}): Promise<PixelDecoding> {
    const { deadlineMs = DEFAULT_DEADLINE_MS, signal } = options;
    const reading = readPixels(object, { ...DEFAULT_PIXEL_LIMITS, ...options.limits });
    const coding = reading.coding === undefined ? {} : { coding: reading.coding };
    if (!reading.pixels.ok) return { ...coding, ok: false, fault: reading.pixels.fault };
    const { layout, codedBytes } = reading.pixels.value;
    const untilMs = performance.now() + deadlineMs;
    const patience = { untilMs, ...(signal === undefined ? {} : { signal }) };
    const frames = await this.#decodeFrames(reading.pixels.value, patience);
    if (!frames.ok) return { ...coding, ok: false, fault: frames.fault };
    const photometric = layout.photometric.startsWith('YBR') ? 'RGB' : layout.photometric;
    const image = { layout: { ...layout, photometric, planar: false }, frames: frames.value };
    return { ...coding, ok: true, image, codedBytes };
  }

  /**
   * Compresses a data set of ours, in explicit VR little endian, into another transfer syntax.
   * @throws Error for a data set or a transfer syntax that cannot be; RangeError for options the syntax does not have
   */
  compress(dataset: Buffer, transferSyntaxUid: string, options: CompressOptions = {}) {
    return compressDataset(dataset, transferSyntaxUid, options, this.#thread);
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  async #decodeFrames(
    { layout, frames }: CodedPixels,
    patience: { readonly untilMs: number; readonly signal?: AbortSignal },
  ): Promise<Read<readonly Buffer[]>> {
    const decoded: Buffer[] = [];
    for (const [frame, { bytes, stream }] of frames.entries()) {
      if (stream === undefined) {
        decoded.push(finishNative(bytes, layout));
        continue;
      }
      const one = await this.#thread.run({ kind: 'decode', stream, layout, bytes }, patience);
      if (!one.ok) return { ok: false, fault: { ...one.fault, frame } };
      decoded.push(one.value);
    }
    return { ok: true, value: decoded };
  }
}

/** Decodes one object, with a thread of its own. @throws Error when the codec library cannot be loaded */
export async function decodeFrames(
  object: EncodedObject,
  options?: DecodeOptions,
): Promise<PixelDecoding> {
  const codecs = new PixelCodecs();
  try {
    return await codecs.decode(object, options);
  } finally {
    await codecs.close();
  }
}
