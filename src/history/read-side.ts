import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { judge } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import { printableText } from '../report/printable-text.ts';
import { type Side, sideSchema } from './side-schema.ts';

/** Raw transcripts are attachments, so even a large hospital's model stays far below this. */
const mostBytes = 64 * 1024 * 1024;
const modelName = 'assessment.json';

/** A side as read, and how. */
export interface ReadSide {
  readonly path: string;
  /** `recorded`: as its `assessment.json` says. `judged`: the folder had none, so its evidence was judged now. */
  readonly from: 'recorded' | 'judged';
  readonly side: Side;
}

/**
 * Reads a dossier folder or an `assessment.json`. Reads only; nothing in it is trusted or followed.
 * @throws UserError when it is neither, is too large, or is not in the model's form.
 */
export async function readSide(where: string, language: Language): Promise<ReadSide> {
  const vi = language === 'vi';
  const info = await statOf(where, language);
  if (!info.isDirectory())
    return { path: where, from: 'recorded', side: await readModel(where, language) };
  const file = path.join(where, modelName);
  try {
    await stat(file);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw unreadable(file, error, vi);
    const dossier = await Dossier.open(where, language);
    const model: unknown = JSON.parse(JSON.stringify(await judge(dossier)));
    return { path: where, from: 'judged', side: parseModel(model, where, language) };
  }
  return { path: where, from: 'recorded', side: await readModel(file, language) };
}

async function statOf(where: string, language: Language) {
  try {
    return await stat(where);
  } catch (error) {
    throw unreadable(where, error, language === 'vi');
  }
}

async function readModel(file: string, language: Language): Promise<Side> {
  const vi = language === 'vi';
  const info = await statOf(file, language);
  if (!info.isFile()) {
    throw new UserError(
      vi
        ? `${file} không phải là một tệp. Cần một thư mục hồ sơ hoặc tệp ${modelName}.`
        : `${file} is not a file. A dossier folder or an ${modelName} is expected.`,
    );
  }
  if (info.size > mostBytes) {
    throw new UserError(
      vi
        ? `${file} lớn ${Math.round(info.size / 1024 / 1024)} MiB; tối đa ${mostBytes / 1024 / 1024} MiB.`
        : `${file} is ${Math.round(info.size / 1024 / 1024)} MiB; at most ${mostBytes / 1024 / 1024} MiB are read.`,
    );
  }
  let bytes: string;
  try {
    bytes = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error, vi);
  }
  let model: unknown;
  try {
    model = JSON.parse(bytes);
  } catch (cause) {
    throw new UserError(
      vi
        ? `${file} không phải JSON; cần ${modelName} do rispacs ghi, hoặc thư mục hồ sơ.`
        : `${file} is not JSON; an ${modelName} as rispacs writes it, or a dossier folder, is expected.`,
      { cause },
    );
  }
  return parseModel(model, file, language);
}

function parseModel(model: unknown, where: string, language: Language): Side {
  const parsed = sideSchema.safeParse(model);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues
    .slice(0, 5)
    .map((issue) =>
      printableText(`${issue.path.map(String).join('.') || '(gốc)'}: ${issue.code}`).slice(0, 200),
    );
  throw new UserError(
    language === 'vi'
      ? `${where} không đúng dạng ${modelName} của rispacs:`
      : `${where} is not in the form of a rispacs ${modelName}:`,
    { details: places, cause: parsed.error },
  );
}

function unreadable(file: string, cause: unknown, vi: boolean): UserError {
  const code = systemErrorCode(cause) ?? 'lỗi';
  return new UserError(
    vi
      ? `Không đọc được ${file} (${code}). Cần một thư mục hồ sơ hoặc tệp ${modelName}.`
      : `Cannot read ${file} (${code}). A dossier folder or an ${modelName} is expected.`,
    { cause },
  );
}
