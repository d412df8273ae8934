import type { Checklist } from '../checklist/schema.ts';
import type { Assessment } from '../report/assessment.ts';
import type { Level } from '../verdict/verdict.ts';

const mostListed = 15;

/** What the terminal shows at the end: the proposed level, how sure, and what stands in the way. */
export function summariseAssessment(assessment: Assessment, checklist: Checklist): string[] {
  const vi = assessment.language === 'vi';
  const { verdict, findings, specialized } = assessment;
  const name = (level: Level) => levelName(level, checklist, vi);
  const count = (outcome: string) => findings.filter((one) => one.outcome === outcome).length;
  // A lowest level alone would read as a failure where nothing failed yet.
  const proposed =
    verdict.status === 'final'
      ? name(verdict.level)
      : vi
        ? `chưa xác định được (tạm tính theo mức thấp nhất: ${name(verdict.level)})`
        : `not decided yet (lowest possible for now: ${name(verdict.level)})`;
  const { measured, inspected, demonstrated, attested } = verdict.makeUp;
  const lines = [
    ...(assessment.simulated ? [vi ? '*** DỮ LIỆU MÔ PHỎNG ***' : '*** SIMULATED DATA ***'] : []),
    `${assessment.facility.facility.name}`,
    vi
      ? `Mức đề nghị (theo dự thảo, chưa có giá trị pháp lý): ${proposed}`
      : `Proposed level (under the draft, without legal force): ${proposed}`,
    verdict.status === 'final'
      ? vi
        ? '  Không còn mục chưa quyết định nào làm đổi mức.'
        : '  Nothing undecided can change the level.'
      : vi
        ? `  Tạm thời: từ ${name(verdict.floor)} đến ${name(verdict.ceiling)}, tùy các mục còn mở.`
        : `  Provisional: from ${name(verdict.floor)} to ${name(verdict.ceiling)}, depending on open items.`,
    ...(verdict.cap ? [`  ${verdict.cap.reason}`] : []),
    vi
      ? `  Căn cứ (theo căn cứ yếu nhất của từng tiêu chí): đo ${measured}, kiểm tra ${inspected}, trình diễn ${demonstrated}, xác nhận ${attested}`
      : `  Made up of (weakest basis of each criterion): measured ${measured}, inspected ${inspected}, demonstrated ${demonstrated}, attested ${attested}`,
    vi
      ? `  Trong ${findings.length} tiêu chí: đạt ${count('met')}, không đạt ${count('not-met')}, chưa đủ bằng chứng ${count('undetermined')}, cần xác nhận hoặc hồ sơ ${count('needs-attestation')}`
      : `  Of ${findings.length} criteria: met ${count('met')}, not met ${count('not-met')}, undetermined ${count('undetermined')}, awaiting an attestation or document ${count('needs-attestation')}`,
  ];
  const all = [...findings, ...specialized];
  const list = (title: string, ids: readonly string[]) => {
    if (ids.length === 0) return;
    lines.push(title);
    for (const id of ids.slice(0, mostListed)) {
      const finding = all.find((one) => one.criterion === id);
      lines.push(
        `  ${id}: ${shorten((finding?.outcome === 'not-met' ? finding.observed : finding?.because) ?? '')}`,
      );
    }
    if (ids.length > mostListed)
      lines.push(
        vi
          ? `  … và ${ids.length - mostListed} tiêu chí nữa (xem báo cáo)`
          : `  … and ${ids.length - mostListed} more (see the report)`,
      );
  };
  list(
    vi ? 'Không đạt, đang chặn mức cao hơn:' : 'Not met, barring a higher level:',
    verdict.blocking,
  );
  list(vi ? 'Còn mở, quyết định mức:' : 'Open, deciding the level:', verdict.deciding);
  return lines;
}

/** A level in words; below Basic has no name in the draft, the checklist gives ours. */
export function levelName(level: Level, checklist: Checklist, vi: boolean): string {
  const found =
    level === 'none'
      ? checklist.manifest.below
      : checklist.manifest.levels.find((one) => one.id === level);
  return found ? (vi ? found.vi : found.en) : level;
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
