import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { dicomClaimFacts } from './claim-facts.ts';
import { dicomServices, node, nodeRole } from './fact-columns.ts';
import { dicomAccessFacts, dicomPlainFacts, dicomTlsFacts } from './security-facts.ts';

export { type DicomClaimRow, dicomClaimFacts } from './claim-facts.ts';
export {
  type DicomAccessRow,
  type DicomPlainRow,
  type DicomTlsRow,
  dicomAccessFacts,
  dicomPlainFacts,
  dicomTlsFacts,
} from './security-facts.ts';

/** Verification of one DICOM node: association (PS3.8), C-ECHO (PS3.7 9.1.5) and what the peer says of itself. */
export const dicomNodeFacts = defineFactGroup({
  name: 'dicom.node',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Kết nối và C-ECHO tới một nút DICOM',
  en: 'Association and C-ECHO with a DICOM node',
  columns: {
    node,
    role: nodeRole,
    associationAccepted: column(z.boolean(), {
      vi: 'Chấp nhận association',
      en: 'Association accepted',
    }),
    echoStatus: maybe(z.int(), {
      vi: 'Mã trạng thái C-ECHO, 0 là thành công',
      en: 'C-ECHO status, 0 is success',
    }),
    peerImplementationUid: maybe(z.string(), {
      vi: 'Implementation Class UID của đối tác',
      en: 'Implementation class UID of the peer',
    }),
    peerImplementationVersion: maybe(z.string(), {
      vi: 'Phiên bản thực thi của đối tác',
      en: 'Implementation version name of the peer',
    }),
    peerMaxPduBytes: maybe(z.int(), {
      unit: 'B',
      vi: 'Độ dài PDU tối đa đối tác nhận; 0 là không giới hạn',
      en: 'Maximum PDU length the peer receives; 0 is unlimited',
    }),
    tls: column(z.boolean(), { vi: 'Kết nối qua TLS', en: 'Connected over TLS' }),
    tcpMs: maybe(z.number(), { unit: 'ms', vi: 'Thời gian mở TCP', en: 'TCP connect time' }),
    associationMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian thỏa thuận association',
      en: 'Association negotiation time',
    }),
    echoMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian đáp C-ECHO',
      en: 'C-ECHO response time',
    }),
  },
});

/**
 * One SOP class with one transfer syntax, and what the node says of it (PS3.8 9.3.3.2). A class that was refused with the
 * two uncompressed syntaxes together was refused with each of them. Pairs that were not asked have no row.
 */
export const dicomContextFacts = defineFactGroup({
  name: 'dicom.context',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Lớp SOP và cú pháp truyền đã đề nghị, và kết quả',
  en: 'SOP class and transfer syntax proposed, and the result',
  columns: {
    node,
    role: nodeRole,
    sopClass: column(z.string(), { vi: 'UID lớp SOP', en: 'SOP class UID' }),
    sopClassName: column(z.string(), { vi: 'Tên lớp SOP', en: 'SOP class name' }),
    service: maybe(z.enum(dicomServices), {
      vi: 'Dịch vụ mà lớp SOP thuộc về; không có với lớp riêng của hãng',
      en: "Service of the SOP class; absent for a vendor's own class",
    }),
    transferSyntax: column(z.string(), { vi: 'UID cú pháp truyền', en: 'Transfer syntax UID' }),
    transferSyntaxName: column(z.string(), {
      vi: 'Tên cú pháp truyền',
      en: 'Transfer syntax name',
    }),
    accepted: column(z.boolean(), { vi: 'Được chấp nhận', en: 'Accepted' }),
    refusal: maybe(z.string(), {
      vi: 'Lý do từ chối theo PS3.8 9.3.3.2',
      en: 'Reason of refusal, PS3.8 9.3.3.2',
    }),
    sendsByGet: maybe(z.boolean(), {
      vi: 'Nút nhận vai SCU lưu trữ để gửi lớp này qua C-GET (PS3.7 D.3.3.4)',
      en: 'The node takes the storage SCU role, to send this class by C-GET (PS3.7 D.3.3.4)',
    }),
  },
});

/** A read-only query. Answers about real patients are counted and dropped, never stored. */
export const dicomQueryFacts = defineFactGroup({
  name: 'dicom.query',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Truy vấn C-FIND chỉ đọc, chỉ đếm câu trả lời',
  en: 'Read-only C-FIND, answers counted and dropped',
  columns: {
    node,
    role: nodeRole,
    level: column(z.enum(['patient', 'study', 'series', 'image', 'worklist']), {
      vi: 'Mức truy vấn',
      en: 'Query level',
    }),
    status: maybe(z.int(), {
      vi: 'Mã trạng thái cuối, 0 là thành công',
      en: 'Final status, 0 is success',
    }),
    answers: maybe(z.int(), { vi: 'Số câu trả lời', en: 'Number of answers' }),
    capped: maybe(z.boolean(), {
      vi: 'Đã dừng ở trần số câu trả lời',
      en: 'Stopped at the cap on answers',
    }),
    ownAnswers: maybe(z.int(), {
      vi: 'Số câu trả lời về chính người bệnh thử RISPACS-TEST; các cột sau chỉ nói về những câu này',
      en: 'Answers about our own test patient RISPACS-TEST; the columns after this speak of these only',
    }),
    declaredCharacterSet: maybe(z.string(), {
      vi: 'SpecificCharacterSet khai trong câu trả lời; không có khi câu trả lời không khai',
      en: 'Specific Character Set declared in the answer; absent when it declares none',
    }),
    characterSetFits: maybe(z.boolean(), {
      vi: 'Các byte của họ tên đúng với bộ ký tự đã khai',
      en: 'The bytes of the name fit the declared character set',
    }),
    nameIntact: maybe(z.boolean(), {
      vi: 'Họ tên tiếng Việt của người bệnh thử về nguyên vẹn',
      en: 'The Vietnamese name of the test patient came back intact',
    }),
    keys: maybe(z.array(z.string()), {
      vi: 'Khóa tìm đã gửi, dạng thẻ=giá trị; chỉ khớp được dữ liệu thử của công cụ',
      en: 'Matching keys sent, as tag=value; they fit nothing but our own test data',
    }),
  },
});

export type DicomNodeRow = RowOf<typeof dicomNodeFacts>;
export type DicomContextRow = RowOf<typeof dicomContextFacts>;
export type DicomQueryRow = RowOf<typeof dicomQueryFacts>;
export const factGroups = [
  dicomNodeFacts,
  dicomContextFacts,
  dicomQueryFacts,
  dicomAccessFacts,
  dicomTlsFacts,
  dicomPlainFacts,
  dicomClaimFacts,
];
/** What this probe is called in print. */
export const title = { vi: 'Kết nối và truy vấn DICOM', en: 'DICOM connection and queries' };
