import { afterAll, describe, expect, it } from 'vitest';
import { compareImages, encapsulate, PixelCodecs } from '../../src/pixels/index.ts';
import {
  encodeHead,
  faultOf,
  imageOf,
  makeImage,
  makeLayout,
  type TestImage,
} from './support/make-image.ts';

const UID = {
  rle: '1.2.840.10008.1.2.5',
  baseline: '1.2.840.10008.1.2.4.50',
  lossless: '1.2.840.10008.1.2.4.57',
  firstOrder: '1.2.840.10008.1.2.4.70',
  ls: '1.2.840.10008.1.2.4.80',
  nearLs: '1.2.840.10008.1.2.4.81',
  j2kLossless: '1.2.840.10008.1.2.4.90',
  j2k: '1.2.840.10008.1.2.4.91',
  htLossless: '1.2.840.10008.1.2.4.201',
  htRpcl: '1.2.840.10008.1.2.4.202',
  ht: '1.2.840.10008.1.2.4.203',
} as const;

const codecs = new PixelCodecs();
afterAll(() => codecs.close());

/** The codestream of a one-frame image in a syntax. */
async function encode(uid: string, image: TestImage = {}): Promise<Buffer> {
  const { dataset } = await codecs.compress(makeImage(image).dataset, uid);
  const start = dataset.indexOf(Buffer.from('feff00e004000000', 'hex')) + 12;
  const length = dataset.readUInt32LE(start + 4);
  return Buffer.from(dataset.subarray(start + 8, start + 8 + length));
}

function wrap(codestream: Buffer, uid: string, image: TestImage = {}) {
  const dataset = Buffer.concat([encodeHead(makeLayout(image)), encapsulate([codestream])]);
  return { transferSyntaxUid: uid, dataset };
}

describe('a codestream that is not what its syntax says is told, and still decoded', () => {
  it.each([
    ['lossy JPEG as JPEG lossless', UID.baseline, UID.firstOrder, 'lossy-process'],
    ['lossless JPEG as baseline', UID.firstOrder, UID.baseline, 'other-process'],
    ['near-lossless JPEG-LS as lossless', UID.nearLs, UID.ls, 'lossy-process'],
    ['irreversible JPEG 2000 as lossless only', UID.j2k, UID.j2kLossless, 'lossy-process'],
    ['irreversible HTJ2K as lossless only', UID.ht, UID.htLossless, 'lossy-process'],
    ['JPEG 2000 as HTJ2K', UID.j2kLossless, UID.htLossless, 'other-process'],
    ['HTJ2K as JPEG 2000', UID.htLossless, UID.j2kLossless, 'other-process'],
    ['HTJ2K in another progression', UID.htLossless, UID.htRpcl, 'other-process'],
    ['JPEG as JPEG-LS', UID.baseline, UID.ls, 'other-format'],
    ['JPEG-LS as JPEG', UID.ls, UID.firstOrder, 'other-format'],
  ])('%s', async (_name, really, said, defect) => {
    const decoding = await codecs.decode(wrap(await encode(really), said));
    expect(decoding.coding).toMatchObject({ asDeclared: false, defect });
    expect(imageOf(decoding).frames).toHaveLength(1);
  });

  it('JPEG 2000 in a JPEG syntax is no JPEG at all', async () => {
    const decoding = await codecs.decode(wrap(await encode(UID.j2kLossless), UID.baseline));
    expect(decoding).toMatchObject({
      coding: { defect: 'other-format' },
      fault: { kind: 'bad-codestream' },
    });
  });

  it('native pixels in a compressed syntax are decoded as what they are', async () => {
    const { dataset, decoded } = makeImage({ bitsStored: 12 });
    const decoding = await codecs.decode({ transferSyntaxUid: UID.j2kLossless, dataset });
    expect(decoding.coding).toMatchObject({ defect: 'not-encapsulated' });
    expect(compareImages(decoded, imageOf(decoding))).toMatchObject({ equal: true });
  });

  it('raw samples in a fragment are no codestream', async () => {
    const raw = makeImage().decoded.frames[0] ?? Buffer.alloc(0);
    const decoding = await codecs.decode(wrap(raw, UID.j2kLossless));
    expect(decoding).toMatchObject({
      coding: { defect: 'other-format' },
      fault: { kind: 'bad-codestream', frame: 0 },
    });
  });
});

describe('a codestream that breaks off is a fault', () => {
  it.each(Object.entries(UID))('%s', async (_name, uid) => {
    const whole = await encode(uid);
    for (const part of [0.2, 0.5, 0.9]) {
      const decoding = await codecs.decode(
        wrap(whole.subarray(0, Math.floor(whole.length * part)), uid),
      );
      expect(['truncated', 'bad-codestream']).toContain(faultOf(decoding));
    }
  });

  it('also when an end marker was put behind it', async () => {
    for (const uid of [UID.baseline, UID.firstOrder, UID.j2kLossless]) {
      const whole = await encode(uid);
      const cut = Buffer.concat([whole.subarray(0, whole.length >> 1), Buffer.from('ffd9', 'hex')]);
      expect(['truncated', 'not-decodable']).toContain(
        faultOf(await codecs.decode(wrap(cut, uid))),
      );
    }
  });

  it('and the next object decodes', async () => {
    const whole = await encode(UID.ls);
    const cut = Buffer.concat([whole.subarray(0, 60), Buffer.from('ffd9', 'hex')]);
    expect(faultOf(await codecs.decode(wrap(cut, UID.ls)))).toBe('not-decodable');
    expect(faultOf(await codecs.decode(wrap(whole, UID.ls)))).toBe('none');
  });
});

describe('a codestream that contradicts its data set is a fault before it is decoded', () => {
  it.each([
    ['other rows', { rows: 61 }],
    ['other columns', { columns: 8300 }],
    ['three samples', { samplesPerPixel: 3 as const }],
  ])('%s', async (_name, image) => {
    for (const uid of [UID.baseline, UID.ls, UID.j2kLossless, UID.ht, UID.rle]) {
      const decoding = await codecs.decode(wrap(await encode(uid), uid, image));
      if (uid === UID.rle && !('samplesPerPixel' in image)) {
        // Run lengths do not say how large they are; that too few come out does.
        expect(faultOf(decoding)).toBe('truncated');
      } else {
        expect(faultOf(decoding)).toBe('bad-codestream');
      }
    }
  });

  it('more bits than are allocated', async () => {
    const deep = await encode(UID.j2kLossless, { bitsStored: 12 });
    expect(faultOf(await codecs.decode(wrap(deep, UID.j2kLossless)))).toBe('bad-codestream');
  });

  it('fewer bits than are allocated are as good as all', async () => {
    const layout: TestImage = { bitsStored: 12 };
    const shallow = await encode(UID.ls);
    const image = imageOf(await codecs.decode(wrap(shallow, UID.ls, layout)));
    const [frame] = makeImage().decoded.frames;
    expect(image.frames[0]?.readUInt16LE(200)).toBe(frame?.[100]);
  });
});
