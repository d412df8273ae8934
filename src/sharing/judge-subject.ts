import type { EvidenceRecord, FactRow, FactTables } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import type { SharingCase } from './case-file.ts';
import { judgeSharing, summariseSharing } from './judge-sharing.ts';
import type { SharingRule, SharingRules } from './rule-schema.ts';
import type { SharingSubject } from './sharing-report.ts';

/** One study, transfer or pair of laboratories to be judged. */
export interface Subject {
  readonly label: string;
  readonly about: SharingRule['about'];
  readonly facts: FactTables;
  readonly notes: readonly string[];
}

/** By which rules, and with what people added. */
export interface Judging {
  readonly rules: SharingRules;
  readonly decisions: SharingCase['decisions'];
  /** Attestations and documents, their files attached already. */
  readonly statements: readonly EvidenceRecord[];
  readonly checkedOn: string;
  readonly language: Language;
  /** Every system is simulated, and each finding says so. */
  readonly simulated?: boolean;
}

/** Judges a subject by the rules that speak of it. Pure. */
export function judgeSubject(subject: Subject, judging: Judging): SharingSubject {
  const { label, about } = subject;
  const { rules, statements, checkedOn, language } = judging;
  const decisions: FactRow[] = judging.decisions.filter((one) => one.about === label);
  const facts: FactTables = {
    ...subject.facts,
    ...(decisions.length > 0 && { 'sharing.decision': decisions }),
  };
  const record: EvidenceRecord = {
    id: `sharing-${label}`,
    kind: 'probe',
    probe: 'sharing',
    probeVersion: 1,
    subject: label,
    subjectId: label,
    startedAt: `${checkedOn}T00:00:00+07:00`,
    durationMs: 0,
    notes: [],
    attachments: [],
    ...(judging.simulated && { simulated: true as const }),
    state: 'observed',
    facts,
  };
  const evidence = [record, ...statements];
  const findings = judgeSharing({ rules, evidence, about, checkedOn, language });
  return {
    label,
    about,
    facts: plainFacts(facts),
    notes: [...subject.notes],
    findings: findings.map((one) => ({
      ...one,
      evidence: [...new Set(one.evidence)],
      missing: [...one.missing],
    })),
    standing: summariseSharing(findings),
  };
}

/** Facts as JSON holds them: no column whose value is not known. */
function plainFacts(facts: FactTables): SharingSubject['facts'] {
  return Object.fromEntries(
    Object.entries(facts).map(([group, rows]) => [
      group,
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).flatMap(([column, value]) =>
            value === undefined
              ? []
              : [[column, typeof value === 'object' ? value.map(String) : value]],
          ),
        ),
      ),
    ]),
  );
}
