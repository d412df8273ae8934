import { formatDay } from '../../findings/messages.ts';
import type { Language } from '../../locale/language.ts';
import { printableText } from '../../report/printable-text.ts';
import { outcomeWords } from '../report-words.ts';
import type { SharingRules } from '../rule-schema.ts';
import type { SharingOutcome } from '../sharing-finding.ts';
import type { SharingReport, SharingSubject } from '../sharing-report.ts';
import type { AuditSummary } from './audit-summary.ts';
import { auditWords } from './audit-words.ts';

/** Columns of the table of rules, in the order in which a reader asks. */
const COLUMNS: readonly (readonly SharingOutcome[])[] = [
  ['met'],
  ['not-met'],
  ['signal'],
  ['undetermined', 'needs-attestation'],
  ['for-doctor', 'decided'],
  ['not-concluded'],
  ['not-relevant'],
];
/** Studies that are named by their hash; the rest is in sharing.json. */
const MOST_NAMED = 40;

/** The page of a sampling audit: by modality, by rule, and which studies contradict the draft. */
export function viewAudit(
  report: SharingReport,
  audit: AuditSummary,
  rules: SharingRules,
  language: Language,
) {
  const t = auditWords[language];
  const named = report.subjects.filter((one) => one.standing === 'contradicted');
  const sum = (pick: (one: AuditSummary['modalities'][number]) => number): number =>
    audit.modalities.reduce((total, one) => total + pick(one), 0);
  return {
    t,
    day: formatDay(report.checkedOn, language),
    node: printableText(audit.node),
    seed: printableText(audit.seed),
    how: t.how(audit.perModality, audit.days, audit.perSecond, audit.images),
    ended: t.ended[audit.ended],
    modalities: audit.modalities,
    total: {
      candidates: sum((one) => one.candidates),
      chosen: sum((one) => one.chosen),
      checked: sum((one) => one.checked),
      unread: sum((one) => one.unread),
      nothingAgainst: sum((one) => one.nothingAgainst),
      open: sum((one) => one.open),
      contradicted: sum((one) => one.contradicted),
    },
    heads: COLUMNS.map(([first]) => (first ? outcomeWords[first][language] : '')),
    rules: rules.rules
      .filter((rule) => rule.about === 'study')
      .map((rule) => {
        const counted = audit.rules.find((one) => one.rule === rule.id)?.outcomes ?? {};
        return {
          rule: rule.id,
          says: rule[language],
          counts: COLUMNS.map((column) =>
            column.reduce((total, outcome) => total + (counted[outcome] ?? 0), 0),
          ),
        };
      }),
    contradicted: named.slice(0, MOST_NAMED).map((one) => ({
      label: one.label,
      rules: rulesOf(one, 'not-met'),
      signals: rulesOf(one, 'signal'),
      notes: one.notes.slice(0, 4),
    })),
    more: named.length > MOST_NAMED ? t.more(named.length - MOST_NAMED) : '',
  };
}

function rulesOf(subject: SharingSubject, outcome: SharingOutcome): string {
  return subject.findings
    .filter((one) => one.outcome === outcome)
    .map((one) => one.rule)
    .join(', ');
}
