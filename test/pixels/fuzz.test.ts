import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_PIXEL_LIMITS, PixelCodecs } from '../../src/pixels/index.ts';
import { readPixels } from '../../src/pixels/read-pixels.ts';
import { makeImage } from './support/make-image.ts';

const SYNTAXES = ['5', '4.50', '4.70', '4.80', '4.90', '4.201'].map(
  (suffix) => `1.2.840.10008.1.2.${suffix}`,
);
const codecs = new PixelCodecs();
afterAll(() => codecs.close());

const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
  minLength: 1,
  maxLength: 6,
});

function spoil(dataset: Buffer, changes: readonly (readonly [number, number])[], from = 0): Buffer {
  const spoilt = Buffer.from(dataset);
  for (const [place, byte] of changes) {
    spoilt[from + Math.floor(place * (spoilt.length - from))] = byte;
  }
  return spoilt;
}

describe('spoilt objects', () => {
  it('are read or refused, never thrown', async () => {
    for (const transferSyntaxUid of SYNTAXES) {
      const { dataset } = await codecs.compress(
        makeImage({ frames: 2, rows: 20, columns: 24 }).dataset,
        transferSyntaxUid,
      );
      fc.assert(
        fc.property(damage, fc.double({ min: 0, max: 1, noNaN: true }), (changes, part) => {
          const cut = dataset.subarray(0, Math.floor(dataset.length * part));
          for (const bytes of [spoil(dataset, changes), spoil(cut, changes)]) {
            readPixels({ transferSyntaxUid, dataset: bytes }, DEFAULT_PIXEL_LIMITS);
          }
        }),
        { numRuns: 300, seed: 20_261_122 },
      );
    }
  });

  it('are decoded or refused, and the codecs live on', async () => {
    for (const transferSyntaxUid of SYNTAXES) {
      const { dataset } = await codecs.compress(
        makeImage({ rows: 20, columns: 24 }).dataset,
        transferSyntaxUid,
      );
      const pixels = dataset.indexOf(Buffer.from('e07f1000', 'hex')) + 32;
      await fc.assert(
        fc.asyncProperty(damage, async (changes) => {
          const spoilt = spoil(dataset, changes, pixels);
          const decoding = await codecs.decode(
            { transferSyntaxUid, dataset: spoilt },
            { deadlineMs: 5000 },
          );
          if (decoding.ok) expect(decoding.image.frames[0]?.length).toBe(20 * 24);
        }),
        { numRuns: 25, seed: 20_261_122 },
      );
      expect(await codecs.decode({ transferSyntaxUid, dataset })).toMatchObject({ ok: true });
    }
  });
});
