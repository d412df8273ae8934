import type { EvidenceRecord, FactRow, FactValue } from '../evidence/evidence.ts';
import { formatFactValue, labelFact, labelGroup } from '../findings/fact-labels.ts';
import { findingMessages } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';

/** The records as a person reads them: state, reason, then the facts with their meaning. */
export function describeRecords(records: readonly EvidenceRecord[], language: Language): string[] {
  const words = findingMessages(language);
  return records.flatMap((record) => {
    if (record.kind !== 'probe') return [];
    const reason = record.state === 'observed' ? '' : `: ${record.reason.message}`;
    return [
      `${record.probe} ${record.subject}: ${words.state(record.state)}${reason}`,
      ...Object.entries(record.facts).flatMap(([group, rows]) =>
        describeGroup(group, rows, language),
      ),
      ...record.notes.map((note) => `  ${note}`),
    ];
  });
}

/** One row in full; of several rows, one line each with what differs between them. */
function describeGroup(group: string, rows: readonly FactRow[], language: Language): string[] {
  const [only] = rows;
  if (!only) return [];
  const title = `  ${labelGroup(group, language)}`;
  const show = (column: string, value: FactValue | undefined) =>
    value === undefined ? '?' : formatFactValue(group, column, value, language);
  if (rows.length === 1) {
    const lines = Object.entries(only).map(
      ([column, value]) => `    ${labelFact(group, column, language)}: ${show(column, value)}`,
    );
    return [title, ...lines];
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const differing = columns.filter(
    (column) => new Set(rows.map((row) => JSON.stringify(row[column]))).size > 1,
  );
  return [
    `${title} (${rows.length})`,
    `    ${differing.map((column) => labelFact(group, column, language)).join(' | ')}`,
    ...rows.map((row) => `    ${differing.map((column) => show(column, row[column])).join(' | ')}`),
  ];
}
