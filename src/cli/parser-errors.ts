import type { Language } from '../locale/language.ts';

/**
 * A mistake on the command line in the user's words, or `undefined` when the error is not one. oclif marks these with
 * a `parse` member; its own English sentence is used in English.
 */
export function describeParserError(error: Error, language: Language): string | undefined {
  // A value that a flag itself refuses (out of range) comes without the member, only with oclif's own opening words.
  if (!('parse' in error) && !/^Parsing --/.test(error.message)) return undefined;
  const english = error.message
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('See more help'));
  if (language === 'en') return english.join(' ');
  const sentence = english.join(' ');
  for (const [pattern, say] of sentences) {
    const match = pattern.exec(sentence);
    if (match) return say(match.slice(1).map((part) => part ?? ''));
  }
  return `Dòng lệnh chưa đúng: ${sentence}`;
}

const sentences: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [/^Nonexistent flags?: (.+)$/, ([flag]) => `Không có tùy chọn ${flag}.`],
  [/^Unexpected arguments?: (.+)$/, ([arg]) => `Thừa tham số: ${arg}.`],
  [/^Missing \d+ required args?: (.+)$/, ([arg]) => `Thiếu tham số: ${arg}.`],
  [/Missing required flag (\S+)/, ([flag]) => `Thiếu tùy chọn --${flag}.`],
  [/^Flag (--?\S+) expects a value/, ([flag]) => `Tùy chọn ${flag} cần một giá trị.`],
  [
    /^Expected (--?\S+?)=(.*) to be one of: (.+)$/,
    ([flag, value, list]) => `Tùy chọn ${flag} không nhận "${value}"; cần một trong: ${list}.`,
  ],
  [
    /^Expected (.*) to be one of: (.+)$/,
    ([value, list]) => `"${value}" không đúng; cần một trong: ${list}.`,
  ],
  [
    /Parsing (--?\S+)\s+Expected an integer but received: (.*)/,
    ([flag, value]) => `Tùy chọn ${flag} cần số nguyên, không phải "${value}".`,
  ],
  [
    /Parsing (--?\S+)\s+Expected an integer greater than or equal to (\S+) but received: (.*)/,
    ([flag, least, value]) => `Tùy chọn ${flag} phải từ ${least} trở lên, không phải ${value}.`,
  ],
  [
    /Parsing (--?\S+)\s+Expected an integer less than or equal to (\S+) but received: (.*)/,
    ([flag, most, value]) => `Tùy chọn ${flag} không được quá ${most}, không phải ${value}.`,
  ],
  [/Parsing (--?\S+)\s+(.+)/, ([flag, why]) => `Tùy chọn ${flag} chưa đúng: ${why}`],
];
