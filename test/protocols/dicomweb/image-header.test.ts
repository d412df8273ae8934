import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../src/protocols/dicomweb/image-header.ts';

/** Markers of a grey JPEG of 3 rows and 5 columns without a picture. */
const TINY_JPEG = Buffer.from('ffd8ffe000044a46ffffc0000b080003000501011100ffda0000ffd9', 'hex');
const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d494844520000000500000003100200000000000000' + '0000000049454e44ae426082',
  'hex',
);

describe('reading the header of an image', () => {
  it('reads a JPEG past other segments and fill bytes', () => {
    expect(readImageHeader(TINY_JPEG)).toEqual({
      format: 'jpeg',
      width: 5,
      height: 3,
      bitsPerSample: 8,
      components: 1,
      complete: true,
    });
    expect(readImageHeader(TINY_JPEG.subarray(0, -1))).toMatchObject({ complete: false });
  });

  it('reads a PNG', () => {
    expect(readImageHeader(PNG)).toEqual({
      format: 'png',
      width: 5,
      height: 3,
      bitsPerSample: 16,
      components: 3,
      complete: true,
    });
    expect(readImageHeader(PNG.subarray(0, -4))).toMatchObject({ complete: false });
  });

  it('gives up on everything else, at any length', () => {
    for (const text of ['', 'GIF89a', '<html>']) {
      expect(readImageHeader(Buffer.from(text))).toBeUndefined();
    }
    for (let length = 0; length < 19; length += 1) {
      expect(readImageHeader(TINY_JPEG.subarray(0, length))).toBeUndefined();
    }
    for (let length = 0; length < 33; length += 1) {
      expect(readImageHeader(PNG.subarray(0, length))).toBeUndefined();
    }
    expect(readImageHeader(Buffer.from('ffd8ffe00000', 'hex'))).toBeUndefined();
  });
});
