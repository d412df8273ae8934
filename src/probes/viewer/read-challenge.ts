import { resolve } from 'node:path';
import { type Challenge, challengeRecipeSchema, planChallenge } from '../../challenge/index.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';

const maxRecipeBytes = 64 * 1024;

/** The study that the link is to show, or why it is not known. */
export type RecipeRead =
  | { readonly ok: true; readonly challenge: Challenge }
  | { readonly ok: false; readonly problem: 'missing' | 'unreadable' };

/** Reads `recipe.json` of the challenge folder and plans the study again. */
export async function readChallenge(
  folder: string,
  baseFolder: string,
  signal: AbortSignal,
): Promise<RecipeRead> {
  const file = resolve(baseFolder, folder, 'recipe.json');
  const read = await readBoundedFile(file, maxRecipeBytes, { signal });
  if (!read.ok) {
    return { ok: false, problem: read.problem.code === 'missing' ? 'missing' : 'unreadable' };
  }
  const recipe = challengeRecipeSchema.safeParse(parseJson(read.bytes.toString('utf8')));
  if (!recipe.success) return { ok: false, problem: 'unreadable' };
  return { ok: true, challenge: await planChallenge(recipe.data) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
