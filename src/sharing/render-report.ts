import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { embedFontFaces } from '../report/font-faces.ts';
import { printableText } from '../report/printable-text.ts';
import { csvCell } from '../report/render-csv.ts';
import { viewAudit } from './audit/view-audit.ts';
import { matchWords, outcomeWords, pageWords, standingWords } from './report-words.ts';
import type { SharingRules } from './rule-schema.ts';
import type { SharingOutcome } from './sharing-finding.ts';
import type { SharingReport, SharingSubject } from './sharing-report.ts';

/** Templates lie beside `src` and `dist`, two levels above this file in both. */
const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * One page for each study, transfer or pair, or one for a sampling audit, as one self-contained HTML file: fonts inside, no script, no request. Every
 * text from outside is escaped. @throws when the template or the font package is missing.
 */
export async function renderSharingHtml(
  report: SharingReport,
  rules: SharingRules,
  language: Language,
): Promise<string> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  const [source, audit, styles] = await Promise.all([
    readFile(path.join(templateFolder, 'sharing.hbs'), 'utf8'),
    readFile(path.join(templateFolder, 'sharing.audit.hbs'), 'utf8'),
    readFile(path.join(templateFolder, 'sharing.css'), 'utf8'),
  ]);
  own.registerPartial('audit', own.compile(audit, { strict: true }));
  const template = own.compile(source, { strict: true, preventIndent: true });
  const options = { allowProtoPropertiesByDefault: false };
  const view = {
    ...report,
    lang: language,
    t: pageWords[language],
    day: formatDay(report.checkedOn, language),
    // An audit is one page for the whole batch; single studies are in the JSON and CSV files.
    audit: report.audit && viewAudit(report, report.audit, rules, language),
    subjects: report.audit ? [] : report.subjects.map((one) => viewSubject(one, rules, language)),
  };
  // Which font subsets are needed is known from the text, so the page is made twice.
  const text = template({ ...view, css: '' }, options);
  const css = `${await embedFontFaces(text)}\n${styles}`;
  return template({ ...view, css }, options).normalize('NFC');
}

/** Outcomes beside which a person needs to know what the draft leaves open. */
const ASKING: readonly SharingOutcome[] = ['not-met', 'signal', 'undetermined'];

function viewSubject(subject: SharingSubject, rules: SharingRules, language: Language) {
  const t = pageWords[language];
  const study = subject.facts['sharing.study']?.[0];
  const number = (value: unknown): number | undefined =>
    typeof value === 'number' ? value : undefined;
  return {
    heading: printableText(`${t[subject.about]}: ${subject.label}`),
    standing: standingWords[subject.standing][language],
    facts:
      study === undefined
        ? ''
        : t.seen(
            Array.isArray(study.modalities) ? study.modalities.join(', ') : '?',
            number(study.series) ?? 0,
            number(study.objects) ?? 0,
            number(study.ageDays),
          ),
    notes: subject.notes,
    findings: subject.findings.map((finding) => {
      const rule = rules.rules.find((one) => one.id === finding.rule);
      const decided = ['met', 'not-met', 'signal', 'decided'].includes(finding.outcome);
      return {
        rule: finding.rule,
        says: rule?.[language] ?? finding.rule,
        ref: rule?.source.ref ?? '',
        outcome: outcomeWords[finding.outcome][language],
        why: printableText(
          (decided && rule !== undefined && readsMatch(rule) && tellMatches(subject, language)) ||
            leaveOutLabel(decided ? finding.observed : finding.because, subject.label, language),
        ),
        ambiguity: ASKING.includes(finding.outcome) ? (finding.ambiguity ?? '') : '',
      };
    }),
  };
}

/** Whether a rule rests on how images and record compare. */
function readsMatch(rule: SharingRules['rules'][number]): boolean {
  return JSON.stringify([rule.met, rule.not_met]).includes('sharing.match.');
}

/** How each field compares, in words; empty when nothing was compared. */
function tellMatches(subject: SharingSubject, language: Language): string {
  const t = matchWords[language];
  const word = (table: Readonly<Record<string, string>>, code: unknown): string =>
    table[String(code)] ?? String(code);
  return (subject.facts['sharing.match'] ?? [])
    .map((row) => `${word(t.fields, row.field)}: ${word(t.verdicts, row.verdict)}`)
    .join('; ');
}

/** The page is about one subject: naming it in every line helps nobody. */
function leaveOutLabel(text: string, label: string, language: Language): string {
  const of = language === 'vi' ? 'của' : 'of';
  return text.replaceAll(`: ${label} `, ': ').replaceAll(` ${of} ${label}`, '');
}

const columns = [
  'checkedOn',
  'edition',
  'subject',
  'about',
  'standing',
  'rule',
  'ref',
  'outcome',
  'outcomeText',
  'observed',
  'because',
] as const;

/** One line per subject and rule (RFC 4180, CRLF, byte order mark); formulas are led by an apostrophe. */
export function renderSharingCsv(
  report: SharingReport,
  rules: SharingRules,
  language: Language,
): string {
  const lines = report.subjects.flatMap((subject) =>
    subject.findings.map((finding) => [
      report.checkedOn,
      report.edition,
      subject.label,
      subject.about,
      subject.standing,
      finding.rule,
      rules.rules.find((one) => one.id === finding.rule)?.source.ref ?? '',
      finding.outcome,
      outcomeWords[finding.outcome][language],
      finding.observed,
      finding.because,
    ]),
  );
  return `\ufeff${[columns, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
