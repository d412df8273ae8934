import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import type { Finding, Outcome } from '../../src/findings/finding.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { makeReportView } from '../../src/report/view-model.ts';
import { type FixtureOptions, fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);

function cover(assessment: Assessment, language: 'vi' | 'en' = 'vi') {
  return makeReportView({ assessment, checklist, language }).cover;
}

function of(options: FixtureOptions) {
  return cover(fixtureAssessment(checklist, options));
}

function change(assessment: Assessment, criterion: string, to: Partial<Finding>): Assessment {
  return {
    ...assessment,
    findings: assessment.findings.map((one) =>
      one.criterion === criterion ? { ...one, ...to } : one,
    ),
  };
}

const allBut = (kept: readonly string[], outcome: Outcome) =>
  Object.fromEntries(
    checklist.criteria.filter(({ id }) => !kept.includes(id)).map(({ id }) => [id, outcome]),
  );

describe('page 1', () => {
  it('does not print the lowest level alone while the level is not decided', () => {
    const page = of({
      target: 'advanced',
      outcomes: allBut(['ht-01', 'ht-02', 'ht-08'], 'undetermined'),
    });
    expect(page.undecided?.title).toBe('Chưa xác định được mức');
    expect(page.undecided?.lowest).toContain('Chưa đạt mức cơ bản');
    expect(page.undecided?.lowest).toContain('3/45 tiêu chí');
  });

  it('tells a decided result from a sure one: how many criteria rest on a word', () => {
    const page = of({ target: 'advanced' });
    expect(page.certainty).toMatch(
      /^Không: không còn tiêu chí nào chưa quyết định\. Tuy vậy \d+\/45/,
    );
    expect(page.certainty).toContain('Hội đồng cần xem trực tiếp');
    expect(of({ target: 'basic' }).certainty).not.toContain('Hội đồng');
  });

  it('lists what bars each level with all that is open, what failed with its reason', () => {
    const page = of({
      target: 'advanced',
      outcomes: {
        ...allBut(['ht-01', 'ht-02', 'ht-08'], 'needs-attestation'),
        'ht-03': 'not-met',
      },
    });
    const [basic, advanced] = page.obstacles;
    expect(basic?.title).toBe('Chặn mức Cơ bản: 36 tiêu chí.');
    expect(basic?.lines.map(({ code }) => code)).toEqual(['HT-03']);
    expect(basic?.lines[0]?.observed).toContain('100 Mb/s');
    expect(advanced?.title).toMatch(/^Thêm cho mức Nâng cao: /);
    const codes = page.obstacles.flatMap(({ lists }) =>
      lists.flatMap((one) => one.codes.match(/\d\d/g) ?? []),
    );
    expect(codes).toHaveLength(41);
  });

  it('explains the words of the make-up and counts what was inspected on paper alone', () => {
    const paper = change(fixtureAssessment(checklist, { target: 'advanced' }), 'ht-02', {
      basis: 'inspected',
      evidence: ['document-1'],
    });
    expect(cover(paper).legend).toContain('chỉ dựa vào giấy tờ');
    expect(cover(paper).legend).toContain('ca thử thách');
    expect(of({ target: 'advanced' }).legend).not.toContain('chỉ dựa vào giấy tờ');
  });

  it('addresses the council by its facility, a Basic report to the superior body', () => {
    expect(of({ target: 'advanced' }).addressee.text).toBe(
      'Hội đồng thẩm định mức hệ thống RIS-PACS, Bệnh viện Đa khoa tỉnh Phú Thọ (mẫu)',
    );
    expect(of({ target: 'basic' }).addressee).toEqual({
      label: 'Kính gửi:',
      text: 'Sở Y tế tỉnh Phú Thọ',
    });
    const base = fixtureAssessment(checklist, { target: 'basic' });
    const { parentBody: _, ...facility } = base.facility.facility;
    const alone = { ...base, facility: { ...base.facility, facility } };
    expect(cover(alone).addressee.label).toBe('');
    expect(makeReportView({ assessment: alone, checklist, language: 'vi' }).recipients).toEqual([
      'Lưu: VT, CNTT.',
    ]);
  });
});

const refusal: EvidenceRecord = {
  id: 'refusal-lan',
  kind: 'refusal',
  source: 'tu-choi.yaml',
  probe: 'lan',
  reason: 'refused',
  statement: 'Không cho đo.',
  by: { name: 'Lê Hoàng', role: 'Trưởng phòng' },
  date: '2026-11-17',
  attachments: [],
};

describe('throughput on page 1', () => {
  const measured = change(fixtureAssessment(checklist, { target: 'advanced' }), 'ht-04', {
    basis: 'measured',
  });

  it('is not mentioned where both criteria were measured', () => {
    expect(cover(change(measured, 'ht-03', { basis: 'measured+attested' })).unmeasured).toEqual([]);
  });

  it('is named with the letter and with what the outcome rests on instead', () => {
    const refused = change(measured, 'ht-03', {
      basis: 'attested',
      evidence: ['attestation-1', 'refusal-lan'],
    });
    const [line, ...others] = cover({
      ...refused,
      evidence: [...refused.evidence, refusal],
    }).unmeasured;
    expect(others).toEqual([]);
    expect(line).toContain('mạng nội bộ (HT-03)');
    expect(line).toContain('17/11/2026');
    expect(line).toMatch(/kết quả dựa vào xác nhận\.$/);
  });

  it('says that no run counts where there are runs, and speaks English', () => {
    const uncounted = change(measured, 'ht-03', { basis: 'attested', evidence: ['attestation-1'] });
    expect(cover(uncounted).unmeasured[0]).toContain('không có lần đo nào được tính');
    expect(cover(uncounted, 'en').unmeasured[0]).toContain('no run counts');
  });
});
