import { printableText } from '../report/printable-text.ts';

/** What an answer came to: a value, or why it is asked again. */
export type Reading<T, P extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

export type TextProblem = 'unprintable' | 'broken-encoding' | 'too-long';

/**
 * An answer as kept: NFC, runs of white space as one space. Refused rather than mended when it holds characters that
 * cannot be printed as typed (controls, direction overrides) or were lost before they reached us (U+FFFD).
 */
export function cleanText(answer: string, maxCharacters: number): Reading<string, TextProblem> {
  const text = answer
    .normalize('NFC')
    .replaceAll(/[\t ]+/g, ' ')
    .trim();
  if (text.includes('\ufffd')) return { ok: false, problem: 'broken-encoding' };
  if (printableText(text) !== text || /[\r\n]/.test(text))
    return { ok: false, problem: 'unprintable' };
  if (text.length > maxCharacters) return { ok: false, problem: 'too-long' };
  return { ok: true, value: text };
}

/** A calendar day written 22/11/2026 (also with `-` or `.`) or 2026-11-22, as ISO; `undefined` when it is none. */
export function parseDay(answer: string): string | undefined {
  const text = answer.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]].map(Number)
    : local
      ? [local[3], local[2], local[1]].map(Number)
      : [];
  if (!year || !month || !day || year < 1900) return undefined;
  const moment = new Date(Date.UTC(year, month - 1, day));
  // 31/02 would roll over into March.
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) return undefined;
  return moment.toISOString().slice(0, 10);
}

export type FigureProblem = 'not-a-number' | 'ambiguous-separator' | 'too-large';

/**
 * A figure printed in a paper, with a comma or a point before decimals. `1.000` is refused: it is a thousand to one
 * reader and one to another.
 */
export function parseFigure(answer: string, unit?: string): Reading<number, FigureProblem> {
  const trimmed = answer.trim();
  const text =
    unit !== undefined && trimmed.toLowerCase().endsWith(unit.toLowerCase())
      ? trimmed.slice(0, -unit.length).trim()
      : trimmed;
  const match = /^(\d{1,15})(?:[.,](\d{1,9}))?$/.exec(text);
  if (!match?.[1]) {
    const grouped = /^\d{1,3}([., ]\d{3})+([.,]\d+)?$/.test(text);
    return { ok: false, problem: grouped ? 'ambiguous-separator' : 'not-a-number' };
  }
  if (match[2]?.length === 3 && !/^0/.test(match[1]))
    return { ok: false, problem: 'ambiguous-separator' };
  const value = Number(`${match[1]}.${match[2] ?? '0'}`);
  return value <= 1e12 ? { ok: true, value } : { ok: false, problem: 'too-large' };
}

/** `Trần Thị B; Trưởng khoa`: a name and a role. */
export function parsePerson(answer: string): { name: string; role: string } | undefined {
  const separator = answer.includes(';') ? ';' : ',';
  const at = answer.indexOf(separator);
  const name = answer.slice(0, Math.max(0, at)).trim();
  const role = answer.slice(at + 1).trim();
  return at > 0 && name !== '' && role !== '' ? { name, role } : undefined;
}

/** Numbers chosen from a list, `1, 3`; `undefined` when one of them is not on the list. */
export function parseChoices(answer: string, count: number): readonly number[] | undefined {
  const words = answer.split(/[\s,;]+/).filter((one) => one !== '');
  const numbers = words.map((one) => (/^\d{1,4}$/.test(one) ? Number(one) : 0));
  const valid = numbers.length > 0 && numbers.every((one) => one >= 1 && one <= count);
  return valid ? [...new Set(numbers)] : undefined;
}

/** Whether an answer is an explicit yes. Anything else, above all an empty line, is not. */
export function isYes(answer: string): boolean {
  return ['có', 'co', 'c', 'y', 'yes'].includes(answer.trim().normalize('NFC').toLowerCase());
}

/** Whether an answer is a no; an empty line is one. */
export function isNo(answer: string): boolean {
  const word = answer.trim().normalize('NFC').toLowerCase();
  return ['', 'không', 'khong', 'k', 'n', 'no'].includes(word);
}

/** A criterion's id as people type it: `PACS 9`, `pacs-09`, `ris-05.a`. */
export function normaliseCriterionId(answer: string): string {
  const match = /^([a-z]{1,8})[\s._-]*(\d{1,3})(?:\.[a-z0-9-]+)?$/i.exec(answer.trim());
  return match?.[1] && match[2]
    ? `${match[1].toLowerCase()}-${match[2].padStart(2, '0').slice(-2)}`
    : answer.trim().toLowerCase();
}
