import type { Facility } from '../facility/schema.ts';
import type { Plan, ScheduledStep } from '../plan/make-plan.ts';
import type { Dossier } from './dossier.ts';
import type { EvidenceRecord } from './evidence.ts';
import { probeRecordId } from './record-id.ts';

/**
 * Takes out of judging what no longer speaks of the facility as its file now describes it: records of systems that
 * are gone or were described otherwise (address, role, what is asked), and statements of files no longer named. Called
 * before the new facility file is stored: whenever a run is killed, no record is judged against a description it was
 * not made from.
 *
 * @param earlier - the plan of the facility file stored so far; `undefined` when there is none to compare with.
 * @param now - the whole plan of the new facility file, not narrowed by `--only`.
 * @returns how many probe records were withdrawn.
 */
export async function withdrawStaleRecords(
  dossier: Dossier,
  facility: Facility,
  earlier: Plan | undefined,
  now: Plan,
): Promise<number> {
  const { language } = dossier.settings;
  const before = indexSteps(earlier?.steps ?? []);
  const after = indexSteps(now.steps);
  const records = await dossier.readRecords(language);
  let withdrawn = 0;
  for (const record of records) {
    const reason = record.kind === 'probe' ? whyStale(record, before, after) : undefined;
    if (reason === undefined) continue;
    await dossier.withdraw(record, reason);
    withdrawn += 1;
  }
  await removeStatementsOfDroppedFiles(dossier, records, facility);
  return withdrawn;
}

/** What a file said no longer counts once the facility file does not name it any more. */
export async function removeStatementsOfDroppedFiles(
  dossier: Dossier,
  records: readonly EvidenceRecord[],
  facility: Facility,
): Promise<void> {
  const sources = new Set(records.flatMap((one) => (one.kind === 'probe' ? [] : [one.source])));
  for (const source of sources) {
    if (facility.statements.includes(source) || isEnteredByHand(source)) continue;
    await dossier.removeStatementsOf(source, new Set(), dossier.settings.language);
  }
}

/** Statements entered with `rispacs attest` come from no file that the facility names; only a person withdraws them. */
function isEnteredByHand(source: string): boolean {
  return source === 'attest' || source.startsWith('attest:');
}

/** Drills, walks through the challenge study and checks of shared results are made by commands of their own: no plan names them. */
const madeByCommands: readonly string[] = ['drill', 'challenge', 'sharing'];

function whyStale(
  record: Extract<EvidenceRecord, { kind: 'probe' }>,
  before: ReadonlyMap<string, ScheduledStep>,
  after: ReadonlyMap<string, ScheduledStep>,
): string | undefined {
  if (madeByCommands.includes(record.probe)) return undefined;
  const step = after.get(record.id);
  if (step === undefined) return 'no longer in the facility file';
  // Read again on every run, and replaced then.
  if (record.probe === 'documents') return undefined;
  if (step.step.subject !== record.subject) return 'its address was changed';
  const earlier = before.get(record.id);
  if (earlier === undefined || describe(earlier) === describe(step)) return undefined;
  return 'described otherwise in the facility file';
}

function indexSteps(steps: readonly ScheduledStep[]): Map<string, ScheduledStep> {
  return new Map(steps.map((one) => [probeRecordId(one.probe.name, one.step.subjectId), one]));
}

/** Targets are plain data made from the facility file; names in them may come in either Unicode form. */
function describe({ step }: ScheduledStep): string {
  return JSON.stringify(step.target).normalize('NFC');
}
