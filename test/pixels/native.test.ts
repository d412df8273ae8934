import { afterAll, describe, expect, it } from 'vitest';
import { PixelCodecs } from '../../src/pixels/index.ts';
import {
  encodeHead,
  encodeNative,
  faultOf,
  imageOf,
  makeImage,
  makeLayout,
} from './support/make-image.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const codecs = new PixelCodecs();
afterAll(() => codecs.close());

describe('native pixels', () => {
  it('are the frames as they are', async () => {
    const { dataset, decoded } = makeImage({ bitsStored: 12, frames: 2 });
    const decoding = await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset });
    expect(imageOf(decoding)).toEqual(decoded);
    expect(decoding).toMatchObject({ coding: { asDeclared: true }, codedBytes: 2 * 60 * 83 * 2 });
  });

  it('of planes come with the samples of a pixel together', async () => {
    const layout = makeLayout({ samplesPerPixel: 3, planar: true, rows: 1, columns: 2 });
    const dataset = encodeNative(layout, [Buffer.from([1, 2, 3, 4, 5, 6])]);
    const image = imageOf(await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset }));
    expect([...(image.frames[0] ?? [])]).toEqual([1, 3, 5, 2, 4, 6]);
    expect(image.layout.planar).toBe(false);
  });

  it('in YBR_FULL come as RGB', async () => {
    const layout = makeLayout({ samplesPerPixel: 3, photometric: 'YBR_FULL', rows: 1, columns: 3 });
    // Red, white and black (PS3.3 C.7.6.3.1.2).
    const dataset = encodeNative(layout, [Buffer.from([76, 85, 255, 255, 128, 128, 0, 128, 128])]);
    const image = imageOf(await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset }));
    expect([...(image.frames[0] ?? [])]).toEqual([254, 0, 0, 255, 255, 255, 0, 0, 0]);
    expect(image.layout.photometric).toBe('RGB');
  });

  it.each([
    ['too short', makeLayout(), 60 * 83 - 2, 'bad-encapsulation'],
    [
      'subsampled',
      makeLayout({ samplesPerPixel: 3, photometric: 'YBR_FULL_422' }),
      14_940,
      'unsupported-image',
    ],
    [
      'of a retired colour space',
      makeLayout({ samplesPerPixel: 3, photometric: 'HSV' }),
      14_940,
      'unsupported-image',
    ],
    ['without rows', { ...makeLayout(), rows: 0 }, 10, 'unreadable-dataset'],
    ['with a high bit beyond', { ...makeLayout(), highBit: 8 }, 4980, 'unreadable-dataset'],
    ['of no frame', { ...makeLayout(), frames: 0 }, 4980, 'unreadable-dataset'],
    [
      'of more than memory',
      { ...makeLayout({ bitsStored: 16 }), rows: 65_535, columns: 65_535, frames: 4000 },
      10,
      'too-large',
    ],
    ['of more frames than we take', { ...makeLayout(), frames: 5000 }, 10, 'too-large'],
  ])('%s are a fault', async (_name, layout, bytes, kind) => {
    const dataset = encodeNative(layout, [Buffer.alloc(bytes)]);
    expect(faultOf(await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset }))).toBe(kind);
  });

  it('are missed where there are none', async () => {
    const dataset = encodeHead(makeLayout());
    expect(faultOf(await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset }))).toBe(
      'no-pixel-data',
    );
    const broken = Buffer.concat([dataset, Buffer.from([1, 2, 3])]);
    expect(faultOf(await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset: broken }))).toBe(
      'unreadable-dataset',
    );
  });

  it.each(['1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.103'])(
    'in %s are not decoded here',
    async (transferSyntaxUid) => {
      const { dataset } = makeImage();
      expect(faultOf(await codecs.decode({ transferSyntaxUid, dataset }))).toBe(
        'unsupported-syntax',
      );
    },
  );

  it('behind a sequence of undefined length are found', async () => {
    const { dataset, decoded } = makeImage();
    // (0008,1140) SQ of undefined length: an item of undefined length with one element, and both delimiters.
    const sequence = Buffer.from(
      `08004011${Buffer.from('SQ').toString('hex')}0000ffffffff` +
        'feff00e0ffffffff' +
        `08005511${Buffer.from('UI').toString('hex')}0400312e3200` +
        'feff0de000000000feffdde000000000',
      'hex',
    );
    const at = dataset.indexOf(Buffer.from('08004011', 'hex'));
    const end = dataset.indexOf(Buffer.from('28000200', 'hex'));
    const changed = Buffer.concat([dataset.subarray(0, at), sequence, dataset.subarray(end)]);
    const decoding = await codecs.decode({ transferSyntaxUid: EXPLICIT, dataset: changed });
    expect(imageOf(decoding).frames).toEqual(decoded.frames);
  });
});
