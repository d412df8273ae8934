import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder; the same from `src/` and from the compiled `dist/`. */
export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Where an edition of a checklist lives. */
export function checklistFolder(id: string): string {
  return path.join(projectFolder, 'checklists', id);
}

/** The edition assessed unless another is asked for. */
export const defaultChecklist = 'annex-1-2021';

/** This tool's version, as package.json gives it. */
export function readToolVersion(): string {
  const pjson: unknown = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8'));
  const version: unknown =
    typeof pjson === 'object' && pjson !== null ? Reflect.get(pjson, 'version') : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
