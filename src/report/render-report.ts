import path from 'node:path';
import type { Checklist } from '../checklist/schema.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Assessment } from './assessment.ts';

/** Formats a report can take. `json` (the model itself) is always written, because the others are renderings of it. */
export const reportFormats = ['json', 'html', 'pdf', 'csv', 'xlsx', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Time for one PDF, from looking for a browser to the finished bytes. */
const pdfDeadlineMs = 90_000;

export interface RenderRequest {
  /** The dossier; files are written there. */
  readonly folder: string;
  readonly assessment: Assessment;
  readonly checklist: Checklist;
  readonly formats: readonly ReportFormat[];
  readonly signal: AbortSignal;
}

export interface RenderedReport {
  /** Files written, by format, as paths inside the dossier. */
  readonly files: Readonly<Partial<Record<ReportFormat, string>>>;
  /** Why there is no PDF although one was asked for. */
  readonly pdfProblem?: {
    readonly state: 'no-browser' | 'failed' | 'timed-out';
    readonly message: string;
  };
}

/** Writes the model and the renderings asked for. A PDF that cannot be made does not stop the others. */
export async function renderReport(request: RenderRequest): Promise<RenderedReport> {
  const { assessment, checklist, folder, signal } = request;
  const { language } = assessment;
  const wants = (format: ReportFormat) => request.formats.includes(format);
  const files: Partial<Record<ReportFormat, string>> = {};
  const write = async (format: ReportFormat, name: string, bytes: Uint8Array | string) => {
    await writeFileAtomically(path.join(folder, name), bytes);
    files[format] = name;
  };

  const { renderJson } = await import('./render-json.ts');
  await write('json', 'assessment.json', renderJson(assessment));
  if (wants('csv'))
    await write(
      'csv',
      'report.csv',
      (await import('./render-csv.ts')).renderCsv({ assessment, checklist, language }),
    );
  const { readReview } = await import('../review/review-file.ts');
  const shown = wants('xlsx') || wants('html') || wants('pdf');
  const review = shown ? await readReview(folder, language) : undefined;
  if (wants('xlsx'))
    await write(
      'xlsx',
      'report.xlsx',
      await (await import('./render-xlsx.ts')).renderXlsx({
        assessment,
        checklist,
        language,
        review,
      }),
    );
  if (wants('junit'))
    await write(
      'junit',
      'report.junit.xml',
      (await import('./render-junit.ts')).renderJunit({ assessment, checklist, language }),
    );
  if (!wants('html') && !wants('pdf')) return { files };

  const { renderHtml } = await import('./render-html.ts');
  const [{ readAttached }, { readAttachmentsOf }] = await Promise.all([
    import('./attached/read-attached.ts'),
    import('./attached/read-attachment.ts'),
  ]);
  const attached = await readAttached(assessment, readAttachmentsOf(folder), signal);
  const { loadCircular54 } = await import('../legal-basis/load-circular-54.ts');
  const { loadLegalBasis } = await import('../legal-basis/load-legal-basis.ts');
  const { describeLegalBasis } = await import('../legal-basis/describe-legal-basis.ts');
  const legalBasis = describeLegalBasis(await loadLegalBasis(), assessment.assessedOn, language);
  const html = await renderHtml({
    assessment,
    checklist,
    language,
    attached,
    legalBasis,
    circular54: await loadCircular54(),
    review,
  });
  await write('html', 'report.html', html);
  if (!wants('pdf')) return { files };
  signal.throwIfAborted();
  const { renderPdf } = await import('./render-pdf.ts');
  const result = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
  if (result.state !== 'rendered')
    return { files, pdfProblem: { state: result.state, message: result.message } };
  await write('pdf', 'report.pdf', result.pdf);
  return { files };
}
