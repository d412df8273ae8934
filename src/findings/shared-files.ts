import type { EvidenceRecord } from '../evidence/evidence.ts';
import type { Finding } from './finding.ts';

/** A file that serves more than this many criteria is shown to the council (DESIGN part 2). */
const mostCriteriaPerFile = 3;

/** Files that stand as evidence for more than three criteria. */
export function findSharedFiles(
  findings: readonly Finding[],
  evidence: readonly EvidenceRecord[],
): { readonly sha256: string; readonly criteria: readonly string[] }[] {
  const byId = new Map(evidence.map((record) => [record.id, record]));
  const uses = new Map<string, Set<string>>();
  for (const finding of findings) {
    for (const id of finding.evidence) {
      const record = byId.get(id);
      if (!record || record.kind === 'probe') continue;
      for (const attachment of record.attachments) {
        uses.set(
          attachment.sha256,
          (uses.get(attachment.sha256) ?? new Set()).add(finding.criterion),
        );
      }
    }
  }
  return [...uses]
    .filter(([, criteria]) => criteria.size > mostCriteriaPerFile)
    .map(([sha256, criteria]) => ({ sha256, criteria: [...criteria].sort() }))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
