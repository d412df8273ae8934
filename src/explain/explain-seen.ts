import type { Criterion } from '../checklist/schema.ts';
import { groupOf, leavesOf } from '../checklist/walk-rule.ts';
import type { EvidenceRecord, FactRow } from '../evidence/evidence.ts';
import type { Finding } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';
import type { Topic } from './find-topic.ts';
import { listUsedGroups } from './used-facts.ts';

/** Rows of one group of facts that one record holds. */
export interface SeenRows {
  readonly group: string;
  readonly evidence: string;
  readonly rows: readonly FactRow[];
}

/** What a dossier holds about a topic. */
export interface Seen {
  readonly simulated: boolean;
  readonly assessedOn: string;
  /** Absent for a topic that is no criterion, and for a criterion this dossier's checklist does not have. */
  readonly finding?: Finding;
  readonly records: readonly EvidenceRecord[];
  readonly facts: readonly SeenRows[];
}

/** Collects from a judged dossier everything that bears on a topic, decided by it or not. */
export function collectSeen(topic: Topic, assessment: Assessment): Seen {
  const base = { simulated: assessment.simulated, assessedOn: assessment.assessedOn };
  switch (topic.kind) {
    case 'criterion':
      return { ...base, ...seeCriterion(topic.criterion, assessment) };
    case 'document':
      return {
        ...base,
        records: assessment.evidence.filter(
          (one) => one.kind === 'document' && one.documentKind === topic.document.id,
        ),
        facts: [],
      };
    case 'facts': {
      const groups = [...new Set(topic.facts.map((one) => one.group))];
      const probes = topic.facts.flatMap((one) => one.probes);
      return {
        ...base,
        records: assessment.evidence.filter(
          (one) => one.kind === 'probe' && one.state !== 'observed' && probes.includes(one.probe),
        ),
        facts: rowsOf(groups, assessment.evidence),
      };
    }
  }
}

function seeCriterion(
  criterion: Criterion,
  assessment: Assessment,
): Pick<Seen, 'finding' | 'records' | 'facts'> {
  const finding = [...assessment.findings, ...assessment.specialized].find(
    (one) => one.criterion === criterion.id,
  );
  const ids = [
    criterion.id,
    ...[...(criterion.parts ?? []), ...(criterion.any_of ?? [])].map((part) => part.id),
  ];
  const bears = (one: EvidenceRecord): boolean => {
    if (finding?.evidence.includes(one.id)) return true;
    switch (one.kind) {
      case 'attestation':
      case 'absence':
        return one.for.some((id) => ids.includes(id));
      case 'document':
        return criterion.accepts.includes(`document:${one.documentKind}`);
      case 'refusal':
        return criterion.accepts.includes(`probe:${one.probe}`);
      case 'probe':
        // Attempts that gave nothing explain why something is missing.
        return one.state !== 'observed' && criterion.accepts.includes(`probe:${one.probe}`);
    }
  };
  return {
    ...(finding && { finding }),
    records: assessment.evidence.filter(bears),
    facts: rowsOf(listUsedGroups(criterion), assessment.evidence).map((one) => ({
      ...one,
      rows: countedFirst(criterion, one.group, one.rows),
    })),
  };
}

/** Rows that some condition of the rule counts come first: of a hundred transfer syntaxes three may matter. */
function countedFirst(
  criterion: Criterion,
  group: string,
  rows: readonly FactRow[],
): readonly FactRow[] {
  const filters = leavesOf(criterion).flatMap(({ leaf }) => {
    const read = groupOf(leaf);
    return read?.group === group ? [Object.entries(read.where ?? {})] : [];
  });
  const counts = (row: FactRow) =>
    filters.some((filter) =>
      filter.every(([column, wanted]) => {
        const value = row[column];
        return value === undefined || [wanted].flat().some((one) => one === value);
      }),
    );
  return [...rows.filter(counts), ...rows.filter((row) => !counts(row))];
}

function rowsOf(groups: readonly string[], evidence: readonly EvidenceRecord[]): SeenRows[] {
  return groups.flatMap((group) =>
    evidence.flatMap((record) => {
      if (record.kind !== 'probe' || record.state !== 'observed') return [];
      const rows = record.facts[group];
      return rows && rows.length > 0 ? [{ group, evidence: record.id, rows }] : [];
    }),
  );
}
