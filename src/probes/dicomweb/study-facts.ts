import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import {
  contentType,
  contentTypeCorrect,
  deviations,
  endpoint,
  level,
  ms,
  reason,
  status,
} from './columns.ts';

/** One use of a DICOMweb service on our own test study. */
export const dicomwebServiceFacts = defineFactGroup({
  name: 'dicomweb.service',
  basis: 'measured',
  probes: ['dicomweb'],
  vi: 'Một dịch vụ DICOMweb dùng trên ca thử của công cụ',
  en: 'A DICOMweb service used on our own test study',
  columns: {
    endpoint,
    service: column(
      z.enum([
        'stow',
        'qido',
        'wado-metadata',
        'wado-instances',
        'wado-frames',
        'wado-bulkdata',
        'wado-rendered',
        'wado-uri',
        'delete',
      ]),
      { vi: 'Dịch vụ', en: 'Service' },
    ),
    https: column(z.boolean(), { vi: 'Qua HTTPS', en: 'Over HTTPS' }),
    level: maybe(level, { vi: 'Mức truy vấn', en: 'Query level' }),
    object: maybe(z.string(), { vi: 'Đối tượng của ca thử', en: 'Object of the test study' }),
    modality: maybe(z.string(), { vi: 'Loại thiết bị', en: 'Modality' }),
    sopClass: maybe(z.string(), { vi: 'UID lớp SOP', en: 'SOP class UID' }),
    mediaType: maybe(z.string(), { vi: 'Kiểu nội dung đã xin', en: 'Media type asked for' }),
    status,
    ok: column(z.boolean(), {
      vi: 'Câu trả lời là thành công và đọc được',
      en: 'The answer is a success and can be read',
    }),
    expected: maybe(z.int(), { vi: 'Số lượng mong đợi', en: 'Number expected' }),
    received: maybe(z.int(), { vi: 'Số lượng nhận được', en: 'Number received' }),
    equal: maybe(z.int(), {
      vi: 'Số lượng giống nội dung đã gửi; với ảnh kết xuất là đúng định dạng và kích thước',
      en: 'Number equal in content to what was sent; for a rendered image of right format and size',
    }),
    asSent: maybe(z.boolean(), {
      vi: 'Có đủ và đúng như đã gửi; với ảnh kết xuất là đúng định dạng và kích thước',
      en: 'All of it came, and as it was sent; for a rendered image in the right format and size',
    }),
    identical: maybe(z.int(), {
      vi: 'Số lượng giống từng byte',
      en: 'Number identical byte by byte',
    }),
    pixelsEqual: maybe(z.int(), {
      vi: 'Số đối tượng có điểm ảnh không đổi (báo cáo không có điểm ảnh cũng tính)',
      en: 'Objects whose pixels are unchanged (a report, which has none, counts)',
    }),
    waitedMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian chờ tới khi truy vấn đủ như mong đợi',
      en: 'Time until the query showed what was expected',
    }),
    widthPixels: maybe(z.int(), { unit: 'px', vi: 'Chiều rộng ảnh', en: 'Image width' }),
    heightPixels: maybe(z.int(), { unit: 'px', vi: 'Chiều cao ảnh', en: 'Image height' }),
    format: maybe(z.enum(['jpeg', 'png']), {
      vi: 'Định dạng thật của ảnh, đọc từ phần đầu tệp',
      en: 'Real format of the image, read from its header',
    }),
    contentType,
    contentTypeCorrect,
    deviations,
    reason,
    ms,
  },
});

const source = z.enum([
  'qido-studies',
  'qido-series',
  'qido-instances',
  'wado-metadata',
  'wado-instances',
]);

/** What Vietnamese text of the test study came back as. */
export const dicomwebTextFacts = defineFactGroup({
  name: 'dicomweb.text',
  basis: 'measured',
  probes: ['dicomweb'],
  vi: 'Chữ tiếng Việt của ca thử khi đọc lại qua DICOMweb',
  en: 'Vietnamese text of the test study as read back over DICOMweb',
  columns: {
    endpoint,
    source: column(source, { vi: 'Đọc từ', en: 'Read from' }),
    attribute: column(z.string(), { vi: 'Thuộc tính DICOM', en: 'DICOM attribute' }),
    checked: column(z.int(), { vi: 'Số giá trị đã so', en: 'Values compared' }),
    intact: column(z.boolean(), {
      vi: 'Mọi giá trị còn nguyên từng ký tự',
      en: 'Every value is intact, character by character',
    }),
    bytesEqual: maybe(z.boolean(), {
      vi: 'Mọi giá trị còn nguyên từng byte',
      en: 'Every value is intact, byte by byte',
    }),
    damage: maybe(
      z.enum([
        'absent',
        'stripped',
        'replaced',
        'unaccented',
        'decoded-wrongly',
        'unicode-form',
        'other',
      ]),
      {
        vi: 'Kiểu hỏng: mất hẳn, mất chữ có dấu, thay bằng ký tự khác, mất dấu, sai bảng mã, đổi dạng Unicode',
        en: 'How it was damaged: absent, letters stripped, letters replaced, accents lost, decoded wrongly, other Unicode form',
      },
    ),
    sent: maybe(z.string(), { vi: 'Đã gửi', en: 'Sent' }),
    received: maybe(z.string(), { vi: 'Nhận về', en: 'Received' }),
    characterSet: maybe(z.string(), {
      vi: 'Bảng mã khai trong câu trả lời (0008,0005)',
      en: 'Character set declared in the answer (0008,0005)',
    }),
  },
});

/** One kind of change that the service made to the test study. */
export const dicomwebChangeFacts = defineFactGroup({
  name: 'dicomweb.change',
  basis: 'measured',
  probes: ['dicomweb'],
  vi: 'Thuộc tính của ca thử khác với lúc gửi khi đọc lại qua DICOMweb',
  en: 'Attribute of the test study that reads back otherwise than it was sent',
  columns: {
    endpoint,
    source: column(source, { vi: 'Đọc từ', en: 'Read from' }),
    path: column(z.string(), { vi: 'Vị trí (nhóm,phần tử)', en: 'Place (group,element)' }),
    attribute: maybe(z.string(), { vi: 'Thuộc tính DICOM', en: 'DICOM attribute' }),
    kind: column(
      z.enum(['removed', 'added', 'changed', 'vr', 'character-set', 'item-count', 'pixels']),
      { vi: 'Kiểu khác biệt', en: 'Kind of difference' },
    ),
    change: maybe(z.enum(['padding', 'number-form', 'character-set', 'unicode-form', 'value']), {
      vi: 'Giá trị đổi thế nào',
      en: 'How the value changed',
    }),
    objects: column(z.int(), { vi: 'Số đối tượng', en: 'Number of objects' }),
    sent: maybe(z.string(), { vi: 'Đã gửi (một ví dụ)', en: 'Sent (an example)' }),
    received: maybe(z.string(), { vi: 'Nhận về (một ví dụ)', en: 'Received (an example)' }),
  },
});

/** What became of the test study at the end. */
export const dicomwebRemovalFacts = defineFactGroup({
  name: 'dicomweb.removal',
  basis: 'measured',
  probes: ['dicomweb'],
  vi: 'Xóa ca thử khỏi điểm DICOMweb',
  en: 'Removal of the test study from a DICOMweb endpoint',
  columns: {
    endpoint,
    method: column(z.string(), {
      vi: 'Cách xóa khai trong facility.yaml',
      en: 'Way of removal named in facility.yaml',
    }),
    removed: column(z.boolean(), {
      vi: 'Đã kiểm lại: ca thử không còn',
      en: 'Verified: the test study is gone',
    }),
    note: column(z.string(), { vi: 'Kết quả', en: 'Result' }),
  },
});

export type DicomwebServiceRow = RowOf<typeof dicomwebServiceFacts>;
export type DicomwebTextRow = RowOf<typeof dicomwebTextFacts>;
export type DicomwebChangeRow = RowOf<typeof dicomwebChangeFacts>;
export type DicomwebRemovalRow = RowOf<typeof dicomwebRemovalFacts>;
/** Where something was read back from. */
export type ReadSource = z.infer<typeof source>;
