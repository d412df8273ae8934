import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { ProbeEvidence } from '../../src/evidence/evidence.ts';
import { describeGap } from '../../src/gap/describe-gap.ts';
import { type GapPlan, planGap } from '../../src/gap/plan-gap.ts';
import { checkGapFile } from '../../src/gap/write-gap.ts';
import type { Language } from '../../src/locale/language.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const make = (options: FixtureOptions = {}) => fixtureAssessment(checklist, options);
/** The plan as printed on a terminal. */
const tell = (
  assessment: Assessment,
  wanted?: GapPlan['target'],
  recordedIn: Language = assessment.language,
) =>
  describeGap({
    plan: planGap(assessment, checklist, wanted),
    checklist,
    assessment,
    recordedIn,
  }).join('\n');
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
    const assessment = make({ target: 'specialized' });
    expect(planGap(assessment, checklist)).toMatchObject({ from: 'specialized', stages: [] });
    expect(tell(assessment)).toContain('Không còn mức nào cao hơn.');
  });

  it('names remedy, who, and evidence to prepare, under the draft', () => {
    const options = { outcomes: { 'ht-04': 'not-met' }, target: 'basic' } as const;
    const text = tell(make(options));
    expect(text).toContain('Theo dự thảo');
    expect(text).toContain('HT-04 Đường truyền Internet');
    expect(text).toContain('Không đạt; cần khắc phục');
    expect(text).toContain('Nhà mạng: 1');
    expect(text).toContain('Hợp đồng hoặc biên bản nghiệm thu đường truyền Internet');
    expect(tell(make({ ...options, language: 'en' }))).toContain('Contract or acceptance');
  });

  it('tells the next step before the target, and what each step of it takes', () => {
    const text = tell(make({ outcomes, target: 'advanced' }));
    const next = text.indexOf(
      'Bước tiếp theo là mức Cơ bản: còn 3 tiêu chí, trong đó 1 chỉ cần giấy',
    );
    const then = text.indexOf('Sau đó tới mức Nâng cao: thêm 1 tiêu chí.');
    expect(next).toBeGreaterThan(0);
    expect(then).toBeGreaterThan(next);
    expect(tell(make({ outcomes, target: 'advanced' }), 'basic')).not.toContain('Sau đó');
  });

  it('says that a level is reached rather than planning downwards', () => {
    const text = tell(make({ target: 'advanced' }), 'basic');
    expect(text).toContain('Đã đủ mọi tiêu chí của mức Cơ bản');
    expect(text).not.toMatch(/Từ Nâng cao đến Cơ bản/);
  });

  it('says whether the level is provisional, simulated, and beyond what was applied for', () => {
    const open = make({ outcomes: { 'ris-01': 'undetermined' }, target: 'advanced' });
    expect(tell(open)).toContain(
      'tạm thời: nếu mọi tiêu chí còn mở đều đạt thì có thể tới Nâng cao',
    );
    expect(tell(make({ target: 'advanced' }), 'specialized')).toContain(
      'chỉ đăng ký tới mức Nâng cao',
    );
    expect(tell(make({ simulated: true }))).toContain('DỮ LIỆU MÔ PHỎNG');
  });

  it('never says that a facility is at a level', () => {
    for (const language of ['vi', 'en'] as const)
      expect(tell(make({ outcomes, target: 'advanced', language }))).not.toMatch(
        /is at (a|the) level|đang ở mức|đã đạt mức/i,
      );
  });
});

describe('what is in the way of several criteria', () => {
  const refused = (subject: string): ProbeEvidence => ({
    kind: 'probe',
    id: 'hl7.ris',
    probe: 'hl7',
    probeVersion: 1,
    subject,
    subjectId: 'ris',
    startedAt: '2026-11-22T08:00:00+07:00',
    durationMs: 1,
    notes: [],
    attachments: [],
    state: 'refused',
    facts: {},
    reason: { code: 'refused', message: 'Không ai nghe' },
  });
  const withUnseen = (language: Language): Assessment => {
    const assessment = make({
      outcomes: { 'ris-02': 'undetermined', 'ris-05': 'undetermined', 'pacs-09': 'undetermined' },
      target: 'advanced',
      language,
    });
    const subject = 'ris (điểm HL7)';
    return {
      ...assessment,
      evidence: [...assessment.evidence, refused(subject)],
      findings: assessment.findings.map((one) =>
        one.criterion.startsWith('ris-') && one.outcome === 'undetermined'
          ? { ...one, missing: ['x', `${subject}: Không ai nghe`, `y: ${subject}: Không ai nghe`] }
          : one,
      ),
    };
  };

  it('is told once, with all criteria that it concerns', () => {
    const assessment = withUnseen('vi');
    expect(planGap(assessment, checklist).blockers).toEqual([
      expect.objectContaining({ probe: 'hl7', state: 'refused', criteria: ['ris-02', 'ris-05'] }),
    ]);
    const text = tell(assessment);
    expect(text).toContain('Liên quan (2): RIS-02, RIS-05');
    expect(text).toContain('Bị từ chối: Không ai nghe');
    expect(text).toContain('Chưa quan sát được: ris (điểm HL7) (Bị từ chối)');
    expect(text).toContain('Còn thiếu: y\n');
  });

  it('leaves nothing in the language of the probes in a plan in another language', () => {
    const vietnamese = /[ăâđêôơư\u1ea0-\u1ef9]/i;
    const { facility, ...rest } = withUnseen('en');
    const assessment: Assessment = {
      ...rest,
      facility: { ...facility, facility: { name: 'Example' } },
      // The fixture's own sentences are Vietnamese.
      findings: rest.findings.map((one) => ({
        ...one,
        because: '',
        missing: one.missing.filter((line) => !vietnamese.test(line) || line.includes('Không ai')),
      })),
    };
    const text = tell(assessment, undefined, 'vi');
    expect(text).toContain('Not observed: ris (Refused)');
    expect(text).not.toMatch(vietnamese);
  });

  it('is one permission where nothing else is lacking', () => {
    const assessment = withUnseen('vi');
    const evidence = assessment.evidence.map((one) =>
      one.id === 'hl7.ris' && one.kind === 'probe' && one.state !== 'observed'
        ? {
            ...one,
            state: 'not-permitted' as const,
            reason: { code: 'risk-not-allowed', message: 'thêm --allow active' },
          }
        : one,
    );
    expect(tell({ ...assessment, evidence })).toContain('1. Chạy lại với --allow active');
  });
});

describe('the way to Specialized', () => {
  it('names packages, papers, and that a facility cannot lift the cap by its own papers', () => {
    const assessment = make({
      outcomes: { 'cs-01': 'not-met', 'cs-02': 'not-met' },
      target: 'advanced',
    });
    const capped: Assessment = {
      ...assessment,
      findings: assessment.findings.map((one) =>
        one.criterion === 'cl-01'
          ? { ...one, parts: [{ id: 'cl-01.authority', state: 'met' as const }] }
          : one,
      ),
    };
    const text = tell(capped, 'specialized');
    expect(text).toContain('KHÔNG TỰ GỠ ĐƯỢC BẰNG GIẤY TỜ CỦA CƠ SỞ');
    expect(text).toContain('Chứng chỉ ISO 13485');
    expect(text).toContain('8. Gói xử lý hình ảnh chuyên sâu sử dụng trí tuệ nhân tạo');
    expect(tell(capped, 'advanced')).not.toContain('KHÔNG TỰ GỠ');
  });
});

describe('the sheet to hand out', () => {
  it('is a PDF or a page', () => {
    expect(() => checkGapFile('ke-hoach.docx', 'vi')).toThrow('.pdf hoặc .html');
    checkGapFile('ke-hoach.PDF', 'vi');
  });
});
