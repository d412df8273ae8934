import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isGenuine,
  listSeriesKeys,
  parseNonce,
  RUN_CODE_LENGTH,
  writeNonce,
} from '../../src/challenge/study/nonce.ts';
import { loadQrWriter } from '../../src/challenge/study/qr-matrix.ts';

const RUN = 'ABCDEFGH';
const seriesKeys = fc.constantFrom(...listSeriesKeys());

describe('the text of an image’s QR', () => {
  it('comes back as it was written, and is genuine for its seed only', () => {
    fc.assert(
      fc.property(seriesKeys, fc.integer({ min: 1, max: 999 }), (series, imageNumber) => {
        const text = writeNonce('seed-one', { runCode: RUN, study: 1, series, imageNumber });
        const nonce = parseNonce(text);
        expect(nonce).toMatchObject({ runCode: RUN, study: 1, series, imageNumber });
        if (nonce === undefined) throw new Error('not read');
        expect(isGenuine('seed-one', nonce)).toBe(true);
        expect(isGenuine('seed-two', nonce)).toBe(false);
        expect(isGenuine('seed-one', { ...nonce, imageNumber: (imageNumber % 999) + 1 })).toBe(
          false,
        );
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('is read from nothing else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(parseNonce(text)).toBeUndefined();
      }),
      { seed: 7, numRuns: 500 },
    );
    for (const text of [
      '',
      'https://example.org',
      'RP2:ABCDEFGH:1CT:001:ABCD',
      'RP1:ABCDEFGH:1CT:000:ABCD',
      'RP1:ABCDEFGH:0CT:001:ABCD',
      'RP1:ABCDEFGH:1ZZ:001:ABCD',
      'RP1:ABCDEFG0:1CT:001:ABCD',
      'RP1:ABCDEFGH:1CT:001:ABCD ',
      'RP1:ABCDEFGH:1CT:0001:ABCD',
    ]) {
      expect(parseNonce(text), text).toBeUndefined();
    }
  });

  it('fits its symbol', async () => {
    const write = await loadQrWriter();
    for (const series of listSeriesKeys()) {
      const text = writeNonce('seed-one', { runCode: RUN, study: 9, series, imageNumber: 999 });
      expect(RUN).toHaveLength(RUN_CODE_LENGTH);
      expect(write('nonce', text, 3).modules).toBe(25);
    }
  });
});
