import type { EvidenceRecord } from '../evidence/evidence.ts';
import { formatFactValue, labelGroup, labelRow } from '../findings/fact-labels.ts';
import type { Finding } from '../findings/finding.ts';
import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import {
  basisText,
  outcomeNames,
  partStateNames,
  statementNames,
  stateNames,
} from '../report/labels.ts';
import { printableText } from '../report/printable-text.ts';
import type { Seen, SeenRows } from './explain-seen.ts';
import type { Section } from './section.ts';

const mostRecords = 40;
const mostRowsPerGroup = 30;

/** What a dossier holds, as sections to print. Everything in it may come from outside and is made fit to print. */
export function describeSeen(
  seen: Seen,
  columns: ReadonlySet<string>,
  language: Language,
): Section[] {
  const vi = language === 'vi';
  const day = formatDay(seen.assessedOn, language);
  const mark = seen.simulated ? (vi ? ' (DỮ LIỆU MÔ PHỎNG)' : ' (SIMULATED DATA)') : '';
  const nothing = !seen.finding && seen.records.length + seen.facts.length === 0;
  return [
    {
      title: `${vi ? `TRONG HỒ SƠ, tính ngày ${day}` : `IN THE DOSSIER, as of ${day}`}${mark}`,
      lines: seen.finding
        ? describeFinding(seen.finding, language)
        : nothing
          ? [vi ? 'Hồ sơ không có gì về mục này.' : 'The dossier holds nothing about it.']
          : [vi ? 'Có bằng chứng:' : 'Evidence:'],
    },
    {
      title: vi ? 'Còn thiếu' : 'Missing',
      lines: (seen.finding?.missing ?? []).map((one) => `- ${line(one)}`),
    },
    {
      title: vi ? 'Lưu ý cho Hội đồng' : 'Remarks for the council',
      lines: (seen.finding?.remarks ?? []).map((one) => `- ${line(one)}`),
    },
    {
      title: vi ? 'Bản ghi bằng chứng' : 'Evidence records',
      lines: clip(
        seen.records.map((one) => describeRecord(one, language)),
        mostRecords,
        vi,
      ),
    },
    {
      title: vi ? 'Số liệu' : 'Facts',
      lines: [...new Set(seen.facts.map((one) => one.group))].flatMap((group) =>
        describeRows(
          group,
          seen.facts.filter((one) => one.group === group),
          columns,
          language,
        ),
      ),
    },
  ];
}

function describeFinding(finding: Finding, language: Language): string[] {
  const vi = language === 'vi';
  return [
    `${vi ? 'Kết quả' : 'Outcome'}: ${outcomeNames[finding.outcome][language]} (${vi ? 'căn cứ' : 'basis'}: ${basisText(finding.basis, language)})`,
    `${vi ? 'Đã thấy' : 'Observed'}: ${line(finding.observed)}`,
    `${vi ? 'Vì sao' : 'Why'}: ${line(finding.because)}`,
    ...finding.parts.map((part) => `- ${part.id}: ${partStateNames[part.state][language]}`),
  ];
}

function describeRecord(record: EvidenceRecord, language: Language): string {
  const vi = language === 'vi';
  const files = record.attachments.length;
  const withFiles =
    files > 0
      ? vi
        ? `; ${files} tệp kèm theo`
        : `; ${files} file(s)`
      : vi
        ? '; không có tệp'
        : '; no file';
  if (record.kind === 'probe') {
    const reason = record.state === 'observed' ? '' : `: ${record.reason.message}`;
    return line(
      `- ${record.id}: ${record.subject}, ${stateNames[record.state][language]}${reason}`,
    );
  }
  const head = `- ${record.id}: ${statementNames[record.kind][language]}`;
  if (record.kind === 'document') {
    const number = record.number ? ` ${record.number}` : '';
    const until = record.expires
      ? `${vi ? ', hết hạn' : ', expires'} ${formatDay(record.expires, language)}`
      : '';
    return line(
      `${head} ${record.documentKind}${number}, ${record.issuer}, ${formatDay(record.issued, language)}${until}${withFiles}`,
    );
  }
  const about = record.kind === 'refusal' ? record.probe : record.for.join(', ');
  return line(
    `${head} (${about}), ${record.by.name} (${record.by.role}), ${formatDay(record.date, language)}: ${record.statement}${withFiles}`,
  );
}

/** One line per row: which thing, which record, then the columns that the rule reads, by name. */
function describeRows(
  group: string,
  tables: readonly SeenRows[],
  columns: ReadonlySet<string>,
  language: Language,
): string[] {
  const shown = tables.flatMap(({ evidence, rows }) =>
    rows.map((row) => {
      const cells = Object.entries(row).flatMap(([column, value]) =>
        value === undefined || !columns.has(`${group}.${column}`)
          ? []
          : [`${column} ${formatFactValue(group, column, value, language)}`],
      );
      return line(`  ${labelRow(row)} (${evidence}): ${cells.join('; ')}`);
    }),
  );
  return [
    line(`- ${labelGroup(group, language)} [${group}]`),
    ...clip(shown, mostRowsPerGroup, language === 'vi'),
  ];
}

function clip(lines: readonly string[], most: number, vi: boolean): string[] {
  if (lines.length <= most) return [...lines];
  const rest = lines.length - most;
  return [
    ...lines.slice(0, most),
    vi ? `  … và ${rest} dòng nữa (xem --json)` : `  … and ${rest} more (see --json)`,
  ];
}

function line(text: string): string {
  const flat = printableText(text).replaceAll(/[\t\r\n]+/g, ' ');
  return flat.length > 1_000 ? `${flat.slice(0, 999).toWellFormed()}…` : flat;
}
