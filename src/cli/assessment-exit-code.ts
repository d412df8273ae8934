import { isLeft } from '../evidence/is-left.ts';
import type { Assessment } from '../report/assessment.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { rank } from '../verdict/decide-level.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * Exit code of an assessment: 3 when the target is out of reach, 4 while open items decide or test data is left, 6 when
 * only the PDF is missing, else 0. With a target, 0 needs floor ≥ target; without one, a final result.
 */
export function assessmentExitCode(assessment: Assessment, rendered?: RenderedReport): number {
  const { target, floor, ceiling, status } = assessment.verdict;
  if (target !== undefined && rank(ceiling) < rank(target)) return exitCodes.rejected;
  const reached = target !== undefined ? rank(floor) >= rank(target) : status === 'final';
  const leftOver = assessment.sideEffects.some(isLeft);
  if (!reached || leftOver) return exitCodes.provisional;
  return rendered?.pdfProblem ? exitCodes.noPdf : exitCodes.done;
}
