import type { CodecAnswer, CodecTask } from './codec-task.ts';
import type { Codestream } from './codestream.ts';
import { frameBytes, type ImageLayout } from './image-layout.ts';
import type { LoadedCodecs } from './load-codecs.ts';
import { decodeRle } from './rle.ts';
import { interleave, widen, ybrFullToRgb } from './samples.ts';

type DecodeTask = Extract<CodecTask, { kind: 'decode' }>;
type NativeStream = Exclude<Codestream, { format: 'rle' }>;

const YBR: ReadonlySet<string> = new Set(['YBR_FULL', 'YBR_FULL_422']);

/**
 * Decodes one frame into little endian samples as the layout allocates them, those of a pixel together, colour as RGB.
 * The codec is told what the codestream says, checked before, not what the data set says: where the two differ its
 * rows would not be where it is told to write them.
 */
export function decodeCodestream(task: DecodeTask, codecs: LoadedCodecs): CodecAnswer {
  const { stream, layout } = task;
  const bytes = Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.byteLength);
  if (stream.format === 'rle') {
    const decoded = decodeRle(bytes, layout);
    if (!decoded.ok) return { ok: false, kind: 'truncated', message: decoded.fault.message };
    return finish(decoded.value, layout, YBR.has(layout.photometric));
  }
  // The library's own conversion is that of the JPEG codec; a lossless codestream is never converted by it.
  const byLibrary = stream.format === 'jpeg' && !stream.lossless && YBR.has(layout.photometric);
  codecs.takeComplaints();
  const decoded = runCodec(stream, bytes, byLibrary, codecs);
  const [complaint] = codecs.takeComplaints();
  if (complaint !== undefined) return { ok: false, kind: 'truncated', message: complaint };
  const bytesPerSample = stream.precision <= 8 ? 1 : 2;
  const expected = stream.columns * stream.rows * stream.components * bytesPerSample;
  if (decoded.length !== expected) {
    const message = `${decoded.length} bytes decoded instead of ${expected}`;
    return { ok: false, kind: 'not-decodable', message };
  }
  const samples = stream.planar ? interleave(decoded) : decoded;
  const wide = bytesPerSample * 8 < layout.bitsAllocated ? widen(samples, stream.signed) : samples;
  // The decoder of JPEG 2000 has undone its colour transform.
  const isYbr = YBR.has(layout.photometric) && !byLibrary;
  return finish(wide, layout, isYbr && !(stream.format === 'jpeg2000' && stream.colourTransform));
}

function runCodec(
  stream: NativeStream,
  encodedBuffer: Buffer,
  convertColorspaceToRgb: boolean,
  { library }: LoadedCodecs,
): Buffer {
  const { NativeCodecs } = library;
  const context = new library.Context({
    width: stream.columns,
    height: stream.rows,
    bitsAllocated: stream.precision <= 8 ? 8 : 16,
    bitsStored: stream.precision,
    samplesPerPixel: stream.components,
    pixelRepresentation: stream.signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: stream.components === 1 ? 'MONOCHROME2' : 'RGB',
    encodedBuffer,
  });
  const decode = (): { getDecodedBuffer(): Uint8Array | undefined } => {
    if (stream.format === 'jpeg') {
      return NativeCodecs.decodeJpeg(context, { convertColorspaceToRgb });
    }
    if (stream.format === 'jpeg-ls') return NativeCodecs.decodeJpegLs(context);
    return stream.highThroughput
      ? NativeCodecs.decodeHtJpeg2000(context)
      : NativeCodecs.decodeJpeg2000(context);
  };
  const decoded = decode().getDecodedBuffer() ?? new Uint8Array();
  return Buffer.from(decoded.buffer, decoded.byteOffset, decoded.byteLength);
}

function finish(samples: Buffer, layout: ImageLayout, isYbr: boolean): CodecAnswer {
  const expected = frameBytes(layout);
  if (samples.length !== expected) {
    const message = `${samples.length} bytes decoded instead of ${expected}`;
    return { ok: false, kind: 'not-decodable', message };
  }
  return { ok: true, bytes: isYbr && layout.bitsAllocated === 8 ? ybrFullToRgb(samples) : samples };
}
