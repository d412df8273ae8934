import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { ProbeEvidence } from '../../src/evidence/evidence.ts';
import { findingMessages } from '../../src/findings/messages.ts';
import { viewMissing, withoutAdvice } from '../../src/report/missing-lines.ts';
import { makeViewContext } from '../../src/report/view-context.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);

function barred(id: string, risk: string): ProbeEvidence {
  return {
    id: `lan.${id}`,
    kind: 'probe',
    probe: 'lan',
    probeVersion: 1,
    subject: `${id} (iperf3://192.0.2.1:5201)`,
    subjectId: id,
    startedAt: '2026-11-22T09:00:00+07:00',
    durationMs: 0,
    notes: [],
    attachments: [],
    state: 'not-permitted',
    facts: {},
    reason: {
      code: 'risk-not-allowed',
      message: `chưa được phép chạy; thêm --allow ${risk} nếu bệnh viện đã đồng ý`,
    },
  };
}

function missing(
  lines: readonly string[],
  evidence: readonly ProbeEvidence[] = [],
  language: 'vi' | 'en' = 'vi',
) {
  const base = fixtureAssessment(checklist, {
    outcomes: { 'ris-05': 'undetermined' },
    language,
  });
  const assessment = { ...base, evidence };
  const finding = assessment.findings.find((one) => one.criterion === 'ris-05');
  if (finding === undefined) throw new Error('ris-05 is in the checklist');
  return viewMissing(makeViewContext(assessment, checklist, language), {
    ...finding,
    missing: lines,
  });
}

describe('viewMissing', () => {
  it('says each cause once and lists what it is about', () => {
    const words = findingMessages('vi');
    const lines = missing([
      words.attestationNeedsRefusal('ris-05.a', 'hl7, workflow'),
      words.attestationMissing('cs-01.lung'),
      words.attestationNeedsRefusal('ris-05.c', 'workflow'),
      words.attestationMissing('cs-01.ai'),
      words.noRows('Độ trễ'),
      words.noRows('Số lần đo'),
      words.documentMissing('Sơ đồ mạng'),
      words.documentMissing('Hợp đồng'),
    ]);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('RIS-05.a, RIS-05.c');
    expect(lines[0]).toContain('hl7, workflow');
    expect(lines[1]).toContain('CS-01.lung, CS-01.ai');
    expect(lines[2]).toContain('"Độ trễ", "Số lần đo"');
    expect(lines[3]).toMatch(/Sơ đồ mạng; Hợp đồng$/);
  });

  it('keeps apart what is about one statement only', () => {
    const words = findingMessages('vi');
    const expired = `${words.attestationMissing('ris-05.a')}; ${words.attestationNoFile('Bình')}`;
    expect(missing([expired, words.attestationMissing('ris-05.b')])).toHaveLength(2);
  });

  it('tells what was not permitted by its kind, once, and names no option of the command line', () => {
    const records = [barred('duong-1', 'load'), barred('duong-2', 'load'), barred('ca', 'active')];
    const reasons = records.map((one) =>
      one.state === 'observed' ? '' : `${one.subject}: ${one.reason.message}`,
    );
    const lines = missing(
      [`chưa có số liệu "Trung vị": ${reasons.slice(0, 2).join('; ')}`, ...reasons],
      records,
    );
    expect(lines).toEqual([
      'Chưa có số liệu "Trung vị"',
      'Chưa đo: cơ sở chưa cho phép đo tải (duong-1, duong-2)',
      'Chưa thử: cơ sở chưa cho phép gửi dữ liệu thử (ca)',
    ]);
    expect(missing(reasons, records, 'en').join(' ')).not.toContain('--');
  });

  it('leaves advice for the operator out of any other reason', () => {
    expect(withoutAdvice('Không tới được máy đo; hãy chạy "rispacs serve lan" ở đầu kia.')).toBe(
      'Không tới được máy đo',
    );
    expect(withoutAdvice('ngắn quá; chạy lại với --resume')).toBe('ngắn quá');
    expect(withoutAdvice('Máy từ chối kết nối tới cổng 104.')).toBe(
      'Máy từ chối kết nối tới cổng 104',
    );
  });
});
