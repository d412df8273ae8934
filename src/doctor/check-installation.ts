import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import type { Check, Say } from './check.ts';

/** Files without which an assessment ends half-way, so they are looked for before it starts. */
const neededTemplates = ['report.hbs', 'report.css'];

/** Checks that the tool's own files are whole: the checklist reads, the report templates are there. */
export async function checkInstallation(
  say: Say,
  language: Language,
  projectFolder: string,
): Promise<Check> {
  const { checklistFolder, defaultChecklist, readToolVersion } = await import(
    '../project-folders.ts'
  );
  const { loadChecklist } = await import('../checklist/load.ts');
  const version = readToolVersion();
  const base = { id: 'installation', title: say('Bộ cài rispacs', 'The rispacs installation') };
  const details = { version, checklist: defaultChecklist };
  try {
    const checklist = await loadChecklist(checklistFolder(defaultChecklist), language);
    for (const name of neededTemplates)
      await readFile(path.join(projectFolder, 'templates', name), 'utf8');
    return {
      ...base,
      state: 'ok',
      details: { ...details, criteria: checklist.criteria.length, sha256: checklist.sha256 },
      found: say(
        `Phiên bản ${version}; bộ tiêu chí "${checklist.manifest.edition}" đọc được, ${checklist.criteria.length} tiêu chí.`,
        `Version ${version}; the checklist "${checklist.manifest.edition}" reads, ${checklist.criteria.length} criteria.`,
      ),
    };
  } catch (error) {
    const message =
      error instanceof UserError ? [error.message, ...error.details].join(' ') : String(error);
    return {
      ...base,
      state: 'error',
      blocks: 'assessment',
      details,
      found: say(
        `Tệp của công cụ bị thiếu hoặc hỏng: ${message}`,
        `Files of the tool are missing or damaged: ${message}`,
      ),
      advice: say('Cài lại rispacs từ bộ gốc.', 'Install rispacs again from the original.'),
    };
  }
}
