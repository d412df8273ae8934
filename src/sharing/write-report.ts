import path from 'node:path';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { checkFree, makeDossierFolder } from '../evidence/check-folder.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { writeManifest } from '../evidence/manifest.ts';
import type { Language } from '../locale/language.ts';
import { renderSharingCsv, renderSharingHtml } from './render-report.ts';
import type { SharingRules } from './rule-schema.ts';
import type { SharingReport } from './sharing-report.ts';

/** A report and where it lies. */
export interface WrittenReport {
  readonly report: SharingReport;
  readonly files: readonly string[];
  /** Why there is no PDF; absent when there is one, or when nothing was to be written. */
  readonly pdfProblem?: string;
}

const PDF_DEADLINE_MS = 120_000;

/** Makes the folder of a report. @throws UserError when it holds anything, or cannot be made */
export async function makeReportFolder(out: string, language: Language): Promise<void> {
  try {
    await makeDossierFolder(out);
    await checkFree(out, language);
  } catch (error) {
    throw explainWriteError(error, out, language);
  }
}

/**
 * Writes JSON, CSV, HTML and PDF with a manifest of hashes. After Ctrl-C everything but the PDF is written, so that what was
 * done is not lost.
 * @throws UserError when the disk does not take it
 */
export async function writeSharingReport(
  out: string,
  report: SharingReport,
  rules: SharingRules,
  language: Language,
  signal: AbortSignal,
): Promise<WrittenReport> {
  const html = await renderSharingHtml(report, rules, language);
  const pdf = signal.aborted
    ? { problem: language === 'vi' ? 'đã dừng theo yêu cầu' : 'stopped as asked' }
    : await printPdf(html, signal);
  const files: [string, Uint8Array | string][] = [
    ['sharing.json', `${JSON.stringify(report, null, 2)}\n`],
    ['sharing.csv', renderSharingCsv(report, rules, language)],
    ['sharing.html', html],
    ...(pdf.bytes === undefined ? [] : [['sharing.pdf', pdf.bytes] as [string, Uint8Array]]),
  ];
  try {
    for (const [name, bytes] of files) await writeFileAtomically(path.join(out, name), bytes);
    await writeManifest(out);
  } catch (error) {
    throw explainWriteError(error, out, language);
  }
  return {
    report,
    files: files.map(([name]) => path.join(out, name)),
    ...(pdf.problem !== undefined && { pdfProblem: pdf.problem }),
  };
}

async function printPdf(
  html: string,
  signal: AbortSignal,
): Promise<{ readonly bytes?: Uint8Array; readonly problem?: string }> {
  const { renderPdf } = await import('../report/render-pdf.ts');
  const result = await renderPdf({ html, signal, deadlineMs: PDF_DEADLINE_MS });
  return result.state === 'rendered' ? { bytes: result.pdf } : { problem: result.message };
}
