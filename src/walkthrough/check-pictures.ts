import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Challenge,
  HIDDEN_FUNCTIONS,
  listEmbeddedPictures,
  planChallenge,
  tellRejection,
  tellVerdict,
} from '../challenge/index.ts';
import { MAX_FILE_BYTES } from '../challenge/read/decode-picture.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { assessPicture, type IsEnough } from './assess-picture.ts';
import { findRecipe, listWalks, readRecipeFolder } from './find-recipe.ts';
import { readWalkLog, walkLogPath } from './walk-log.ts';
import { type EarlierPictures, listEarlierPictures, replayWalk } from './walk-state.ts';

/** Of a picture in which something of the run was found, how long all hidden codes are looked for. */
const codesLimitMs = 3000;

/** What `challenge check` was asked. */
export interface CheckRequest {
  readonly files: readonly string[];
  readonly dossier?: string | undefined;
  readonly challengeFolder?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** What one picture shows, or why it is no evidence. */
export interface CheckedPicture {
  /** As named; of a picture inside a message, with its place. */
  readonly file: string;
  readonly accepted: boolean;
  readonly sentence: string;
  readonly reason?: string;
  readonly images: readonly {
    readonly series: string;
    readonly imageNumber: number;
    readonly turnDegrees: number;
    readonly isMirrored: boolean;
    readonly isInverted: boolean;
    readonly tiltDegrees: number;
  }[];
  readonly codes: readonly string[];
  /** Reading, decoding and comparing. */
  readonly elapsedMs: number;
}

/** What became of all of them. */
export interface CheckReport {
  readonly runCode: string;
  readonly pictures: readonly CheckedPicture[];
  readonly accepted: boolean;
}

/**
 * Reads pictures back, without recording anything. A picture that is named twice, or that a walk of the dossier took
 * before, is told as used.
 * @throws UserError for a file that is not there, and when no challenge study is known
 */
export async function checkPictures(request: CheckRequest): Promise<CheckReport> {
  const { files, language, signal } = request;
  for (const file of files) await requireFile(file, language);
  const { challenge, earlier } = await openRun(request);
  const pictures: CheckedPicture[] = [];
  let known = earlier;
  for (const file of files) {
    for (const { name, bytes } of await listPictures(file, signal)) {
      const startedAt = performance.now();
      if (bytes === undefined) {
        const reason = 'too-large';
        const sentence = tellRejection({ reason, maxBytes: MAX_FILE_BYTES }, language);
        pictures.push({
          file: name,
          accepted: false,
          sentence,
          reason,
          images: [],
          codes: [],
          elapsedMs: 0,
        });
        continue;
      }
      const assessed = await assessPicture(bytes, challenge, known, searchAllCodes(), signal);
      const elapsedMs = Math.round(performance.now() - startedAt);
      if (assessed.kind === 'rejected') {
        const { reason, sentence } = assessed;
        pictures.push({
          file: name,
          accepted: false,
          sentence: sentence[language],
          reason,
          images: [],
          codes: [],
          elapsedMs,
        });
        continue;
      }
      const { verdict, look } = assessed;
      const { fileSha256, pixelsSha256 } = verdict.fingerprint;
      known = {
        hashes: new Set([...known.hashes, fileSha256, pixelsSha256]),
        looks: [...known.looks, look],
      };
      pictures.push({
        file: name,
        accepted: true,
        sentence: tellVerdict(verdict, language),
        images: verdict.images.map(
          ({ series, imageNumber, turnDegrees, isMirrored, isInverted, tiltDegrees }) => ({
            series,
            imageNumber,
            turnDegrees,
            isMirrored,
            isInverted,
            tiltDegrees,
          }),
        ),
        codes: verdict.codes.map((code) => code.function),
        elapsedMs,
      });
    }
  }
  return {
    runCode: challenge.runCode,
    pictures,
    accepted: pictures.every(({ accepted }) => accepted),
  };
}

/** Nobody says what a picture is for: every code is looked for, but not for as long as one that is expected. */
function searchAllCodes(): IsEnough {
  const startedAt = performance.now();
  return ({ codes }) =>
    HIDDEN_FUNCTIONS.every((name) => codes.some((code) => code.function === name)) ||
    performance.now() - startedAt > codesLimitMs;
}

async function openRun({
  dossier: dossierFolder,
  challengeFolder,
  language,
}: CheckRequest): Promise<{ challenge: Challenge; earlier: EarlierPictures }> {
  if (dossierFolder === undefined && challengeFolder === undefined) {
    throw new UserError(
      language === 'vi'
        ? 'Cần biết ca thử thách nào: thêm --dossier HỒ_SƠ hoặc --challenge THƯ_MỤC.'
        : 'Which challenge study? Add --dossier FOLDER or --challenge FOLDER.',
    );
  }
  const dossier =
    dossierFolder === undefined ? undefined : await Dossier.open(dossierFolder, language);
  const recipe =
    challengeFolder !== undefined || dossier === undefined
      ? await readRecipeFolder(challengeFolder ?? '', language)
      : await findRecipe(dossier, await dossier.readRecords(language), language);
  const walks = dossier === undefined ? [] : await listWalks(dossier.folder);
  const states = await Promise.all(
    walks.map(async (runCode) =>
      replayWalk(await readWalkLog(walkLogPath(dossier?.folder ?? '', runCode), language)),
    ),
  );
  return { challenge: await planChallenge(recipe), earlier: listEarlierPictures(states) };
}

async function requireFile(file: string, language: Language): Promise<void> {
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
  }
  throw new UserError(
    language === 'vi'
      ? `Không có tệp ${file}, hoặc đó không phải một tệp.`
      : `There is no file ${file}.`,
  );
}

/** The file itself, or the pictures inside an HL7 message. Without bytes it was too large to read. */
async function listPictures(
  file: string,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly bytes?: Buffer }[]> {
  // A message holds its pictures in base64.
  const read = await readBoundedFile(file, 2 * MAX_FILE_BYTES, { signal });
  if (!read.ok) return [{ name: file }];
  // A captured message may still have its MLLP start block.
  const isMessage = read.bytes.subarray(0, 4).includes('MSH');
  const embedded = isMessage ? (listEmbeddedPictures(read.bytes) ?? []) : [];
  return embedded.length === 0
    ? [{ name: file, bytes: read.bytes }]
    : embedded.map(({ where, bytes }) => ({ name: `${path.basename(file)} ${where}`, bytes }));
}
