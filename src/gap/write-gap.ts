import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Language } from '../locale/language.ts';
import { compilePage } from '../report/compile-page.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { type GapViewInput, viewGap } from './view-gap.ts';

const pdfDeadlineMs = 90_000;

/**
 * Checks where a plan is to be written, before anything is judged.
 * @throws UserError when the name ends in neither `.pdf` nor `.html`
 */
export function checkGapFile(file: string, language: Language): void {
  if (/\.(pdf|html)$/i.test(file)) return;
  throw new UserError(
    language === 'vi'
      ? '--out cần một tệp .pdf hoặc .html. Ví dụ: --out ke-hoach.pdf'
      : '--out takes a .pdf or .html file, such as --out plan.pdf',
  );
}

/** Writes the plan as one offline page, or as A4 PDF. Nothing is written when the PDF cannot be made. */
export async function writeGap(
  file: string,
  input: GapViewInput,
  signal: AbortSignal,
): Promise<RenderedReport['pdfProblem']> {
  const view = viewGap(input);
  const html = await compilePage({
    template: 'gap/gap.hbs',
    styles: ['report.css', 'gap/gap.css'],
    view,
    marks: {
      foot: view.w.foot,
      page: view.w.page,
      ...(view.simulated && { warning: view.w.simulated }),
    },
  });
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  if (/\.html$/i.test(file)) {
    await writeFileAtomically(file, html);
    return undefined;
  }
  const { renderPdf } = await import('../report/render-pdf.ts');
  const pdf = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
  if (pdf.state !== 'rendered') return { state: pdf.state, message: pdf.message };
  await writeFileAtomically(file, pdf.pdf);
  return undefined;
}
