import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { describeGap } from '../../src/gap/describe-gap.ts';
import { planGap } from '../../src/gap/plan-gap.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const make = (options: FixtureOptions = {}) => fixtureAssessment(checklist, options);
const outcomes = {
  'ht-01': 'not-met',
  'ht-02': 'needs-attestation',
  'ris-01': 'undetermined',
  'pacs-21': 'not-met',
} as const;

describe('the gap to a level', () => {
  it('starts with the next level and counts a criterion once', () => {
    const { from, target, stages } = planGap(make({ outcomes, target: 'advanced' }), checklist);
    expect([from, target]).toEqual(['none', 'advanced']);
    expect(stages.map(({ level, required, met }) => [level, met, required])).toEqual([
      ['basic', 36, 39],
      ['advanced', 41, 45],
    ]);
    const own = stages.map(({ groups }) =>
      groups.flatMap(({ steps }) => steps.map(({ criterion }) => criterion)).sort(),
    );
    expect(own).toEqual([['ht-01', 'ht-02', 'ris-01'], ['pacs-21']]);
  });

  it('puts whoever has least to do first, and the lightest work first', () => {
    const { stages } = planGap(make({ outcomes, target: 'basic' }), checklist);
    const sizes = stages[0]?.groups.map(({ steps }) => steps.length) ?? [];
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const it = stages[0]?.groups.find(({ who }) => who === 'it');
    const works = it?.steps.map(({ work }) => work) ?? [];
    expect(works).toEqual(works.toSorted((a, b) => (a > b ? -1 : a < b ? 1 : 0)));
  });

  it('takes the next level where none is asked for, and another one on request', () => {
    const assessment = make({ target: 'advanced' });
    expect(planGap(assessment, checklist).target).toBe('specialized');
    expect(planGap(assessment, checklist, 'basic').target).toBe('basic');
  });

  it('has nothing to say above the highest level', () => {
    const plan = planGap(make({ target: 'specialized' }), checklist);
    expect(plan).toEqual({ from: 'specialized', stages: [] });
    expect(describeGap(plan, checklist, 'vi')).toEqual(['Không còn mức nào cao hơn.']);
  });

  it('names remedy, who, and evidence to prepare, under the draft', () => {
    const plan = planGap(make({ outcomes: { 'ht-04': 'not-met' }, target: 'basic' }), checklist);
    const text = describeGap(plan, checklist, 'vi').join('\n');
    expect(text).toContain('theo dự thảo');
    expect(text).toContain('ht-04 Không đạt, cần khắc phục');
    expect(text).toContain('Hợp đồng hoặc biên bản nghiệm thu đường truyền Internet');
    expect(describeGap(plan, checklist, 'en').join('\n')).toContain('Contract or acceptance');
  });
});
