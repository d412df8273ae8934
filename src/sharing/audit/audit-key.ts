import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { systemErrorCode, UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';

const KEY_BYTES = 32;

/**
 * The key that study UIDs are hashed with. Without a file it is made and forgotten, and nobody can tell the studies again;
 * with one it stays with the hospital, which alone can.
 * @throws UserError when the file is no key, or cannot be written
 */
export async function takeAuditKey(file: string | undefined, language: Language): Promise<Buffer> {
  if (file === undefined) return randomBytes(KEY_BYTES);
  try {
    const text = (await readFile(file, 'utf8')).trim();
    if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw explain(file, error, language);
    const key = randomBytes(KEY_BYTES);
    try {
      await writeFile(file, `${key.toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
    } catch (problem) {
      throw explain(file, problem, language);
    }
    return key;
  }
  throw new UserError(
    language === 'vi'
      ? `Tệp khóa ${file} không đúng dạng: cần đúng 64 chữ số hệ 16. Chọn tên tệp chưa có để công cụ tạo khóa mới.`
      : `The key file ${file} is not one: 64 hexadecimal digits are expected. Name a file that is not there to have a new key made.`,
  );
}

/** What stands for a study in the report: HMAC-SHA-256 of its UID, the first 32 hexadecimal digits. */
export function labelStudy(studyInstanceUid: string, key: Buffer): string {
  return createHmac('sha256', key).update(studyInstanceUid).digest('hex').slice(0, 32);
}

function explain(file: string, error: unknown, language: Language): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  return new UserError(
    language === 'vi'
      ? `Không đọc hoặc ghi được tệp khóa ${file} (${code}).`
      : `The key file ${file} cannot be read or written (${code}).`,
    { cause: error },
  );
}
