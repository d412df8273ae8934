import { z } from 'zod';
import { GENERATOR, runCodeOf } from '../../challenge/index.ts';
import type { EvidenceRecord } from '../../evidence/evidence.ts';
import { parseJson } from '../../evidence/parse-json.ts';
import { walkRecordsOf } from './list-pictures.ts';
import type { AttachmentReader } from './read-attachment.ts';

const recipeName = 'recipe.json';
const mostRecipeBytes = 64 * 1024;

/** What the study of a walk is made from, or why that is not known. */
export type AttachedRecipe =
  | {
      readonly ok: true;
      /** In the dossier. */
      readonly path: string;
      readonly seed: string;
      /** The run that this seed gives; absent where only another version draws this study. */
      readonly runCode?: string;
    }
  | { readonly ok: false; readonly problem: 'none' | 'missing' | 'damaged' | 'unknown-form' };

/** What is printed of a recipe, also of one that only an older or newer version makes again. */
const recipeSchema = z.object({
  generator: z.int(),
  seed: z.string().regex(/^[\x20-\x7e]{1,200}$/),
});

/** Reads the recipe of each walk, by record id. */
export async function readRecipes(
  evidence: readonly EvidenceRecord[],
  read: AttachmentReader,
): Promise<ReadonlyMap<string, AttachedRecipe>> {
  const recipes = new Map<string, AttachedRecipe>();
  for (const { id, attachments } of walkRecordsOf(evidence)) {
    const attachment = attachments.find(({ originalName }) => originalName === recipeName);
    if (attachment === undefined) {
      recipes.set(id, { ok: false, problem: 'none' });
      continue;
    }
    const given = await read(attachment, mostRecipeBytes);
    recipes.set(id, given.ok ? parseRecipe(given.bytes, attachment.path) : given);
  }
  return recipes;
}

function parseRecipe(bytes: Buffer, path: string): AttachedRecipe {
  const parsed = recipeSchema.safeParse(parseJson(bytes.toString('utf8')));
  if (!parsed.success) return { ok: false, problem: 'unknown-form' };
  const { generator, seed } = parsed.data;
  return { ok: true, path, seed, ...(generator === GENERATOR && { runCode: runCodeOf(seed) }) };
}
