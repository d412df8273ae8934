import { access } from 'node:fs/promises';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Language } from '../locale/language.ts';

/** How the person who named the file is spoken to. */
export interface NamedBy {
  /** The flag that named it: `--out`. */
  readonly flag: string;
  readonly language: Language;
}

/**
 * Writes a paper that a person asked for, whole or not at all, and never over another: that may already carry a number
 * or a scanned signature.
 * @throws UserError when a file of this name is there, or the file cannot be written.
 */
export async function writeNewFile(
  file: string,
  bytes: Uint8Array | string,
  namedBy: NamedBy,
): Promise<void> {
  await requireNewFile(file, namedBy);
  try {
    await writeFileAtomically(file, bytes);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new UserError(
      namedBy.language === 'vi'
        ? `Không ghi được ${file} (${code}); kiểm tra thư mục và quyền ghi.`
        : `Cannot write ${file} (${code}); check the folder and its permissions.`,
      { cause: error },
    );
  }
}

/** @throws UserError when a file of this name is there. */
export async function requireNewFile(file: string, { flag, language }: NamedBy): Promise<void> {
  if (!(await isThere(file))) return;
  throw new UserError(
    language === 'vi'
      ? `${file} đã có; chọn tên khác với ${flag}, hoặc xóa tệp cũ.`
      : `${file} exists; choose another name with ${flag}, or remove it.`,
  );
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}
