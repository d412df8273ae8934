import { readFile } from 'node:fs/promises';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { checkManifest, type ManifestCheck } from '../evidence/manifest.ts';
import { judge } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { renderJson } from '../report/render-json.ts';
import { type ChecklistCheck, compareChecklist } from './compare-checklist.ts';

/** The verdict of the dossier against the verdict its evidence gives when judged again, here and now. */
export type Rejudged =
  | { readonly state: 'equal' }
  /** Criteria (or `verdict`) that come out differently. */
  | { readonly state: 'different'; readonly where: readonly string[] }
  | { readonly state: 'no-assessment' }
  | { readonly state: 'not-possible'; readonly message: string };

/** Three separate answers, never folded into one: files, verdict, and what could be measured again. */
export interface Verification {
  readonly ok: boolean;
  readonly files: ManifestCheck;
  readonly rejudged: Rejudged;
  /** Absent when the dossier could not be opened. */
  readonly checklist?: ChecklistCheck;
  /** Probe steps with facts: what a council could have measured again in its presence. */
  readonly repeatable: readonly { readonly probe: string; readonly subject: string }[];
}

/**
 * Checks a dossier without a network. Intact files prove "unchanged since the manifest was written", not "true": whoever
 * writes a dossier whole can write its manifest too.
 */
export async function verifyDossier(folder: string, language: Language): Promise<Verification> {
  const dossier = await openLeniently(folder, language);
  const files = await checkManifest(folder);
  if (!dossier.ok) {
    return {
      ok: false,
      files,
      rejudged: { state: 'not-possible', message: dossier.message },
      repeatable: [],
    };
  }
  const checklist = await compareChecklist(dossier.value);
  try {
    const assessment = await judge(dossier.value);
    const rejudged = await compareWithStored(dossier.value, assessment);
    const repeatable = assessment.evidence.flatMap((one) =>
      one.kind === 'probe' && one.state === 'observed' && one.probe !== 'documents'
        ? [{ probe: one.probe, subject: one.subject }]
        : [],
    );
    return {
      ok: files.state === 'intact' && rejudged.state === 'equal' && checklist.state === 'same',
      files,
      rejudged,
      checklist,
      repeatable,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = [error.message, ...error.details].join(' ');
    const rejudged = { state: 'not-possible', message } as const;
    return { ok: false, files, rejudged, checklist, repeatable: [] };
  }
}

/** A folder that is no dossier is the user's mistake; one whose settings are damaged is an answer. */
async function openLeniently(
  folder: string,
  language: Language,
): Promise<{ ok: true; value: Dossier } | { ok: false; message: string }> {
  try {
    return { ok: true, value: await Dossier.open(folder, language) };
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 5)
      return { ok: false, message: error.message };
    throw error;
  }
}

async function compareWithStored(dossier: Dossier, assessment: Assessment): Promise<Rejudged> {
  let stored: string;
  try {
    stored = await readFile(dossier.path('assessment.json'), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { state: 'no-assessment' };
    throw error;
  }
  if (stored === renderJson(assessment)) return { state: 'equal' };
  return { state: 'different', where: differences(stored, assessment) };
}

function differences(stored: string, assessment: Assessment): string[] {
  const seen = parseObject(stored);
  const storedFindings = Array.isArray(seen?.findings) ? seen.findings : [];
  const byId = new Map<unknown, unknown>(
    storedFindings.map((one: unknown) => [read(one, 'criterion'), one]),
  );
  const findings = assessment.findings
    .filter((one) => JSON.stringify(byId.get(one.criterion)) !== JSON.stringify(one))
    .map((one) => one.criterion);
  const keys = Object.entries(assessment)
    .filter(
      ([key, value]) => key !== 'findings' && JSON.stringify(seen?.[key]) !== JSON.stringify(value),
    )
    .map(([key]) => key);
  const list = [...keys, ...findings];
  return list.length > 0 ? list : ['assessment.json'];
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
