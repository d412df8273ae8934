import { z } from 'zod';
import { column, maybe } from '../define-facts.ts';

/** Endpoint that a row is about. */
export const endpoint = column(z.string(), {
  vi: 'Mã điểm DICOMweb trong facility.yaml',
  en: 'DICOMweb endpoint id in facility.yaml',
});
/** Levels of QIDO-RS (PS3.18 table 10.6.1-1). */
export const level = z.enum(['studies', 'series', 'instances']);
/** HTTP status. */
export const status = maybe(z.int(), { vi: 'Mã trạng thái HTTP', en: 'HTTP status' });
/** Media type as sent. */
export const contentType = maybe(z.string(), {
  vi: 'Kiểu nội dung nhận được (Content-Type)',
  en: 'Content-Type as received',
});
/** Whether it is the right one. */
export const contentTypeCorrect = maybe(z.boolean(), {
  vi: 'Kiểu nội dung đúng như PS3.18 quy định cho yêu cầu này',
  en: 'The content type is the one PS3.18 prescribes for this request',
});
/** Departures from PS3.18 annex F. */
export const deviations = maybe(z.array(z.string()), {
  vi: 'Sai lệch của DICOM JSON so với PS3.18 phụ lục F',
  en: 'Departures of the DICOM JSON from PS3.18 annex F',
});
/** Why there is no usable answer. */
export const reason = maybe(z.string(), {
  vi: 'Vì sao không dùng được câu trả lời, hoặc mã lý do máy chủ nêu',
  en: 'Why the answer could not be used, or the reason code the server gave',
});
/** Time of an exchange. */
export const ms = maybe(z.number(), {
  unit: 'ms',
  vi: 'Thời gian của yêu cầu và câu trả lời',
  en: 'Time of the request and its answer',
});
