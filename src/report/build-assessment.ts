import type { Checklist } from '../checklist/schema.ts';
import type { DossierSettings } from '../evidence/dossier.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import type { Facility } from '../facility/schema.ts';
import type { Finding } from '../findings/finding.ts';
import { forecastStorage } from '../findings/forecast-storage.ts';
import { findingMessages } from '../findings/messages.ts';
import { printCode } from '../findings/name-claim.ts';
import { findSharedFiles } from '../findings/shared-files.ts';
import type { SideEffect } from '../probes/contract.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Assessment } from './assessment.ts';

/** Everything an assessment is made of. */
export interface AssessmentParts {
  readonly settings: DossierSettings;
  readonly checklist: Checklist;
  readonly facility: Facility;
  readonly evidence: readonly EvidenceRecord[];
  readonly findings: readonly Finding[];
  readonly specialized: readonly Finding[];
  readonly verdict: Verdict;
  readonly sideEffects: readonly SideEffect[];
}

/** Puts the one model together. Pure: the same parts give the same bytes. */
export function buildAssessment(parts: AssessmentParts): Assessment {
  const { settings, checklist, evidence } = parts;
  const all = [...parts.findings, ...parts.specialized];
  const sharedFiles = findSharedFiles(all, evidence);
  const words = findingMessages(settings.language);
  const storageForecast = forecastStorage(evidence);
  const withRemarks = (finding: Finding): Finding => {
    const shared = sharedFiles.filter((one) => one.criteria.includes(finding.criterion));
    const remarks = shared.map((one) =>
      words.sharedFile(one.criteria.length, one.criteria.slice(0, 8).map(printCode).join(', ')),
    );
    return remarks.length > 0 ? { ...finding, remarks: [...finding.remarks, ...remarks] } : finding;
  };
  return {
    schemaVersion: 1,
    tool: { name: 'rispacs', version: settings.toolVersion },
    language: settings.language,
    assessedOn: settings.assessedOn,
    checklist: {
      id: checklist.manifest.id,
      edition: checklist.manifest.edition,
      sha256: checklist.sha256,
    },
    facility: parts.facility,
    simulated: parts.facility.simulated === true || evidence.some((one) => one.simulated === true),
    evidence,
    findings: parts.findings.map(withRemarks),
    specialized: parts.specialized.map(withRemarks),
    verdict: parts.verdict,
    sharedFiles,
    ...(storageForecast && { storageForecast }),
    sideEffects: parts.sideEffects.map(({ id, system, kind, state, recordedRemoval }) => ({
      id,
      system,
      kind,
      state,
      ...(recordedRemoval && { recordedRemoval }),
    })),
  };
}
