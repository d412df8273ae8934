import { formatFactValue, formatNumber, labelFact } from '../findings/fact-labels.ts';
import type { Language } from '../locale/language.ts';
import type { FactChange, FactComparison } from './compare-facts.ts';
import { layTable } from './lay-table.ts';
import type { SideFactValue } from './side-schema.ts';
import { clip, plain } from './terminal-text.ts';

/** Figures that differ, one row each with unit and change, then what only one side saw. */
export function describeFacts(facts: FactComparison, language: Language): string[] {
  const vi = language === 'vi';
  const rows = facts.changes.map((one) => [
    plain(one.subject),
    nameFact(one.fact, language),
    showValue(one, one.from, language),
    showValue(one, one.to, language),
    showDelta(one, language),
  ]);
  const table =
    rows.length === 0
      ? []
      : layTable([
          [
            vi ? 'Đối tượng' : 'Subject',
            vi ? 'Số liệu' : 'Fact',
            'A',
            'B',
            vi ? 'Chênh' : 'Change',
          ],
          ...rows,
        ]);
  return [
    `${vi ? 'SỐ LIỆU KHÁC NHAU' : 'FACTS THAT DIFFER'}: ${rows.length}`,
    ...clip(table, vi),
    ...clip(
      facts.onOneSide.map(
        (one) =>
          `  ${one.side === 'a' ? (vi ? 'chỉ ở A' : 'only in A') : vi ? 'chỉ ở B' : 'only in B'}: ${plain(`${one.subject} (${one.group})`)}`,
      ),
      vi,
    ),
  ];
}

function nameFact(fact: string, language: Language): string {
  const dot = fact.lastIndexOf('.');
  const label = labelFact(fact.slice(0, dot), fact.slice(dot + 1), language);
  return plain(label.split(/[;:(]/)[0] ?? label);
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

function showDelta({ difference, differencePercent }: FactChange, language: Language): string {
  if (difference === undefined) return '';
  const signed = (value: number) => `${value > 0 ? '+' : ''}${formatNumber(value, language)}`;
  return differencePercent === undefined
    ? signed(difference)
    : `${signed(difference)} (${signed(differencePercent)} %)`;
}
