import { UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { judge } from '../flow.ts';
import { loadLegalBasis } from '../legal-basis/load-legal-basis.ts';
import type { Language } from '../locale/language.ts';
import { hashAssessment } from '../report/hash-assessment.ts';
import { loadCouncilCompositions } from '../review/council-composition.ts';
import { readReview } from '../review/review-file.ts';
import { type DocumentKind, documentKinds } from './document-kinds.ts';
import { readSigningKeys } from './read-signing-keys.ts';
import { renderDocuments, requireReplaceable } from './render-documents.ts';
import { listOutdatedPapers, writeResult } from './write-result.ts';

/**
 * Makes a council's papers from a dossier: judged now, so that the hash they carry is that of the result in the folder,
 * and of its reports, which are made again when they were of another result.
 * @param request.wanted - kinds of papers, comma-separated.
 * @throws UserError when a kind is unknown, or the folder is no dossier, in use, or cannot be written; as
 * {@link writeResult} and {@link requireReplaceable} do for what is signed.
 */
export async function makeCouncilDocuments(request: {
  readonly folder: string;
  readonly wanted: string;
  readonly pdf: boolean;
  readonly language: Language;
  readonly signal: AbortSignal;
}) {
  const { folder, language, signal } = request;
  const kinds = readKinds(request.wanted, language);
  const dossier = await Dossier.open(folder, language);
  try {
    await lockDossier(folder, language);
    const assessment = await judge(dossier);
    const { checklist } = await readDossierContents(dossier);
    const [compositions, review, keys, legalBasis] = await Promise.all([
      loadCouncilCompositions(),
      readReview(folder, language),
      readSigningKeys(folder),
      loadLegalBasis(),
    ]);
    const shown = language === assessment.language ? assessment : await judge(dossier, language);
    const papers = {
      folder,
      input: { assessment, shown, checklist, language, compositions, review, keys },
      legalBasis,
      kinds,
      pdf: request.pdf,
      signal,
    };
    await requireReplaceable(papers);
    const written = await writeResult({ dossier, assessment, formats: ['json'], language, signal });
    const made = await renderDocuments(papers);
    const outdatedPapers = await listOutdatedPapers(folder, hashAssessment(assessment));
    return {
      ...made,
      pdfProblem: made.pdfProblem ?? written.rendered.pdfProblem,
      written: { ...written, outdatedPapers, signaturesLapsed: written.isSigned },
    };
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

function readKinds(wanted: string, language: Language): readonly DocumentKind[] {
  const words = wanted.split(',').map((one) => one.trim());
  const unknown = words.find((one) => !documentKinds.some((known) => known === one));
  if (unknown === undefined) return documentKinds.filter((one) => words.includes(one));
  throw new UserError(
    language === 'vi'
      ? `--documents không nhận "${unknown}"; có: ${documentKinds.join(', ')}.`
      : `--documents does not take "${unknown}"; there are: ${documentKinds.join(', ')}.`,
  );
}
