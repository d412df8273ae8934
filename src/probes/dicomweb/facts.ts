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
import {
  dicomwebChangeFacts,
  dicomwebRemovalFacts,
  dicomwebServiceFacts,
  dicomwebTextFacts,
} from './study-facts.ts';

/** What a DICOMweb service (PS3.18) shows before and after signing in. */
export const dicomwebEndpointFacts = defineFactGroup({
  name: 'dicomweb.endpoint',
  basis: 'measured',
  probes: ['dicomweb'],
  vi: 'Điểm DICOMweb: truy cập, đăng nhập, TLS',
  en: 'A DICOMweb endpoint: access, signing in, TLS',
  columns: {
    endpoint,
    https: column(z.boolean(), { vi: 'Kết nối qua HTTPS', en: 'Connected over HTTPS' }),
    answers: column(z.boolean(), {
      vi: 'Trả dữ liệu DICOM JSON cho truy vấn của công cụ',
      en: 'Gave DICOM JSON to a query of ours',
    }),
    anonymousAnswer: column(
      z.enum(['data', 'unauthorized', 'redirect', 'web-page', 'certificate-wanted', 'other']),
      {
        vi: 'Câu trả lời khi chưa đăng nhập',
        en: 'The answer to a request without credentials',
      },
    ),
    anonymousServed: maybe(z.boolean(), {
      vi: 'Trả dữ liệu cho người chưa đăng nhập',
      en: 'Gives data to a request without credentials',
    }),
    signInSchemes: maybe(z.array(z.string()), {
      vi: 'Cách đăng nhập máy chủ đề nghị (WWW-Authenticate)',
      en: 'Ways of signing in the server offers (WWW-Authenticate)',
    }),
    signedIn: maybe(z.boolean(), {
      vi: 'Tài khoản trong facility.yaml được chấp nhận',
      en: 'The account of facility.yaml was accepted',
    }),
    httpStatus: status,
    contentType,
    contentTypeCorrect,
    tlsVersion: maybe(z.string(), { vi: 'Phiên bản TLS', en: 'TLS version' }),
    tlsCipher: maybe(z.string(), { vi: 'Bộ mã TLS', en: 'TLS cipher suite' }),
    certificateTrusted: maybe(z.boolean(), {
      vi: 'Chứng thư được tin cậy và đúng tên máy',
      en: 'Certificate trusted and for this host name',
    }),
    certificateProblem: maybe(z.string(), {
      vi: 'Mã lỗi chứng thư của OpenSSL',
      en: "OpenSSL's code for what is wrong with the certificate",
    }),
    certificateValidFrom: maybe(z.iso.date(), {
      vi: 'Chứng thư có hiệu lực từ',
      en: 'Certificate valid from',
    }),
    certificateValidTo: maybe(z.iso.date(), {
      vi: 'Chứng thư có hiệu lực đến',
      en: 'Certificate valid to',
    }),
    connectMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian mở TCP và TLS',
      en: 'Time to open TCP and TLS',
    }),
    answerMs: ms,
  },
});

/** QIDO-RS for the test patient only (PS3.18 10.6); answers are counted and dropped. */
export const dicomwebQueryFacts = defineFactGroup({
  name: 'dicomweb.query',
  basis: 'measured',
  probes: ['dicomweb'],
  vi: 'Truy vấn QIDO-RS về người bệnh thử, chỉ đếm câu trả lời',
  en: 'QIDO-RS for the test patient, answers counted and dropped',
  columns: {
    endpoint,
    level: column(level, { vi: 'Mức truy vấn', en: 'Query level' }),
    status,
    answers: maybe(z.int(), { vi: 'Số câu trả lời', en: 'Number of answers' }),
    foreignAnswers: maybe(z.int(), {
      vi: 'Số câu trả lời về người bệnh khác: máy chủ bỏ qua điều kiện tìm',
      en: 'Answers about other patients: the server ignores what was asked for',
    }),
    capped: maybe(z.boolean(), {
      vi: 'Đã tới số câu trả lời tối đa công cụ xin',
      en: 'Reached the most answers we asked for',
    }),
    limitIgnored: maybe(z.boolean(), {
      vi: 'Máy chủ bỏ qua tham số limit',
      en: 'The server ignores the limit parameter',
    }),
    contentType,
    contentTypeCorrect,
    deviations,
    reason,
    ms,
  },
});

export type DicomwebEndpointRow = RowOf<typeof dicomwebEndpointFacts>;
export type DicomwebQueryRow = RowOf<typeof dicomwebQueryFacts>;
export const factGroups = [
  dicomwebEndpointFacts,
  dicomwebQueryFacts,
  dicomwebServiceFacts,
  dicomwebTextFacts,
  dicomwebChangeFacts,
  dicomwebRemovalFacts,
];
/** What this probe is called in print. */
export const title = { vi: 'Dịch vụ DICOMweb', en: 'DICOMweb services' };
