import { z } from 'zod';
import { host, id, inbound, network, port, text, tls } from './schema-parts.ts';

const hl7Inbound = inbound
  .extend({
    transport: z
      .enum(['mllp', 'mllps', 'http', 'https'])
      .optional()
      .describe(
        'Cách RIS gửi kết quả tới máy này; bỏ trống là mllp, hoặc mllps khi có tls. mllps và https cần tls.certificate và tls.key / How the RIS sends results to this computer; mllp when left out, or mllps with tls. mllps and https need tls.certificate and tls.key',
      ),
    from: z
      .array(network)
      .min(1)
      .max(50)
      .optional()
      .describe(
        'Các địa chỉ được gửi kết quả tới máy này; bỏ trống thì là những máy RIS, bộ tích hợp và PACS đã khai trong tệp này / Addresses that may send results to this computer; when left out, the RIS, engines and archives of this file',
      ),
  })
  .superRefine(({ transport, tls: files }, context) => {
    const isTls = transport === undefined ? files !== undefined : transport.endsWith('s');
    if (isTls && (files?.certificate === undefined || files.key === undefined))
      context.addIssue({
        code: 'custom',
        path: ['tls'],
        message:
          'cổng TLS cần certificate và key, ví dụ tls: {certificate: may-nay.pem, key: may-nay.key} / a TLS port needs certificate and key, such as tls: {certificate: this-computer.pem, key: this-computer.key}',
      });
    if (!isTls && files !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['transport'],
        message:
          'có tls thì cần transport: mllps hoặc https / with tls the transport has to be mllps or https',
      });
  });

const hl7Endpoint = z.strictObject({
  id,
  role: z.enum(['ris', 'his', 'pacs', 'engine']).default('ris'),
  transport: z.enum(['mllp', 'http']).default('mllp'),
  host,
  port,
  path: z
    .string()
    .startsWith('/')
    .optional()
    .describe('Đường dẫn, chỉ dùng với transport: http / A path, only with transport: http'),
  tls: tls.optional(),
  send: z
    .enum(['nothing', 'query', 'test-order', 'workflow'])
    .default('nothing')
    .describe(
      'nothing: chỉ mở kết nối; query: gửi bản tin hỏi vô hại; test-order: gửi rồi hủy một chỉ định thử; workflow: theo một ca thử từ chỉ định tới báo cáo rồi hủy (hai kiểu sau cần --allow active) / nothing: only connects; query: sends a harmless query; test-order: sends a test order and cancels it; workflow: follows a test case from order to report and cancels it (the last two need --allow active)',
    ),
  version: z.enum(['2.3.1', '2.5.1', '2.7']).default('2.5.1'),
  receivingApplication: text(180).optional(),
  receivingFacility: text(180).optional(),
  charset: z
    .enum(['UNICODE UTF-8', 'UTF-8', 'absent'])
    .optional()
    .describe(
      'Cách khai UTF-8 trong MSH-18 của bản tin ta gửi; absent: để trống; không ghi là UNICODE UTF-8 theo bảng 0211 / How UTF-8 is declared in MSH-18 of what we send; absent leaves it empty; UNICODE UTF-8 of table 0211 when left out',
    ),
  textForm: z
    .enum(['NFC', 'NFD'])
    .optional()
    .describe(
      'Chữ tiếng Việt dựng sẵn (NFC, mặc định) hay tổ hợp (NFD) trong bản tin ta gửi / Vietnamese letters composed (NFC, the default) or decomposed (NFD) in what we send',
    ),
});

/** The HL7 interfaces: where orders go, and where results reach this computer. */
export const hl7Section = z
  .strictObject({
    receive: hl7Inbound
      .optional()
      .describe(
        'Nơi máy này đóng vai HIS để nhận kết quả từ RIS / Where this computer plays the HIS and receives results from the RIS',
      ),
    endpoints: z.array(hl7Endpoint).max(100).default([]),
  })
  .prefault({});
