import path from 'node:path';
import { type Challenge, planChallenge } from '../challenge/index.ts';
import type { Language } from '../locale/language.ts';
import { type RecipeProblem, readRecipe, recipeName, tellRecipeProblem } from './read-recipe.ts';

/** The challenge study of an assessment, or why there is none. */
export type LoadedChallenge =
  | { readonly ok: true; readonly challenge: Challenge }
  | {
      readonly ok: false;
      readonly reason: { readonly code: `challenge-${RecipeProblem}`; readonly message: string };
    };

/** What a probe knows of where it runs. */
interface LoadContext {
  readonly baseFolder: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/**
 * Plans the study of the recipe in a folder.
 * @param folder as the facility file names it
 * @throws the signal's reason when it aborts
 */
export async function loadChallenge(
  folder: string,
  { baseFolder, language, signal }: LoadContext,
): Promise<LoadedChallenge> {
  const read = await readRecipe(path.resolve(baseFolder, folder, recipeName), signal);
  if (read.ok) return { ok: true, challenge: await planChallenge(read.recipe) };
  // Named as in the facility file: where it lies on this computer is nobody's business.
  const message = tellRecipeProblem(read.problem, path.join(folder, recipeName), language);
  return { ok: false, reason: { code: `challenge-${read.problem}`, message } };
}
