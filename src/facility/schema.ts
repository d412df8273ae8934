import { z } from 'zod';
import { hl7Section } from './hl7-schema.ts';
import { infrastructureSections } from './infrastructure-schema.ts';
import { dicomRoles, hostRoles } from './roles.ts';
import {
  aeTitle,
  clock,
  host,
  id,
  inbound,
  isoDate,
  network,
  port,
  secretRefSchema,
  text,
  tls,
} from './schema-parts.ts';
import { parseThroughputServer } from './throughput-server.ts';
import { viewersSection } from './viewer-schema.ts';

/**
 * The facility file: what the hospital says is there. It is the plan's only input and is itself never evidence:
 * nothing is `met` because this file says so.
 */

const dicomNode = z.strictObject({
  id,
  role: z.enum(dicomRoles).default('pacs'),
  host,
  port,
  calledAe: aeTitle,
  callingAe: aeTitle
    .optional()
    .describe('Bỏ trống thì dùng dicom.callingAe / dicom.callingAe when left out'),
  tls: tls.optional(),
  send: z
    .enum(['nothing', 'test-study'])
    .optional()
    .describe(
      'nothing: chỉ hỏi; test-study: lưu một ca thử, đọc lại rồi xóa (cần --allow active) / nothing: only asks; test-study: stores a test study, reads it back and removes it (needs --allow active)',
    ),
  mpps: z
    .boolean()
    .optional()
    .describe(
      'Gửi thử một MPPS rồi đóng là DISCONTINUED (cần --allow active) / Sends a test MPPS and closes it as DISCONTINUED (needs --allow active)',
    ),
  dicomweb: id
    .optional()
    .describe(
      'Mã điểm DICOMweb của chính kho này, dùng để xóa ca thử / Id of the DICOMweb endpoint of this same archive, used to remove the test study',
    ),
  forwardTo: z
    .array(id)
    .max(10)
    .optional()
    .describe(
      'Mã các nút khác mà ca thử được chuyển tiếp tới bằng C-MOVE / Ids of other nodes that the test study is forwarded to by C-MOVE',
    ),
  claims: z
    .string()
    .optional()
    .describe(
      'Tệp CSV ghi những gì tuyên bố phù hợp DICOM nêu: sop_class,role,transfer_syntax / A CSV file of what the DICOM conformance statement claims: sop_class,role,transfer_syntax',
    ),
});

const authorization = z
  .union([
    z.strictObject({ bearer: secretRefSchema }),
    z.strictObject({ user: text(200), password: secretRefSchema }),
  ])
  .describe(
    'Đăng nhập bằng {bearer: {env: TEN}} hoặc {user: ten, password: {env: TEN}} / Signing in by {bearer: {env: NAME}} or {user: name, password: {env: NAME}}',
  );

const dicomwebEndpoint = z.strictObject({
  id,
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Địa chỉ đứng trước /studies / The address in front of /studies'),
  wadoUri: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Địa chỉ WADO-URI, nếu có / The WADO-URI address, if there is one'),
  tls: tls.optional(),
  authorization: authorization.optional(),
  send: z
    .enum(['nothing', 'test-study'])
    .default('nothing')
    .describe(
      'nothing: chỉ hỏi; test-study: lưu một ca thử bằng STOW, đọc lại rồi xóa (cần --allow active) / nothing: only asks; test-study: stores a test study by STOW, reads it back and removes it (needs --allow active)',
    ),
  removal: z
    .enum(['dicomweb', 'orthanc', 'dcm4chee', 'none'])
    .default('none')
    .describe(
      'Cách xóa một ca: DELETE của DICOMweb, REST của Orthanc, từ chối rồi xóa của dcm4chee, hoặc không có / How a study is removed: DICOMweb DELETE, the REST of Orthanc, reject and delete of dcm4chee, or not at all',
    ),
});

const medium = z.strictObject({
  id,
  path: z
    .string()
    .min(1)
    .describe(
      'Thư mục của đĩa, USB hoặc tệp ISO đã kết xuất / Folder of the exported disc or USB, or an ISO file',
    ),
});

const lanPath = z.strictObject({
  id,
  server: z
    .string()
    .refine((server) => parseThroughputServer(server) !== undefined, {
      error: 'cần dạng iperf3://địa-chỉ:cổng / expected iperf3://host:port',
    })
    .describe(
      'Máy chủ đo thông lượng, ví dụ iperf3://10.0.0.5:5201 / A throughput server, such as iperf3://10.0.0.5:5201',
    ),
  between: z
    .tuple([z.enum(hostRoles), z.enum(hostRoles)])
    .describe(
      'Hai đầu của đường đo, ví dụ [workstation, pacs] / The two ends of the path, such as [workstation, pacs]',
    ),
  mtuBytes: z.int().min(576).max(9216).default(1500),
  vlanTagged: z.boolean().default(false),
  seconds: z.int().min(1).max(60).default(10),
  runs: z.int().min(1).max(10).default(3),
  parallel: z.int().min(1).max(16).default(1),
  maxMbps: z
    .number()
    .min(1)
    .max(400_000)
    .optional()
    .describe(
      'Trần tốc độ khi đo; bỏ trống là không giới hạn / Ceiling of the rate while measuring; none when left out',
    ),
});

const webEndpoint = z.strictObject({
  id,
  purpose: z.enum(['viewer', 'portal', 'dicomweb', 'ris', 'his', 'other']).default('viewer'),
  url: z.url({ protocol: /^https?$/ }),
  vantage: z
    .enum(['inside', 'outside'])
    .default('inside')
    .describe(
      'Máy đang chạy rispacs đứng trong mạng bệnh viện hay ngoài Internet / Whether the computer that runs rispacs is inside the hospital network or out on the Internet',
    ),
  ca: z
    .string()
    .optional()
    .describe('Tệp PEM của CA nội bộ, nếu có / PEM file of an internal CA, if there is one'),
});

const internetTest = z.strictObject({
  id,
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Máy chủ đo ngoài bệnh viện / A measurement server outside the hospital'),
  style: z.enum(['librespeed', 'cloudflare']).default('librespeed'),
  operator: text(200).describe('Ai vận hành máy chủ đo / Who runs the measurement server'),
  seconds: z.int().min(2).max(60).default(10),
  runs: z.int().min(1).max(10).default(3),
  parallel: z.int().min(1).max(16).default(4),
  maxMbps: z.number().min(1).optional(),
  spreadHours: z
    .number()
    .min(0.01)
    .max(168)
    .optional()
    .describe(
      'Trải các lần đo ra ít nhất bấy nhiêu giờ: mỗi lần chạy với --resume thêm một lần đo; bỏ trống thì đo liền nhau / Spread the runs over at least so many hours: each run with --resume adds one; when left out they follow each other',
    ),
});

const computer = z.strictObject({
  id,
  name: text(200).optional(),
  role: z.enum(hostRoles),
  thisComputer: z
    .boolean()
    .optional()
    .describe('true nếu chính là máy đang chạy rispacs / true for the computer that runs rispacs'),
  inventory: z
    .string()
    .optional()
    .describe(
      'Tệp kiểm kê do "rispacs host --out" ghi trên máy đó / The inventory that "rispacs host --out" wrote on that computer',
    ),
  keyFingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe(
      'Dấu vân tay của khóa phải ký tệp kiểm kê, do "rispacs host" in ra; bỏ trống thì đối chiếu bằng mắt / Fingerprint of the key that must have signed the inventory, as "rispacs host" printed it; compared by eye when left out',
    ),
});

/** The whole file. `strictObject` everywhere: a misspelt key is an error with its line, never ignored. */
export const facilitySchema = z.strictObject({
  schemaVersion: z.literal(1),
  simulated: z
    .boolean()
    .optional()
    .describe(
      'true khi mọi hệ thống là mô phỏng; mọi bản in sẽ ghi rõ / true when every system is simulated; every output says so',
    ),
  facility: z.strictObject({
    name: text(300).describe('Tên cơ sở khám bệnh, chữa bệnh / Name of the health facility'),
    code: text(40)
      .optional()
      .describe('Mã cơ sở khám bệnh, chữa bệnh / Code of the health facility'),
    parentBody: text(300)
      .optional()
      .describe(
        'Cơ quan chủ quản, in ở góc trái trên của báo cáo / The body above it, printed top left on the report',
      ),
    place: text(100)
      .optional()
      .describe('Địa danh ghi trước ngày tháng / Place written before the date'),
    address: text(300).optional(),
    category: text(100)
      .optional()
      .describe('Hạng hoặc cấp chuyên môn kỹ thuật / Class or professional level of the facility'),
    beds: z.int().min(0).max(100_000).optional(),
    director: text(200).optional(),
  }),
  appliesFor: z
    .enum(['basic', 'advanced', 'specialized'])
    .optional()
    .describe('Mức đề nghị thẩm định / The level applied for'),
  product: z
    .strictObject({ name: text(200), version: text(100), vendor: text(200) })
    .optional()
    .describe('Sản phẩm RIS-PACS đang dùng / The RIS-PACS product in use'),
  computers: z.array(computer).max(5_000).default([]),
  dicom: z
    .strictObject({
      callingAe: aeTitle.default('RISPACS'),
      receive: inbound
        .optional()
        .describe(
          'Nơi máy này nhận ảnh của C-MOVE và kết quả storage commitment; bệnh viện phải khai AE title, IP và cổng này trên PACS / Where this computer receives images of C-MOVE and storage commitment results; the PACS must know this AE title, IP address and port',
        ),
      nodes: z.array(dicomNode).max(2_000).default([]),
    })
    .prefault({}),
  dicomweb: z
    .strictObject({ endpoints: z.array(dicomwebEndpoint).max(50).default([]) })
    .prefault({}),
  media: z
    .array(medium)
    .max(50)
    .default([])
    .describe(
      'Đĩa hoặc ảnh đĩa đã kết xuất từ PACS để kiểm tra / Discs or disc images exported from the PACS, to be checked',
    ),
  hl7: hl7Section,
  lan: z.strictObject({ paths: z.array(lanPath).max(200).default([]) }).prefault({}),
  internet: z
    .strictObject({
      ownRanges: z
        .array(network)
        .max(100)
        .optional()
        .describe(
          'Các dải địa chỉ của chính bệnh viện, kể cả địa chỉ công cộng; không đo tới máy chủ nằm trong đó / Address ranges of the hospital itself, public ones too; no test server there is measured',
        ),
      tests: z.array(internetTest).max(20).default([]),
    })
    .prefault({}),
  security: z
    .strictObject({
      portCheck: z
        .boolean()
        .default(false)
        .describe(
          'true: thử mở kết nối tới các cổng quản trị thường gặp trên những máy đã khai trong tệp này, mỗi cổng một lần, không gửi gì / true: tries to connect to the usual management ports of the hosts declared in this file, each port once, sending nothing',
        ),
    })
    .optional(),
  web: z.strictObject({ endpoints: z.array(webEndpoint).max(200).default([]) }).prefault({}),
  viewers: viewersSection,
  ...infrastructureSections,
  challenge: z
    .strictObject({
      folder: z
        .string()
        .min(1)
        .max(500)
        .describe(
          'Thư mục do rispacs challenge make ghi ra: recipe.json và dicom/ / The folder that rispacs challenge make wrote: recipe.json and dicom/',
        ),
    })
    .optional()
    .describe('Ca thử thách của lần đánh giá này / The challenge study of this assessment'),
  statements: z
    .array(z.string().min(1))
    .max(100)
    .default([])
    .describe(
      'Các tệp YAML ghi xác nhận, hồ sơ, tuyên bố không có, từ chối / YAML files with attestations, documents, declarations of absence and refusals',
    ),
  testData: z
    .strictObject({
      removal: z.enum(['dicomweb-delete', 'iocm', 'administrator', 'order-cancel']),
      administrator: text(200)
        .optional()
        .describe(
          'Người xóa dữ liệu thử nếu không xóa được bằng giao thức / Who removes test data where no protocol can',
        ),
      autoForward: z
        .array(text(200))
        .default([])
        .describe(
          'Những nơi PACS tự chuyển tiếp ảnh tới / Where the PACS forwards images by itself',
        ),
    })
    .optional()
    .describe('Bắt buộc khi dùng --allow active / Required with --allow active'),
  allowedWindow: z
    .array(
      z
        .strictObject({
          days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1),
          from: clock,
          to: clock,
        })
        .refine(({ from, to }) => from !== to, {
          error: 'from và to không được trùng nhau / from and to must differ',
        }),
    )
    .max(20)
    .optional()
    .describe(
      'Khung giờ được phép đo tải và gửi dữ liệu thử / When load tests and test data are allowed',
    ),
  assessedOn: isoDate
    .optional()
    .describe('Ngày đánh giá; bỏ trống là hôm nay / Day of assessment; today when left out'),
});

/** A facility file after defaults have been filled in. */
export type Facility = z.infer<typeof facilitySchema>;
export type DicomNode = Facility['dicom']['nodes'][number];
export type DicomwebEndpoint = Facility['dicomweb']['endpoints'][number];
export type Medium = Facility['media'][number];
export type Inbound = NonNullable<Facility['dicom']['receive']>;
export type Hl7Endpoint = Facility['hl7']['endpoints'][number];
export type LanPath = Facility['lan']['paths'][number];
export type WebEndpoint = Facility['web']['endpoints'][number];
export type InternetTest = Facility['internet']['tests'][number];
export type NetworkSwitch = Facility['switches'][number];
export type PowerSupply = Facility['power'][number];
export type Balancer = Facility['balancers'][number];
export type Database = Facility['databases'][number];
export type Redundancy = Facility['redundancy'][number];
export type Backup = Facility['backups'][number];
export type Computer = Facility['computers'][number];
export type SecretRef = z.infer<typeof secretRefSchema>;
export type LevelName = NonNullable<Facility['appliesFor']>;
