import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fitText, measureText, wrapText } from '../../../src/report/pictures/fit-text.ts';
import { niceTicks } from '../../../src/report/pictures/nice-ticks.ts';
import { box, line, type Picture, text } from '../../../src/report/pictures/picture.ts';
import { writePicture } from '../../../src/report/pictures/write-picture.ts';
import { hostileNames } from './support.ts';

const picture = (words: string): Picture => ({
  id: 'picture-test',
  width: 100,
  height: 40,
  title: words,
  description: words,
  marks: [
    text(5, 20, words, 12),
    line([0, 0], [100, 40], 'black', 1, true),
    ...box({ x: 10, y: 10, width: 50, height: 20 }, 'white', { step: 4, stroke: 'middle' }),
    { kind: 'circle', x: 50, y: 20, radius: 3, fill: 'white', stroke: 'black' },
    {
      kind: 'polygon',
      points: [
        [0, 0],
        [5, 5],
      ],
      fill: 'alarm',
    },
  ],
});

describe('a picture as SVG', () => {
  it('is named by its title and description and refers to nothing', () => {
    const svg = writePicture(picture('Hình'));
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="picture-test-t picture-test-d">/);
    expect(svg).toContain('<title id="picture-test-t">Hình</title>');
    expect(svg).toContain('<desc id="picture-test-d">Hình</desc>');
    expect(svg).not.toMatch(/href|url\(|<image|<foreignObject|style=/);
  });

  it.each(hostileNames.map((name) => name.slice(0, 40)))('shows %j as text', async (name) => {
    const svg = writePicture(picture(name));
    expect(svg.match(/<[a-z]+/g)).toEqual(writePicture(picture('x')).match(/<[a-z]+/g));
    const drawn = svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
    await expect(sharp(Buffer.from(drawn)).metadata()).resolves.toMatchObject({ format: 'svg' });
  });

  it('lets no text out of its place, whatever it is', () => {
    const plain = writePicture(picture('x')).match(/[<>]/g)?.length;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (words) => {
        const svg = writePicture(picture(words));
        expect(svg.match(/[<>]/g)?.length).toBe(plain);
        expect(svg.isWellFormed()).toBe(true);
      }),
      { seed: 11 },
    );
  });

  it('refuses what is no picture', () => {
    const marks = [text(Number.NaN, 1, 'x', 12)];
    expect(() => writePicture({ ...picture('x'), marks })).toThrow(RangeError);
    expect(() => writePicture({ ...picture('x'), id: 'a" onload="' })).toThrow(RangeError);
    const many = Array.from({ length: 5_001 }, () => line([0, 0], [1, 1]));
    expect(() => writePicture({ ...picture('x'), marks: many })).toThrow(RangeError);
  });

  it('hatches within the box, with a bounded number of lines', () => {
    const marks = box({ x: 10, y: 10, width: 5_000, height: 20 }, 'white', {
      step: 0.001,
      stroke: 'black',
    });
    const svg = writePicture({ ...picture('x'), marks });
    const path = / d="([^"]*)"/.exec(svg)?.[1] ?? '';
    const points = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(points.length).toBeLessThanOrEqual(802);
    for (const [x = 0, y = 0] of points) {
      expect(x >= 10 && x <= 5_010).toBe(true);
      expect(y >= 10 && y <= 30).toBe(true);
    }
  });
});

describe('text in a picture', () => {
  it('fits, however long it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom(...hostileNames)),
        fc.integer({ min: 20, max: 400 }),
        (words, width) => {
          expect(measureText(fitText(words, 12, width), 12)).toBeLessThanOrEqual(width);
          const lines = wrapText(words, 12, width, 2);
          expect(lines.length).toBeLessThanOrEqual(2);
          for (const one of lines) expect(measureText(one, 12)).toBeLessThanOrEqual(width);
        },
      ),
      { seed: 5 },
    );
  });

  it('is left whole where there is room, and broken between words', () => {
    expect(fitText('Hạ tầng kỹ thuật', 12, 200)).toBe('Hạ tầng kỹ thuật');
    expect(wrapText('Hạ tầng kỹ thuật', 12, 60, 2).join(' ')).toBe('Hạ tầng kỹ thuật');
  });
});

describe('an axis', () => {
  it('has round figures that reach the largest value', () => {
    expect(niceTicks(998, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(niceTicks(47.5, 5)).toEqual([0, 10, 20, 30, 40, 50]);
    for (const odd of [0, -3, Number.NaN, Number.POSITIVE_INFINITY])
      expect(niceTicks(odd, 5).at(-1)).toBe(1);
  });

  it('never has many parts', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e14, noNaN: true }), (max) => {
        const ticks = niceTicks(max, 5);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.at(-1) ?? 0).toBeGreaterThanOrEqual(max * (1 - 1e-6));
      }),
      { seed: 3 },
    );
  });
});
