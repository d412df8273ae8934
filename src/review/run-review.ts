import { openDialogue } from '../attest/dialogue.ts';
import type { Checklist } from '../checklist/schema.ts';
import { describeWritten } from '../documents/describe-written.ts';
import { writeResult } from '../documents/write-result.ts';
import { UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { writeManifest } from '../evidence/manifest.ts';
import { judge } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { hashAssessment } from '../report/hash-assessment.ts';
import { addToReview } from './add-to-review.ts';
import { askReview } from './ask-review.ts';
import { councilKindFor } from './council-composition.ts';
import { describeReview, describeReviewProblem } from './describe-review.ts';
import { loadReviewInput } from './load-review-input.ts';
import { readReview, writeReview } from './review-file.ts';
import type { CouncilReview, ReviewInput } from './review-schema.ts';
import { type ReviewSummary, summariseReview } from './summarise-review.ts';

/** What `review` was asked. */
export interface ReviewRequest {
  readonly folder: string;
  /** A review file; without one a member is asked. */
  readonly file?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** YYYY-MM-DD local. */
  readonly today: string;
  readonly workingFolder: string;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly terminal: boolean;
  readonly width?: number | undefined;
}

/** What `review --json` prints: the untouched model, and the council's word beside it. */
export interface ReviewOutcome {
  readonly resultSha256: string;
  readonly assessment: Assessment;
  readonly council: { readonly review: CouncilReview; readonly summary: ReviewSummary };
}

/**
 * Records what a council says of a dossier's result, from a file or by asking one member, and puts it into the manifest.
 * @throws UserError when the folder is no dossier or in use, the file has a problem, or nobody answers.
 */
export async function runReview(request: ReviewRequest): Promise<{
  readonly outcome: ReviewOutcome;
  readonly ended: 'finished' | 'interrupted';
  readonly lines: readonly string[];
}> {
  const { folder, language } = request;
  try {
    const dossier = await Dossier.open(folder, language);
    await lockDossier(folder, language);
    const assessment = await judge(dossier);
    const { checklist } = await readDossierContents(dossier);
    // The opinions name the result by its hash: what lies in the folder must be that result.
    const written = await writeResult({ ...request, dossier, assessment, formats: ['json'] });
    const ended = await record(request, dossier, assessment, checklist);
    await writeManifest(folder);
    const review = await readReview(folder, language);
    if (review === undefined) throw nothingRecorded(language);
    const summary = summariseReview(review, assessment);
    const { resultSha256 } = summary;
    return {
      outcome: { resultSha256, assessment, council: { review, summary } },
      ended,
      lines: [
        ...describeReview(summary, folder, language),
        // That signatures lapse is said with what was recorded.
        ...describeWritten({ ...written, signaturesLapsed: false }, folder, language),
      ],
    };
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

async function record(
  request: ReviewRequest,
  dossier: Dossier,
  assessment: Assessment,
  checklist: Checklist,
): Promise<'finished' | 'interrupted'> {
  const { folder, language, signal, today } = request;
  const subject = { assessment, resultSha256: hashAssessment(assessment), checklist, today };
  const write = async (input: ReviewInput) => {
    const addition = addToReview(await readReview(folder, language), input, subject);
    if (!addition.ok) {
      throw new UserError(
        language === 'vi' ? 'Không ghi ý kiến nào:' : 'No opinion was recorded:',
        { details: addition.problems.map((one) => describeReviewProblem(one, language)) },
      );
    }
    await writeReview(folder, addition.review);
    await dossier.log('council-review', { added: addition.added });
  };
  if (request.file !== undefined) {
    await write(await loadReviewInput(request.file, language, signal));
    return 'finished';
  }
  const { facility } = await readDossierContents(dossier);
  const dialogue = openDialogue({
    ...request,
    droppedWarning: (count) =>
      language === 'vi'
        ? `(Đã bỏ ${count} dòng dán thừa.)`
        : `(${count} pasted lines were dropped.)`,
  });
  try {
    const { target, level } = assessment.verdict;
    return await askReview({
      session: { ...request, dossier, checklist, facility, dialogue },
      assessment,
      earlier: await readReview(folder, language),
      kind: councilKindFor(target ?? level),
      record: write,
    });
  } finally {
    dialogue.close();
  }
}

function nothingRecorded(language: Language): UserError {
  return new UserError(
    language === 'vi'
      ? 'Chưa ghi ý kiến nào. Chạy trên cửa sổ dòng lệnh, hoặc dùng --file với một tệp ý kiến.'
      : 'Nothing was recorded. Run this in a terminal window, or give a review file with --file.',
  );
}
