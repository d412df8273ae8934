import { beforeAll, describe, expect, it } from 'vitest';
import { judgePicture, type ReadOptions, readPicture } from '../../src/challenge/index.ts';
import { photograph } from './support/camera.ts';
import { type Demo, makeDemo } from './support/demo.ts';
import { encode } from './support/encode.ts';
import { loadHidden } from './support/hidden-volumes.ts';
import { listUncovered, type Uncovered } from './support/uncovered.ts';
import { showWorkstation } from './support/workstation.ts';

const SCREEN = { width: 1920, height: 1080, thumbnailPx: 180 };

describe('a screen with thumbnails of the study', { timeout: 60_000 }, () => {
  let demo: Demo;
  let uncovered: readonly Uncovered[];
  beforeAll(async () => {
    demo = await makeDemo();
    uncovered = listUncovered(loadHidden(demo.challenge, demo.context), demo.context);
  });

  function find(name: string): Uncovered {
    const found = uncovered.find((one) => one.name === name);
    if (found === undefined) throw new Error(`nothing is called ${name}`);
    return found;
  }

  async function seenIn(file: Buffer, options: ReadOptions = {}) {
    const reading = await readPicture(file, options);
    const verdict = judgePicture(reading, demo.challenge);
    if (verdict.kind !== 'evidence') throw new Error(verdict.rejection.reason);
    return {
      images: verdict.images.length,
      codes: verdict.codes.map((code) => code.function).toSorted(),
      texts: reading.kind === 'read' ? reading.symbols.map(({ text }) => text) : [],
    };
  }

  it.each([
    ['window of 100', 'window'],
    ['MPR, coronal', 'mpr'],
    ['MPR, interpolated and askew', 'mpr'],
    ['MIP of everything', 'mip'],
    ['fusion, hot', 'fusion'],
  ])('shows the code in one large pane beside them: %s', async (name, code) => {
    const panes = [{ shown: find(name), pixelsPerModule: 24 }];
    for (const encoding of [{ format: 'png' }, { format: 'jpeg', quality: 60 }] as const) {
      const file = await encode(await showWorkstation(demo, { ...SCREEN, panes }), encoding);
      expect(await seenIn(file)).toMatchObject({ images: 5, codes: [code] });
    }
  });

  it('shows the codes of three panes at once', async () => {
    const panes = ['window of 100', 'MPR, coronal', 'MIP of the slab'].map((name) => ({
      shown: find(name),
      pixelsPerModule: 6,
    }));
    const file = await encode(await showWorkstation(demo, { ...SCREEN, panes }), { format: 'png' });
    const { codes, texts } = await seenIn(file);
    expect(codes).toEqual(['mip', 'mpr', 'window']);
    for (const name of ['window', 'mpr', 'mip'] as const)
      expect(texts).toContain(demo.challenge.key.hidden[name]);
  });

  // The QR of the thumbnails are read in the usual way, the code only in a harder one.
  it('is searched on for the code that is wanted: small, in a poor JPEG', async () => {
    const shown = find('fusion, hot');
    const panes = [{ shown, pixelsPerModule: 1.7 }];
    const screen = await showWorkstation(demo, { ...SCREEN, panes });
    const file = await encode(screen, { format: 'jpeg', quality: 40 });
    expect((await seenIn(file)).images).toBeGreaterThan(0);
    const wanted = await seenIn(file, { isWanted: (text) => text === shown.expected });
    expect(wanted.codes).toEqual(['fusion']);
  });

  it('is searched on for the code that is wanted: a photo with the grid of the monitor', async () => {
    const shown = find('MIP of the slab');
    const panes = [{ shown, pixelsPerModule: 4 }];
    const screen = await showWorkstation(demo, { ...SCREEN, thumbnailPx: 230, panes });
    const photo = photograph(screen, {
      width: 4000,
      height: 2250,
      corners: [
        [120, 90],
        [3880, 130],
        [3830, 2180],
        [150, 2160],
      ],
      moire: 0.5,
      glare: 0,
      noise: 0,
      blur: 0,
    });
    const file = await encode(photo, { format: 'jpeg', quality: 75 });
    const found = await seenIn(file, {
      isEnough: ({ symbols }) => symbols.some(({ text }) => text === shown.expected),
    });
    expect(found.codes).toEqual(['mip']);
    expect(found.images).toBeGreaterThan(0);
  });

  it('shows no code where no function was used, however long one is looked for', async () => {
    const plain = { shown: find('QR, default window'), pixelsPerModule: 10 };
    const screen = await showWorkstation(demo, { ...SCREEN, panes: [plain, plain] });
    const file = await encode(screen, { format: 'png' });
    const { codes, images } = await seenIn(file, { isEnough: () => false });
    expect(codes).toEqual([]);
    expect(images).toBeGreaterThan(5);
  });

  it('is not searched on once the time is over, and what was found by then counts', async () => {
    const panes = [{ shown: find('MPR, coronal'), pixelsPerModule: 24 }];
    const file = await encode(await showWorkstation(demo, { ...SCREEN, panes }), { format: 'png' });
    const found = await seenIn(file, { isEnough: () => false, limitMs: 0 });
    expect(found.codes).toEqual(['mpr']);
  });
});
