import { loadChecklist } from '../../../../src/checklist/load.ts';
import type { EvidenceRecord, FactRow } from '../../../../src/evidence/evidence.ts';
import { facilitySchema } from '../../../../src/facility/schema.ts';
import type { Finding } from '../../../../src/findings/finding.ts';
import { judgeCriteria } from '../../../../src/findings/judge.ts';
import { factRegistry } from '../../../../src/probes/fact-registry.ts';
import { checklistFolder, defaultChecklist } from '../../../../src/project-folders.ts';

const facility = facilitySchema.parse({
  schemaVersion: 1,
  facility: { name: 'Bệnh viện Mô phỏng' },
  simulated: true,
});
const checklist = loadChecklist(checklistFolder(defaultChecklist));

/** The finding of every criterion when nothing is known but these facts, by id. */
export async function judgeFacts(
  facts: Readonly<Record<string, readonly FactRow[]>>,
): Promise<Readonly<Record<string, Finding>>> {
  const evidence = Object.entries(facts).map(([group, rows], index): EvidenceRecord => {
    const known = factRegistry().get(group);
    for (const row of rows) known?.row.parse(row);
    const probe = known?.probes[0] ?? '';
    return {
      kind: 'probe',
      id: `e${index}`,
      probe,
      probeVersion: 1,
      subject: probe,
      subjectId: probe,
      startedAt: '2026-11-22T09:00:00+07:00',
      durationMs: 1,
      notes: [],
      attachments: [],
      simulated: true,
      state: 'observed',
      facts: { [group]: rows },
    };
  });
  const findings = judgeCriteria({
    checklist: await checklist,
    evidence,
    facility,
    assessedOn: '2026-11-22',
    language: 'vi',
  });
  return Object.fromEntries(findings.map((one) => [one.criterion, one]));
}

/** Criteria whose outcome differs, with both outcomes. */
export function compareOutcomes(
  before: Readonly<Record<string, Finding>>,
  after: Readonly<Record<string, Finding>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(before).flatMap((id) => {
      const [old, now] = [before[id]?.outcome, after[id]?.outcome];
      return old === now ? [] : [[id, `${old} → ${now}`]];
    }),
  );
}
