import type { EvidenceRecord, FactRow, UnobservedEvidence } from '../evidence/evidence.ts';
import { isObserved } from '../evidence/evidence.ts';
import { factRegistry } from '../probes/fact-registry.ts';

/** A row of facts with where it came from. */
export interface IndexedRow {
  readonly row: FactRow;
  readonly evidenceId: string;
  readonly simulated: boolean;
}

/** Looks up rows of facts by group, and the reasons why a group has none. */
export interface FactIndex {
  readonly rowsOf: (group: string) => readonly IndexedRow[];
  /** Attempts that gave no facts, of the probes that could have filled this group. */
  readonly attemptsFor: (group: string) => readonly UnobservedEvidence[];
}

/** Builds the index, keeping the order of the records given. */
export function indexFacts(evidence: readonly EvidenceRecord[]): FactIndex {
  const rows = new Map<string, IndexedRow[]>();
  const attempts: UnobservedEvidence[] = [];
  for (const record of evidence) {
    if (record.kind !== 'probe') continue;
    if (!isObserved(record)) {
      attempts.push(record);
      continue;
    }
    for (const [group, table] of Object.entries(record.facts)) {
      const list = rows.get(group) ?? [];
      for (const row of table) {
        list.push({ row, evidenceId: record.id, simulated: record.simulated === true });
      }
      rows.set(group, list);
    }
  }
  return {
    rowsOf: (group) => rows.get(group) ?? [],
    attemptsFor: (group) => {
      const probes = factRegistry().get(group)?.probes ?? [];
      return attempts.filter((attempt) => probes.includes(attempt.probe));
    },
  };
}

/** Splits `lan.port.linkMbps` into group `lan.port` and column `linkMbps`. */
export function splitFactName(name: string): { readonly group: string; readonly column: string } {
  const dot = name.lastIndexOf('.');
  return { group: name.slice(0, dot), column: name.slice(dot + 1) };
}
