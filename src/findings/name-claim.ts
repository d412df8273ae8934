import type { BilingualText, Language } from '../locale/language.ts';
import { probeTitles } from '../probes/fact-groups.ts';
import type { RuleInput } from './judge-context.ts';

/** Longest wording of a part that is quoted behind its criterion. */
const longestPart = 70;

/** `ht-03` as printed: `HT-03`. */
export function printCode(criterion: string): string {
  return criterion.toUpperCase();
}

/** What a statement is about, in print: `HT-05`, or `HT-05, ý "cơ chế backup"` for a part that the circular words. */
export function nameClaim(
  id: string,
  { checklist, language }: Pick<RuleInput, 'checklist' | 'language'>,
): string {
  const dot = id.indexOf('.');
  if (dot === -1) return printCode(id);
  const criterion = [...checklist.criteria, ...checklist.specialized].find(
    (one) => one.id === id.slice(0, dot),
  );
  const parts: readonly (BilingualText & { readonly id: string })[] = [
    ...(criterion?.parts ?? []),
    ...(criterion?.any_of ?? []),
  ];
  const part = parts.find((one) => one.id === id);
  const code = printCode(id.slice(0, dot));
  if (part === undefined) return `${code}${id.slice(dot)}`;
  const words = shortenAtWord(part[language], longestPart);
  return language === 'vi' ? `${code}, ý "${words}"` : `${code}, part "${words}"`;
}

/** Probes by their titles. */
export function nameProbes(probes: readonly string[], language: Language): string {
  return probes.map((one) => probeTitles[one]?.[language] ?? one).join('; ');
}

/** A text of people's in one line, cut at a word. */
export function shortenAtWord(text: string, longest: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  const space = cut.lastIndexOf(' ');
  return `${(space > longest / 2 ? cut.slice(0, space) : cut).toWellFormed()}…`;
}
