import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeFrames, PixelCodecs } from '../../src/pixels/index.ts';
import { faultOf, makeImage } from './support/make-image.ts';

const UID = '1.2.840.10008.1.2.4.90';
const codecs = new PixelCodecs();
afterAll(() => codecs.close());

describe('a decoding that takes too long', () => {
  it('ends at its deadline, and the next one works', async () => {
    const large = await codecs.compress(
      makeImage({ bitsStored: 16, rows: 900, columns: 900 }).dataset,
      UID,
    );
    expect(faultOf(await codecs.decode(large, { deadlineMs: 5 }))).toBe('timed-out');
    const small = await codecs.compress(makeImage().dataset, UID);
    expect(faultOf(await codecs.decode(small))).toBe('none');
  });

  it('ends when it is stopped', async () => {
    const large = await codecs.compress(
      makeImage({ bitsStored: 16, rows: 900, columns: 900 }).dataset,
      UID,
    );
    const stop = new AbortController();
    const decoding = codecs.decode(large, { signal: stop.signal });
    setTimeout(() => stop.abort(), 5);
    expect(faultOf(await decoding)).toBe('cancelled');
    expect(faultOf(await codecs.decode(large, { signal: stop.signal }))).toBe('cancelled');
  });
});

describe('an idle thread', () => {
  it('does not keep the program alive', async () => {
    const { dataset } = await codecs.compress(makeImage().dataset, UID);
    const pixels = new URL('../../src/pixels/index.ts', import.meta.url).href;
    const script = `
      import { PixelCodecs } from ${JSON.stringify(pixels)};
      const dataset = Buffer.from('${dataset.toString('base64')}', 'base64');
      const decoding = await new PixelCodecs().decode({ transferSyntaxUid: '${UID}', dataset });
      console.log(decoding.ok);
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 15_000 },
    );
    expect(stdout.trim()).toBe('true');
  });
});

describe('several at once', () => {
  it('each get their own frames', async () => {
    const objects = await Promise.all(
      [40, 50, 60, 70].map((rows) => codecs.compress(makeImage({ rows, frames: 2 }).dataset, UID)),
    );
    const decodings = await Promise.all(objects.map((object) => codecs.decode(object)));
    expect(decodings.map((one) => one.ok && one.image.layout.rows)).toEqual([40, 50, 60, 70]);
  });

  it('without a thread to care for', async () => {
    const object = await codecs.compress(makeImage().dataset, UID);
    expect(faultOf(await decodeFrames(object))).toBe('none');
  });
});
