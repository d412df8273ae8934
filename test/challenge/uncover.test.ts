import { beforeAll, describe, expect, it } from 'vitest';
import { HIDDEN_FUNCTIONS, judgePicture, readPicture } from '../../src/challenge/index.ts';
import { type Demo, makeDemo } from './support/demo.ts';
import { encode } from './support/encode.ts';
import { loadHidden } from './support/hidden-volumes.ts';
import { listUncovered, photographCode, type Uncovered } from './support/uncovered.ts';

describe('the function that uncovers a code', { timeout: 60_000 }, () => {
  let demo: Demo;
  let uncovered: readonly Uncovered[];
  beforeAll(async () => {
    demo = await makeDemo();
    uncovered = listUncovered(loadHidden(demo.challenge, demo.context), demo.context);
  });

  it('is tried for every code', () => {
    const tried = new Set(uncovered.map(({ expected }) => expected));
    for (const name of HIDDEN_FUNCTIONS) {
      expect(tried).toContain(demo.challenge.key.hidden[name]);
    }
    expect(uncovered.length).toBeGreaterThan(15);
  });

  it('shows it legibly at 3 pixels per module, as PNG and as JPEG of quality 40', async () => {
    const unread: string[] = [];
    for (const one of uncovered) {
      for (const encoding of [{ format: 'png' }, { format: 'jpeg', quality: 40 }] as const) {
        if (encoding.format === 'jpeg' && one.needsPng) continue;
        const file = await encode(await photographCode(one, 3), encoding);
        const reading = await readPicture(file, { isWanted: (text) => text === one.expected });
        const texts = reading.kind === 'read' ? reading.symbols.map(({ text }) => text) : [];
        if (!texts.includes(one.expected)) unread.push(`${one.name}, ${encoding.format}`);
      }
    }
    expect(unread).toEqual([]);
  });

  it('proves itself to the judge, in a whole picture', async () => {
    for (const name of HIDDEN_FUNCTIONS) {
      const one = uncovered.find(({ expected }) => expected === demo.challenge.key.hidden[name]);
      if (one === undefined) throw new Error(`no picture for ${name}`);
      const reading = await readPicture(await encode(one.picture, { format: 'png' }));
      const verdict = judgePicture(reading, demo.challenge);
      expect(verdict.kind, name).toBe('evidence');
      if (verdict.kind === 'evidence') {
        expect(verdict.codes.map((code) => code.function)).toContain(name);
      }
    }
  });

  it('is not proven by a usual picture, which only says which image it is', async () => {
    const plain = uncovered.find(({ name }) => name === 'QR, default window');
    if (plain === undefined) throw new Error('no such picture');
    const reading = await readPicture(await encode(plain.picture, { format: 'png' }));
    const verdict = judgePicture(reading, demo.challenge);
    expect(verdict).toMatchObject({ kind: 'evidence', codes: [] });
    if (verdict.kind === 'evidence') {
      expect(verdict.images[0]).toMatchObject({ series: 'ct', imageNumber: 76 });
    }
  });
});
