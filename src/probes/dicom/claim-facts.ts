import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { dicomServices, node } from './fact-columns.ts';

/** A line of the conformance statement beside what was negotiated; and what is accepted without being claimed. */
export const dicomClaimFacts = defineFactGroup({
  name: 'dicom.claim',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Tuyên bố phù hợp DICOM so với thỏa thuận thật',
  en: 'DICOM conformance claims beside what was negotiated',
  columns: {
    node,
    sopClass: column(z.string(), { vi: 'UID lớp SOP', en: 'SOP class UID' }),
    sopClassName: column(z.string(), { vi: 'Tên lớp SOP', en: 'SOP class name' }),
    service: column(z.enum([...dicomServices, 'other']), {
      vi: 'Dịch vụ mà lớp SOP thuộc về; other là lớp riêng của hãng hoặc ngoài bảng',
      en: 'Service of the SOP class; other is a private class, or one outside our table',
    }),
    role: column(z.enum(['scu', 'scp']), { vi: 'Vai trò DICOM', en: 'DICOM role' }),
    transferSyntax: maybe(z.string(), {
      vi: 'UID cú pháp truyền; không có khi chỉ nói về lớp SOP',
      en: 'Transfer syntax UID; absent when the row is about the class as a whole',
    }),
    transferSyntaxName: maybe(z.string(), {
      vi: 'Tên cú pháp truyền',
      en: 'Transfer syntax name',
    }),
    claimed: column(z.boolean(), {
      vi: 'Có trong tuyên bố',
      en: 'Is in the statement',
    }),
    negotiated: column(z.enum(['accepted', 'refused', 'not-probed', 'role-not-visible']), {
      vi: 'Kết quả thỏa thuận; vai trò SCU không nhìn thấy được từ phía gọi tới',
      en: 'What was negotiated; an SCU role cannot be seen by the side that calls',
    }),
    agrees: maybe(z.boolean(), {
      vi: 'Tuyên bố khớp thực tế; không có khi không thử được, hoặc khi lý do từ chối có thể chỉ vì người gọi',
      en: 'The statement agrees with what was seen; absent when it could not be tried, or when the refusal may be about the caller only',
    }),
  },
});

export type DicomClaimRow = RowOf<typeof dicomClaimFacts>;
