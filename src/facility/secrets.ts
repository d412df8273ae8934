import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import type { SecretRef } from './schema.ts';

/**
 * Resolves a secret from the environment or from a file. The facility file holds only the reference, so neither the
 * dossier nor a log can hold the value.
 * @throws UserError (exit code 2) when the variable or file is not there.
 */
export async function readSecret(
  ref: SecretRef,
  baseFolder: string,
  language: Language,
): Promise<string> {
  const vi = language === 'vi';
  if ('env' in ref) {
    const value = process.env[ref.env];
    if (value !== undefined && value !== '') return value;
    throw new UserError(
      vi
        ? `Chưa có biến môi trường ${ref.env} mà tệp cơ sở nhắc tới; hãy đặt biến này rồi chạy lại.`
        : `The environment variable ${ref.env} named in the facility file is not set; set it and run again.`,
    );
  }
  try {
    return (await readFile(path.resolve(baseFolder, ref.file), 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw new UserError(
      vi
        ? `Không đọc được tệp bí mật ${ref.file} (${systemErrorCode(error) ?? 'lỗi'}) mà tệp cơ sở nhắc tới.`
        : `Cannot read the secret file ${ref.file} (${systemErrorCode(error) ?? 'error'}) named in the facility file.`,
      { cause: error },
    );
  }
}
