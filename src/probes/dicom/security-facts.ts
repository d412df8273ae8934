import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { node, nodeRole } from './fact-columns.ts';

/** AE title access control: does the node refuse a caller or a called title it cannot know? */
export const dicomAccessFacts = defineFactGroup({
  name: 'dicom.access',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'Kiểm soát truy cập theo AE title',
  en: 'AE title access control',
  columns: {
    node,
    role: nodeRole,
    check: column(z.enum(['unknown-calling-ae', 'unknown-calling-ae-query', 'wrong-called-ae']), {
      vi: 'Phép thử',
      en: 'Check',
    }),
    rejected: column(z.boolean(), { vi: 'Bị từ chối', en: 'Rejected' }),
  },
});

/** DICOM over TLS (PS3.15 B): the handshake and the certificate of one port. No certificate is judged by us. */
export const dicomTlsFacts = defineFactGroup({
  name: 'dicom.tls',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'DICOM qua TLS ở một cổng của nút',
  en: 'DICOM over TLS at one port of the node',
  columns: {
    node,
    role: nodeRole,
    port: column(z.int(), { vi: 'Cổng TCP', en: 'TCP port' }),
    offered: maybe(z.boolean(), {
      vi: 'Cổng bắt tay TLS; không có khi cổng không phản hồi',
      en: 'The port completes a TLS handshake; absent when the port gave no answer',
    }),
    protocol: maybe(z.string(), { vi: 'Phiên bản TLS', en: 'TLS version' }),
    cipher: maybe(z.string(), { vi: 'Bộ mã', en: 'Cipher suite' }),
    certificateSubject: maybe(z.string(), {
      vi: 'Chủ thể của chứng thư',
      en: 'Subject of the certificate',
    }),
    certificateIssuer: maybe(z.string(), {
      vi: 'Nơi cấp chứng thư',
      en: 'Issuer of the certificate',
    }),
    certificateValidFrom: maybe(z.iso.date(), {
      vi: 'Chứng thư có hiệu lực từ',
      en: 'Certificate valid from',
    }),
    certificateValidTo: maybe(z.iso.date(), {
      vi: 'Chứng thư hết hạn',
      en: 'Certificate valid to',
    }),
    certificateTrusted: maybe(z.boolean(), {
      vi: 'Chuỗi chứng thư kiểm được tới CA đã khai hoặc CA của hệ thống',
      en: 'The certificate chain leads to the declared CA or to one this computer trusts',
    }),
    nameMatches: maybe(z.boolean(), {
      vi: 'Tên trong chứng thư khớp địa chỉ đã gọi; không có khi chuỗi không kiểm được',
      en: 'The name in the certificate fits the address that was called; absent when the chain cannot be verified',
    }),
    problem: maybe(z.string(), {
      vi: 'Mã lỗi của TLS, chẳng hạn SELF_SIGNED_CERT_IN_CHAIN',
      en: 'Error code of TLS, such as SELF_SIGNED_CERT_IN_CHAIN',
    }),
  },
});

/** Whether a port of a host that has DICOM over TLS also speaks DICOM in the clear. */
export const dicomPlainFacts = defineFactGroup({
  name: 'dicom.plain',
  basis: 'measured',
  probes: ['dicom'],
  vi: 'DICOM không mã hóa ở máy có DICOM qua TLS',
  en: 'DICOM in the clear on a host that has DICOM over TLS',
  columns: {
    node,
    role: nodeRole,
    port: column(z.int(), { vi: 'Cổng TCP', en: 'TCP port' }),
    answered: maybe(z.boolean(), {
      vi: 'Trả lời yêu cầu association không mã hóa; không có khi cổng không phản hồi',
      en: 'Answered an association request in the clear; absent when the port gave no answer',
    }),
    outcome: column(
      z.enum(['accepted', 'rejected', 'aborted', 'not-dicom', 'nothing-listens', 'no-answer']),
      { vi: 'Kết quả', en: 'Outcome' },
    ),
  },
});

export type DicomAccessRow = RowOf<typeof dicomAccessFacts>;
export type DicomTlsRow = RowOf<typeof dicomTlsFacts>;
export type DicomPlainRow = RowOf<typeof dicomPlainFacts>;
