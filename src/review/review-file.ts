import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { type CouncilReview, councilReviewSchema } from './review-schema.ts';

/** Folder of a dossier for what the council says and signs. */
export const councilFolder = 'council';
/** The council's opinions and votes, as a path inside the dossier. */
export const reviewFile = `${councilFolder}/review.json`;

const mostBytes = 16 * 1024 * 1024;

/**
 * What the council of a dossier has said so far; `undefined` when it has said nothing.
 * @throws UserError (code 5) when the file is damaged or was edited into another form.
 */
export async function readReview(
  folder: string,
  language: Language,
): Promise<CouncilReview | undefined> {
  const read = await readBoundedFile(path.join(folder, reviewFile), mostBytes, {
    followLinks: false,
  });
  if (!read.ok && read.problem.code === 'missing') return undefined;
  const parsed = councilReviewSchema.safeParse(
    read.ok ? parseJson(read.bytes.toString('utf8')) : undefined,
  );
  if (parsed.success) return parsed.data;
  throw new UserError(
    language === 'vi'
      ? `Tệp ${reviewFile} trong ${folder} đã hỏng hoặc bị sửa; lấy lại bản gốc.`
      : `The file ${reviewFile} in ${folder} is damaged or was edited; restore the original.`,
    { exitCode: 5, cause: parsed.error },
  );
}

/** Writes the review whole; when this resolves it is on disk. The manifest is the caller's. */
export async function writeReview(folder: string, review: CouncilReview): Promise<void> {
  await mkdir(path.join(folder, councilFolder), { recursive: true });
  await writeFileAtomically(path.join(folder, reviewFile), `${JSON.stringify(review, null, 2)}\n`);
}
