import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type ChallengeRecipe,
  listObjects,
  MIN_SEED_CHARACTERS,
  makeChallengeRecipe,
  planChallenge,
} from '../challenge/index.ts';
import { recipeName } from '../challenge-artefacts/read-recipe.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { writeObject } from '../synthetic/index.ts';
import { readRecipeFile, readRecipeFolder, writeRecipe } from './find-recipe.ts';
import { writeReadme } from './study-readme.ts';

/** What `challenge make` was asked. */
export interface MakeRequest {
  readonly out: string;
  /** Fresh when left out. */
  readonly seed?: string | undefined;
  readonly issuedBy?: 'facility' | 'council' | undefined;
  /** A recipe.json to make again, in place of seed and date. */
  readonly recipe?: string | undefined;
  /** YYYY-MM-DD, of the study. */
  readonly date?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** One line of progress. */
  readonly note: (line: string) => void;
}

/** What it made. */
export interface MadeStudy {
  readonly folder: string;
  readonly runCode: string;
  readonly recipe: ChallengeRecipe;
  readonly objects: number;
  readonly sizeBytes: number;
  readonly durationMs: number;
  /** Of the whole process, in bytes. */
  readonly peakMemoryBytes: number;
}

const dicomFolder = 'dicom';
const readmeName = 'README.txt';
const noteEvery = 100;
/** Of a study with a given seed, so that the seed alone makes the same bytes on any day. */
const seededDate = '2026-01-05';
const morning = 'T08:00:00+07:00';

/**
 * Writes a challenge study into a folder: recipe.json, dicom/, README.txt. The same seed and date give the same bytes.
 * An interrupted run is gone on with; a folder that holds anything else is refused.
 * @throws UserError; the signal's reason when it aborts
 */
export async function makeStudyFolder(request: MakeRequest): Promise<MadeStudy> {
  const { out, language, signal, note } = request;
  const startedAt = performance.now();
  try {
    const recipe = await chooseRecipe(request);
    await mkdir(path.join(out, dicomFolder), { recursive: true });
    await writeFile(path.join(out, recipeName), writeRecipe(recipe));
    const challenge = await planChallenge(recipe);
    const objects = listObjects(challenge);
    let sizeBytes = 0;
    for (const [index, object] of objects.entries()) {
      // Drawing does not pause by itself; a stop is heard in between.
      await setImmediate();
      const file = path.join(out, dicomFolder, `${object.name}.dcm`);
      sizeBytes += (await writeObject(file, object, signal)).sizeBytes;
      if ((index + 1) % noteEvery === 0) {
        note(
          language === 'vi'
            ? `Đã ghi ${index + 1}/${objects.length} ảnh`
            : `${index + 1} of ${objects.length} objects written`,
        );
      }
    }
    // Last: a folder without it was not finished.
    await writeFile(path.join(out, readmeName), writeReadme(challenge));
    return {
      folder: out,
      runCode: challenge.runCode,
      recipe,
      objects: objects.length,
      sizeBytes,
      durationMs: Math.round(performance.now() - startedAt),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  } catch (error) {
    throw explainDiskError(error, out, language);
  }
}

async function chooseRecipe(request: MakeRequest): Promise<ChallengeRecipe> {
  const { out, seed, issuedBy, language } = request;
  checkRequest(request);
  const names = (await listFolder(out, language)).filter((name) => name !== '.DS_Store');
  const isOurs =
    names.includes(recipeName) &&
    names.every((name) => [recipeName, dicomFolder, readmeName].includes(name));
  if (names.length > 0 && !isOurs) {
    throw new UserError(
      language === 'vi'
        ? `Thư mục ${out} đã có thứ khác; chọn một thư mục mới hoặc trống.`
        : `The folder ${out} holds something else; choose a new or an empty one.`,
    );
  }
  const given =
    request.recipe === undefined ? undefined : await readRecipeFile(request.recipe, language);
  const earlier = isOurs ? await readRecipeFolder(out, language) : undefined;
  if (earlier === undefined) return given ?? newRecipe(request);
  if (given !== undefined && isDeepStrictEqual(given, earlier)) return earlier;
  const isFinished = names.includes(readmeName);
  const isSame =
    given === undefined &&
    (seed === undefined
      ? !isFinished
      : seed === earlier.seed && (issuedBy ?? 'facility') === (earlier.seedIssuedBy ?? 'facility'));
  if (
    isSame &&
    (request.date === undefined || newRecipe(request).performedAt === earlier.performedAt)
  )
    return earlier;
  throw new UserError(
    language === 'vi'
      ? `Thư mục ${out} đã có một ca thử thách khác; chọn thư mục mới để không ghi đè lên ca đã gửi.`
      : `The folder ${out} already holds another challenge study; choose a new one, so that a study that was sent is not overwritten.`,
  );
}

function checkRequest({ seed, issuedBy, date, language }: MakeRequest): void {
  const vi = language === 'vi';
  if (issuedBy === 'council' && seed === undefined) {
    throw new UserError(
      vi
        ? '--issued-by council cần --seed: chuỗi gốc do Hội đồng đưa.'
        : '--issued-by council needs --seed: the seed that the council gave.',
    );
  }
  if (seed !== undefined && !/^[\x20-\x7e]{1,200}$/.test(seed)) {
    throw new UserError(
      vi
        ? '--seed chỉ nhận chữ không dấu, số và ký hiệu ASCII, nhiều nhất 200 ký tự.'
        : '--seed takes printable ASCII only, at most 200 characters.',
    );
  }
  if (seed !== undefined && seed.length < MIN_SEED_CHARACTERS) {
    throw new UserError(
      vi
        ? `--seed cần ít nhất ${MIN_SEED_CHARACTERS} ký tự khó đoán: ai biết chuỗi gốc thì tính được mọi mã.`
        : `--seed needs at least ${MIN_SEED_CHARACTERS} characters that are hard to guess: who knows it can compute every code.`,
    );
  }
  const isDay =
    date === undefined ||
    (/^(19|20)\d{2}-\d{2}-\d{2}$/.test(date) &&
      new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true);
  if (!isDay) {
    throw new UserError(
      vi
        ? `--date cần dạng 2026-11-22, không phải "${date}".`
        : `--date takes a day such as 2026-11-22, not "${date}".`,
    );
  }
}

function newRecipe({ seed, issuedBy, date }: MakeRequest): ChallengeRecipe {
  const day = date ?? (seed === undefined ? undefined : seededDate);
  return makeChallengeRecipe({
    ...(seed !== undefined && { seed }),
    ...(issuedBy === 'council' && { seedIssuedBy: issuedBy }),
    ...(day !== undefined && { performedAt: new Date(`${day}${morning}`) }),
  });
}

async function listFolder(folder: string, language: Language): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new UserError(
        language === 'vi'
          ? `${folder} là một tệp, không phải thư mục.`
          : `${folder} is a file, not a folder.`,
      );
    throw error;
  }
}

function explainDiskError(error: unknown, folder: string, language: Language): unknown {
  const code = error instanceof UserError ? undefined : systemErrorCode(error);
  if (code === undefined) return error;
  return new UserError(
    language === 'vi'
      ? `Không ghi được vào ${folder} (${code}); kiểm tra quyền ghi và chỗ trống (cần khoảng 150 MB).`
      : `Cannot write to ${folder} (${code}); check its permissions and free space (about 150 MB are needed).`,
    { cause: error },
  );
}
