import path from 'node:path';
import { describePdfProblem } from './describe-pdf-problem.ts';
import type { AssessmentResult } from './run-assessment.ts';
import { summariseAssessment } from './summarise-assessment.ts';

/** Prints the result: the summary and where the files are. Without a PDF, one sentence says why and what there is. */
export function finishAssessment(
  { assessment, checklist, rendered }: AssessmentResult,
  folder: string,
  print: (line: string) => void,
  note: (line: string) => void,
): void {
  const vi = assessment.language === 'vi';
  for (const line of summariseAssessment(assessment, checklist)) print(line);
  const { pdf, html } = rendered.files;
  if (pdf) print(`${vi ? 'Báo cáo PDF' : 'PDF report'}: ${path.join(folder, pdf)}`);
  else if (html) print(`${vi ? 'Báo cáo HTML' : 'HTML report'}: ${path.join(folder, html)}`);
  print(`${vi ? 'Hồ sơ bằng chứng' : 'Evidence dossier'}: ${folder}`);
  if (rendered.pdfProblem)
    note(describePdfProblem(rendered.pdfProblem, folder, assessment.language));
}
