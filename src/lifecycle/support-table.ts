import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
const isoDate = z.iso.date().describe('Ngày theo dạng 2026-11-22 / A date such as 2026-11-22');
const link = z.url({ protocol: /^https$/ }).max(300);

/** Editions of Windows for stations, which differ in their dates. */
export const windowsEditions = ['home-pro', 'enterprise', 'ltsc', 'iot-ltsc'] as const;

const cycle = z
  .strictObject({
    cycle: text(40).describe('Tên dòng phiên bản / Name of the line of versions'),
    version: z
      .string()
      .regex(/^\d{1,5}(\.\d{1,5}){0,2}$/)
      .exactOptional()
      .describe(
        'Đầu của số phiên bản; bỏ trống thì dùng cycle / Start of the version number; cycle when left out',
      ),
    build: z.int().min(1).max(999_999).exactOptional().describe('Windows: build'),
    servicePack: z.int().min(0).max(20).exactOptional().describe('SQL Server: 0 = RTM'),
    editions: z.array(z.enum(windowsEditions)).min(1).exactOptional(),
    inName: text(20).exactOptional().describe('Windows Server, SQL Server: 2012 R2'),
    released: isoDate,
    endOfSupport: z.union([isoDate, z.literal('none-announced')]),
    extendedEnd: isoDate.exactOptional(),
  })
  .refine(
    (one) =>
      one.endOfSupport === 'none-announced' ||
      (one.released <= one.endOfSupport && (one.extendedEnd ?? '9999') >= one.endOfSupport),
    { error: 'các ngày không theo thứ tự / the dates are out of order' },
  );

const product = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: text(80),
  names: z
    .array(text(80))
    .min(1)
    .max(10)
    .describe(
      'Phần mềm tự xưng bắt đầu bằng một trong các tên này / The software calls itself by a name that begins so',
    ),
  except: z
    .array(text(80))
    .max(10)
    .default([])
    .describe(
      'Sản phẩm khác có tên bắt đầu giống vậy / Other products whose names begin like these',
    ),
  openSource: z
    .boolean()
    .exactOptional()
    .describe('Bỏ trống khi tùy ấn bản (MySQL) / Left out when it depends on the edition (MySQL)'),
  extension: z
    .enum(['paid', 'free'])
    .default('paid')
    .describe(
      'Hỗ trợ kéo dài đến extendedEnd phải mua hay miễn phí / Whether the extension is bought',
    ),
  link: link.describe('Trang vòng đời của hãng / The maker’s own page'),
  cycles: z.array(cycle).min(1).max(200),
});

/**
 * Until when makers support the operating systems and database systems that hospitals run. Dated data, reviewed by
 * people; every product names the maker's own page, which decides.
 */
export const supportTableSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal('rispacs-support-lifecycle'),
    reviewedOn: isoDate.describe(
      'Ngày các mốc được đối chiếu lần cuối / The day the dates were last compared with their source',
    ),
    source: z.strictObject({ name: text(120), link, version: text(80), licence: text(40) }),
    products: z.array(product).min(1).max(200),
  })
  .refine((table) => new Set(table.products.map((one) => one.id)).size === table.products.length, {
    error: 'id của sản phẩm bị lặp / a product id is repeated',
    path: ['products'],
  });

export type SupportTable = z.infer<typeof supportTableSchema>;
export type SupportedProduct = SupportTable['products'][number];
export type SupportCycle = SupportedProduct['cycles'][number];
export type WindowsEdition = (typeof windowsEditions)[number];
