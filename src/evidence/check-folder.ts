import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { isTemporaryName } from './atomic-write.ts';
import { lockName } from './dossier-lock.ts';
import { settingsFile } from './dossier-settings.ts';
import { explainWriteError } from './explain-write-error.ts';

/**
 * Makes the folder of a dossier with its parents.
 * @throws the file system's error. On a read-only disk a recursive `mkdir` says ENOENT; asked one by one, the parents
 * give the real reason.
 */
export async function makeDossierFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    const parts = path.resolve(folder).split(path.sep);
    for (let length = 2; length <= parts.length; length += 1)
      await makeOne(parts.slice(0, length).join(path.sep));
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
}

/** @throws UserError (exit code 2) when the folder holds anything but what an interrupted start leaves. */
export async function checkFree(folder: string, language: Language): Promise<void> {
  const vi = language === 'vi';
  const present = await readdir(folder);
  if (present.includes(settingsFile)) {
    throw new UserError(
      vi
        ? `Thư mục ${folder} đã có một hồ sơ đánh giá. Dùng --resume để làm tiếp, hoặc chọn thư mục khác với --out.`
        : `The folder ${folder} already holds a dossier. Use --resume to go on with it, or choose another folder with --out.`,
    );
  }
  if (present.some((name) => name !== lockName && !isTemporaryName(name))) {
    throw new UserError(
      vi
        ? `Thư mục ${folder} không trống; hãy chọn một thư mục mới với --out.`
        : `The folder ${folder} is not empty; choose a new one with --out.`,
    );
  }
}

/** @throws UserError (exit code 2) when a run was stopped before it wrote anything, or never was: then there is nothing to resume. */
export async function checkBegun(folder: string, language: Language): Promise<void> {
  let present: string[] = [];
  try {
    present = await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOTDIR') return;
    if (systemErrorCode(error) !== 'ENOENT') throw explainWriteError(error, folder, language);
  }
  if (present.some((name) => name !== lockName && !isTemporaryName(name))) return;
  throw new UserError(
    language === 'vi'
      ? `Chưa có gì để làm tiếp trong ${folder}; chạy lại cùng lệnh, không có --resume.`
      : `There is nothing to go on with in ${folder}; run the same command without --resume.`,
  );
}
