import { z } from 'zod';
import { dicomRoles } from '../../facility/roles.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const node = column(z.string(), {
  vi: 'Mã nút DICOM trong facility.yaml',
  en: 'DICOM node id in facility.yaml',
});
const role = column(z.enum(dicomRoles), {
  vi: 'Vai trò của nút',
  en: 'Role of the node',
});

/** Verification of one DICOM node: association (PS3.8), C-ECHO (PS3.7 9.1.5) and what the peer says of itself. */
export const dicomNodeFacts = defineFactGroup({
  name: 'dicom.node',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Kết nối và C-ECHO tới một nút DICOM',
  en: 'Association and C-ECHO with a DICOM node',
  columns: {
    node,
    role,
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

/** One presentation context that was proposed with exactly one transfer syntax (PS3.8 9.3.3.2). */
export const dicomContextFacts = defineFactGroup({
  name: 'dicom.context',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Presentation context đề nghị và kết quả',
  en: 'Presentation context proposed, and its result',
  columns: {
    node,
    role,
    sopClass: column(z.string(), { vi: 'UID lớp SOP', en: 'SOP class UID' }),
    sopClassName: column(z.string(), { vi: 'Tên lớp SOP', en: 'SOP class name' }),
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
    role,
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
  },
});

/** AE title access control: does the node refuse a caller or a called title it cannot know? */
export const dicomAccessFacts = defineFactGroup({
  name: 'dicom.access',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Kiểm soát truy cập theo AE title',
  en: 'AE title access control',
  columns: {
    node,
    role,
    check: column(z.enum(['unknown-calling-ae', 'wrong-called-ae']), {
      vi: 'Phép thử',
      en: 'Check',
    }),
    rejected: column(z.boolean(), { vi: 'Bị từ chối', en: 'Rejected' }),
  },
});

export type DicomNodeRow = RowOf<typeof dicomNodeFacts>;
export type DicomContextRow = RowOf<typeof dicomContextFacts>;
export type DicomQueryRow = RowOf<typeof dicomQueryFacts>;
export type DicomAccessRow = RowOf<typeof dicomAccessFacts>;
export const factGroups = [dicomNodeFacts, dicomContextFacts, dicomQueryFacts, dicomAccessFacts];
