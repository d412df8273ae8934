import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTES_PER_INSTANCE } from '../../../src/probes/dicom-growth/bytes-per-instance.ts';
import { lastDayOverOneYear, listDaysBefore } from '../../../src/probes/dicom-growth/dates.ts';
import { estimateGrowth } from '../../../src/probes/dicom-growth/estimate-growth.ts';
import { classifyModalities } from '../../../src/probes/dicom-growth/modalities.ts';
import { StudyTally } from '../../../src/probes/dicom-growth/tally.ts';

describe('the table of bytes per image', () => {
  it.each(Object.entries(BYTES_PER_INSTANCE))('of %s is a range, and says why', (_name, row) => {
    expect(row.low).toBeGreaterThan(0);
    expect(row.high).toBeGreaterThan(row.low);
    expect(row.why.vi).not.toBe('');
    expect(row.why.en).not.toBe('');
  });
});

describe('an estimate', () => {
  it('of 100 CT studies of 500 images a day is some ten gigabytes', () => {
    const { low, high } = estimateGrowth([{ modalities: ['CT'], instances: 50_000 }], 1);
    expect(low).toBe(50_000 * 131_072);
    expect(high).toBe(50_000 * 557_056);
  });

  it('is per day', () => {
    const week = estimateGrowth([{ modalities: ['MR'], instances: 700 }], 7);
    expect(week).toEqual(estimateGrowth([{ modalities: ['MR'], instances: 100 }], 1));
  });

  it('of nothing is nothing', () => expect(estimateGrowth([], 1)).toEqual({ low: 0, high: 0 }));

  it('of several modalities spans them, of an unknown one is wide', () => {
    const both = estimateGrowth([{ modalities: ['CT', 'MG'], instances: 1 }], 1);
    expect(both.low).toBe(BYTES_PER_INSTANCE.CT?.low);
    expect(both.high).toBe(BYTES_PER_INSTANCE.MG?.high);
    const odd = estimateGrowth([{ modalities: ['constructor'], instances: 1 }], 1);
    expect(odd).toEqual(estimateGrowth([{ modalities: ['unknown'], instances: 1 }], 1));
    expect(odd.high).toBeGreaterThan(odd.low * 100);
  });

  it('always has its low end below its high end', () => {
    const modality = fc.constantFrom(...Object.keys(BYTES_PER_INSTANCE), 'other', 'unknown');
    const count = fc.record({
      modalities: fc.array(modality, { minLength: 1, maxLength: 4 }),
      instances: fc.nat(100_000),
    });
    fc.assert(
      fc.property(fc.array(count), fc.integer({ min: 1, max: 31 }), (counts, days) => {
        const { low, high } = estimateGrowth(counts, days);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(0);
      }),
      { seed: 20261122 },
    );
  });
});

describe('modalities in a study', () => {
  it.each([
    [undefined, ['unknown']],
    ['', ['unknown']],
    ['CT', ['CT']],
    [' ct ', ['CT']],
    ['CT\\SR\\PR', ['CT']],
    ['PT\\CT\\KO', ['CT', 'PT']],
    ['SR', ['SR']],
    ['CT\\CT', ['CT']],
    ['XYZ', ['other']],
    ['__proto__\\MR', ['MR', 'other']],
  ])('%j is %j', (value, expected) => expect(classifyModalities(value)).toEqual(expected));

  it('of an endless variety take bounded room', () => {
    const tally = new StudyTally();
    for (let index = 0; index < 5_000; index += 1)
      tally.add({ modalities: [`M${index}`], instances: 1 });
    expect(tally.kinds.length).toBeLessThanOrEqual(61);
    expect(tally.total).toEqual({ studies: 5_000, studiesWithInstances: 5_000, instances: 5_000 });
  });
});

describe('days', () => {
  it('before the assessment are full days, the latest first', () => {
    expect(listDaysBefore('2026-03-02', 3).map(({ da }) => da)).toEqual([
      '20260301',
      '20260228',
      '20260227',
    ]);
    expect(listDaysBefore('2026-11-22', 14)).toHaveLength(14);
  });

  it.each([
    ['2026-11-22', '2025-11-21'],
    ['2024-02-29', '2023-02-28'],
    ['2025-03-01', '2024-02-29'],
    ['2026-01-01', '2024-12-31'],
  ])('over one year old on %s end with %s', (today, last) => {
    expect(lastDayOverOneYear(today).iso).toBe(last);
  });
});
