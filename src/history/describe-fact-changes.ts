import { formatFactValue, formatNumber, labelFact, labelGroup } from '../findings/fact-labels.ts';
import type { Language } from '../locale/language.ts';
import type { FactChange, FactComparison, RowOnOneSide } from './compare-facts.ts';
import type { SideFactValue } from './side-schema.ts';
import { clip, plain } from './terminal-text.ts';

const mostSubjects = 3;

/** Facts that differ, one line each with unit and difference, then what only one side saw, counted by kind. */
export function describeFacts(facts: FactComparison, language: Language): string[] {
  const vi = language === 'vi';
  const lines = facts.changes.map((one) => {
    const delta = showDelta(one, language);
    return `  ${plain(one.subject)}: ${nameFact(one.fact, language)}: ${showValue(one, one.from, language)} -> ${showValue(one, one.to, language)}${delta === '' ? '' : ` (${delta})`}`;
  });
  return [
    `${vi ? 'SỐ LIỆU KHÁC CÓ THAY ĐỔI' : 'OTHER FACTS THAT DIFFER'}: ${lines.length}`,
    ...(facts.perRun === 0
      ? []
      : [
          vi
            ? `  Không kê ${facts.perRun} thời gian trả lời và thời điểm: mỗi lần chạy một khác.`
            : `  ${facts.perRun} response times and moments are not listed: they differ on every run.`,
        ]),
    ...clip(lines, vi),
    ...clip(countByGroup(facts.onOneSide, language), vi),
  ];
}

function countByGroup(rows: readonly RowOnOneSide[], language: Language): readonly string[] {
  const vi = language === 'vi';
  return [...Map.groupBy(rows, ({ side, group }) => `${side} ${group}`).values()].map((own) => {
    const [first] = own;
    const subjects = own.slice(0, mostSubjects).map(({ subject }) => plain(subject));
    const more = own.length > subjects.length ? ', …' : '';
    const where = first?.side === 'a' ? 'A' : 'B';
    const name = plain(labelGroup(first?.group ?? '', language));
    return `  ${vi ? `chỉ ở ${where}` : `only in ${where}`}: ${name}: ${own.length} (${subjects.join(', ')}${more})`;
  });
}

function nameFact(fact: string, language: Language): string {
  const dot = fact.lastIndexOf('.');
  const label = labelFact(fact.slice(0, dot), fact.slice(dot + 1), language);
  return plain(label.split(/[;:(]/)[0]?.trim() ?? label);
}

function showValue(
  change: FactChange,
  value: SideFactValue | undefined,
  language: Language,
): string {
  if (value === undefined) return language === 'vi' ? 'chưa biết' : 'unknown';
  const dot = change.fact.lastIndexOf('.');
  const shown = plain(
    formatFactValue(change.fact.slice(0, dot), change.fact.slice(dot + 1), value, language),
  );
  return shown.length > 60 ? `${shown.slice(0, 59).toWellFormed()}…` : shown;
}

/** Nothing where rounding would leave a zero. */
function showDelta({ difference, differencePercent }: FactChange, language: Language): string {
  if (difference === undefined || Math.abs(difference) < 0.05) return '';
  const signed = (value: number) =>
    `${value > 0 ? '+' : ''}${formatNumber(Math.round(value * 10) / 10, language)}`;
  const exact = `${difference > 0 ? '+' : ''}${formatNumber(difference, language)}`;
  return differencePercent === undefined ? exact : `${exact}; ${signed(differencePercent)} %`;
}
