import type { Language } from '../../locale/language.ts';
import { outcomeWords } from '../report-words.ts';
import type { SharingOutcome } from '../sharing-finding.ts';
import type { AuditSummary } from './audit-summary.ts';
import { auditWords } from './audit-words.ts';

/** Outcomes that a terminal shows; the page has all of them. */
const TOLD: readonly SharingOutcome[] = ['not-met', 'signal', 'undetermined', 'needs-attestation'];

/** What the terminal shows of a sampling audit. */
export function tellAudit(audit: AuditSummary, language: Language): string[] {
  const t = auditWords[language];
  return [
    t.ended[audit.ended],
    `${t.seed} ${audit.seed}`,
    '',
    ...audit.modalities.map(
      (one) =>
        `  ${one.modality.padEnd(8)} ${t.candidates} ${one.candidates}, ${t.chosen} ${one.chosen}, ${t.checked} ${one.checked}: ${t.contradicted} ${one.contradicted}, ${t.open} ${one.open}, ${t.nothingAgainst} ${one.nothingAgainst}${one.unread > 0 ? `, ${t.unread} ${one.unread}` : ''}`,
    ),
    '',
    ...audit.rules.flatMap(({ rule, outcomes }) => {
      const told = TOLD.flatMap((outcome) => {
        const count = outcomes[outcome] ?? 0;
        return count === 0 ? [] : [`${outcomeWords[outcome][language]} ${count}`];
      });
      return told.length === 0 ? [] : [`  ${rule}  ${told.join(', ')}`];
    }),
  ];
}
