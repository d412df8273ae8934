import type { Language } from '../locale/language.ts';
import { type StudyRemoval, tellRemoval } from '../test-study/index.ts';
import type { LossAnalysis } from './analyse-loss.ts';
import type { NumberedTestStudy } from './test-study.ts';

/** What became of the test studies. */
export interface ConcludedStudies {
  readonly losses: readonly LossAnalysis[];
  readonly removals: readonly (StudyRemoval & { readonly node: string })[];
  /** In words. */
  readonly tell: (language: Language) => readonly string[];
  readonly failure?: { readonly error: unknown };
}

/**
 * Looks in each archive for what it acknowledged, then removes the study there. Removing is tried whatever went wrong
 * before it.
 *
 * @param isHurried - the operator has stopped the drill: looked for once, without waiting.
 */
export async function concludeStudies(
  studies: readonly NumberedTestStudy[],
  isHurried: boolean,
  language: Language,
  note: (line: string) => void,
): Promise<ConcludedStudies> {
  const vi = language === 'vi';
  const losses: LossAnalysis[] = [];
  const removals: ConcludedStudies['removals'][number][] = [];
  const remarks: ((language: Language) => string)[] = [];
  let failure: ConcludedStudies['failure'];
  for (const study of studies) {
    const { nodeId } = study;
    try {
      note(
        vi
          ? `Kiểm tra các ảnh thử ở ${nodeId} đã được xác nhận có còn không; có thể mất một phút…`
          : `Looking whether the acknowledged test images are still in ${nodeId}; this may take a minute…`,
      );
      const { loss, detail } = await study.check(isHurried);
      losses.push(loss);
      if (detail !== undefined)
        remarks.push((told) =>
          told === 'vi'
            ? `${nodeId}: không hỏi lại được các ảnh thử (${detail}).`
            : `${nodeId}: could not be asked about the test images (${detail}).`,
        );
    } catch (error) {
      failure ??= { error };
    }
    try {
      note(vi ? `Xóa ca thử ở ${nodeId}…` : `Removing the test study in ${nodeId}…`);
      const removal = await study.remove();
      if (removal === undefined) continue;
      removals.push({ ...removal, node: nodeId });
      remarks.push((told) => `${nodeId}: ${tellRemoval(removal, told)}`);
    } catch (error) {
      failure ??= { error };
    }
  }
  return {
    losses,
    removals,
    tell: (told) => remarks.map((remark) => remark(told)),
    ...(failure && { failure }),
  };
}
