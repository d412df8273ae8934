import { beforeAll, describe, expect, it } from 'vitest';
import { makeDemo } from './support/demo.ts';
import { type HiddenVolumes, loadHidden } from './support/hidden-volumes.ts';
import { cutTilted, listExceeded, measureInterpolated } from './support/interpolated-leaks.ts';

// Fifty seeds: test/peers/challenge-proofs.test.ts.
describe('pictures that are not on the grid of the volume', { timeout: 120_000 }, () => {
  let hidden: HiddenVolumes;
  beforeAll(async () => {
    const { challenge, context } = await makeDemo();
    hidden = loadHidden(challenge, context);
  });

  it('give no code away: cuts between planes, slabs shifted by half a slice, tilted planes', () => {
    const measured = measureInterpolated(hidden);
    expect(Object.keys(measured).length).toBeGreaterThan(40);
    expect(listExceeded(measured)).toEqual([]);
  });

  it('show the MPR code where they lie near it, which is the function, and less the more they are tilted', () => {
    const recovered = [2, 10, 30, 60].map((degrees) => cutTilted(hidden.mpr, degrees));
    expect(recovered[0]).toBe(1);
    expect(recovered).toEqual(recovered.toSorted((a, b) => b - a));
    expect(recovered.at(-1)).toBeLessThan(0.65);
  });
});
