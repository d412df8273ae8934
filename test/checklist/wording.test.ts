import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import {
  advancedOnlyRows,
  annexOneGroups,
  annexOneRows,
  annexTwoPackages,
  levelRule,
  specializedPoints,
} from './circular-wording.ts';

const checklist = await loadChecklist(path.resolve('checklists/annex-1-2021'));

describe('the wording of the draft circular', () => {
  it('is quoted verbatim, slips included, in the order of Annex I', () => {
    expect(checklist.criteria.map((one) => one.vi)).toEqual(annexOneRows.map((row) => row.wording));
    expect(checklist.criteria.map((one) => one.vi_sub)).toEqual(
      annexOneRows.map((row) => row.dashes),
    );
  });

  it('is grouped as in Annex I', () => {
    expect(checklist.groups.map((one) => [one.vi, one.criterionIds.length])).toEqual(
      annexOneGroups,
    );
  });

  it('marks the six rows of the Advanced level only', () => {
    const advanced = checklist.criteria.filter((one) => one.level === 'advanced');
    expect(advanced.map((one) => one.ordinal)).toEqual(advancedOnlyRows);
    expect(checklist.criteria.filter((one) => one.level === 'basic')).toHaveLength(39);
  });

  it('quotes the conditions and packages of the Specialized level', () => {
    expect(checklist.specialized.map((one) => one.vi)).toEqual(specializedPoints);
    expect(checklist.packages.map((one) => one.vi)).toEqual(annexTwoPackages);
    const [packages] = checklist.specialized;
    expect(packages?.any_of?.map((part) => part.vi)).toEqual(annexTwoPackages);
  });

  it('quotes the level rule and says that the rest of it is ours', () => {
    expect(checklist.manifest.level_rule.vi).toContain(levelRule);
    expect(checklist.manifest.level_rule.vi).toContain('của công cụ');
  });

  it('says that the draft was never issued', () => {
    expect(checklist.manifest.status.vi).toContain('chưa từng được ban hành');
    expect(checklist.manifest.status.en).toContain('never issued');
  });

  it('glosses every slip and only slips', () => {
    const slips = /bac sĩ|xác tay|di dộng|Neural|các tiêu chuẩn các tiêu chuẩn/;
    for (const one of checklist.criteria) {
      expect([one.id, one.vi_normalised !== undefined]).toEqual([one.id, slips.test(one.vi)]);
      if (one.vi_normalised !== undefined) expect(one.vi_normalised).not.toMatch(slips);
    }
  });

  it('takes the sub-items of ris-05 from the dashes, all four required', () => {
    const interfaces = checklist.criteria.find((one) => one.id === 'ris-05');
    const dashes = interfaces?.vi_sub?.map((line) => line.replace(/^- /, '').replace(/;$/, ''));
    expect(interfaces?.parts?.map((part) => part.vi)).toEqual(dashes);
    expect(interfaces?.parts).toHaveLength(4);
  });
});
