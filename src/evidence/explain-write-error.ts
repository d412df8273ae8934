import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';

/**
 * A disk that is full, gone or cannot be written is the user's to mend: one sentence, exit code 2. Anything else is
 * passed on as it is.
 *
 * @param where - the dossier's folder, as the user named it.
 */
export function explainWriteError(error: unknown, where: string, language: Language): unknown {
  if (error instanceof UserError) return error;
  const code = systemErrorCode(error);
  if (code === undefined || !concerns(error, where)) return error;
  const sentence = sentencesFor(where)[code];
  return sentence ? new UserError(sentence[language === 'vi' ? 0 : 1], { cause: error }) : error;
}

/** An error that names a file elsewhere (one of our own that is missing) says nothing about the dossier. */
function concerns(error: unknown, where: string): boolean {
  if (typeof error !== 'object' || error === null || !('path' in error)) return true;
  if (typeof error.path !== 'string') return true;
  const named = path.resolve(error.path);
  const folder = path.resolve(where);
  // A parent that cannot be written stops a folder from being made.
  return (
    named === folder || named.startsWith(folder + path.sep) || folder.startsWith(named + path.sep)
  );
}

function sentencesFor(where: string): Readonly<Record<string, readonly [string, string]>> {
  const denied = [
    `Không có quyền đọc hoặc ghi ${where}; chọn nơi khác với --out hoặc sửa quyền.`,
    `No permission to read or write ${where}; choose another place with --out or change its permissions.`,
  ] as const;
  const full = [
    `Ổ đĩa chứa ${where} đã đầy; giải phóng chỗ trống rồi chạy lại với --resume.`,
    `The disk that holds ${where} is full; free some space and run again with --resume.`,
  ] as const;
  const lost = [
    `${where} không còn ghi được (thư mục bị xóa, ổ đĩa bị rút hoặc mất kết nối); kiểm tra nơi lưu rồi chạy lại với --resume.`,
    `${where} can no longer be written (deleted, unplugged or disconnected); check the place and run again with --resume.`,
  ] as const;
  return {
    ENOSPC: full,
    EDQUOT: full,
    EFBIG: [
      `Ổ đĩa chứa ${where} không nhận tệp lớn như vậy; chọn nơi khác với --out.`,
      `The disk that holds ${where} takes no file of that size; choose another place with --out.`,
    ],
    EROFS: [
      `${where} nằm trên ổ chỉ đọc; chọn nơi khác với --out.`,
      `${where} is on a read-only disk; choose another place with --out.`,
    ],
    EACCES: denied,
    EPERM: denied,
    ENOTDIR: [
      `${where} không phải là thư mục; chọn nơi khác với --out.`,
      `${where} is not a folder; choose another place with --out.`,
    ],
    EEXIST: [
      `${where} đã có và không phải là thư mục; chọn nơi khác với --out.`,
      `${where} exists and is not a folder; choose another place with --out.`,
    ],
    EISDIR: [
      `Trong ${where} có một thư mục mang tên của một tệp trong hồ sơ; hồ sơ đã bị sửa, lấy lại bản gốc.`,
      `In ${where} a folder has the name of a file of the dossier; it was edited, restore the original.`,
    ],
    ENAMETOOLONG: [
      `Đường dẫn ${where} quá dài; chọn nơi khác với --out.`,
      `The path ${where} is too long; choose another place with --out.`,
    ],
    ENOENT: lost,
    EIO: lost,
    ENODEV: lost,
    ESTALE: lost,
    ENOTCONN: lost,
  };
}
