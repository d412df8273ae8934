import { type WrittenResult, writeResult } from '../documents/write-result.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { judge } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import type { ReportFormat } from '../report/render-report.ts';
import type { AssessmentResult } from './run-assessment.ts';

/**
 * Judges a dossier that is on disk and writes what is asked for, and again what is there of another result.
 * @throws UserError when the folder is no dossier, is in use, is damaged, or cannot be written; as {@link writeResult}
 * does for a signed dossier.
 */
export async function judgeDossier(request: {
  readonly folder: string;
  readonly formats: readonly ReportFormat[];
  readonly language: Language;
  readonly signal: AbortSignal;
}): Promise<AssessmentResult & WrittenResult> {
  const { folder, language } = request;
  const dossier = await Dossier.open(folder, language);
  const assessment = await judge(dossier);
  const { checklist } = await readDossierContents(dossier);
  try {
    await lockDossier(folder, language);
    const written = await writeResult({ ...request, dossier, assessment });
    return { ...written, assessment, checklist };
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}
