import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Kinds of systems whose TLS is looked at. */
export const tlsSystems = ['dicom', 'hl7', 'dicomweb', 'web', 'database', 'other'] as const;

const endpoint = column(z.string(), {
  vi: 'Mã trong facility.yaml',
  en: 'Id in facility.yaml',
});
const system = column(z.enum(tlsSystems), { vi: 'Loại hệ thống', en: 'Kind of system' });

/** TLS of one declared endpoint: what it negotiates, its certificate, and whether it still takes versions that are withdrawn. */
export const securityTlsFacts = defineFactGroup({
  name: 'security.tls',
  basis: 'measured',
  probes: ['tls'],
  vi: 'TLS ở một điểm nối đã khai: phiên bản và chứng thư',
  en: 'TLS at a declared endpoint: version and certificate',
  columns: {
    endpoint,
    system,
    host: column(z.string(), { vi: 'Máy', en: 'Host' }),
    port: column(z.int(), { vi: 'Cổng TCP', en: 'TCP port' }),
    offered: column(z.boolean(), {
      vi: 'Cổng bắt tay TLS',
      en: 'The port does a TLS handshake',
    }),
    protocol: maybe(z.string(), { vi: 'Phiên bản TLS thỏa thuận', en: 'TLS version negotiated' }),
    cipher: maybe(z.string(), { vi: 'Bộ mã', en: 'Cipher suite' }),
    withdrawnAccepted: maybe(z.boolean(), {
      vi: 'Vẫn nhận TLS 1.0 hoặc 1.1 (RFC 8996 đã rút); không có khi không thử được',
      en: 'Still takes TLS 1.0 or 1.1 (withdrawn by RFC 8996); absent when it could not be tried',
    }),
    certificateSubject: maybe(z.string(), { vi: 'Chủ thể chứng thư', en: 'Subject' }),
    certificateIssuer: maybe(z.string(), { vi: 'Nơi cấp chứng thư', en: 'Issuer' }),
    certificateValidFrom: maybe(z.iso.date(), { vi: 'Có hiệu lực từ', en: 'Valid from' }),
    certificateValidTo: maybe(z.iso.date(), { vi: 'Hết hạn', en: 'Valid to' }),
    certificateDaysLeft: maybe(z.int(), {
      unit: 'd',
      vi: 'Số ngày còn lại tới khi hết hạn, tính từ ngày đánh giá; âm là đã hết hạn',
      en: 'Days left on the day assessed; negative once it has expired',
    }),
    keyType: maybe(z.string(), { vi: 'Loại khóa', en: 'Type of key' }),
    keyBits: maybe(z.int(), { unit: 'bit', vi: 'Độ dài khóa', en: 'Length of key' }),
    certificateTrusted: maybe(z.boolean(), {
      vi: 'Chuỗi chứng thư kiểm được tới CA đã khai hoặc CA của hệ thống',
      en: 'The chain leads to the declared CA or to one this computer trusts',
    }),
    nameMatches: maybe(z.boolean(), {
      vi: 'Tên trong chứng thư khớp địa chỉ đã gọi; không có khi chuỗi không kiểm được',
      en: 'The name fits the address called; absent when the chain cannot be verified',
    }),
    clientCertificateAsked: maybe(z.boolean(), {
      vi: 'Đòi chứng thư của bên gọi (mTLS) và từ chối khi không có',
      en: 'Asks for the certificate of the caller (mTLS) and refuses without one',
    }),
    problem: maybe(z.string(), { vi: 'Mã lỗi của TLS', en: 'Error code of TLS' }),
  },
});

/** A usual unencrypted port of the same protocol, on a host that has TLS. */
export const securityPlainFacts = defineFactGroup({
  name: 'security.plain',
  basis: 'measured',
  probes: ['tls'],
  vi: 'Cổng không mã hóa ở máy có TLS',
  en: 'Unencrypted port on a host that has TLS',
  columns: {
    endpoint,
    system,
    host: column(z.string(), { vi: 'Máy', en: 'Host' }),
    port: column(z.int(), { vi: 'Cổng TCP', en: 'TCP port' }),
    open: maybe(z.boolean(), {
      vi: 'Nhận kết nối; không có khi cổng không trả lời',
      en: 'Takes a connection; absent when the port does not answer',
    }),
    tls: maybe(z.boolean(), { vi: 'Cổng này cũng bắt tay TLS', en: 'This port does TLS, too' }),
    httpStatus: maybe(z.int(), { vi: 'Mã trạng thái HTTP', en: 'HTTP status' }),
    redirectsToHttps: maybe(z.boolean(), {
      vi: 'Chuyển hướng sang HTTPS, không phục vụ gì khác',
      en: 'Redirects to HTTPS and serves nothing else',
    }),
  },
});

export type SecurityTlsRow = RowOf<typeof securityTlsFacts>;
export type SecurityPlainRow = RowOf<typeof securityPlainFacts>;
export const factGroups = [securityTlsFacts, securityPlainFacts];
/** What this probe is called in print. */
export const title = {
  vi: 'Mã hóa và chứng thư số (TLS)',
  en: 'Encryption and certificates (TLS)',
};
