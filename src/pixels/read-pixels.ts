import { assignFrames } from './assign-frames.ts';
import { AS_DECLARED, checkCoding, checkShape, departs, type PixelCoding } from './check-coding.ts';
import type { Codestream } from './codestream.ts';
import { fault, type PixelFault, type Read, read } from './fault.ts';
import { frameBytes, type ImageLayout, readLayout } from './image-layout.ts';
import type { PixelLimits } from './limits.ts';
import { readFragments } from './read-fragments.ts';
import { type EncodedObject, readHead } from './read-head.ts';
import { readJpegHeader } from './read-jpeg-header.ts';
import { readJpeg2000Header } from './read-jpeg2000-header.ts';
import { readRleHeader } from './rle.ts';
import { codingOf, type SyntaxCoding } from './syntax-coding.ts';

/** One frame as it is coded; `stream` is absent for native pixels. */
export interface CodedFrame {
  readonly bytes: Buffer;
  readonly stream?: Codestream;
}

/** The pixels of an object before they are decoded. */
export interface CodedPixels {
  readonly layout: ImageLayout;
  readonly frames: readonly CodedFrame[];
  /** All frames together, as coded. */
  readonly codedBytes: number;
}

/** What can be told without decoding. `coding` is absent when it could not be told. */
export interface PixelReading {
  readonly coding?: PixelCoding;
  readonly pixels: Read<CodedPixels>;
}

/**
 * Reads an object up to its codestreams' headers, which say what they are and how large. Nothing of a peer's makes
 * this throw, or allocates more than the object itself takes.
 */
export function readPixels(object: EncodedObject, limits: PixelLimits): PixelReading {
  const { dataset, transferSyntaxUid } = object;
  const coding = codingOf(transferSyntaxUid);
  if (coding === undefined) return { pixels: fault('unsupported-syntax', transferSyntaxUid) };
  const head = readHead(object);
  if (!head.ok) return { pixels: head };
  const { valueBytes, lengthBytes } = head.value.place;
  const layout = readLayout(head.value.attributes, limits);
  const value = dataset.subarray(valueBytes);
  if (lengthBytes !== undefined) {
    const isNative = coding.format === 'native';
    return {
      coding: isNative
        ? AS_DECLARED
        : departs('not-encapsulated', `Pixel Data of ${lengthBytes} bytes, native`),
      pixels: layout.ok ? readNative(value, lengthBytes, layout.value) : layout,
    };
  }
  if (coding.format === 'native') {
    const message = 'encapsulated Pixel Data in a native transfer syntax';
    return {
      coding: departs('encapsulated', message),
      pixels: fault('bad-encapsulation', message),
    };
  }
  return layout.ok ? readEncapsulated(value, layout.value, coding, limits) : { pixels: layout };
}

function readNative(value: Buffer, lengthBytes: number, layout: ImageLayout): Read<CodedPixels> {
  if (layout.photometric === 'YBR_FULL_422') {
    return fault('unsupported-image', 'native pixels of subsampled colour');
  }
  const size = frameBytes(layout);
  const wanted = size * layout.frames;
  if (lengthBytes < wanted || value.length < wanted) {
    return fault('bad-encapsulation', `${lengthBytes} bytes of pixels instead of ${wanted}`);
  }
  const frames = Array.from({ length: layout.frames }, (_, index) => ({
    bytes: value.subarray(index * size, (index + 1) * size),
  }));
  return read({ layout, frames, codedBytes: wanted });
}

function readEncapsulated(
  value: Buffer,
  layout: ImageLayout,
  coding: Exclude<SyntaxCoding, { format: 'native' }>,
  limits: PixelLimits,
): PixelReading {
  const fragments = readFragments(value, limits);
  if (!fragments.ok) return { pixels: fragments };
  const assigned = assignFrames(fragments.value, layout.frames, coding.format);
  if (!assigned.ok) return { pixels: assigned };
  const frames: CodedFrame[] = [];
  let codedBytes = 0;
  let whole: PixelCoding = AS_DECLARED;
  let first: PixelFault | undefined;
  for (const [frame, bytes] of assigned.value.entries()) {
    const header = readHeader(bytes, coding, layout);
    if (!header.ok) {
      const { message } = header.fault;
      return {
        coding: departs('other-format', message),
        pixels: { ok: false, fault: { ...header.fault, frame } },
      };
    }
    const one = checkCoding(coding, header.value);
    if (whole.asDeclared) whole = one;
    const shape = checkShape(header.value, layout);
    if (!shape.ok) first ??= { ...shape.fault, frame };
    frames.push({ bytes, stream: header.value });
    codedBytes += bytes.length;
  }
  return {
    coding: whole,
    pixels: first ? { ok: false, fault: first } : read({ layout, frames, codedBytes }),
  };
}

function readHeader(
  bytes: Buffer,
  coding: Exclude<SyntaxCoding, { format: 'native' }>,
  layout: ImageLayout,
): Read<Codestream> {
  switch (coding.format) {
    case 'rle':
      return readRleHeader(bytes, layout);
    case 'jpeg2000':
      return readJpeg2000Header(bytes);
    default:
      return readJpegHeader(bytes);
  }
}
