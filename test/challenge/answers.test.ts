import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  compareMeasurement,
  compareTyped,
  type KnownMeasurement,
  parseMeasured,
} from '../../src/challenge/index.ts';
import { drawLots } from '../../src/challenge/study/draw-lots.ts';
import { drawGeometry, listMeasurements } from '../../src/challenge/study/measurement-geometry.ts';
import { type Demo, makeDemo, objectsOf } from './support/demo.ts';
import { readFrames } from './support/volume.ts';

describe('a typed code', () => {
  it.each([
    ['ABCD23', 'ABCD23', 0],
    ['ABCD23', ' abcd-23\n', 0],
    ['ABCD23', 'ab cd 23', 0],
    ['ABCD23', 'ＡＢＣＤ２３', 0],
    ['ABCD23', 'ABXD23', 1],
    ['ABCD23', 'ABCD2', 1],
    ['ABCD23', 'ABCD234', 1],
    ['ABCD23', '', 6],
  ])('%s is compared with %j', (expected, typed, wrongLetters) => {
    expect(compareTyped(expected, typed)).toMatchObject({
      wrongLetters,
      isRight: wrongLetters === 0,
    });
  });

  it('is bounded, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        expect(compareTyped('ABCD23', text).typed.length).toBeLessThanOrEqual(400);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('a measured value', () => {
  it.each<[string, KnownMeasurement['unit'], number | undefined]>([
    ['128.24', 'mm', 128.24],
    ['128,24 mm', 'mm', 128.24],
    ['12.82cm', 'mm', 128.2],
    ['62°', 'deg', 62],
    ['62.1 deg', 'deg', 62.1],
    ['6102 mm²', 'mm2', 6102],
    ['61.02 cm²', 'mm2', 6102],
    ['61,02 cm2', 'mm2', 6102],
    ['-138 HU', 'HU', -138],
    ['−138', 'HU', -138],
    ['160.0 hu', 'HU', 160],
    ['160 px', 'mm', undefined],
    ['62°', 'mm', undefined],
    ['', 'mm', undefined],
    ['about 60', 'mm', undefined],
    ['1e5', 'mm', undefined],
    ['1.2.3', 'mm', undefined],
    ['9'.repeat(40), 'mm', undefined],
  ])('%j is read in %s', (text, unit, value) => {
    expect(parseMeasured(text, unit)).toBe(value);
  });

  it('is within tolerance or not, with its error', () => {
    const known: KnownMeasurement = { id: 'length', unit: 'mm', expected: 100.1, tolerance: 1.4 };
    expect(compareMeasurement(known, 101.4)).toEqual({
      measured: 101.4,
      expected: 100.1,
      error: 1.3,
      tolerance: 1.4,
      isWithin: true,
    });
    expect(compareMeasurement(known, 98.6)).toMatchObject({ error: -1.5, isWithin: false });
    expect(compareMeasurement(known, 101.5)).toMatchObject({ isWithin: true });
  });
});

describe('the known values', () => {
  let demo: Demo;
  let pixels: (x: number, y: number) => number;
  beforeAll(async () => {
    demo = await makeDemo();
    const [object] = objectsOf(demo.challenge, 'measurement');
    const [frame] = object === undefined ? [] : readFrames(object);
    pixels = (x, y) => (frame?.[y * 512 + x] ?? 0) - 1024;
  });

  const known = (id: KnownMeasurement['id']): KnownMeasurement => {
    const found = demo.challenge.key.measurements.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  };

  /** Middles of crosses of one pixel’s width and fifteen pixels’ length. */
  function findCrosses(): { x: number; y: number }[] {
    const found: { x: number; y: number }[] = [];
    for (let y = 20; y < 492; y += 1) {
      for (let x = 230; x < 492; x += 1) if (isCross(x, y)) found.push({ x, y });
      for (let x = 20; x < 230; x += 1) if (y > 260 && isCross(x, y)) found.push({ x, y });
    }
    return found;
  }

  function isCross(x: number, y: number): boolean {
    for (let arm = -7; arm <= 7; arm += 1) {
      if (pixels(x + arm, y) !== 1000 || pixels(x, y + arm) !== 1000) return false;
    }
    return pixels(x + 1, y + 1) !== 1000 && pixels(x - 1, y + 1) !== 1000;
  }

  it('are those of the pixels: length and angle', () => {
    const crosses = findCrosses();
    expect(crosses).toHaveLength(5);
    const [a, b] = crosses.filter(({ x, y }) => x > 230 && y < 260);
    if (a === undefined || b === undefined) throw new Error('no ends');
    expect(Math.hypot(a.x - b.x, a.y - b.y) * 0.7).toBeCloseTo(known('length').expected, 1);
    const rest = crosses.filter((cross) => cross !== a && cross !== b);
    const vertex = rest.reduce((left, one) => (one.x < left.x ? one : left));
    const [c, d] = rest.filter((one) => one !== vertex);
    if (c === undefined || d === undefined) throw new Error('no arms');
    const arms = [c, d].map((end) => ({ x: end.x - vertex.x, y: end.y - vertex.y }));
    const [p, q] = arms;
    if (p === undefined || q === undefined) throw new Error('no arms');
    const cosine = (p.x * q.x + p.y * q.y) / (Math.hypot(p.x, p.y) * Math.hypot(q.x, q.y));
    expect((Math.acos(cosine) * 180) / Math.PI).toBeCloseTo(known('angle').expected, 1);
  });

  it('are those of the pixels: area and densities', () => {
    const count = (value: number): number => {
      let found = 0;
      for (let y = 0; y < 512; y += 1)
        for (let x = 0; x < 512; x += 1) if (pixels(x, y) === value) found += 1;
      return found;
    };
    const disc = count(known('disc-density').expected);
    expect(disc * 0.49).toBeCloseTo(known('area').expected, 0);
    expect(count(known('box-density').expected)).toBeGreaterThan(5000);
    // A circle of that area, within a thousandth.
    const radius = known('perimeter').expected / (2 * Math.PI);
    expect((Math.PI * radius * radius) / known('area').expected).toBeCloseTo(1, 3);
  });

  it('differ from seed to seed, and none is out of the image', () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 200; seed += 1) {
      const geometry = drawGeometry(drawLots(`geometry-${seed}`, 'geometry'));
      const measurements = listMeasurements(geometry);
      for (const { expected, tolerance } of measurements) {
        expect(Number.isFinite(expected)).toBe(true);
        expect(tolerance).toBeGreaterThan(0);
      }
      lengths.add(measurements[0]?.expected ?? 0);
      const { length, angle, disc, box } = geometry;
      for (const { x, y } of [...length, ...angle]) {
        expect(Math.min(x, y)).toBeGreaterThan(30);
        expect(Math.max(x, y)).toBeLessThan(490);
      }
      expect(disc.y + disc.radius).toBeLessThan(box.top - 8);
      expect(disc.y - disc.radius).toBeGreaterThan(length[1].y + 8);
      expect(disc.x + disc.radius).toBeLessThan(484);
      expect(box.left + box.width).toBeLessThan(492);
    }
    expect(lengths.size).toBeGreaterThan(150);
  });
});
