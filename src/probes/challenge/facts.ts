import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** What a task of the walk shows; the names are stable, rules are written over them. */
export const shownFunctions = [
  'rotate',
  'flip',
  'zoom',
  'pan',
  'series-layout',
  'image-layout',
  'linked-series',
  'reference-lines',
  'cine',
  'length',
  'angle',
  'area',
  'perimeter',
  'point-density',
  'ellipse-density',
  'rectangle-density',
  'polygon-density',
  'copy-paste',
  'window',
  'invert',
  'surface',
  'remote-surface',
  'mpr',
  'mip',
  'fusion',
  'demonstration',
] as const;
/** One of {@link shownFunctions}. */
export type ShownFunction = (typeof shownFunctions)[number];

const runCode = column(z.string(), {
  vi: 'Mã lượt, in trong mọi ảnh của ca thử thách',
  en: 'Code of the run, printed in every image of the challenge study',
});
const seedIssuedBy = column(z.enum(['facility', 'council']), {
  vi: 'Ai chọn chuỗi gốc: cơ sở hay Hội đồng',
  en: 'Who chose the seed: the facility or the council',
});

/** One task of the guided walk that was shown and checked, or that could not be shown. */
export const challengeTaskFacts = defineFactGroup({
  name: 'challenge.task',
  basis: 'demonstrated',
  probes: ['challenge'],
  vi: 'Một bước trình diễn trên ca thử thách, kiểm bằng mã đọc từ ảnh, mã gõ lại hoặc trị số đo',
  en: 'A task shown on the challenge study, checked by a code read from a picture, a typed code or a measured value',
  columns: {
    task: column(z.string(), { vi: 'Mã bước, ví dụ pacs-16.mpr', en: 'Task, such as pacs-16.mpr' }),
    criterion: column(z.string(), { vi: 'Mã tiêu chí', en: 'Criterion' }),
    part: maybe(z.string(), { vi: 'Ý của tiêu chí', en: 'Part of the criterion' }),
    function: column(z.enum(shownFunctions), { vi: 'Chức năng', en: 'Function' }),
    result: column(z.enum(['shown', 'cannot-show']), {
      vi: 'Kết quả: đã trình diễn và kiểm đúng, hay người trình diễn nói không làm được',
      en: 'Result: shown and found right, or the examiner says that it cannot be shown',
    }),
    kind: column(z.enum(['picture', 'code', 'value', 'statement']), {
      vi: 'Kiểm bằng gì: ảnh, mã gõ lại, trị số đo, hay chỉ là lời xác nhận',
      en: 'Checked by: a picture, a typed code, a measured value, or a statement only',
    }),
    shownAt: column(z.iso.datetime({ offset: true }), { vi: 'Lúc', en: 'When' }),
    runCode,
    imageRef: maybe(z.string(), {
      vi: 'Ảnh đọc được: chuỗi và số ảnh, ví dụ ct:75',
      en: 'The image that was read: series and number, such as ct:75',
    }),
    expectedText: maybe(z.string(), { vi: 'Mã đúng', en: 'The right code' }),
    typed: maybe(z.string(), { vi: 'Đã gõ', en: 'What was typed' }),
    errorPercent: maybe(z.number(), {
      unit: '%',
      vi: 'Sai lệch so với trị số biết trước',
      en: 'Deviation from the known value',
    }),
    tolerance: maybe(z.number(), {
      vi: 'Dung sai của công cụ, theo đơn vị của trị số',
      en: 'Tolerance, ours, in the unit of the value',
    }),
    wrongAttempts: maybe(z.int(), {
      vi: 'Số lần gõ chưa đúng trước đó',
      en: 'Wrong entries before',
    }),
    pictureSha256: maybe(z.string(), {
      vi: 'SHA-256 của ảnh đã cắt, lưu trong hồ sơ',
      en: 'SHA-256 of the cropped picture in the dossier',
    }),
    examiner: column(z.string(), { vi: 'Người trình diễn', en: 'Examiner' }),
    witnesses: column(z.int(), { vi: 'Số người chứng kiến', en: 'Witnesses' }),
    seedIssuedBy,
  },
});

/** One kind of object of a challenge study, sent to a PACS. */
export const challengeSentFacts = defineFactGroup({
  name: 'challenge.sent',
  basis: 'measured',
  probes: ['challenge'],
  vi: 'Một loại ảnh của ca thử thách đã gửi tới PACS',
  en: 'One kind of object of the challenge study, sent to a PACS',
  columns: {
    node: column(z.string(), {
      vi: 'Mã nút DICOM trong facility.yaml',
      en: 'Id of the DICOM node in facility.yaml',
    }),
    runCode,
    sopClass: column(z.string(), { vi: 'SOP Class UID', en: 'SOP Class UID' }),
    objects: column(z.int(), { vi: 'Số ảnh của ca', en: 'Objects of the study' }),
    accepted: column(z.int(), { vi: 'Số ảnh PACS nhận', en: 'Objects that the PACS took' }),
    refused: column(z.int(), { vi: 'Số ảnh PACS từ chối', en: 'Objects that it refused' }),
    unanswered: column(z.int(), {
      vi: 'Số ảnh chưa gửi được hoặc không có trả lời',
      en: 'Objects not sent, or without an answer',
    }),
    seedIssuedBy,
  },
});

export type ChallengeTaskRow = RowOf<typeof challengeTaskFacts>;
export type ChallengeSentRow = RowOf<typeof challengeSentFacts>;
export const factGroups = [challengeTaskFacts, challengeSentFacts];
/** What this probe is called in print. */
export const title = {
  vi: 'Trình diễn trên ca thử thách',
  en: 'Demonstration on the challenge study',
};
