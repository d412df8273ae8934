import type { Language } from '../locale/language.ts';
import { levelNames, outcomeNames } from '../report/labels.ts';
import { printableText } from '../report/printable-text.ts';
import type { ReviewProblem } from './add-to-review.ts';
import { councilFolder, reviewFile } from './review-file.ts';
import type { RecordedOpinion } from './review-schema.ts';
import type { ReviewSummary } from './summarise-review.ts';

/** A review as lines for the terminal: counted, disagreements and questions in full, then what to do next. */
export function describeReview(
  summary: ReviewSummary,
  folder: string,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const spoken = summary.criteria.length - summary.silent.length;
  const lines = [
    vi
      ? `Ý kiến Hội đồng: ${spoken}/${summary.criteria.length} tiêu chí có ý kiến; ${summary.disputed.length} tiêu chí có người không đồng ý, ${summary.asked.length} tiêu chí cần làm rõ.`
      : `The council: ${spoken} of ${summary.criteria.length} criteria spoken of; ${summary.disputed.length} with a disagreement, ${summary.asked.length} with a question.`,
    vi
      ? 'Kết quả của công cụ giữ nguyên; ý kiến đứng bên cạnh.'
      : "The tool's findings stay as they are; opinions stand beside them.",
    ...(summary.concernsThisResult
      ? []
      : [
          vi
            ? 'CHÚ Ý: có ý kiến ghi cho một kết quả khác với kết quả hiện tại; đề nghị Hội đồng xem lại.'
            : 'NOTE: some opinions were given on another result than the present one; the council should look again.',
        ]),
  ];
  for (const one of summary.criteria) {
    for (const said of [...one.disagree, ...one.ask])
      lines.push(describeOpinion(one.criterion, said, vi));
  }
  for (const { level, counts } of summary.tallies) {
    lines.push(
      vi
        ? `Biểu quyết mức ${levelNames[level].vi} theo dự thảo: tán thành ${counts.for}, không tán thành ${counts.against}, không biểu quyết ${counts.abstain}`
        : `Votes on ${levelNames[level].en} under the draft: for ${counts.for}, against ${counts.against}, abstaining ${counts.abstain}`,
    );
  }
  lines.push(
    vi
      ? `Đã ghi: ${reviewFile}. Báo cáo lập trước chưa có ý kiến này; lập lại: rispacs report ${folder}. Văn bản vào ${councilFolder}/: rispacs report ${folder} --documents minutes,decision,scoring. Chữ ký đã ký trước không còn khớp và phải ký lại.`
      : `Written: ${reviewFile}. Reports made before do not have it; make them again: rispacs report ${folder}. Papers into ${councilFolder}/: rispacs report ${folder} --documents minutes,decision,scoring. Signatures made before no longer match and must be made again.`,
  );
  return lines.map(printableText);
}

function describeOpinion(criterion: string, said: RecordedOpinion, vi: boolean): string {
  const language = vi ? 'vi' : 'en';
  const word =
    said.opinion === 'disagree'
      ? vi
        ? 'không đồng ý'
        : 'disagrees'
      : vi
        ? 'yêu cầu làm rõ'
        : 'asks';
  const proposes =
    said.proposes === undefined
      ? ''
      : ` (${vi ? 'đề nghị' : 'would give'}: ${outcomeNames[said.proposes][language]})`;
  return `  ${criterion}: ${said.by.name}, ${said.by.position}, ${word}${proposes}: ${said.reason ?? ''}`;
}

/** One line per entry that cannot be recorded. */
export function describeReviewProblem(problem: ReviewProblem, language: Language): string {
  const vi = language === 'vi';
  switch (problem.code) {
    case 'unknown-member':
      return vi
        ? `member: ${problem.member} không có trong council.members`
        : `member: ${problem.member} is not among council.members`;
    case 'unknown-criterion':
      return vi
        ? `criteria: không có tiêu chí ${problem.criterion}; xem: rispacs checklist list`
        : `criteria: there is no criterion ${problem.criterion}; see: rispacs checklist list`;
    case 'in-the-future':
      return vi
        ? `date: ${problem.date} của ${problem.member} sau ngày hôm nay`
        : `date: ${problem.date} of ${problem.member} is after today`;
  }
}
