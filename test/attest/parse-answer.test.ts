import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanText,
  isYes,
  normaliseCriterionId,
  parseChoices,
  parseDay,
  parseFigure,
  parsePerson,
} from '../../src/attest/parse-answer.ts';
import { printableText } from '../../src/report/printable-text.ts';

describe('reading answers', () => {
  it.each([
    ['22/11/2026', '2026-11-22'],
    ['1.2.2026', '2026-02-01'],
    ['2026-2-1', '2026-02-01'],
    ['29/2/2028', '2028-02-29'],
    ['29/2/2026', undefined],
    ['31/4/2026', undefined],
    ['22/11/26', undefined],
    ['11/22/2026', undefined],
    ['hôm nay', undefined],
  ])('takes the day %s as %s', (typed, day) => {
    expect(parseDay(typed)).toBe(day);
  });

  it.each([
    ['100', undefined, 100],
    ['99,5', undefined, 99.5],
    ['0,125', undefined, 0.125],
    ['200 Mb/s', 'Mb/s', 200],
  ])('takes the figure %s', (typed, unit, value) => {
    expect(parseFigure(typed, unit)).toEqual({ ok: true, value });
  });

  it.each(['1.000', '1,000', '1 000', '1.000,5', '1 Gbps', '-1', '1e9', '', '9'.repeat(15)])(
    'does not guess at the figure "%s"',
    (typed) => {
      expect(parseFigure(typed, 'Mb/s').ok).toBe(false);
    },
  );

  it.each(['', ' ', '!', 'không', 'ừ', '1', 'có thể'])('"%s" is not a yes', (typed) => {
    expect(isYes(typed)).toBe(false);
  });

  it.each(['có', 'co'.normalize('NFD'), 'CÓ', 'có'.normalize('NFD'), 'y', 'yes'])(
    '"%s" is a yes',
    (typed) => {
      expect(isYes(typed)).toBe(true);
    },
  );

  it.each([
    ['PACS 9', 'pacs-09'],
    ['pacs09', 'pacs-09'],
    ['ris-05.a', 'ris-05'],
    ['ht_10', 'ht-10'],
    ['../..', '../..'],
  ])('knows the criterion in "%s"', (typed, id) => {
    expect(normaliseCriterionId(typed)).toBe(id);
  });

  it('takes numbers of a list and nothing beside it', () => {
    expect(parseChoices('1, 3 3', 3)).toEqual([1, 3]);
    for (const wrong of ['', '0', '4', '1,x', '-1', '1.5']) {
      expect(parseChoices(wrong, 3)).toBeUndefined();
    }
  });

  it('needs a name and a role', () => {
    expect(parsePerson('Lê Văn C; Kỹ sư, ca đêm')).toEqual({
      name: 'Lê Văn C',
      role: 'Kỹ sư, ca đêm',
    });
    for (const wrong of ['Lê Văn C', 'Lê Văn C;', '; Kỹ sư', '']) {
      expect(parsePerson(wrong)).toBeUndefined();
    }
  });

  it('keeps only text that prints as it was typed, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const text = cleanText(typed, 40);
        if (!text.ok) return;
        expect(printableText(text.value)).toBe(text.value);
        expect(text.value.length).toBeLessThanOrEqual(40);
        expect(cleanText(text.value, 40)).toEqual(text);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  it('never throws on any answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        parseDay(typed);
        parseFigure(typed, 'GiB');
        parsePerson(typed);
        parseChoices(typed, 9);
        normaliseCriterionId(typed);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });
});
