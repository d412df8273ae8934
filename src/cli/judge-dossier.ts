import { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { judge, report } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import type { RenderedReport, ReportFormat } from '../report/render-report.ts';
import type { AssessmentResult } from './run-assessment.ts';

/**
 * Judges a dossier that is on disk and writes what is asked for.
 * @throws UserError when the folder is no dossier, is in use, is damaged, or cannot be written.
 */
export async function judgeDossier(request: {
  readonly folder: string;
  readonly formats: readonly ReportFormat[];
  readonly language: Language;
  readonly signal: AbortSignal;
}): Promise<AssessmentResult> {
  const { folder, language } = request;
  const dossier = await Dossier.open(folder, language);
  const assessment = await judge(dossier);
  const { checklist } = await readDossierContents(dossier);
  try {
    await lockDossier(folder, language);
    const rendered: RenderedReport = await report(
      dossier,
      assessment,
      request.formats,
      request.signal,
    );
    return { assessment, rendered, checklist };
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}
