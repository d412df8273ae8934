/**
 * What a note or a reason advises to do stands behind its fact in brackets: `… từ chối kết nối (cách làm: …).` Whoever
 * runs the tool reads both; in print, where nobody can follow it, the fact stands alone. Advice holds no brackets.
 */
const advice = / \((?:cách làm|to do): [^()]*\)/gu;

/** The text without what it advises. */
export function withoutAdvice(text: string): string {
  return text.replace(advice, '');
}
