import { loadChecklist } from '../checklist/load.ts';
import type { Checklist } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder } from '../project-folders.ts';
import type { AnySide } from './side-schema.ts';

/** How many editions may lie between two that are compared. */
const mostEditions = 12;

/**
 * The very checklist that an assessment names, by its hash: the copy in the dossier, or the one that comes with this
 * tool. `undefined` when neither is it: rules that are not at hand are not guessed.
 */
export async function findChecklist(
  copy: string | undefined,
  named: AnySide['checklist'],
  language: Language,
): Promise<Checklist | undefined> {
  const own = copy === undefined ? undefined : await tryLoad(copy, language);
  if (own?.sha256 === named.sha256) return own;
  const ours = await loadEdition(named.id, language);
  return ours?.sha256 === named.sha256 ? ours : undefined;
}

/**
 * The editions from one to a later one, each extending the one before it. `undefined` when the later one does not come
 * from the earlier one, or when an edition between them is not at hand.
 */
export async function findChain(
  earlier: Checklist,
  later: Checklist,
  language: Language,
): Promise<readonly Checklist[] | undefined> {
  const chain: Checklist[] = [later];
  for (let one: Checklist | undefined = later; one !== undefined && chain.length < mostEditions; ) {
    if (one.manifest.id === earlier.manifest.id) return [earlier, ...chain.slice(1)];
    const before: string | undefined = one.manifest.extends?.id;
    if (before === undefined) return undefined;
    if (before === earlier.manifest.id) return [earlier, ...chain];
    one = await loadEdition(before, language);
    if (one !== undefined) chain.unshift(one);
  }
  return undefined;
}

/** An id comes from a file of anyone: only names that a folder of ours can have are looked up. */
async function loadEdition(id: string, language: Language): Promise<Checklist | undefined> {
  return /^[a-z0-9][a-z0-9-]{0,80}$/.test(id) ? tryLoad(checklistFolder(id), language) : undefined;
}

async function tryLoad(folder: string, language: Language): Promise<Checklist | undefined> {
  try {
    return await loadChecklist(folder, language);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
