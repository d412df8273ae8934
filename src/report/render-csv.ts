import { basisText, levelNames, outcomeNames } from './labels.ts';
import { printableText } from './printable-text.ts';
import { makeViewContext, wordingOf } from './view-context.ts';
import type { ReportInput } from './view-model.ts';

/** Column names are stable and the same in both languages, so that tables of many facilities can be joined. */
const columns = [
  'facilityCode',
  'facilityName',
  'assessedOn',
  'checklistEdition',
  'simulated',
  'proposedLevel',
  'levelStatus',
  'criterion',
  'ordinal',
  'criterionLevel',
  'wording',
  'outcome',
  'outcomeText',
  'basis',
  'basisText',
  'expected',
  'observed',
  'because',
  'missing',
  'remarks',
  'evidence',
] as const;

/** Excel's limit for one cell; more is cut there silently. */
const maxCellCharacters = 32_767;

/**
 * One line per criterion, the Specialized conditions last (RFC 4180, CRLF, header). Starts with a byte order mark,
 * without which Excel misreads Vietnamese. A cell that a spreadsheet would take for a formula is led by an apostrophe.
 */
export function renderCsv(input: ReportInput): string {
  const { assessment, checklist, language } = input;
  const context = makeViewContext(assessment, checklist, language);
  const { facility } = assessment.facility;
  const rows = [...assessment.findings, ...assessment.specialized].map((finding) => {
    const criterion = context.criterion(finding.criterion);
    const row: Record<(typeof columns)[number], string> = {
      facilityCode: facility.code ?? '',
      facilityName: facility.name,
      assessedOn: assessment.assessedOn,
      checklistEdition: assessment.checklist.edition,
      simulated: String(assessment.simulated),
      proposedLevel: assessment.verdict.level,
      levelStatus: assessment.verdict.status,
      criterion: finding.criterion,
      ordinal: criterion === undefined ? '' : String(criterion.ordinal),
      criterionLevel: criterion === undefined ? '' : context.pick(levelNames[criterion.level]),
      wording: wordingOf(context, criterion, finding.criterion),
      outcome: finding.outcome,
      outcomeText: context.pick(outcomeNames[finding.outcome]),
      basis: finding.basis,
      basisText: basisText(finding.basis, language),
      expected: finding.expected,
      observed: finding.observed,
      because: finding.because,
      missing: finding.missing.join('; '),
      remarks: finding.remarks.join('; '),
      evidence: finding.evidence.join(' '),
    };
    return columns.map((column) => csvCell(row[column])).join(',');
  });
  return `\ufeff${[columns.join(','), ...rows].map((line) => `${line}\r\n`).join('')}`;
}

/** One cell of RFC 4180, harmless to a spreadsheet. */
export function csvCell(text: string): string {
  const safe = guardFormula(text);
  return /[",\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A text that a spreadsheet shows and never reckons with, fit to print and for one cell. */
export function guardFormula(text: string): string {
  const shown = printableText(text)
    .replace(/\r\n?/g, '\n')
    .slice(0, maxCellCharacters - 1);
  // Full-width signs count as formula starts too in East Asian builds of Excel.
  return /^[\s\u00a0]*[=+\-@|%＝＋－＠]|^[\t\n]/u.test(shown) ? `'${shown}` : shown;
}
