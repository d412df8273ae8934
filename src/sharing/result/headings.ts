/** Headings of a result as radiology departments write them, without marks and in small letters. */
export const DESCRIPTION = /\b(mo ta|ket qua chup|hinh anh ghi nhan|findings?|description)\b/;
/** See {@link DESCRIPTION}. */
export const CONCLUSION = /\b(ket luan|chan doan hinh anh|conclusions?|impressions?)\b/;
