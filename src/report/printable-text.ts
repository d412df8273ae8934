import type { Language } from '../locale/language.ts';

/** Controls, bidirectional overrides and isolates, line and paragraph separators: shown, never obeyed. */
const disruptive =
  /[[\p{Cc}--[\t\n\r]]\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gv;
/** More than three marks on one letter would be drawn over neighbouring rows. */
const stackedMarks = /(\p{M}{3})\p{M}+/gu;

const symbolWords: { readonly [L in Language]: readonly (readonly [RegExp, string])[] } = {
  vi: [
    [/≥\s*/g, 'không dưới '],
    [/≤\s*/g, 'không quá '],
    [/\s*[→⇒]\s*/g, ' đến '],
    [/≈\s*/g, 'khoảng '],
    [/≠\s*/g, 'khác '],
    [/[✓✔☑]\s*/gu, '[x] '],
    [/[✗✘☒]\s*/gu, '[không] '],
    [/☐\s*/gu, '[ ] '],
  ],
  en: [
    [/≥\s*/g, 'at least '],
    [/≤\s*/g, 'at most '],
    [/\s*[→⇒]\s*/g, ' to '],
    [/≈\s*/g, 'about '],
    [/≠\s*/g, 'other than '],
    [/[✓✔☑]\s*/gu, '[x] '],
    [/[✗✘☒]\s*/gu, '[no] '],
    [/☐\s*/gu, '[ ] '],
  ],
};

/**
 * Makes text from anywhere fit to print: NFC (decomposed Vietnamese falls out of the report font), well-formed, and
 * free of characters that would reorder or overdraw what stands beside it. Those become U+FFFD, so nothing is hidden.
 */
export function printableText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(disruptive, '\ufffd')
    .replace(stackedMarks, '$1');
}

/**
 * Words in place of signs the report font lacks. For the tool's own sentences only: what people wrote is quoted as
 * written, and a sign the font lacks is then drawn with another embedded font.
 */
export function wordsForSymbols(text: string, language: Language): string {
  return symbolWords[language].reduce((done, [sign, word]) => done.replace(sign, word), text);
}

/** A notice that is longer than what it hides helps nobody: so much more is let through, and half of a short limit. */
const mostSpare = 150;

/**
 * Cuts a text that would fill pages, saying how much is left out. `remainder` gets the number of characters cut; never a few,
 * since up to {@link mostSpare} beyond the limit are let through.
 */
export function clipText(text: string, max: number, remainder: (count: number) => string): string {
  if (text.length <= max + Math.min(mostSpare, Math.floor(max / 2))) return text;
  const characters = [...text.slice(0, max)];
  // The cut may have split a surrogate pair.
  if (characters.at(-1)?.isWellFormed() === false) characters.pop();
  const kept = characters.join('').trimEnd();
  return `${kept}…${remainder(text.length - kept.length)}`;
}

/** Cuts a title at a word. */
export function shortenText(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > max / 2 ? cut.slice(0, lastSpace) : cut).toWellFormed()}…`;
}
