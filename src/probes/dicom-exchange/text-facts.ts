import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { textVerdicts } from '../shared/compare-text.ts';
import { node, role, textForm } from './columns.ts';

/** A Vietnamese text after it was stored and read again (PS3.5 6.1, PS3.3 C.12.1.1.2). */
export const dicomTextFacts = defineFactGroup({
  name: 'dicom.text',
  basis: 'measured',
  probes: ['dicom-exchange'],
  vi: 'Chữ tiếng Việt sau khi lưu rồi đọc lại',
  en: 'Vietnamese text after being stored and read again',
  columns: {
    node,
    role,
    route: column(z.enum(['retrieve', 'find', 'find-without-charset']), {
      vi: 'Đọc lại bằng cách lấy ảnh, bằng C-FIND có khai ISO_IR 192, hay bằng C-FIND không khai bảng mã',
      en: 'Read again by retrieving, by C-FIND that declares ISO_IR 192, or by C-FIND that declares no character set',
    }),
    textForm,
    tag: column(z.string(), { vi: 'Thẻ', en: 'Tag' }),
    keyword: column(z.string(), { vi: 'Tên thuộc tính', en: 'Keyword of the attribute' }),
    verdict: column(z.enum(textVerdicts), {
      vi: 'Chữ nguyên vẹn hay bị hỏng thế nào',
      en: 'Whether the text is intact, or how it was spoilt',
    }),
    objects: column(z.int(), {
      vi: 'Số đối tượng hoặc bản ghi như vậy',
      en: 'Objects or records like this',
    }),
    declaredCharacterSet: maybe(z.string(), {
      vi: 'Bảng mã bên kia khai (0008,0005); không có khi không khai',
      en: 'Character set that the peer declared (0008,0005); absent when it declared none',
    }),
    validUtf8: maybe(z.boolean(), {
      vi: 'Các byte nhận được là UTF-8 hợp lệ',
      en: 'The bytes received are valid UTF-8',
    }),
    sent: column(z.string(), { vi: 'Một giá trị đã gửi', en: 'An example of a value sent' }),
    received: maybe(z.string(), {
      vi: 'Giá trị nhận lại, đọc theo bảng mã đã khai; chỉ khi chắc chắn là chữ của ca thử',
      en: 'The value that came back, read in the declared set; only when surely of the test study',
    }),
  },
});

export type DicomTextRow = RowOf<typeof dicomTextFacts>;
