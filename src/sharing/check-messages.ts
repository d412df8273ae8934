import type { Language } from '../locale/language.ts';
import type { RecordReading } from './record/patient-record.ts';

type BadRecord = Extract<RecordReading, { ok: false }>['reason'];

interface Messages {
  readonly transfer: string;
  readonly notInRecord: string;
  /** What stands in the report for a path, which may hold a patient's name. */
  readonly source: (ordinal: number) => string;
  readonly reading: (from: string) => string;
  readonly noStudy: (from: string) => string;
  readonly severalStudies: (from: string, count: number) => string;
  readonly broken: (from: string, count: number) => string;
  readonly notRead: (from: string, count: number) => string;
  readonly specialEntries: (from: string, count: number) => string;
  readonly unreadable: (file: string, code: string) => string;
  readonly badRecord: (file: string, reason: BadRecord) => string;
}

const vi: Messages = {
  transfer: 'gói chuyển người bệnh',
  notInRecord: 'Hồ sơ bệnh án đưa vào không có mã người bệnh ghi trên ảnh, nên chưa so được.',
  source: (ordinal) => `Nguồn ${ordinal}`,
  reading: (from) => `Đang đọc ${from} …`,
  noStudy: (from) => `${from}: không có đối tượng DICOM nào đọc được.`,
  severalStudies: (from, count) => `${from}: có ${count} ca chụp khác nhau; mỗi ca được xét riêng.`,
  broken: (from, count) => `${from}: ${count} tệp DICOM hỏng hoặc bị cắt cụt.`,
  notRead: (from, count) => `${from}: ${count} tệp DICOM chưa đọc được hết.`,
  specialEntries: (from, count) => `${from}: ${count} liên kết hoặc mục đặc biệt, không mở.`,
  unreadable: (file, code) =>
    `Không đọc được tệp ${file} (${code}); cần một tệp thường, không quá 64 MB.`,
  badRecord: (file, reason) =>
    ({
      'not-a-record': `${file} không phải là bản tin HL7 hay bảng CSV từ HIS.`,
      'no-patient': `${file} không có người bệnh nào (đoạn PID, hoặc dòng của bảng).`,
      'no-columns': `${file} thiếu cột mã người bệnh hoặc họ tên; cần dòng tiêu đề có ma_nguoi_benh và ho_ten.`,
      'broken-table': `${file} có dấu ngoặc kép không đóng; hãy lưu lại dưới dạng CSV UTF-8.`,
    })[reason],
};

const en: Messages = {
  transfer: 'transfer package',
  notInRecord: 'The record has no patient with the identifier on the images; nothing was compared.',
  source: (ordinal) => `Source ${ordinal}`,
  reading: (from) => `Reading ${from} …`,
  noStudy: (from) => `${from}: no DICOM object could be read.`,
  severalStudies: (from, count) => `${from}: ${count} different studies; each is judged by itself.`,
  broken: (from, count) => `${from}: ${count} DICOM files are broken or cut short.`,
  notRead: (from, count) => `${from}: ${count} DICOM files were not read through.`,
  specialEntries: (from, count) => `${from}: ${count} links or special entries, not opened.`,
  unreadable: (file, code) =>
    `Cannot read the file ${file} (${code}); an ordinary file of at most 64 MB is expected.`,
  badRecord: (file, reason) =>
    ({
      'not-a-record': `${file} is neither an HL7 message nor a CSV table from the HIS.`,
      'no-patient': `${file} holds no patient (PID segment, or line of the table).`,
      'no-columns': `${file} lacks a column for the patient identifier or the name; a header line with ma_nguoi_benh and ho_ten is expected.`,
      'broken-table': `${file} has a quotation mark that is never closed; please save it again as CSV UTF-8.`,
    })[reason],
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** Sentences of a check of shared results. */
export function checkMessages(language: Language): Messages {
  return tables[language];
}
