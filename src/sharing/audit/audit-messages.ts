import type { Language } from '../../locale/language.ts';

interface Messages {
  readonly keyInside: string;
  readonly listing: (days: number) => string;
  readonly checking: (ordinal: number, total: number, modality: string) => string;
  readonly gone: string;
  readonly nodeFailed: (message: string) => string;
  readonly cappedDays: (days: number, most: number) => string;
  readonly otherDays: (answers: number) => string;
  readonly nothingRecent: (days: number) => string;
  readonly interrupted: string;
  readonly windowOver: (hours: string) => string;
}

const vi: Messages = {
  keyInside:
    'Tệp khóa (--key) phải nằm ngoài thư mục --out: ai có cả hai thì tra ngược được ca chụp.',
  listing: (days) => `Đang hỏi các ca chụp của ${days} ngày gần đây …`,
  checking: (ordinal, total, modality) => `Ca ${ordinal}/${total} (${modality}) …`,
  gone: 'Ca được chọn không còn trong PACS khi tới lượt.',
  nodeFailed: (message) => `Dừng sớm vì PACS không trả lời được: ${message}`,
  cappedDays: (days, most) =>
    `${days} ngày có hơn ${most} ca; những ngày đó chỉ bốc thăm trong ${most} ca đầu tiên PACS trả về.`,
  otherDays: (answers) =>
    `PACS trả về ${answers} ca không thuộc ngày được hỏi; các ca đó không được bốc thăm.`,
  nothingRecent: (days) => `Không có ca chụp nào trong ${days} ngày gần đây.`,
  interrupted: 'Dừng giữa chừng theo yêu cầu; phiếu này chỉ nêu những ca đã kiểm xong.',
  windowOver: (hours) =>
    `Hết khung giờ bệnh viện cho phép (${hours}) nên dừng; phiếu này chỉ nêu những ca đã kiểm xong. Chạy lại với cùng --seed trong khung giờ sau.`,
};

const en: Messages = {
  keyInside:
    'The key file (--key) has to lie outside the --out folder: whoever has both can tell the studies.',
  listing: (days) => `Asking for the studies of the last ${days} days …`,
  checking: (ordinal, total, modality) => `Study ${ordinal}/${total} (${modality}) …`,
  gone: 'The chosen study was no longer in the PACS when its turn came.',
  nodeFailed: (message) => `Ended early because the PACS could not answer: ${message}`,
  cappedDays: (days, most) =>
    `${days} days have more than ${most} studies; of those days the first ${most} that the PACS returned took part.`,
  otherDays: (answers) =>
    `The PACS returned ${answers} studies of other days than asked for; they took no part.`,
  nothingRecent: (days) => `There is no study of the last ${days} days.`,
  interrupted: 'Stopped as asked; this report holds only the studies that were checked.',
  windowOver: (hours) =>
    `The hours that the hospital allows (${hours}) are over; this report holds only the studies that were checked. Run again with the same --seed in the next window.`,
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** Sentences of a sampling audit. */
export function auditMessages(language: Language): Messages {
  return tables[language];
}
