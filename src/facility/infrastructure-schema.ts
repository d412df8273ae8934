import { z } from 'zod';
import { hostRoles } from './roles.ts';
import { aeTitle, host, id, port, secretRefSchema, text, tls } from './schema-parts.ts';

/** SNMPv2c by community, or SNMPv3 with authentication and privacy (RFC 3414, RFC 3826). */
const snmpAccess = z
  .union([
    z.strictObject({ version: z.literal('v2c'), community: secretRefSchema }),
    z.strictObject({
      version: z.literal('v3'),
      user: text(64),
      authProtocol: z.enum(['md5', 'sha', 'sha256', 'sha512']).default('sha256'),
      authPassphrase: secretRefSchema,
      privProtocol: z.enum(['des', 'aes', 'aes256']).default('aes'),
      privPassphrase: secretRefSchema,
    }),
  ])
  .describe(
    'SNMP chỉ đọc: {version: v2c, community: {env: TEN}} hoặc {version: v3, user: …, authPassphrase: {env: TEN}, privPassphrase: {env: TEN}} / Read-only SNMP: {version: v2c, community: {env: NAME}} or {version: v3, user: …, authPassphrase: {env: NAME}, privPassphrase: {env: NAME}}',
  );

const networkSwitch = z.strictObject({
  id,
  host,
  port: port.default(161),
  snmp: snmpAccess,
  vlan: z
    .int()
    .min(1)
    .max(4094)
    .optional()
    .describe(
      'Số VLAN dành riêng cho RIS-PACS, nếu có / The VLAN that is only for the RIS-PACS, if there is one',
    ),
  ports: z
    .array(z.strictObject({ name: text(64), role: z.enum(hostRoles) }))
    .max(2_000)
    .default([])
    .describe(
      'Cổng nào nối với gì, tên như switch gọi (ifName), ví dụ {name: Gi1/0/1, role: pacs} / What each port leads to, named as the switch does (ifName)',
    ),
});

const powerSupply = z.union([
  z.strictObject({
    id,
    kind: z.literal('nut'),
    host,
    port: port.default(3493),
    ups: text(64).describe('Tên UPS trong NUT / Name of the UPS in NUT'),
  }),
  z.strictObject({ id, kind: z.literal('snmp'), host, port: port.default(161), snmp: snmpAccess }),
]);

const balancer = z.union([
  z.strictObject({
    id,
    kind: z.literal('haproxy'),
    stats: z
      .string()
      .refine((text) => /^(unix:.|https?:\/\/.)/.test(text) && URL.canParse(text), {
        error:
          'cần https://địa-chỉ/stats;csv hoặc unix:/đường-dẫn / expected https://host/stats;csv or unix:/path',
      })
      .describe(
        'Địa chỉ CSV (https://…/stats;csv), hoặc socket unix:/run/haproxy/admin.sock / Address of the CSV (https://…/stats;csv), or unix:/run/haproxy/admin.sock',
      ),
    user: text(200).optional(),
    password: secretRefSchema.optional(),
    ca: z.string().optional(),
  }),
  z.strictObject({
    id,
    kind: z.literal('black-box'),
    node: id
      .optional()
      .describe('Mã nút DICOM đứng sau bộ cân bằng tải / Id of the DICOM node behind the balancer'),
    web: id
      .optional()
      .describe(
        'Mã điểm web đứng sau bộ cân bằng tải / Id of the web endpoint behind the balancer',
      ),
    connections: z.int().min(2).max(200).default(40),
  }),
]);

const database = z.strictObject({
  id,
  product: z.enum(['postgresql', 'mysql', 'mariadb', 'sqlserver', 'oracle']),
  of: z
    .enum(['pacs', 'ris', 'his', 'other'])
    .default('pacs')
    .describe('Cơ sở dữ liệu của hệ thống nào / The system whose database this is'),
  host,
  port: port.optional(),
  database: text(128)
    .optional()
    .describe('Tên CSDL hoặc service Oracle / Database or Oracle service name'),
  user: text(128),
  password: secretRefSchema.optional(),
  tls: tls.optional(),
});

const collectedFile = z
  .string()
  .min(1)
  .describe(
    'Tệp kết quả lệnh chép từ máy chủ / File with the output of the command, copied from the server',
  );

/** Output that a person collected on a server, or an address it can be read from. */
const readFrom = {
  file: z
    .union([collectedFile, z.array(collectedFile).min(1).max(8)])
    .optional()
    .describe(
      'Tệp kết quả lệnh chép từ máy chủ; keepalived: mỗi máy một tệp / File with the output of the command, copied from the server; keepalived: one file of each node',
    ),
  ca: z
    .string()
    .optional()
    .describe('Tệp PEM của CA, khi url là https / PEM file of the CA, when url is https'),
  url: z.url({ protocol: /^https?$/ }).optional(),
  database: id.optional().describe('Mã trong databases / An id of databases'),
  of: z.enum(['pacs', 'ris', 'database', 'storage', 'web']).default('pacs'),
};

const redundancy = z.strictObject({
  id,
  kind: z.enum([
    'pacemaker',
    'keepalived',
    'postgresql',
    'patroni',
    'galera',
    'sqlserver-ag',
    'windows-cluster',
    'vmware',
    'proxmox',
  ]),
  ...readFrom,
});

const restoredCopy = z.strictObject({
  host,
  port,
  calledAe: aeTitle,
  callingAe: aeTitle
    .optional()
    .describe('Bỏ trống thì dùng dicom.callingAe / dicom.callingAe when left out'),
  tls: tls.optional(),
  studies: z
    .array(
      z
        .string()
        .regex(/^2\.25\.\d{1,39}$/)
        .describe(
          'Study Instance UID của một ca thử do rispacs tạo / Study Instance UID of a test study that rispacs made',
        ),
    )
    .min(1)
    .max(20)
    .describe(
      'Ca thử đã có trong PACS trước khi sao lưu, ví dụ ca thử thách / Test studies that were in the PACS before the backup, such as the challenge study',
    ),
});

const backup = z.strictObject({
  id,
  kind: z.enum(['pgbackrest', 'restic', 'borg', 'veeam', 'windows-backup']),
  of: readFrom.of,
  file: collectedFile,
  restored: restoredCopy
    .optional()
    .describe(
      'Máy chạy bản đã phục hồi từ sao lưu này, không phải PACS đang dùng / The machine that runs a copy restored from this backup, not the live PACS',
    ),
});

/** Sections of the facility file on switches, power, balancers, databases, redundancy and backup. */
export const infrastructureSections = {
  switches: z.array(networkSwitch).max(200).default([]),
  power: z.array(powerSupply).max(100).default([]),
  balancers: z.array(balancer).max(20).default([]),
  databases: z.array(database).max(50).default([]),
  redundancy: z.array(redundancy).max(50).default([]),
  backups: z.array(backup).max(50).default([]),
  timeServers: z
    .array(host)
    .max(5)
    .default([])
    .describe('Máy chủ giờ NTP của bệnh viện / NTP servers of the hospital'),
};
