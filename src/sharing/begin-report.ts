import type { Statement } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder, readToolVersion } from '../project-folders.ts';
import { loadSharingRules } from './load-rules.ts';
import type { SharingRules } from './rule-schema.ts';
import type { SharingReport } from './sharing-report.ts';

/** The edition that is applied unless another is asked for. */
export const DEFAULT_SHARING_RULES = 'result-sharing-2025';

/** Loads the rules of that edition. @throws UserError when they are not as they should be */
export function loadDefaultRules(language: Language): Promise<SharingRules> {
  return loadSharingRules(checklistFolder(DEFAULT_SHARING_RULES), language);
}

/** Everything of a report but its subjects and notes. */
export function beginReport(
  rules: SharingRules,
  statements: readonly Statement[],
  { checkedOn, language }: { readonly checkedOn: string; readonly language: Language },
): Omit<SharingReport, 'subjects' | 'notes'> {
  return {
    schemaVersion: 1,
    toolVersion: readToolVersion(),
    edition: rules.manifest.edition,
    rulesSha256: rules.sha256,
    checkedOn,
    status: rules.manifest.status[language],
    statements: statements.map((one) => ({
      id: one.id,
      kind: one.kind === 'document' ? 'document' : 'attestation',
      about: aboutOf(one),
      files: one.attachments.map((file) => ({
        name: file.originalName ?? file.path,
        sha256: file.sha256,
      })),
    })),
  };
}

function aboutOf(one: Statement): string {
  if (one.kind === 'document') return one.documentKind;
  return one.kind === 'attestation' ? one.for.join(', ') : '';
}
