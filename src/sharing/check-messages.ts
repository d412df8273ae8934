import type { Language } from '../locale/language.ts';
import type { RecordReading } from './record/patient-record.ts';
import type { StudyRows } from './study/describe-study.ts';

type BadRecord = Extract<RecordReading, { ok: false }>['reason'];

interface Messages {
  readonly transfer: string;
  readonly notInRecord: string;
  readonly reading: (from: string) => string;
  readonly noStudy: (from: string) => string;
  readonly severalStudies: (from: string, count: number) => string;
  readonly broken: (from: string, count: number) => string;
  readonly notRead: (from: string, count: number) => string;
  readonly specialEntries: (from: string, count: number) => string;
  readonly unreadable: (file: string, code: string) => string;
  readonly badRecord: (file: string, reason: BadRecord) => string;
  /** What was noticed about a study, a sentence each; nothing about a clean one. */
  readonly tellStudy: (rows: StudyRows) => string[];
}

const vi: Messages = {
  transfer: 'gói chuyển người bệnh',
  notInRecord: 'Hồ sơ bệnh án đưa vào không có mã người bệnh ghi trên ảnh, nên chưa so được.',
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
  tellStudy: ({ study, series }) => [
    ...(study.incompletePixels > 0
      ? [`${study.incompletePixels} ảnh có dữ liệu điểm ảnh ngắn hơn kích thước khai.`]
      : []),
    ...(study.conflictingObjects > 0
      ? [`${study.conflictingObjects} tệp trùng SOP Instance UID với tệp khác nhưng nội dung khác.`]
      : []),
    ...(study.patients > 1
      ? [`Trong một ca chụp có thông tin của ${study.patients} người bệnh khác nhau.`]
      : []),
    ...(study.charsetRight === false
      ? ['Tên người bệnh không đọc được đúng theo bảng mã khai trong (0008,0005).']
      : []),
    ...(study.perhapsNationalId
      ? ['Mã người bệnh gồm 12 chữ số, có thể là số định danh cá nhân.']
      : []),
    ...(study.croppedObjects > 0
      ? [`${study.croppedObjects} ảnh có kích thước khác các ảnh cùng series.`]
      : []),
    ...series.flatMap((one) => [
      ...(one.numberGaps
        ? [`Series ${one.series} (${one.modality}): khuyết số ảnh ở ${one.numberGaps} chỗ.`]
        : []),
      ...(one.repeatedNumbers
        ? [`Series ${one.series} (${one.modality}): ${one.repeatedNumbers} số ảnh bị lặp.`]
        : []),
      ...(one.evenSpacing === false
        ? [
            one.missingSlices
              ? `Series ${one.series} (${one.modality}): khoảng cách lát không đều, có thể thiếu ${one.missingSlices} lát.`
              : `Series ${one.series} (${one.modality}): khoảng cách lát không đều.`,
          ]
        : []),
    ]),
  ],
};

const en: Messages = {
  transfer: 'transfer package',
  notInRecord: 'The record has no patient with the identifier on the images; nothing was compared.',
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
  tellStudy: ({ study, series }) => [
    ...(study.incompletePixels > 0
      ? [`${study.incompletePixels} images have less pixel data than their size needs.`]
      : []),
    ...(study.conflictingObjects > 0
      ? [
          `${study.conflictingObjects} files share a SOP Instance UID with another of different content.`,
        ]
      : []),
    ...(study.patients > 1 ? [`One study names ${study.patients} different patients.`] : []),
    ...(study.charsetRight === false
      ? ['The patient name does not fit the character set declared in (0008,0005).']
      : []),
    ...(study.perhapsNationalId
      ? ['The Patient ID has 12 digits and may be the national identity number.']
      : []),
    ...(study.croppedObjects > 0
      ? [`${study.croppedObjects} images have another size than the rest of their series.`]
      : []),
    ...series.flatMap((one) => [
      ...(one.numberGaps
        ? [
            `Series ${one.series} (${one.modality}): image numbers are missing in ${one.numberGaps} places.`,
          ]
        : []),
      ...(one.repeatedNumbers
        ? [
            `Series ${one.series} (${one.modality}): ${one.repeatedNumbers} image numbers occur twice.`,
          ]
        : []),
      ...(one.evenSpacing === false
        ? [
            one.missingSlices
              ? `Series ${one.series} (${one.modality}): uneven slices, ${one.missingSlices} may be missing.`
              : `Series ${one.series} (${one.modality}): uneven slices.`,
          ]
        : []),
    ]),
  ],
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** Sentences of a check of shared results. */
export function checkMessages(language: Language): Messages {
  return tables[language];
}
