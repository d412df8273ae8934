import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { makeReportView } from '../../src/report/view-model.ts';
import { type FixtureOptions, fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);

function view(options: FixtureOptions, language: 'vi' | 'en' = 'vi') {
  return makeReportView({ assessment: fixtureAssessment(checklist, options), checklist, language });
}

describe('makeReportView', () => {
  it('prints the level with what it is made of', () => {
    const { cover } = view({ target: 'advanced' });
    expect(cover.level).toBe('Nâng cao');
    expect(cover.makeUp).toMatch(/^\(đo \d+, kiểm tra \d+, trình diễn \d+, xác nhận \d+\)$/);
    const counted = [...cover.makeUp.matchAll(/\d+/g)].reduce((sum, [n]) => sum + Number(n), 0);
    expect(counted).toBe(45);
  });

  it('tells criteria that rest on attestation alone from those that do in part', () => {
    const { cover } = view({ target: 'advanced' });
    const [total = 0, seen = 0, partly = 0, alone = 0] = [...cover.grounds.matchAll(/\d+/g)].map(
      ([n]) => Number(n),
    );
    expect(total).toBe(45);
    expect(seen + partly + alone).toBe(total);
    expect(alone).toBeGreaterThan(0);
    expect(partly).toBeGreaterThan(0);
  });

  it('says that a level above the one applied for was not applied for', () => {
    const printed = view({ target: 'advanced', outcomes: { 'cs-01': 'not-met' } });
    expect(printed.cover.ladder.map((row) => row.meaning)).toEqual([
      'Mọi tiêu chí đều đạt',
      'Mọi tiêu chí đều đạt',
      'không đăng ký',
    ]);
    expect(printed.specialized.notAppliedFor).toContain('không đăng ký');
    expect(printed.remaining.rows).toEqual([]);
  });

  it('says in section V, in either language, why a level without a certificate stays at Advanced', () => {
    const assessment = fixtureAssessment(checklist, { outcomes: { 'cs-02': 'needs-attestation' } });
    const cap = checklist.cap && {
      level: 'advanced' as const,
      criterion: 'cl-01',
      reason: checklist.cap.vi,
    };
    const capped = {
      ...assessment,
      verdict: { ...assessment.verdict, ...(cap && { cap }) },
    };
    const section = (language: 'vi' | 'en', one = capped) =>
      makeReportView({ assessment: one, checklist, language }).specialized;
    expect(section('vi').cap).toContain('không vượt quá Nâng cao');
    expect(section('en').cap).toContain('no higher than Advanced');
    expect(section('vi', assessment).cap).toBe('');
  });

  it('words a range from floor to ceiling, and never the ceiling as the level', () => {
    const { cover } = view({ target: 'advanced', outcomes: { 'ht-09': 'undetermined' } });
    expect(cover.level).toBe('Cơ bản');
    expect(cover.range).toMatch(/^Từ Cơ bản .* đến Nâng cao /);
    expect(cover.certainty).toMatch(/^Có: mức còn phụ thuộc 1 tiêu chí/);
    expect(cover.obstacles.map(({ title }) => title)).toEqual(['Chặn mức Nâng cao: 1 tiêu chí.']);
    expect(cover.obstacles[0]?.lines).toMatchObject([
      { code: 'HT-09', outcome: 'Chưa đủ bằng chứng', observed: '' },
    ]);
  });

  it('says when nothing can change the level any more', () => {
    const { cover } = view({ target: 'basic' });
    expect(cover.certainty).toMatch(/^Không: không còn tiêu chí nào chưa quyết định\./);
    expect(cover.undecided).toBeUndefined();
    expect(cover.noObstacles).toContain('Không còn tiêu chí nào vướng');
    expect(cover.range).toMatch(/^Cơ bản /);
  });

  it('puts what bars the level before what is only open, each with remedy and who', () => {
    const { remaining } = view({
      target: 'advanced',
      outcomes: { 'ht-01': 'undetermined', 'pacs-21': 'not-met', 'ris-05': 'needs-attestation' },
    });
    expect(remaining.rows[0]?.code).toBe('PACS-21');
    expect(remaining.rows.map((row) => row.outcome)).toContain('Cần xác nhận hoặc hồ sơ');
    for (const row of remaining.rows) {
      expect(row.remedy).not.toBe('');
      expect(row.who).not.toBe('');
    }
  });

  it('does not list criteria of a level that was not applied for', () => {
    const { remaining } = view({ target: 'basic', outcomes: { 'ht-09': 'not-met' } });
    expect(remaining.rows).toEqual([]);
    expect(remaining.sentence).toContain('1 tiêu chí thuộc mức không đăng ký');
  });

  it('gives one row per criterion in the order of the circular, slips corrected', () => {
    const { criteria } = view({});
    const rows = criteria.flatMap((group) => group.rows);
    expect(rows.map((row) => row.ordinal)).toEqual(
      Array.from({ length: 45 }, (_, index) => String(index + 1)),
    );
    const slip = checklist.criteria.find((item) => item.vi_normalised !== undefined);
    expect(rows.find((row) => row.id === slip?.id)?.wording).toBe(slip?.vi_normalised);
  });

  it('proposes nothing from simulated data', () => {
    const { proposal, limits } = view({ simulated: true });
    expect(proposal.join(' ')).toContain('dữ liệu mô phỏng');
    expect(proposal.join(' ')).not.toContain('xem xét, thẩm định mức');
    expect(limits.simulated).toContain('6 trên 6');
  });

  it('speaks of the draft in every proposal and never says that the facility is at a level', () => {
    for (const target of ['basic', 'advanced', 'specialized'] as const) {
      const printed = view({ target });
      for (const line of printed.proposal) expect(line).toContain('dự thảo');
      expect(JSON.stringify(printed)).not.toMatch(/(cơ sở|bệnh viện|hệ thống) (đã )?đạt mức/i);
    }
    const english = JSON.stringify(view({ target: 'advanced' }, 'en'));
    expect(english).not.toMatch(/(facility|hospital|system) (is|has) (at|reached|attained)/i);
  });

  it('keeps every run of a throughput measurement', () => {
    const { annex } = view({});
    expect(annex.runs.map((row) => [row.direction, row.runs])).toEqual([
      ['gửi', '941,2; 940,9; 941,4'],
      ['nhận', '939,8; 940,1; 940,4'],
    ]);
  });

  it('flags an attestation that had expired on the day of the assessment', () => {
    const { annex } = view({});
    expect(annex.statements.filter((row) => row.expired).map((row) => row.id)).toEqual([
      'attestation-1',
    ]);
  });

  it('collects tolerances that are ours with the criteria that used them', () => {
    const { limits } = view({});
    expect(limits.tolerances).toHaveLength(1);
    expect(limits.tolerances[0]?.criteria).toBe('HT-03');
    expect(limits.shared[0]?.criteria).toBe('HT-01, HT-02, HT-03, HT-04');
  });

  it('is pure: the same input gives the same view', () => {
    expect(view({ simulated: true })).toEqual(view({ simulated: true }));
  });
});

it('never cuts the wording of a criterion or of its parts', () => {
  const texts = view({}).criteria.flatMap((group) =>
    group.rows.flatMap((row) => [row.wording, ...row.parts.map((part) => part.text)]),
  );
  expect(texts.filter((text) => text.includes('assessment.json'))).toEqual([]);
});
