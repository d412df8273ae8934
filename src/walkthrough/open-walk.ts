import { isDeepStrictEqual } from 'node:util';
import { type Challenge, type ChallengeRecipe, planChallenge } from '../challenge/index.ts';
import { recipeName } from '../challenge-artefacts/read-recipe.ts';
import { UserError } from '../errors/user-error.ts';
import { Dossier, explainWriteError } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { readToolVersion } from '../project-folders.ts';
import type { Walk } from './contract.ts';
import { faceOf } from './face-of-session.ts';
import {
  checkAttachment,
  findRecipe,
  listWalks,
  readRecipeFolder,
  writeRecipe,
} from './find-recipe.ts';
import { originOfRecord, walkRecordId } from './record-walk.ts';
import { WalkSession } from './session.ts';
import { listTasks } from './tasks/list-tasks.ts';
import { appendWalkEvent, readWalkLog, type WalkLine, walkLogPath } from './walk-log.ts';
import { replayWalk, type WalkState } from './walk-state.ts';

/** How a walk is opened. */
export interface WalkOptions {
  /** Of error messages; the tasks come in both languages. */
  readonly language: Language;
  /** The folder that `challenge make` wrote; without it, the run that the dossier was begun or sent with last. */
  readonly challengeFolder?: string | undefined;
  /** The clock; the computer's own when left out. */
  readonly now?: () => Date;
}

/**
 * Opens the walk of a dossier, or goes on with it, and locks the dossier until this process ends. What an interrupted
 * walk had accepted is brought into the dossier.
 * @throws UserError when the folder is no dossier or is in use, has no challenge study (code 2), or was edited (code 5)
 */
export async function openWalk(dossierFolder: string, options: WalkOptions): Promise<Walk> {
  const { language } = options;
  try {
    const dossier = await Dossier.open(dossierFolder, language);
    await lockDossier(dossierFolder, language);
    const { checklist, facility, evidence } = await readDossierContents(dossier);
    const recipe = await chooseRecipe(dossier, evidence, options);
    const challenge = await planChallenge(recipe);
    const now = options.now ?? (() => new Date());
    const logFile = walkLogPath(dossier.folder, challenge.runCode);
    const session = new WalkSession({
      dossier,
      challenge,
      tasks: listTasks(challenge, checklist),
      language,
      simulated: facility.simulated === true,
      toolVersion: readToolVersion(),
      logFile,
      lines: await openLog(dossier, logFile, challenge, now, language),
      otherWalks: await readOtherWalks(dossier, challenge, language),
      now,
    });
    await checkKept(session, evidence, language);
    await session.tellDossier();
    return faceOf(session, facility.facility.name);
  } catch (error) {
    throw explainWriteError(error, dossierFolder, language);
  }
}

async function chooseRecipe(
  dossier: Dossier,
  evidence: readonly EvidenceRecord[],
  { challengeFolder, language }: WalkOptions,
): Promise<ChallengeRecipe> {
  return challengeFolder === undefined
    ? findRecipe(dossier, evidence, language)
    : readRecipeFolder(challengeFolder, language);
}

async function openLog(
  dossier: Dossier,
  logFile: string,
  { recipe }: Challenge,
  now: () => Date,
  language: Language,
): Promise<WalkLine[]> {
  const lines = await readWalkLog(logFile, language);
  const [first] = lines;
  if (first?.body.event === 'opened') {
    if (isDeepStrictEqual(first.body.recipe, recipe)) return lines;
    throw new UserError(
      language === 'vi'
        ? `Hồ sơ ${dossier.folder} đã trình diễn với một công thức khác của cùng chuỗi gốc; dùng đúng thư mục đã gửi lên PACS, hoặc tạo ca thử thách mới.`
        : `The walk in ${dossier.folder} was begun with another recipe of the same seed; use the folder that was sent to the PACS, or make a new challenge study.`,
    );
  }
  const attachment = await dossier.attach(Buffer.from(writeRecipe(recipe), 'utf8'), {
    mediaType: 'application/json',
    extension: 'json',
    originalName: recipeName,
  });
  const at = formatLocalTimestamp(now());
  return [await appendWalkEvent(logFile, [], at, { event: 'opened', recipe, attachment })];
}

async function readOtherWalks(
  dossier: Dossier,
  { runCode }: Challenge,
  language: Language,
): Promise<WalkState[]> {
  const others = (await listWalks(dossier.folder)).filter((one) => one !== runCode);
  return Promise.all(
    others.map(async (one) =>
      replayWalk(await readWalkLog(walkLogPath(dossier.folder, one), language)),
    ),
  );
}

/** Everything that the log says was taken must still be there, and the record must follow from the log. */
async function checkKept(
  session: WalkSession,
  evidence: readonly EvidenceRecord[],
  language: Language,
): Promise<void> {
  const { dossier, challenge, toolVersion } = session.parts;
  for (const { body } of session.lines) {
    if (body.event === 'opened') await checkAttachment(dossier, body.attachment, language);
    if (body.event !== 'accepted') continue;
    const { entry } = body;
    if (entry.kind === 'picture') await checkAttachment(dossier, entry.attachment, language);
    if (entry.kind === 'statement')
      for (const file of entry.files) await checkAttachment(dossier, file, language);
  }
  const id = walkRecordId(challenge.runCode);
  const record = evidence.find((one) => one.id === id);
  if (record?.kind !== 'probe') return;
  const origin = originOfRecord(record.notes);
  const head = session.lines.findIndex(({ sha256 }) => sha256 === origin?.head);
  // Another version may write the same walk in other words.
  const isOther = origin !== undefined && head >= 0 && origin.toolVersion !== toolVersion;
  const expected = session.makeRecord(session.lines.slice(0, head + 1), record.simulated === true);
  if (isOther || (head >= 0 && isDeepStrictEqual(expected, record))) return;
  throw new UserError(
    language === 'vi'
      ? `Bản ghi evidence/${id}.json không khớp với nhật ký trình diễn: một trong hai đã bị sửa hoặc bị cắt. Lấy lại bản gốc rồi chạy lại.`
      : `The record evidence/${id}.json does not agree with the log of the walk: one of them was edited or cut. Restore the original and run again.`,
    { exitCode: 5 },
  );
}
