import { describe, expect, it } from 'vitest';
import type { Checklist } from '../../src/checklist/schema.ts';
import { linkEditions } from '../../src/checklist/succession.ts';
import { relateByName } from '../../src/history/relate-editions.ts';
import type { Side } from '../../src/history/side-schema.ts';
import { writePicture } from '../../src/report/pictures/write-picture.ts';
import { describeTrend } from '../../src/trend/describe-trend.ts';
import { makeTrend, sortByDay, type TrendEntry } from '../../src/trend/make-trend.ts';
import { viewTrend } from '../../src/trend/view-trend.ts';
import { checklist, earlierEdition, laterEdition, sideBy } from '../history/support.ts';
import type { FixtureOptions } from '../report/fixtures/assessment-for.ts';

const groupsOf = (edition: Checklist) =>
  edition.groups.map(({ code, vi, en, criterionIds }) => ({
    code,
    name: { vi, en },
    criterionIds,
  }));
const groups = groupsOf(checklist);

const side = (assessedOn: string, options: FixtureOptions = {}): Side => ({
  ...sideBy(checklist, options),
  assessedOn,
});
function trendOf(...sides: readonly Side[]) {
  const reads = sortByDay(sides.map((one) => ({ side: one })));
  const last = reads.at(-1);
  const entries = reads.map((read) => ({
    read,
    relation: relateByName(read.side, last?.side ?? read.side),
  }));
  return makeTrend(entries, groups);
}

const earlier = side('2025-11-20', { outcomes: { 'ht-01': 'not-met', 'ris-01': 'undetermined' } });
const later = side('2026-11-22');

/** The later day first measures another median, with runs around it. */
function measuring(assessedOn: string, median: number, more: Record<string, number> = {}): Side {
  const rows = [
    {
      ...{ path: 'ws', downMedianWireEquivalentMbps: median },
      downGoodputMbpsRuns: [median * 0.94, median * 0.9401],
      ...more,
    },
  ];
  const evidence = [{ id: 'x', kind: 'probe', state: 'observed', facts: { 'lan.path': rows } }];
  return { ...side(assessedOn), evidence };
}

describe('several assessments over time', () => {
  it('stand in the order of their days, whatever order they are given in', () => {
    const { points, sameFacility, sameChecklist } = trendOf(later, earlier);
    expect(points.map(({ assessedOn, level }) => [assessedOn, level])).toEqual([
      ['2025-11-20', 'none'],
      ['2026-11-22', 'advanced'],
    ]);
    expect([sameFacility, sameChecklist]).toEqual([true, true]);
    expect(points[0]?.counts).toEqual({ met: 43, notMet: 1, open: 1 });
    expect(points[0]?.groups[0]).toEqual({ met: 8, notMet: 1, open: 0 });
  });

  it('show which criteria moved', () => {
    const { criteria } = trendOf(earlier, later);
    expect(criteria.map(({ criterion }) => criterion)).toEqual(['ht-01', 'ris-01']);
    expect(describeTrend(trendOf(earlier, later), 'vi').join('\n')).toContain(
      'HT-01: Không đạt -> Đạt',
    );
  });

  it('are one facility when the codes agree, and another when they do not', () => {
    const renamed: Side = {
      ...later,
      facility: { ...later.facility, facility: { name: 'Tên mới', code: '25001' } },
    };
    expect(trendOf(earlier, renamed).sameFacility).toBe(true);
    const other: Side = {
      ...later,
      facility: { ...later.facility, facility: { name: 'Khác', code: '999' } },
    };
    const trend = trendOf(earlier, other);
    expect(trend.sameFacility).toBe(false);
    expect(describeTrend(trend, 'vi').join('\n')).toContain('nhiều cơ sở');
  });

  it('say that some are simulated, that one is provisional, and that two are of one day', () => {
    const text = describeTrend(
      trendOf(
        side('2026-11-22', { simulated: true }),
        side('2026-11-22', { outcomes: { 'ris-01': 'undetermined' } }),
      ),
      'vi',
    ).join('\n');
    expect(text).toContain('có hồ sơ là dữ liệu mô phỏng, có hồ sơ là thật');
    expect(text).toContain('tạm thời, có thể tới Nâng cao');
    expect(text).toContain('nhiều hồ sơ cùng ngày 22/11/2026');
  });

  it('are said to be under the draft', () => {
    expect(describeTrend(trendOf(earlier, later), 'vi').join('\n')).toContain('theo dự thảo');
    expect(describeTrend(trendOf(earlier, later), 'en').join('\n')).toContain('under a draft');
  });
});

describe('a measurement over time', () => {
  const figures = (...sides: readonly Side[]) => trendOf(...sides).series[0]?.figures;

  it('has a gap where it was not made, and no direction within noise', () => {
    const without: Side = { ...side('2026-01-01'), evidence: [] };
    expect(
      figures(
        measuring('2025-01-01', 949),
        without,
        measuring('2027-01-01', 951),
        measuring('2028-01-01', 94),
      ),
    ).toMatchObject([
      { value: 949 },
      undefined,
      { value: 951, verdict: 'noise' },
      { value: 94, verdict: 'lower', serves: false },
    ]);
  });

  it('is not joined across other conditions', () => {
    const trend = trendOf(
      measuring('2025-01-01', 949),
      measuring('2026-01-01', 400, { rateCeilingMbps: 400 }),
    );
    expect(trend.series[0]?.figures[1]).toMatchObject({ verdict: 'other-conditions' });
    const picture = viewTrend(trend, 'vi').series[0]?.picture;
    expect(picture?.marks.filter((mark) => mark.kind === 'line' && mark.thickness === 2)).toEqual(
      [],
    );
  });

  it('stands in a table beside its picture', () => {
    const view = viewTrend(
      trendOf(measuring('2025-01-01', 949), measuring('2026-01-01', 94)),
      'vi',
    );
    expect(view.series[0]?.rows).toEqual([
      { day: '01/01/2025', value: '949', runs: '949; 949', change: 'lần đầu' },
      {
        ...{ day: '01/01/2026', value: '94', runs: '94; 94' },
        change: 'thấp hơn -855 Mb/s, -90,1 %, KÉM HƠN',
      },
    ]);
  });
});

describe('assessments by different editions', () => {
  const before = { ...sideBy(earlierEdition, { outcomes: { 'ht-02': 'not-met' } }) };
  const after = { ...sideBy(laterEdition), assessedOn: '2027-11-22' };
  const links = linkEditions([earlierEdition, laterEdition]);
  const entries: readonly TrendEntry[] = [
    {
      read: { side: before, checklist: earlierEdition },
      relation: {
        kind: 'linked',
        way: 'forward',
        links,
        levels: [{ level: 'basic', a: 6, b: 6, common: 2 }],
      },
    },
    { read: { side: after, checklist: laterEdition }, relation: { kind: 'same' } },
  ];
  const trend = makeTrend(entries, groupsOf(laterEdition));

  it('line criteria up and say what each was called', () => {
    const text = describeTrend(trend, 'vi').join('\n');
    expect(text).toContain('HT-12 (là HT-02 ở Bản 2021): Không đạt -> Đạt');
    expect(text).toContain('HT-16: không có -> Đạt');
    expect(text).toContain('HT-06: Đạt -> không có');
    expect(text).toContain(
      'HT-15 (là HT-04 ở Bản 2021; là HT-05 ở Bản 2021): HT-04: Đạt; HT-05: Đạt',
    );
    expect(text).toContain('(quy tắc khác)');
  });

  it('count groups by the checklist of each, and never compare levels silently', () => {
    expect(trend.groupNames).toHaveLength(1);
    expect(trend.points.map((one) => one.groups[0])).toEqual([
      { met: 6, notMet: 1, open: 0 },
      { met: 7, notMet: 0, open: 0 },
    ]);
    expect(trend.points.map(({ editionChanged }) => editionChanged)).toEqual([false, true]);
    const view = viewTrend(trend, 'vi');
    expect(view.warnings.join('\n')).toContain(
      'Mức Cơ bản của Bản 2021 gồm 6 tiêu chí, của Bản 2027 gồm 6; 2 tiêu chí giống hệt nhau.',
    );
    expect(view.levelsNote).toContain('bộ tiêu chí khác');
  });

  it('count criteria of an unknown checklist apart and say that outcomes do not compare', () => {
    const other: Side = {
      ...earlier,
      checklist: { id: 'annex-1-2027', edition: 'khác', sha256: 'f'.repeat(64) },
      findings: [{ criterion: 'zz-01', outcome: 'met', basis: 'measured', because: '' }],
    };
    const mixed = trendOf(other, later);
    expect(mixed.sameChecklist).toBe(false);
    expect(mixed.groupNames).toHaveLength(groups.length + 1);
    const text = describeTrend(mixed, 'vi').join('\n');
    expect(text).toContain('bộ tiêu chí khác nhau');
    expect(text).toContain('không biết các mức có đòi hỏi như nhau');
  });
});

describe('the pictures', () => {
  it('take words and names from anywhere', () => {
    const odd: Side = {
      ...later,
      assessedOn: '<b>',
      verdict: { ...later.verdict, level: 'super', floor: 'constructor', ceiling: '__proto__' },
    };
    const view = viewTrend(trendOf(odd, earlier), 'vi');
    const drawn = [view.levels, ...view.series.map(({ picture }) => picture)].map(writePicture);
    expect(drawn.join('')).not.toContain('<b>');
    expect(view.points.map(({ level }) => level)).toContain('super');
  });

  it('keep the days of twelve assessments apart', () => {
    const sides = Array.from({ length: 12 }, (_, index) =>
      measuring(`20${15 + index}-01-15`, 940 + index),
    );
    const view = viewTrend(trendOf(...sides), 'vi');
    for (const { marks } of [view.levels, ...view.series.map(({ picture }) => picture)]) {
      const days = marks.flatMap((mark) =>
        mark.kind === 'text' && /^15\/01\/20/.test(mark.words) ? [mark] : [],
      );
      expect(days).toHaveLength(12);
      const lines = Map.groupBy(days, ({ y }) => y);
      for (const own of lines.values())
        for (const [index, day] of own.entries())
          expect(day.x - (own[index - 1]?.x ?? -100)).toBeGreaterThan(70);
    }
  });
});
