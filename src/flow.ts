/**
 * The flow, in the order it happens. Read this file first.
 *
 *   facility.yaml → plan → evidence → findings → verdict → report
 *
 * The first three touch the hospital and the disk; judging reads the dossier only and needs no network.
 */

import type { Checklist } from './checklist/schema.ts';
import { type CollectEvent, collectEvidence } from './evidence/collect-evidence.ts';
import type { Dossier } from './evidence/dossier.ts';
import { readDossierContents } from './evidence/dossier-contents.ts';
import { requireFacilityScope } from './evidence/dossier-settings.ts';
import { writeManifest } from './evidence/manifest.ts';
import type { LoadedFacility } from './facility/load.ts';
import { judgeCriteria, judgeSpecialized } from './findings/judge.ts';
import type { Language } from './locale/language.ts';
import { makePlan } from './plan/make-plan.ts';
import type { RiskClass } from './probes/contract.ts';
import type { Assessment } from './report/assessment.ts';
import { buildAssessment } from './report/build-assessment.ts';
import { type RenderedReport, type ReportFormat, renderReport } from './report/render-report.ts';
import { decideLevel } from './verdict/decide-level.ts';

/** What collecting needs besides the dossier. */
export interface CollectRequest {
  readonly dossier: Dossier;
  readonly loaded: LoadedFacility;
  readonly checklist: Checklist;
  readonly allowed: ReadonlySet<RiskClass>;
  readonly only?: readonly string[] | undefined;
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CollectEvent) => void;
}

/** facility → plan → evidence. */
export async function collect(request: CollectRequest): Promise<void> {
  const { dossier, loaded } = request;
  const { language } = dossier.settings;
  const plan = await makePlan(loaded.facility, {
    language,
    checklist: request.checklist,
    only: request.only,
  });
  await collectEvidence(plan, {
    ...request,
    facility: loaded.facility,
    baseFolder: loaded.folder,
    language,
  });
}

/**
 * evidence → findings → verdict. Offline: the same dossier gives the same assessment on any computer.
 * @throws UserError for a dossier that judges a product: no facility's verdict comes from it.
 */
export async function judge(dossier: Dossier, language?: Language): Promise<Assessment> {
  requireFacilityScope(dossier.settings, language ?? dossier.settings.language);
  return examine(dossier, language);
}

/**
 * Judges whatever the dossier is of; what a product's dossier gives is not to be shown as a facility's.
 *
 * @param language - of the sentences, in place of the dossier's own; outcomes are the same in each
 */
export async function examine(
  dossier: Dossier,
  language: Language = dossier.settings.language,
): Promise<Assessment> {
  const settings = { ...dossier.settings, language };
  const contents = await readDossierContents(dossier);
  const { checklist, facility, evidence } = contents;
  const input = { checklist, evidence, facility, assessedOn: settings.assessedOn, language };
  const findings = judgeCriteria(input);
  const specialized = judgeSpecialized(input);
  const target = settings.target ?? facility.appliesFor;
  const verdict = decideLevel({ checklist, findings, specialized, target, language });
  return buildAssessment({ ...contents, settings, findings, specialized, verdict });
}

/** verdict → report. Writes the files and, last, the manifest over everything. */
export async function report(
  dossier: Dossier,
  assessment: Assessment,
  formats: readonly ReportFormat[],
  signal: AbortSignal,
): Promise<RenderedReport> {
  const { checklist } = await readDossierContents(dossier);
  const rendered = await renderReport({
    folder: dossier.folder,
    assessment,
    checklist,
    formats,
    signal,
  });
  await writeManifest(dossier.folder);
  return rendered;
}
