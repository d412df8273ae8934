import path from 'node:path';
import { type ChallengeRecipe, challengeRecipeSchema } from '../challenge/index.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';

/** Name of the recipe in the folder that `challenge make` writes, and of the attachment in a dossier. */
export const recipeName = 'recipe.json';

/** A recipe has a few hundred bytes. */
const mostRecipeBytes = 64 * 1024;

/** Why there is no recipe: no file, a file that cannot be read or is too large, or no recipe of this version. */
export type RecipeProblem = 'missing' | 'unreadable' | 'invalid';

/** A recipe, or why there is none. */
export type ReadRecipe =
  | { readonly ok: true; readonly recipe: ChallengeRecipe }
  | { readonly ok: false; readonly problem: RecipeProblem };

/** Reads a recipe file of unknown origin. @throws the signal's reason when it aborts */
export async function readRecipe(file: string, signal?: AbortSignal): Promise<ReadRecipe> {
  const read = await readBoundedFile(file, mostRecipeBytes, signal ? { signal } : {});
  if (!read.ok) {
    return { ok: false, problem: read.problem.code === 'missing' ? 'missing' : 'unreadable' };
  }
  const parsed = challengeRecipeSchema.safeParse(parseJson(read.bytes.toString('utf8')));
  return parsed.success ? { ok: true, recipe: parsed.data } : { ok: false, problem: 'invalid' };
}

/**
 * In one sentence: why the challenge study is not known, and what to do.
 * @param file as the user or the facility file names it
 */
export function tellRecipeProblem(
  problem: RecipeProblem,
  file: string,
  language: Language,
): string {
  const name = path.basename(file);
  const folder = path.dirname(file);
  return (language === 'vi' ? vi : en)[problem]({ file, name, folder });
}

type Sentences = Readonly<
  Record<RecipeProblem, (names: { file: string; name: string; folder: string }) => string>
>;

const vi: Sentences = {
  missing: ({ folder, name }) =>
    `${folder} không phải thư mục do "rispacs challenge make" ghi: không có ${name}.`,
  unreadable: ({ file }) =>
    `${file} không đọc được hoặc quá lớn; kiểm tra quyền đọc, hoặc tạo lại bằng: rispacs challenge make --out THƯ_MỤC`,
  invalid: ({ file }) =>
    `${file} không phải công thức của ca thử thách do phiên bản này tạo; tạo lại bằng: rispacs challenge make --out THƯ_MỤC`,
};

const en: Sentences = {
  missing: ({ folder, name }) =>
    `${folder} was not written by "rispacs challenge make": it has no ${name}.`,
  unreadable: ({ file }) =>
    `${file} cannot be read or is too large; check its permissions, or make a new one: rispacs challenge make --out FOLDER`,
  invalid: ({ file }) =>
    `${file} is no recipe of this version; make a new one: rispacs challenge make --out FOLDER`,
};
