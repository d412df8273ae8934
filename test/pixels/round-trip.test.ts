import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codingOf, compareImages, PixelCodecs } from '../../src/pixels/index.ts';
import { chooseEncoding, readDataset } from '../../src/protocols/dicom/index.ts';
import { imageOf, makeImage, type TestImage } from './support/make-image.ts';

const codecs = new PixelCodecs();
afterAll(() => codecs.close());

const images: readonly (readonly [string, TestImage])[] = [
  ['8-bit grey', {}],
  ['12-bit grey', { bitsStored: 12 }],
  ['16-bit signed grey', { bitsStored: 16, signed: true }],
  ['12-bit signed grey', { bitsStored: 12, signed: true }],
  ['16-bit grey', { bitsStored: 16 }],
  ['RGB', { samplesPerPixel: 3 }],
  ['RGB in planes', { samplesPerPixel: 3, planar: true }],
  ['RGB in several frames of odd length', { samplesPerPixel: 3, frames: 3, rows: 33, columns: 35 }],
  ['8-bit grey in frames', { frames: 4, rows: 31, columns: 37 }],
];

const lossless = [
  ['RLE Lossless', '1.2.840.10008.1.2.5'],
  ['JPEG Lossless', '1.2.840.10008.1.2.4.57'],
  ['JPEG Lossless, first-order prediction', '1.2.840.10008.1.2.4.70'],
  ['JPEG-LS Lossless', '1.2.840.10008.1.2.4.80'],
  ['JPEG 2000 Lossless', '1.2.840.10008.1.2.4.90'],
  ['HTJ2K Lossless', '1.2.840.10008.1.2.4.201'],
  ['HTJ2K Lossless RPCL', '1.2.840.10008.1.2.4.202'],
] as const;

const lossy = [
  ['JPEG Baseline', '1.2.840.10008.1.2.4.50', 'ISO_10918_1'],
  ['JPEG-LS Near-Lossless', '1.2.840.10008.1.2.4.81', 'ISO_14495_1'],
  ['JPEG 2000', '1.2.840.10008.1.2.4.91', 'ISO_15444_1'],
  ['HTJ2K', '1.2.840.10008.1.2.4.203', 'ISO_15444_15'],
] as const;

function textOf(dataset: Buffer, syntax: string, tag: number): string | undefined {
  const marker = dataset.indexOf(Buffer.from('e07f1000', 'hex'));
  const encoding = chooseEncoding(syntax);
  if (encoding === undefined) throw new Error(syntax);
  const head = readDataset(dataset.subarray(0, marker), encoding);
  if (!head.ok) throw new Error(head.message);
  return head.dataset.text(tag)?.trim();
}

describe('what is compressed without loss is decoded as it was', () => {
  it.each(lossless)('%s', async (_name, uid) => {
    for (const [name, image] of images) {
      const { dataset, decoded } = makeImage(image);
      const compressed = await codecs.compress(dataset, uid);
      const decoding = await codecs.decode(compressed);
      expect(decoding.coding, name).toEqual({ asDeclared: true });
      const [original, again] = [
        await codecs.decode({ transferSyntaxUid: '1.2.840.10008.1.2.1', dataset }),
        decoding,
      ].map(imageOf);
      if (original === undefined || again === undefined) throw new Error(name);
      expect(compareImages(original, again), name).toMatchObject({ kind: 'compared', equal: true });
      if (!image.planar) expect(again.frames, name).toEqual(decoded.frames);
      expect(textOf(compressed.dataset, uid, 0x00282110)).toBe('00');
    }
  });
});

describe('what is compressed with loss is near, and says so', () => {
  it.each(lossy)('%s', async (_name, uid, method) => {
    for (const [name, image] of images) {
      if (uid.endsWith('.50') && (image.bitsStored ?? 8) > 8) continue;
      const { dataset } = makeImage(image);
      const compressed = await codecs.compress(dataset, uid);
      const decoding = await codecs.decode(compressed);
      expect(decoding.coding, name).toEqual({ asDeclared: true });
      const original = await codecs.decode({
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        dataset,
      });
      const compared = compareImages(imageOf(original), imageOf(decoding));
      expect(compared.kind, name).toBe('compared');
      if (compared.kind === 'compared' && !compared.equal) {
        expect(compared.psnrDb, name).toBeGreaterThan(25);
        expect(compared.maxDifference).toBeGreaterThanOrEqual(1);
      }
      expect(textOf(compressed.dataset, uid, 0x00282110)).toBe('01');
      expect(textOf(compressed.dataset, uid, 0x00282114)).toBe(method);
      expect(Number(textOf(compressed.dataset, uid, 0x00282112))).toBeGreaterThan(0);
    }
  });

  it('JPEG-LS keeps to the largest difference it was allowed', async () => {
    const { dataset, decoded } = makeImage({ bitsStored: 12 });
    const compressed = await codecs.compress(dataset, '1.2.840.10008.1.2.4.81', {
      loss: { kind: 'near', near: 3 },
    });
    const compared = compareImages(decoded, imageOf(await codecs.decode(compressed)));
    expect(compared).toMatchObject({ kind: 'compared', maxDifference: 3 });
  });
});

describe('the codec library', () => {
  it('has its WebAssembly in the installed package', () => {
    const entry = createRequire(import.meta.url).resolve('dcmjs-codecs');
    expect(existsSync(path.join(path.dirname(entry), 'dcmjs-native-codecs.wasm'))).toBe(true);
  });

  it('is asked for no transfer syntax but those known', async () => {
    expect(codingOf('1.2.840.10008.1.2.4.100')).toBeUndefined();
    const { dataset } = makeImage();
    await expect(codecs.compress(dataset, '1.2.840.10008.1.2.4.100')).rejects.toThrow(RangeError);
    await expect(codecs.compress(dataset, '1.2.840.10008.1.2.1')).rejects.toThrow(RangeError);
  });
});
