import type { Language } from '../locale/language.ts';
import { type Check, sayIn } from './check.ts';

/** What the checks add up to. */
export interface Examination {
  /** The main job can run. */
  readonly usable: boolean;
  /** A PDF can be made. */
  readonly pdf: boolean;
  readonly checks: readonly Check[];
}

/** One line per check with its word, its advice beneath, and what it adds up to. */
export function describeChecks(examination: Examination, language: Language): string[] {
  const say = sayIn(language);
  const words = {
    ok: say('Đạt', 'OK'),
    warning: say('Cảnh báo', 'Warning'),
    error: say('Lỗi', 'Error'),
  };
  const width = Math.max(...Object.values(words).map((word) => word.length));
  const lines = examination.checks.flatMap((check) => [
    `${words[check.state].padEnd(width)}  ${check.title}: ${check.found}`,
    ...(check.state === 'ok'
      ? []
      : [`${' '.repeat(width)}  ${say('Cách xử lý', 'What to do')}: ${check.advice}`]),
  ]);
  return [...lines, '', conclude(examination, language)];
}

function conclude({ usable, pdf, checks }: Examination, language: Language): string {
  const say = sayIn(language);
  const warnings = checks.filter((one) => one.state === 'warning').length;
  if (!usable)
    return say(
      'Máy này chưa chạy được việc đánh giá; xử lý các mục Lỗi rồi chạy lại rispacs doctor.',
      'This computer cannot run an assessment yet; mend what says Error and run rispacs doctor again.',
    );
  if (!pdf)
    return say(
      'Máy này đánh giá được, chỉ chưa lập được bản PDF (vẫn có bản HTML và JSON).',
      'This computer can assess; only the PDF cannot be made (HTML and JSON can).',
    );
  return warnings === 0
    ? say('Máy này dùng được.', 'This computer is ready.')
    : say(
        `Máy này dùng được; nên xem ${warnings} mục Cảnh báo.`,
        `This computer is ready; please look at ${warnings} warning(s).`,
      );
}
