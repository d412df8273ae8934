import type { Language } from '../../locale/language.ts';

/** Sentences of the database probe. */
export function databaseMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: (tls: boolean) =>
    `Đăng nhập${tls ? ' qua TLS' : ''} bằng tài khoản trong tệp cơ sở và hỏi tên, phiên bản của máy chủ (một câu SELECT). Không đọc bảng nào của bệnh viện, không sửa gì.`,
  noVersion: (id: string) =>
    `${id} trả lời nhưng không nêu phiên bản (cách làm: kiểm tra mục product trong tệp cơ sở).`,
};

const en: typeof vi = {
  sends: (tls) =>
    `Logs in${tls ? ' over TLS' : ''} with the account of the facility file and asks name and version of the server (one SELECT). Reads no table of the hospital, changes nothing.`,
  noVersion: (id) =>
    `${id} answers but names no version (to do: check product in the facility file).`,
};
