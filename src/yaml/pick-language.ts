import type { Language } from '../locale/language.ts';

/**
 * One language of a text written as `tiếng Việt / English`, the form of descriptions in the published schemas and of
 * notes in templates. A text without ` / ` is in one language only, and `undefined` in the other.
 */
export function pickLanguage(
  text: string,
  language: Language,
  writtenIn: Language = 'vi',
): string | undefined {
  const [vi, en] = text.split(' / ', 2);
  if (en === undefined) return language === writtenIn ? text : undefined;
  return language === 'vi' ? vi : en;
}
