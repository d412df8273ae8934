import type { Language } from '../locale/language.ts';
import { tellAudit } from './audit/tell-audit.ts';
import { outcomeWords, pageWords, standingWords } from './report-words.ts';
import type { SharingOutcome } from './sharing-finding.ts';
import type { WrittenReport } from './write-report.ts';

/** Outcomes that are told one by one; the rest is counted. */
const TOLD: readonly SharingOutcome[] = ['not-met', 'signal', 'undetermined', 'needs-attestation'];

/** What the terminal shows: how each subject stands, what speaks against it, and where the report is. */
export function summariseReport(result: WrittenReport, language: Language): string[] {
  const vi = language === 'vi';
  const t = pageWords[language];
  const lines: string[] = [t.byDraft];
  const { audit } = result.report;
  if (audit !== undefined) lines.push('', ...tellAudit(audit, language));
  for (const subject of audit === undefined ? result.report.subjects : []) {
    lines.push('', `${t[subject.about]}: ${subject.label}`);
    lines.push(`  ${standingWords[subject.standing][language]}`);
    for (const note of subject.notes) lines.push(`  - ${note}`);
    for (const finding of subject.findings) {
      if (!TOLD.includes(finding.outcome)) continue;
      lines.push(
        `  ${finding.rule}  ${outcomeWords[finding.outcome][language]}: ${finding.because}`,
      );
    }
    const count = (outcome: SharingOutcome): number =>
      subject.findings.filter((one) => one.outcome === outcome).length;
    lines.push(
      vi
        ? `  Đáp ứng ${count('met')}, bác sĩ quyết định ${count('for-doctor') + count('decided')}, không kết luận ${count('not-concluded')}, không áp dụng ${count('not-relevant')}.`
        : `  Met ${count('met')}, for a doctor ${count('for-doctor') + count('decided')}, not concluded ${count('not-concluded')}, not relevant ${count('not-relevant')}.`,
    );
  }
  if (result.report.notes.length > 0) lines.push('', ...result.report.notes);
  if (result.files.length > 0) lines.push('', ...result.files);
  if (result.pdfProblem !== undefined)
    lines.push(vi ? `Không in được PDF: ${result.pdfProblem}` : `No PDF: ${result.pdfProblem}`);
  return lines;
}
