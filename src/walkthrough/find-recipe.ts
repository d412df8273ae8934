import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type ChallengeRecipe, challengeRecipeSchema, runCodeOf } from '../challenge/index.ts';
import { readRecipe, recipeName, tellRecipeProblem } from '../challenge-artefacts/read-recipe.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Dossier } from '../evidence/dossier.ts';
import type { Attachment, EvidenceRecord } from '../evidence/evidence.ts';
import { hashFile } from '../evidence/manifest.ts';
import type { Language } from '../locale/language.ts';
import { readWalkLog, walkFolder } from './walk-log.ts';

const mostWalks = 100;
const logName = /^[A-HJ-NP-Z2-9]{8}\.ndjson$/;

/** Reads the recipe of a folder that `challenge make` wrote. @throws UserError when there is none */
export async function readRecipeFolder(
  folder: string,
  language: Language,
): Promise<ChallengeRecipe> {
  return readRecipeFile(path.join(folder, recipeName), language);
}

/** Reads a recipe. @throws UserError when it is none */
export async function readRecipeFile(file: string, language: Language): Promise<ChallengeRecipe> {
  const read = await readRecipe(file);
  if (read.ok) return read.recipe;
  throw new UserError(tellRecipeProblem(read.problem, file, language));
}

/** Run codes that have a walk in a dossier. */
export async function listWalks(dossierFolder: string): Promise<string[]> {
  try {
    const names = await readdir(path.join(dossierFolder, walkFolder));
    return names
      .filter((name) => logName.test(name))
      .sort()
      .slice(0, mostWalks)
      .map((name) => name.slice(0, 8));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * The recipe that a dossier is about: of the run that was begun or sent last.
 * @throws UserError when it has none (code 2), or one that was edited (code 5)
 */
export async function findRecipe(
  dossier: Dossier,
  records: readonly EvidenceRecord[],
  language: Language,
): Promise<ChallengeRecipe> {
  const found = [
    ...(await listOpened(dossier, language)),
    ...(await listSent(dossier, records, language)),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const [latest] = found;
  if (latest !== undefined) return latest.recipe;
  throw new UserError(
    language === 'vi'
      ? `Hồ sơ ${dossier.folder} chưa có ca thử thách. Tạo bằng: rispacs challenge make --out THƯ_MỤC; gửi lên PACS bằng: rispacs challenge send; hoặc chỉ ra thư mục đó bằng --challenge.`
      : `The dossier ${dossier.folder} has no challenge study. Make one: rispacs challenge make --out FOLDER; send it: rispacs challenge send; or name that folder with --challenge.`,
  );
}

interface DatedRecipe {
  readonly at: string;
  readonly recipe: ChallengeRecipe;
}

async function listOpened(dossier: Dossier, language: Language): Promise<DatedRecipe[]> {
  const found: DatedRecipe[] = [];
  for (const runCode of await listWalks(dossier.folder)) {
    const [first] = await readWalkLog(dossier.path(walkFolder, `${runCode}.ndjson`), language);
    if (first?.body.event !== 'opened') continue;
    // A study of an earlier drawing can no longer be made, hence not be gone on with.
    const { success, data: recipe } = challengeRecipeSchema.safeParse(first.body.recipe);
    if (success && runCodeOf(recipe.seed) === runCode) found.push({ at: first.at, recipe });
  }
  return found;
}

async function listSent(
  dossier: Dossier,
  records: readonly EvidenceRecord[],
  language: Language,
): Promise<DatedRecipe[]> {
  const found: DatedRecipe[] = [];
  for (const record of records) {
    if (record.kind !== 'probe' || record.probe !== 'challenge') continue;
    const attachment = record.attachments.find(({ originalName }) => originalName === recipeName);
    if (attachment === undefined) continue;
    await checkAttachment(dossier, attachment, language);
    const read = await readRecipe(dossier.path(attachment.path));
    if (read.ok) found.push({ at: record.startedAt, recipe: read.recipe });
  }
  return found;
}

/** @throws UserError (code 5) when a kept file is gone or is not what was kept */
export async function checkAttachment(
  dossier: Dossier,
  { path: file, sha256 }: Attachment,
  language: Language,
): Promise<void> {
  let found: string | undefined;
  try {
    found = await hashFile(dossier.path(file));
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
  }
  if (found === sha256) return;
  throw new UserError(
    language === 'vi'
      ? `Tệp ${file} trong hồ sơ đã mất hoặc bị sửa từ khi được nhận; lấy lại bản gốc rồi chạy lại.`
      : `The file ${file} in the dossier is gone or was changed since it was taken; restore the original and run again.`,
    { exitCode: 5 },
  );
}

/** The recipe as a file. */
export function writeRecipe(recipe: ChallengeRecipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`;
}
