import type { RleStream } from './codestream.ts';
import { fault, type Read, read } from './fault.ts';
import { frameBytes, type ImageLayout } from './image-layout.ts';

const HEADER_BYTES = 64;
const MAX_SEGMENTS = 15;

/** Offsets of the segments, and the end of the last one (PS3.5 G.5). */
function readOffsets(bytes: Buffer): readonly number[] | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const count = bytes.readUInt32LE(0);
  if (count < 1 || count > MAX_SEGMENTS) return undefined;
  const offsets = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(4 + index * 4));
  const ascend = offsets.every((offset, index) => offset >= (offsets[index - 1] ?? HEADER_BYTES));
  return ascend && (offsets.at(-1) ?? 0) <= bytes.length ? [...offsets, bytes.length] : undefined;
}

/** Checks the header of an RLE frame against the image it belongs to; it says nothing else of itself. */
export function readRleHeader(bytes: Buffer, layout: ImageLayout): Read<RleStream> {
  const offsets = readOffsets(bytes);
  if (offsets === undefined) return fault('bad-codestream', 'not an RLE header');
  const segments = offsets.length - 1;
  const expected = layout.samplesPerPixel * (layout.bitsAllocated / 8);
  if (segments !== expected) {
    return fault('bad-codestream', `${segments} RLE segments instead of ${expected}`);
  }
  return read({
    format: 'rle',
    columns: layout.columns,
    rows: layout.rows,
    components: layout.samplesPerPixel,
    precision: layout.bitsAllocated,
    signed: layout.signed,
    planar: false,
    subsampled: false,
    // Has no end marker: that bytes are missing shows while decoding.
    complete: true,
  });
}

/** Decodes one segment into every `step`th byte (PS3.5 G.3.2); whether it filled all of them. */
function decodeSegment(segment: Buffer, target: Buffer, start: number, step: number): boolean {
  let from = 0;
  let to = start;
  while (to < target.length) {
    const control = segment[from];
    if (control === undefined) return false;
    from += 1;
    if (control < 128) {
      const literal = segment.subarray(from, from + control + 1);
      if (literal.length <= control) return false;
      for (const byte of literal) {
        if (to >= target.length) break;
        target[to] = byte;
        to += step;
      }
      from += literal.length;
    } else if (control > 128) {
      const byte = segment[from];
      if (byte === undefined) return false;
      from += 1;
      for (let count = 257 - control; count > 0 && to < target.length; count -= 1) {
        target[to] = byte;
        to += step;
      }
    }
  }
  return true;
}

/**
 * Decodes an RLE frame into interleaved little endian samples. Own code, since it is little and a decoder that trusts
 * offsets reads where it must not.
 */
export function decodeRle(bytes: Buffer, layout: ImageLayout): Read<Buffer> {
  const offsets = readOffsets(bytes) ?? [];
  const bytesPerSample = layout.bitsAllocated / 8;
  const step = layout.samplesPerPixel * bytesPerSample;
  const target = Buffer.alloc(frameBytes(layout));
  for (let segment = 0; segment < offsets.length - 1; segment += 1) {
    const sample = Math.floor(segment / bytesPerSample);
    // Within a sample the most significant byte comes first (PS3.5 G.2).
    const start = sample * bytesPerSample + (bytesPerSample - 1 - (segment % bytesPerSample));
    const coded = bytes.subarray(offsets[segment], offsets[segment + 1]);
    if (!decodeSegment(coded, target, start, step)) {
      return fault('truncated', `RLE segment ${segment + 1} ends too early`);
    }
  }
  return read(target);
}
