import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const endpoint = column(z.string(), {
  vi: 'Mã điểm nối HL7 trong facility.yaml',
  en: 'HL7 endpoint id in facility.yaml',
});
const role = column(z.enum(['ris', 'his', 'pacs', 'engine']), {
  vi: 'Vai trò của điểm nối',
  en: 'Role of the endpoint',
});

/** Whether an HL7 endpoint can be reached. An open port is not yet HL7. */
export const hl7EndpointFacts = defineFactGroup({
  name: 'hl7.endpoint',
  basis: 'measured',
  probes: ['hl7'],
  vi: 'Mở kết nối tới điểm nối HL7',
  en: 'Connection to an HL7 endpoint',
  columns: {
    endpoint,
    role,
    transport: column(z.enum(['mllp', 'http']), { vi: 'Cách truyền', en: 'Transport' }),
    connected: column(z.boolean(), { vi: 'Mở được kết nối', en: 'Connection opened' }),
    tls: column(z.boolean(), { vi: 'Kết nối qua TLS', en: 'Connected over TLS' }),
    connectMs: maybe(z.number(), { unit: 'ms', vi: 'Thời gian mở kết nối', en: 'Connect time' }),
  },
});

/** One message of ours and the acknowledgement that came back (HL7 v2.5.1 2.9.2, 2.14.1). */
export const hl7ExchangeFacts = defineFactGroup({
  name: 'hl7.exchange',
  basis: 'measured',
  probes: ['hl7'],
  vi: 'Một bản tin của công cụ và xác nhận nhận về',
  en: 'One message of ours and its acknowledgement',
  columns: {
    endpoint,
    role,
    purpose: column(z.enum(['query', 'test-order', 'test-order-cancel']), {
      vi: 'Mục đích',
      en: 'Purpose',
    }),
    messageType: column(z.string(), {
      vi: 'Kiểu bản tin gửi đi (MSH-9)',
      en: 'Type of the message sent (MSH-9)',
    }),
    versionSent: column(z.string(), { vi: 'Phiên bản HL7 gửi đi', en: 'HL7 version sent' }),
    ackCode: maybe(z.enum(['AA', 'AE', 'AR', 'CA', 'CE', 'CR']), {
      vi: 'Mã xác nhận MSA-1',
      en: 'Acknowledgement code MSA-1',
    }),
    controlIdMatches: maybe(z.boolean(), {
      vi: 'MSA-2 trùng MSH-10 đã gửi',
      en: 'MSA-2 equals the MSH-10 sent',
    }),
    ackVersion: maybe(z.string(), {
      vi: 'Phiên bản HL7 trong xác nhận',
      en: 'HL7 version of the acknowledgement',
    }),
    ackCharset: maybe(z.string(), {
      vi: 'Bảng mã khai trong xác nhận (MSH-18)',
      en: 'Character set declared in the acknowledgement (MSH-18)',
    }),
    elapsedMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian đáp',
      en: 'Time to acknowledgement',
    }),
    framingFindings: column(z.array(z.string()), {
      vi: 'Lỗi khung MLLP quan sát được',
      en: 'MLLP framing faults seen',
    }),
  },
});

/** What the modality worklist shows of our test order at one moment; only our own entry is looked for. */
export const hl7WorklistFacts = defineFactGroup({
  name: 'hl7.worklist',
  basis: 'measured',
  probes: ['hl7'],
  vi: 'Chỉ định thử của công cụ trong danh sách chờ của thiết bị (MWL)',
  en: 'Our test order in the modality worklist (MWL)',
  columns: {
    endpoint,
    node: column(z.string(), {
      vi: 'Mã nút worklist trong facility.yaml',
      en: 'Worklist node id in facility.yaml',
    }),
    moment: column(z.enum(['before-order', 'after-order', 'after-cancel']), {
      vi: 'Thời điểm',
      en: 'Moment',
    }),
    matches: maybe(z.int(), {
      vi: 'Số mục khớp với số phiếu của công cụ',
      en: 'Entries that match our accession number',
    }),
    waitedMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Thời gian chờ tới khi danh sách đúng như mong đợi',
      en: 'Time until the worklist was as expected',
    }),
  },
});

export type Hl7EndpointRow = RowOf<typeof hl7EndpointFacts>;
export type Hl7ExchangeRow = RowOf<typeof hl7ExchangeFacts>;
export type Hl7WorklistRow = RowOf<typeof hl7WorklistFacts>;
export const factGroups = [hl7EndpointFacts, hl7ExchangeFacts, hl7WorklistFacts];
/** What this probe is called in print. */
export const title = { vi: 'Trao đổi bản tin HL7', en: 'HL7 messages' };
