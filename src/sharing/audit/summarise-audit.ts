import type { SharingOutcome } from '../sharing-finding.ts';
import type { SharingSubject } from '../sharing-report.ts';
import type { AuditSummary } from './audit-summary.ts';
import type { ModalitySample } from './choose-sample.ts';

/** What an audit came to, before it is counted. */
export interface AuditCourse extends Omit<AuditSummary, 'modalities' | 'rules'> {
  readonly samples: readonly ModalitySample[];
  readonly subjects: readonly SharingSubject[];
  readonly unread: readonly string[];
  readonly modalityOf: ReadonlyMap<string, string>;
}

/** Counts by modality and by rule. */
export function summariseAudit(course: AuditCourse): AuditSummary {
  const { samples, subjects, unread, modalityOf, ...asked } = course;
  const isOf = (label: string, modality: string): boolean => modalityOf.get(label) === modality;
  return {
    ...asked,
    modalities: samples.map(({ modality, candidates, chosen }) => {
      const own = subjects.filter((one) => isOf(one.label, modality));
      const stand = (standing: SharingSubject['standing']): number =>
        own.filter((one) => one.standing === standing).length;
      return {
        modality,
        candidates,
        chosen: chosen.length,
        checked: own.length,
        unread: unread.filter((label) => isOf(label, modality)).length,
        nothingAgainst: stand('nothing-against'),
        open: stand('open'),
        contradicted: stand('contradicted'),
      };
    }),
    rules: countRules(subjects),
  };
}

function countRules(subjects: readonly SharingSubject[]): AuditSummary['rules'] {
  const rules = new Map<string, Partial<Record<SharingOutcome, number>>>();
  for (const { rule, outcome } of subjects.flatMap((one) => one.findings)) {
    const outcomes = rules.get(rule) ?? {};
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    rules.set(rule, outcomes);
  }
  return [...rules].map(([rule, outcomes]) => ({ rule, outcomes }));
}
