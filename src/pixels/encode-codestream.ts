import type { CodecAnswer, CodecTask } from './codec-task.ts';
import type { LoadedCodecs } from './load-codecs.ts';

type EncodeTask = Extract<CodecTask, { kind: 'encode' }>;

/** One luminance sample for two colour samples, the sampling of YBR_FULL_422. */
const SAMPLING_422 = 1;

/**
 * Encodes one frame.
 * @throws Error from the library for samples that the format cannot hold
 */
export function encodeCodestream(task: EncodeTask, { library }: LoadedCodecs): CodecAnswer {
  const { format, layout, loss } = task;
  const { NativeCodecs } = library;
  const context = new library.Context({
    width: layout.columns,
    height: layout.rows,
    bitsAllocated: layout.bitsAllocated,
    bitsStored: layout.bitsStored,
    samplesPerPixel: layout.samplesPerPixel,
    pixelRepresentation: layout.signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: layout.samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB',
    decodedBuffer: task.bytes,
  });
  const lossy = loss !== undefined;
  const progression = task.progression === undefined ? {} : { progressionOrder: task.progression };
  const encode = (): { getEncodedBuffer(): Uint8Array | undefined } => {
    switch (format) {
      case 'rle':
        return NativeCodecs.encodeRle(context);
      case 'jpeg': {
        const quality = loss?.kind === 'quality' ? { quality: loss.quality } : {};
        const predictor = lossy ? 0 : 1;
        const process = { lossy, predictor, pointTransform: 0, sampleFactor: SAMPLING_422 };
        return NativeCodecs.encodeJpeg(context, { ...process, ...quality });
      }
      case 'jpeg-ls': {
        const near = loss?.kind === 'near' ? { allowedLossyError: loss.near } : {};
        return NativeCodecs.encodeJpegLs(context, { lossy, ...near });
      }
      case 'jpeg2000': {
        const rate = loss?.kind === 'rate' ? { rate: loss.rate } : {};
        return NativeCodecs.encodeJpeg2000(context, { lossy, ...progression, ...rate });
      }
      case 'htj2k':
        return NativeCodecs.encodeHtJpeg2000(context, { lossy, ...progression });
    }
  };
  return { ok: true, bytes: encode().getEncodedBuffer() ?? new Uint8Array() };
}
