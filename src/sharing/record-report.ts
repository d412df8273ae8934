import { createHash } from 'node:crypto';
import { Dossier } from '../evidence/dossier.ts';
import { readSettings, requireFacilityScope } from '../evidence/dossier-settings.ts';
import type { ProbeEvidence } from '../evidence/evidence.ts';
import { probeRecordId } from '../evidence/record-id.ts';
import { judge, report as writeAssessment } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import type { SharingVerdictRow } from '../probes/sharing/facts.ts';
import type { SharingFinding, SharingOutcome } from './sharing-finding.ts';
import type { SharingReport, SharingSubject } from './sharing-report.ts';

/** What was checked. */
export type SharingKind = 'check' | 'compare' | 'audit';

/**
 * Makes sure that a check can be put into a dossier, before it begins: it may fetch images for an hour.
 * @throws UserError when the folder is no dossier, or is a product's, which holds no results of patients' care
 */
export async function requireSharingDossier(folder: string, language: Language): Promise<void> {
  requireFacilityScope(await readSettings(folder, language), language);
}

/**
 * Puts the report of a check into the dossier of an assessment, where it becomes Annex VI: its verdicts as facts, the report
 * itself as an attachment. No criterion reads these facts, so the level stays as it is. The same report again changes
 * nothing.
 * @throws UserError when the folder is no facility's dossier, is in use, or cannot be written
 */
export async function recordReport(
  folder: string,
  report: SharingReport,
  kind: SharingKind,
  language: Language,
): Promise<ProbeEvidence> {
  await requireSharingDossier(folder, language);
  const dossier = await Dossier.reopen(folder, (earlier) => earlier, language);
  const bytes = Buffer.from(`${JSON.stringify(report, null, 2)}\n`, 'utf8');
  const attachment = await dossier.attach(bytes, {
    mediaType: 'application/json',
    extension: 'json',
    originalName: 'sharing.json',
  });
  const subjectId = `${kind}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  const record: ProbeEvidence = {
    kind: 'probe',
    id: probeRecordId('sharing', subjectId),
    probe: 'sharing',
    probeVersion: 1,
    subject: report.audit === undefined ? kind : `${kind} (${report.audit.node})`,
    subjectId,
    startedAt: formatLocalTimestamp(new Date()),
    durationMs: 0,
    notes: report.notes,
    attachments: [attachment],
    ...(isSimulated(report) && { simulated: true as const }),
    state: 'observed',
    facts: { 'sharing.verdict': report.subjects.map((one) => describeVerdict(one, report)) },
  };
  await dossier.writeRecord(record);
  await dossier.log('evidence', { id: record.id, state: record.state });
  await writeAssessment(dossier, await judge(dossier), ['json'], new AbortController().signal);
  return record;
}

function describeVerdict(
  { label, about, standing, findings }: SharingSubject,
  { edition, checkedOn }: SharingReport,
): SharingVerdictRow {
  const rules = (...outcomes: readonly SharingOutcome[]): string[] =>
    findings
      .filter((one: Pick<SharingFinding, 'outcome'>) => outcomes.includes(one.outcome))
      .map((one) => one.rule);
  return {
    edition,
    checkedOn,
    subject: label,
    about,
    standing,
    met: rules('met').length,
    notMet: rules('not-met'),
    signals: rules('signal'),
    open: rules('undetermined', 'needs-attestation').length,
    forDoctor: rules('for-doctor', 'decided').length,
  };
}

function isSimulated({ subjects }: SharingReport): boolean {
  return subjects.some((one) => one.findings.some((finding) => finding.simulated === true));
}
