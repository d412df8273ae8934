import path from 'node:path';
import { type Challenge, challengeRecipeSchema, planChallenge } from '../challenge/index.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';

/** Name of the recipe in the folder that `challenge make` writes. */
export const RECIPE_FILE = 'recipe.json';

const MAX_RECIPE_BYTES = 64 * 1024;

/** The challenge study of an assessment, or why there is none. */
export type LoadedChallenge =
  | { readonly ok: true; readonly challenge: Challenge }
  | { readonly ok: false; readonly problem: 'missing' | 'unreadable' | 'invalid' };

/**
 * Plans the study of the recipe in a folder.
 * @param folder as the facility file names it
 * @throws the signal's reason when it aborts
 */
export async function loadChallenge(
  folder: string,
  { baseFolder, signal }: { readonly baseFolder: string; readonly signal: AbortSignal },
): Promise<LoadedChallenge> {
  const file = path.resolve(baseFolder, folder, RECIPE_FILE);
  const read = await readBoundedFile(file, MAX_RECIPE_BYTES, { signal });
  if (!read.ok) {
    return { ok: false, problem: read.problem.code === 'missing' ? 'missing' : 'unreadable' };
  }
  const recipe = challengeRecipeSchema.safeParse(parseJson(read.bytes.toString('utf8')));
  if (!recipe.success) return { ok: false, problem: 'invalid' };
  return { ok: true, challenge: await planChallenge(recipe.data) };
}
