import { z } from 'zod';

/** An id of an entry. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .describe(
    'Mã ngắn, chữ thường không dấu, số và dấu gạch ngang, ví dụ pacs-chinh / A short id of lower-case letters, digits and hyphens, such as pacs-chinh',
  );
/** A line of text, trimmed. */
export const text = (max: number) => z.string().trim().min(1).max(max);
/** An address or name of a host. */
export const host = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:_-]{0,253}[A-Za-z0-9])?$/)
  .describe(
    'Địa chỉ IP hoặc tên máy, ví dụ 10.0.0.5 / An IP address or host name, such as 10.0.0.5',
  );
/** A TCP or UDP port. */
export const port = z.int().min(1).max(65_535);
/** PS3.5 6.2, AE. */
export const aeTitle = z
  .string()
  .regex(/^(?=.*[^ ])[\x20-\x5b\x5d-\x7e]{1,16}$/)
  .describe(
    'AE title DICOM, tối đa 16 ký tự ASCII (PS3.5 6.2) / A DICOM AE title of at most 16 ASCII characters (PS3.5 6.2)',
  );
/** A day. */
export const isoDate = z.iso
  .date()
  .describe('Ngày theo dạng 2026-11-22 / A date such as 2026-11-22');
/** A time of day. */
export const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Giờ theo dạng 22:30 / A time of day such as 22:30');

/** A secret is never written in the file itself. */
export const secretRefSchema = z
  .union([
    z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
    z.strictObject({ file: z.string().min(1) }),
  ])
  .describe(
    'Bí mật lấy từ biến môi trường {env: TEN} hoặc từ tệp {file: duong-dan} / A secret from an environment variable {env: NAME} or from a file {file: path}',
  );

/** TLS settings of one connection. */
export const tls = z
  .strictObject({
    ca: z
      .string()
      .optional()
      .describe(
        'Tệp PEM của CA cấp chứng thư máy chủ / PEM file of the CA that issued the server certificate',
      ),
    certificate: z
      .string()
      .optional()
      .describe('Tệp PEM chứng thư của chúng ta (mTLS) / PEM file of our own certificate (mTLS)'),
    key: z
      .string()
      .optional()
      .describe('Tệp PEM khóa riêng của chúng ta (mTLS) / PEM file of our own private key (mTLS)'),
    passphrase: secretRefSchema.optional(),
    serverName: host.optional(),
  })
  .describe(
    'Kết nối TLS; để {} nếu dùng CA của hệ thống / A TLS connection; {} to trust the CAs of this computer',
  );

/** Where this computer is connected to. */
export const inbound = z.strictObject({
  host: host.describe(
    'Địa chỉ của chính máy này trong mạng bệnh viện / The address of this computer in the hospital network',
  ),
  port,
  tls: tls.optional(),
});

/** An address, or a range of them. */
export const network = z
  .union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])
  .describe(
    'Dải địa chỉ, ví dụ 203.113.10.0/29, hoặc một địa chỉ / An address range such as 203.113.10.0/29, or one address',
  );
