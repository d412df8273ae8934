import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encapsulate, PixelCodecs } from '../../src/pixels/index.ts';
import { encodeHead, faultOf, imageOf, makeImage, makeLayout } from './support/make-image.ts';

const JPEG_2000 = '1.2.840.10008.1.2.4.90';
const RLE = '1.2.840.10008.1.2.5';
const codecs = new PixelCodecs();
afterAll(() => codecs.close());

const { dataset, decoded } = makeImage({ frames: 2, rows: 32, columns: 40 });
const head = encodeHead(makeLayout({ frames: 2, rows: 32, columns: 40 }));
/** The two codestreams. */
let first = Buffer.alloc(0);
let second = Buffer.alloc(0);

function readItems(value: Buffer): Buffer[] {
  const items: Buffer[] = [];
  for (let at = 12; value.readUInt32LE(at) === 0xe000fffe; ) {
    const length = value.readUInt32LE(at + 4);
    items.push(value.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return items;
}

beforeAll(async () => {
  const { dataset: compressed } = await codecs.compress(dataset, JPEG_2000);
  const [, one = first, two = second] = readItems(
    compressed.subarray(compressed.indexOf(Buffer.from('e07f1000', 'hex'))),
  );
  first = Buffer.from(one);
  second = Buffer.from(two);
});

const header = Buffer.from('e07f10004f420000ffffffff', 'hex');
const delimiter = Buffer.from('feffdde000000000', 'hex');
function item(bytes: Buffer, length = bytes.length): Buffer {
  const start = Buffer.from('feff00e000000000', 'hex');
  start.writeUInt32LE(length, 4);
  return Buffer.concat([start, bytes]);
}
function table(...offsets: number[]): Buffer {
  const bytes = Buffer.alloc(offsets.length * 4);
  for (const [index, offset] of offsets.entries()) bytes.writeUInt32LE(offset, index * 4);
  return item(bytes);
}
const decode = (pieces: readonly Buffer[], uid = JPEG_2000) =>
  codecs.decode({ transferSyntaxUid: uid, dataset: Buffer.concat([head, header, ...pieces]) });
const even = (bytes: Buffer, at: number) => {
  const cut = Math.floor(bytes.length / at / 2) * 2;
  return [bytes.subarray(0, cut), bytes.subarray(cut)] as const;
};

describe('frames are put together from their fragments', () => {
  it('one fragment each, with and without an offset table', async () => {
    for (const start of [table(), table(0, first.length + 8)]) {
      const decoding = await decode([start, item(first), item(second), delimiter]);
      expect(imageOf(decoding).frames).toEqual(decoded.frames);
    }
  });

  it('several fragments, by the offset table', async () => {
    const [a, b] = even(first, 2);
    const [c, d] = even(second, 3);
    const pieces = [item(a), item(b), item(c), item(d), delimiter];
    const decoding = await decode([table(0, a.length + b.length + 16), ...pieces]);
    expect(imageOf(decoding).frames).toEqual(decoded.frames);
  });

  it('several fragments without a table, by where codestreams begin', async () => {
    const [a, b] = even(first, 2);
    const decoding = await decode([table(), item(a), item(b), item(second), delimiter]);
    expect(imageOf(decoding).frames).toEqual(decoded.frames);
  });

  it('a single frame of many fragments, empty ones among them', async () => {
    const layout = makeLayout({ rows: 32, columns: 40 });
    const [a, b] = even(first, 5);
    const pieces = [table(), item(a), item(Buffer.alloc(0)), item(b), delimiter];
    const single = Buffer.concat([encodeHead(layout), header, ...pieces]);
    const decoding = await codecs.decode({ transferSyntaxUid: JPEG_2000, dataset: single });
    expect(imageOf(decoding).frames).toEqual(decoded.frames.slice(0, 1));
  });
});

describe('hostile encapsulation is a fault, never an exception', () => {
  const cases: readonly (readonly [string, () => readonly Buffer[], string])[] = [
    ['nothing at all', () => [], 'bad-encapsulation'],
    ['only the delimiter', () => [delimiter], 'bad-encapsulation'],
    ['a table and no fragment', () => [table(), delimiter], 'bad-encapsulation'],
    ['no delimiter', () => [table(), item(first), item(second)], 'bad-encapsulation'],
    ['fewer fragments than frames', () => [table(), item(first), delimiter], 'bad-encapsulation'],
    [
      'a frame without a byte',
      () => [table(), item(first), item(Buffer.alloc(0)), delimiter],
      'bad-encapsulation',
    ],
    [
      'an item that is longer than the object',
      () => [table(), item(first, 0x7fffffff), delimiter],
      'bad-encapsulation',
    ],
    [
      'an item of undefined length',
      () => [table(), item(first, 0xffffffff), delimiter],
      'bad-encapsulation',
    ],
    [
      'something else than an item',
      () => [table(), Buffer.alloc(16), delimiter],
      'bad-encapsulation',
    ],
    [
      'a table of three bytes',
      () => [item(Buffer.alloc(3)), item(first), item(second), delimiter],
      'bad-encapsulation',
    ],
    [
      'a table that points nowhere',
      () => [table(0, 12_345), item(first), item(second), item(second), delimiter],
      'bad-encapsulation',
    ],
    [
      'a table that goes back',
      () => [table(8 + first.length, 0), item(first), item(second), item(second), delimiter],
      'bad-encapsulation',
    ],
    [
      'a table with one entry too many',
      () => [table(0, 8 + first.length, 8), item(first), item(second), item(second), delimiter],
      'bad-encapsulation',
    ],
    [
      'fragments that begin no codestream',
      () => [
        table(),
        item(Buffer.alloc(4)),
        item(Buffer.alloc(4)),
        item(Buffer.alloc(4)),
        delimiter,
      ],
      'bad-encapsulation',
    ],
  ];
  it.each(cases)('%s', async (_name, pieces, kind) => {
    expect(faultOf(await decode(pieces()))).toBe(kind);
  });

  it('more fragments than we take', async () => {
    const pieces = Array.from({ length: 40 }, () => item(Buffer.alloc(2)));
    const object = {
      transferSyntaxUid: JPEG_2000,
      dataset: Buffer.concat([head, header, table(), ...pieces, delimiter]),
    };
    expect(faultOf(await codecs.decode(object, { limits: { maxFragments: 39 } }))).toBe(
      'too-large',
    );
  });

  it('an RLE frame in two fragments', async () => {
    const three = [item(Buffer.alloc(64)), item(Buffer.alloc(64)), item(Buffer.alloc(64))];
    expect(faultOf(await decode([table(), ...three, delimiter], RLE))).toBe('bad-encapsulation');
  });

  it('encapsulated pixels in a native syntax', async () => {
    const decoding = await decode(
      [table(), item(first), item(second), delimiter],
      '1.2.840.10008.1.2.1',
    );
    expect(decoding).toMatchObject({ coding: { defect: 'encapsulated' }, ok: false });
  });
});

describe('our own encapsulation', () => {
  it('has even fragments and a table that finds them', () => {
    const value = encapsulate([Buffer.from([1, 2, 3]), Buffer.from([4, 5])]);
    expect(readItems(value).map((bytes) => [...bytes])).toEqual([
      [0, 0, 0, 0, 12, 0, 0, 0],
      [1, 2, 3, 0],
      [4, 5],
    ]);
    expect(value.subarray(-8)).toEqual(delimiter);
  });
});
