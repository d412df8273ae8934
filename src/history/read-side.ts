import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { Checklist } from '../checklist/schema.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readSettings, scopeOf, settingsFile } from '../evidence/dossier-settings.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { judge } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import { printableText } from '../report/printable-text.ts';
import { findChecklist } from './find-checklist.ts';
import { type AnySide, productSideSchema, type Side, sideSchema } from './side-schema.ts';

/** Raw transcripts are attachments, so even a large hospital's model stays far below this. */
const mostBytes = 64 * 1024 * 1024;
const modelName = 'assessment.json';
const productModelName = 'product-assessment.json';

/** A side as read, and how. */
export interface ReadSide<S extends AnySide = AnySide> {
  readonly path: string;
  /** `recorded`: as its `assessment.json` says. `judged`: the folder had none, so its evidence was judged now. */
  readonly from: 'recorded' | 'judged';
  readonly side: S;
  /** The very checklist that it was judged by; absent when neither the folder nor this tool has it. */
  readonly checklist?: Checklist;
}

/**
 * Reads a dossier folder, an `assessment.json`, or a product's of either. Reads only; nothing in it is trusted or
 * followed.
 * @throws UserError when it is neither, is too large, or is not in the model's form.
 */
export async function readSide(where: string, language: Language): Promise<ReadSide> {
  const info = await statOf(where, language);
  const read = info.isDirectory()
    ? await readFolder(where, language)
    : { path: where, from: 'recorded' as const, side: await readModel(where, language) };
  const checklist = await findChecklist(
    info.isDirectory() ? path.join(where, 'checklist') : undefined,
    read.side.checklist,
    language,
  );
  return { ...read, ...(checklist && { checklist }) };
}

/**
 * Reads an assessment of a facility.
 * @throws UserError as {@link readSide} does, and for a product's.
 */
export async function readFacilitySide(where: string, language: Language): Promise<ReadSide<Side>> {
  const read = await readSide(where, language);
  const { side } = read;
  if (side.scope === 'facility') return { ...read, side };
  throw new UserError(
    language === 'vi'
      ? `${where} xét một sản phẩm (--scope vendor), không có mức; chỉ nhận hồ sơ của cơ sở.`
      : `${where} judges a product (--scope vendor) and has no level; only dossiers of facilities are taken.`,
  );
}

/**
 * Reads the two sides of a comparison.
 * @throws UserError as {@link readSide} does, and when one judges a product and the other a facility.
 */
export async function readSides(
  paths: { readonly a: string; readonly b: string },
  language: Language,
): Promise<{ readonly a: ReadSide; readonly b: ReadSide }> {
  const [a, b] = await Promise.all([readSide(paths.a, language), readSide(paths.b, language)]);
  if (a.side.scope === b.side.scope) return { a, b };
  const product = printableText(a.side.scope === 'vendor' ? paths.a : paths.b);
  throw new UserError(
    language === 'vi'
      ? `Không so được: ${product} xét một sản phẩm (--scope vendor), hồ sơ kia xét một cơ sở. Sản phẩm không có mức và không thay được hồ sơ của cơ sở.`
      : `Not comparable: ${product} judges a product (--scope vendor), the other a facility. A product has no level and does not stand for a facility.`,
  );
}

async function readFolder(where: string, language: Language): Promise<ReadSide> {
  // What the folder judges is said by its settings, whatever result somebody put beside them.
  const isProduct =
    (await isThere(path.join(where, settingsFile))) &&
    scopeOf(await readSettings(where, language)) === 'vendor';
  const file = path.join(where, isProduct ? productModelName : modelName);
  if ((await isThere(file)) || isProduct)
    return { path: where, from: 'recorded', side: await readModel(file, language, isProduct) };
  const dossier = await Dossier.open(where, language);
  const model: unknown = JSON.parse(JSON.stringify(await judge(dossier)));
  return { path: where, from: 'judged', side: parseModel(model, where, sideSchema, language) };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

async function statOf(where: string, language: Language) {
  try {
    return await stat(where);
  } catch (error) {
    throw unreadable(where, systemErrorCode(error), language, error);
  }
}

async function readModel(file: string, language: Language, isProduct?: boolean): Promise<AnySide> {
  const vi = language === 'vi';
  const read = await readBoundedFile(file, mostBytes);
  if (!read.ok) {
    switch (read.problem.code) {
      case 'not-a-file':
        throw new UserError(
          vi
            ? `${file} không phải là một tệp. Cần một thư mục hồ sơ hoặc tệp ${modelName}.`
            : `${file} is not a file. A dossier folder or an ${modelName} is expected.`,
        );
      case 'too-large':
        throw new UserError(
          vi
            ? `${file} quá lớn; tối đa ${mostBytes / 1024 / 1024} MiB.`
            : `${file} is too large; at most ${mostBytes / 1024 / 1024} MiB are read.`,
        );
      case 'missing':
        throw unreadable(file, 'ENOENT', language);
      default:
        throw unreadable(file, read.problem.systemCode, language);
    }
  }
  let model: unknown;
  try {
    model = JSON.parse(read.bytes.toString('utf8'));
  } catch (cause) {
    throw new UserError(
      vi
        ? `${file} không phải JSON; cần ${modelName} do rispacs ghi, hoặc thư mục hồ sơ.`
        : `${file} is not JSON; an ${modelName} as rispacs writes it, or a dossier folder, is expected.`,
      { cause },
    );
  }
  const saysProduct =
    typeof model === 'object' && model !== null && Reflect.get(model, 'scope') === 'vendor';
  const schema = (isProduct ?? saysProduct) ? productSideSchema : sideSchema;
  return parseModel<AnySide>(model, file, schema, language);
}

function parseModel<S>(model: unknown, where: string, schema: z.ZodType<S>, language: Language): S {
  const parsed = schema.safeParse(model);
  if (parsed.success) return parsed.data;
  const root = language === 'vi' ? '(gốc)' : '(root)';
  const places = parsed.error.issues
    .slice(0, 5)
    .map((issue) =>
      printableText(`${issue.path.map(String).join('.') || root}: ${issue.code}`).slice(0, 200),
    );
  throw new UserError(
    language === 'vi'
      ? `${where} không đúng dạng ${modelName} của rispacs:`
      : `${where} is not in the form of a rispacs ${modelName}:`,
    { details: places, cause: parsed.error },
  );
}

function unreadable(
  file: string,
  code: string | undefined,
  language: Language,
  cause?: unknown,
): UserError {
  const vi = language === 'vi';
  const why = code ?? (vi ? 'lỗi' : 'error');
  return new UserError(
    vi
      ? `Không đọc được ${file} (${why}). Cần một thư mục hồ sơ hoặc tệp ${modelName}.`
      : `Cannot read ${file} (${why}). A dossier folder or an ${modelName} is expected.`,
    { cause },
  );
}
