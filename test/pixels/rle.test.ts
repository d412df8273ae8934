import { describe, expect, it } from 'vitest';
import { decodeRle, readRleHeader } from '../../src/pixels/rle.ts';
import { makeLayout } from './support/make-image.ts';

function frame(...segments: number[][]): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length, 0);
  let at = 64;
  segments.forEach((segment, index) => {
    header.writeUInt32LE(at, 4 + index * 4);
    at += segment.length;
  });
  return Buffer.concat([header, Buffer.from(segments.flat())]);
}

const grey = makeLayout({ rows: 1, columns: 6 });
const decoded = (bytes: Buffer, layout = grey) => {
  const read = decodeRle(bytes, layout);
  return read.ok ? [...read.value] : read.fault.kind;
};

describe('RLE (PS3.5 G)', () => {
  it('has literal runs, repeated bytes, and a code that does nothing', () => {
    expect(decoded(frame([1, 7, 8, 128, 253, 9]))).toEqual([7, 8, 9, 9, 9, 9]);
  });

  it('has the most significant byte of a sample first', () => {
    const layout = makeLayout({ rows: 1, columns: 2, bitsStored: 12 });
    expect(decoded(frame([255, 1], [1, 2, 3]), layout)).toEqual([2, 1, 3, 1]);
  });

  it('has one segment for each colour', () => {
    const layout = makeLayout({ rows: 1, columns: 2, samplesPerPixel: 3 });
    expect(decoded(frame([1, 1, 2], [1, 3, 4], [255, 5]), layout)).toEqual([1, 3, 5, 2, 4, 5]);
  });

  it('writes nothing beyond the frame', () => {
    expect(decoded(frame([129, 4]))).toEqual([4, 4, 4, 4, 4, 4]);
    expect(decoded(frame([8, 1, 2, 3, 4, 5, 6, 7, 8, 9]))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['a run that breaks off', frame([5, 1, 2])],
    ['a repeat without its byte', frame([251])],
    ['too few bytes', frame([0, 1])],
    ['an empty segment', frame([])],
  ])('%s is a fault', (_name, bytes) => {
    expect(decoded(bytes)).toBe('truncated');
  });

  it.each([
    ['a short header', Buffer.alloc(63)],
    ['no segment', frame()],
    ['too many segments', frame([1], [1])],
    ['offsets beyond the frame', frame([0, 1]).fill(0xff, 4, 8)],
    ['an offset into the header', frame([0, 1]).fill(0, 4, 8)],
  ])('%s is no RLE header', (_name, bytes) => {
    const read = readRleHeader(bytes, grey);
    expect(read.ok ? 'none' : read.fault.kind).toBe('bad-codestream');
  });
});
