import { beforeAll, describe, expect, it } from 'vitest';
import { CT_NONCE, WINDOW_CODE } from '../../src/challenge/study/ct-layout.ts';
import { bestGuess, measureEdgeOnLeak } from '../../src/challenge/study/edge-on-leak.ts';
import { loadQrWriter } from '../../src/challenge/study/qr-matrix.ts';
import { cutPlane, projectSlab } from './support/cuts.ts';
import { type Demo, makeDemo } from './support/demo.ts';
import { applyWindow } from './support/grey-levels.ts';
import { type HiddenVolumes, loadHidden } from './support/hidden-volumes.ts';
import { listUsualWindows, measureLeaks } from './support/leaks.ts';
import { readCells, recoverPayload } from './support/matched-filter.ts';

// All fifty seeds: test/peers/challenge-proofs.test.ts.
describe('without the function that uncovers it, a hidden code', { timeout: 120_000 }, () => {
  let demo: Demo;
  let hidden: HiddenVolumes;
  beforeAll(async () => {
    demo = await makeDemo();
    hidden = loadHidden(demo.challenge, demo.context);
  });

  it('is not recovered from any other picture of its volume', () => {
    const leaks = measureLeaks(hidden);
    expect(leaks.length).toBeGreaterThan(50);
    expect(leaks.filter(({ recovered, limit }) => recovered > limit)).toEqual([]);
  });

  it('would be noticed by the filter: it recovers all of it with the function', () => {
    const { ct, window, mpr, mip, fusion } = hidden;
    const narrow = applyWindow(cutPlane(ct, 'axial', 75), WINDOW_CODE.window);
    const through = cutPlane(ct, 'coronal', 472);
    const slab = projectSlab(ct, 'axial', { first: 60, count: 40 }, 'maximum');
    const read = (picture: { width: number; values: ArrayLike<number> }, one: typeof mpr) =>
      recoverPayload(readCells(picture, one.target, one.target.face), one.target);
    expect(read({ width: narrow.width, values: narrow.data }, window)).toBe(1);
    expect(read(through, mpr)).toBe(1);
    expect(read(slab, mip)).toBe(1);
    // One layer: half of the light modules.
    expect(read(cutPlane(ct, 'axial', 40), fusion)).toBeCloseTo(0.75, 1);
  });

  it('of the narrow window leaves every usual picture as it would be without it, byte for byte', () => {
    const { ct } = hidden;
    const { dark, light } = WINDOW_CODE;
    for (const slice of [3, 75, 159]) {
      const shown = cutPlane(ct, 'axial', slice);
      const blank = {
        ...shown,
        values: shown.values.map((value) => (value === light ? dark : value)),
      };
      expect(blank.values).not.toEqual(shown.values);
      for (const [name, window] of listUsualWindows(shown)) {
        const [withCode, without] = [shown, blank].map((one) => applyWindow(one, window).data);
        expect(withCode, name).toEqual(without);
      }
    }
  });

  it('of the narrow window is one grey level when a window fits the whole range, however it is rounded', () => {
    const least = -1024;
    for (const levels of [255, 256]) {
      for (const round of [Math.floor, Math.round]) {
        const level = (value: number) =>
          round(((value - least) / (CT_NONCE.light - least)) * levels);
        expect(level(WINDOW_CODE.dark)).toBe(level(WINDOW_CODE.light));
      }
    }
  });
});

describe('the leak measure', () => {
  it('guesses one class for values that tell nothing, and everything from values that tell all', () => {
    const answers = Array.from({ length: 100 }, (_, index) => index % 2 === 0);
    expect(
      bestGuess(
        answers.map(() => 7),
        answers,
      ),
    ).toBe(0.5);
    expect(
      bestGuess(
        answers.map((answer) => (answer ? 3 : 5)),
        answers,
      ),
    ).toBe(1);
    // Told by the distance from the middle alone.
    const apart = answers.map((answer, index) =>
      answer ? (index % 4 === 0 ? -9 - index : 9 + index) : 0,
    );
    expect(bestGuess(apart, answers)).toBe(1);
  });

  it('refuses a symbol that shows its rows at the side', async () => {
    const write = await loadQrWriter();
    const matrix = write('hidden', 'WAAAAAAAAA', 0);
    const striped = { ...matrix, isDark: (row: number) => row % 2 === 0 };
    expect(measureEdgeOnLeak(striped, { alongColumns: 6, alongRows: 6 })).toBeGreaterThan(0.9);
  });
});
