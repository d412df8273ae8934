import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder } from '../project-folders.ts';
import { loadChecklist } from './load.ts';
import type { Checklist } from './schema.ts';

/**
 * The edition that a checklist extends: the folder of that name beside it, or the one that comes along. `undefined` when
 * it extends none, or when neither can be read.
 */
export async function findEarlierEdition(
  folder: string,
  checklist: Checklist,
  language: Language,
): Promise<Checklist | undefined> {
  const id = checklist.manifest.extends?.id;
  if (id === undefined) return undefined;
  const beside = await tryLoad(path.join(path.dirname(path.resolve(folder)), id), language);
  return beside ?? tryLoad(checklistFolder(id), language);
}

async function tryLoad(folder: string, language: Language): Promise<Checklist | undefined> {
  try {
    return await loadChecklist(folder, language);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
