import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { loadChecklist } from '../checklist/load.ts';
import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder, defaultChecklist } from '../project-folders.ts';
import { compilePage } from '../report/compile-page.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { makeTrend, type Trend } from './make-trend.ts';
import { readDossiers } from './read-dossiers.ts';
import { viewTrend } from './view-trend.ts';

const mostDossiers = 12;
const pdfDeadlineMs = 90_000;

/**
 * Reads dossiers (or `assessment.json` files) and writes `trend.html` and `trend.pdf` into a folder of their own. The
 * dossiers are only read; one that cannot be read is left out, and the page says so.
 * @throws UserError for fewer than two or more than twelve dossiers, or fewer than two that can be read.
 */
export async function writeTrend(request: {
  readonly dossiers: readonly string[];
  readonly out: string;
  readonly pdf: boolean;
  readonly language: Language;
  readonly signal: AbortSignal;
}): Promise<{
  readonly trend: Trend;
  /** What was left out, in words. */
  readonly remarks: readonly string[];
  /** How many dossiers could not be read. */
  readonly unreadable: number;
  readonly files: readonly string[];
  readonly pdfProblem?: RenderedReport['pdfProblem'];
}> {
  const { dossiers, out, language, signal } = request;
  if (dossiers.length < 2 || dossiers.length > mostDossiers) {
    throw new UserError(
      language === 'vi'
        ? `Cần từ 2 đến ${mostDossiers} hồ sơ.`
        : `From 2 to ${mostDossiers} dossiers are needed.`,
    );
  }
  const { entries, remarks, unreadable } = await readDossiers(dossiers, language);
  // Groups are those of the latest checklist, where it is at hand.
  const checklist =
    entries.at(-1)?.read.checklist ?? (await loadChecklist(checklistFolder(defaultChecklist)));
  const trend = makeTrend(
    entries,
    checklist.groups.map(({ code, vi, en, criterionIds }) => ({
      code,
      name: { vi, en },
      criterionIds,
    })),
  );
  const view = viewTrend(trend, language, remarks);
  const html = await compilePage({
    template: 'trend/trend.hbs',
    styles: ['report.css', 'trend/trend.css'],
    view,
    marks: {
      foot: view.w.foot,
      page: view.w.page,
      ...(view.simulated && { warning: view.w.simulated }),
    },
  });
  await mkdir(out, { recursive: true });
  const files = [path.join(out, 'trend.html')];
  await writeFileAtomically(path.join(out, 'trend.html'), html);
  if (!request.pdf) return { trend, remarks, unreadable, files };
  const { renderPdf } = await import('../report/render-pdf.ts');
  const result = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
  if (result.state !== 'rendered')
    return {
      trend,
      remarks,
      unreadable,
      files,
      pdfProblem: { state: result.state, message: result.message },
    };
  await writeFileAtomically(path.join(out, 'trend.pdf'), result.pdf);
  return { trend, remarks, unreadable, files: [...files, path.join(out, 'trend.pdf')] };
}
