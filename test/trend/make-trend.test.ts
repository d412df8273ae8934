import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { type Side, sideSchema } from '../../src/history/side-schema.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { writePicture } from '../../src/report/pictures/write-picture.ts';
import { describeTrend } from '../../src/trend/describe-trend.ts';
import { makeTrend } from '../../src/trend/make-trend.ts';
import { viewTrend } from '../../src/trend/view-trend.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const groups = checklist.groups.map(({ vi, en, criterionIds }) => ({
  name: { vi, en },
  criterionIds,
}));

function side(assessedOn: string, options: FixtureOptions = {}): Side {
  const assessment = fixtureAssessment(checklist, { target: 'advanced', ...options });
  return sideSchema.parse(JSON.parse(JSON.stringify({ ...assessment, assessedOn })));
}

const earlier = side('2025-11-20', { outcomes: { 'ht-01': 'not-met', 'ris-01': 'undetermined' } });
const later = side('2026-11-22');

describe('several assessments over time', () => {
  it('stand in the order of their days, whatever order they are given in', () => {
    const { points, sameFacility, sameChecklist } = makeTrend([later, earlier], groups);
    expect(points.map(({ assessedOn, level }) => [assessedOn, level])).toEqual([
      ['2025-11-20', 'none'],
      ['2026-11-22', 'advanced'],
    ]);
    expect([sameFacility, sameChecklist]).toEqual([true, true]);
    expect(points[0]?.counts).toEqual({ met: 43, notMet: 1, open: 1 });
    expect(points[0]?.groups[0]).toEqual({ met: 8, notMet: 1, open: 0 });
  });

  it('follow a measurement of the same thing, with a gap where it was not made', () => {
    const without: Side = { ...later, assessedOn: '2027-01-01', evidence: [] };
    const { series } = makeTrend([earlier, without, later], groups);
    expect(series.find(({ fact }) => fact.startsWith('lan.path'))).toMatchObject({
      subject: 'pacs-ws',
      unit: 'Mb/s',
      values: [998.2, 998.2, undefined],
    });
  });

  it('count criteria of another edition apart and say that outcomes do not compare', () => {
    const other: Side = {
      ...earlier,
      checklist: { id: 'annex-1-2027', edition: 'khác', sha256: 'f'.repeat(64) },
      findings: [{ criterion: 'zz-01', outcome: 'met', basis: 'measured', because: '' }],
    };
    const trend = makeTrend([other, later], groups);
    expect(trend.sameChecklist).toBe(false);
    expect(trend.groupNames).toHaveLength(groups.length + 1);
    expect(describeTrend(trend, 'vi').join('\n')).toContain('bộ tiêu chí khác nhau');
  });

  it('draw pictures for words and names from anywhere', () => {
    const odd: Side = {
      ...later,
      assessedOn: '<b>',
      verdict: { ...later.verdict, level: 'super', floor: 'constructor', ceiling: '__proto__' },
    };
    const view = viewTrend(makeTrend([odd, earlier], groups), 'vi');
    const drawn = [view.levels, ...view.series.map(({ picture }) => picture)].map(writePicture);
    expect(drawn.join('')).not.toContain('<b>');
    expect(view.points.map(({ level }) => level)).toContain('super');
  });

  it('are said to be under the draft', () => {
    const trend = makeTrend([earlier, later], groups);
    expect(describeTrend(trend, 'vi').join('\n')).toContain('theo dự thảo');
    expect(describeTrend(trend, 'en').join('\n')).toContain('under a draft');
  });
});
