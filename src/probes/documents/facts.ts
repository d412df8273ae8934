import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** A file that a statement names. Its presence, size and type are read; whether it is genuine is for the council. */
export const documentsFileFacts = defineFactGroup({
  name: 'documents.file',
  basis: 'inspected',
  probes: ['documents'],
  vi: 'Tệp kèm theo một xác nhận, giấy tờ, tuyên bố không có hoặc từ chối',
  en: 'File attached to an attestation, document, declaration of absence or refusal',
  columns: {
    statement: column(z.string(), {
      vi: 'Mã của xác nhận hoặc giấy tờ trong hồ sơ bằng chứng',
      en: 'Id of the statement in the dossier',
    }),
    kind: column(z.enum(['attestation', 'document', 'absence', 'refusal']), {
      vi: 'Loại: xác nhận, giấy tờ, tuyên bố không có, từ chối',
      en: 'Kind of statement',
    }),
    file: column(z.string(), {
      vi: 'Tên tệp như đã ghi',
      en: 'File name as written',
    }),
    present: column(z.boolean(), {
      vi: 'Đọc được và đã đưa vào hồ sơ bằng chứng',
      en: 'Could be read and is in the dossier',
    }),
    sizeBytes: maybe(z.int(), { unit: 'B', vi: 'Dung lượng', en: 'Size' }),
    mediaType: maybe(z.enum(['application/pdf', 'image/png', 'image/jpeg', 'text/plain']), {
      vi: 'Loại tệp theo nội dung',
      en: 'Type by content',
    }),
  },
});

export type DocumentsFileRow = RowOf<typeof documentsFileFacts>;
export const factGroups = [documentsFileFacts];
/** What this probe is called in print. */
export const title = { vi: 'Giấy tờ và xác nhận', en: 'Papers and attestations' };
