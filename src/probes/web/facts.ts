import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** A web address of the RIS-PACS as an HTTP client sees it. Answering is not yet showing an image. */
export const webEndpointFacts = defineFactGroup({
  name: 'web.endpoint',
  basis: 'measured',
  probes: ['web'],
  vi: 'Địa chỉ web của RIS-PACS',
  en: 'Web address of the RIS-PACS',
  columns: {
    endpoint: column(z.string(), {
      vi: 'Mã địa chỉ web trong facility.yaml',
      en: 'Web endpoint id in facility.yaml',
    }),
    purpose: column(z.enum(['viewer', 'portal', 'dicomweb', 'ris', 'his', 'other']), {
      vi: 'Công dụng',
      en: 'Purpose',
    }),
    vantage: column(z.enum(['inside', 'outside']), {
      vi: 'Nhìn từ trong hay ngoài mạng bệnh viện',
      en: 'Seen from inside or outside the hospital network',
    }),
    httpStatus: column(z.int(), { vi: 'Mã trạng thái HTTP', en: 'HTTP status' }),
    answers: maybe(z.boolean(), {
      vi: 'Trả lời trang dùng được (2xx, 3xx, 401 hoặc 403); không có khi chuyển hướng mãi không dứt',
      en: 'Gives a usable answer (2xx, 3xx, 401 or 403); absent when its redirects do not end',
    }),
    https: column(z.boolean(), { vi: 'Qua HTTPS', en: 'Over HTTPS' }),
    tlsVersion: maybe(z.string(), { vi: 'Phiên bản TLS', en: 'TLS version' }),
    certificateTrusted: maybe(z.boolean(), {
      vi: 'Chứng thư được tin cậy',
      en: 'Certificate trusted',
    }),
    certificateValidFrom: maybe(z.iso.date(), {
      vi: 'Chứng thư có hiệu lực từ',
      en: 'Certificate valid from',
    }),
    certificateValidTo: maybe(z.iso.date(), {
      vi: 'Hạn của chứng thư số',
      en: 'End of the certificate',
    }),
    firstByteMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian tới byte đầu',
      en: 'Time to first byte',
    }),
    authenticationRequired: maybe(z.boolean(), {
      vi: 'Đòi xác thực (401 hoặc 403); không có khi câu trả lời không cho biết, ví dụ trang đăng nhập',
      en: 'Asks for authentication (401 or 403); absent when the answer does not tell, such as a login page',
    }),
  },
});

export type WebEndpointRow = RowOf<typeof webEndpointFacts>;
export const factGroups = [webEndpointFacts];
/** What this probe is called in print. */
export const title = { vi: 'Trang web của RIS-PACS', en: 'Web pages of the RIS-PACS' };
