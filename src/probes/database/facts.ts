import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { supportColumns } from '../shared/support-columns.ts';

/** A database server as it answers about itself, and what the support table says of it. */
export const databaseServerFacts = defineFactGroup({
  name: 'database.server',
  basis: 'inspected',
  probes: ['database'],
  vi: 'Hệ quản trị cơ sở dữ liệu, theo lời chính nó',
  en: 'A database management system, in its own words',
  columns: {
    database: column(z.string(), { vi: 'Mã trong facility.yaml', en: 'Id in facility.yaml' }),
    of: column(z.enum(['pacs', 'ris', 'his', 'other']), {
      vi: 'Cơ sở dữ liệu của hệ thống nào',
      en: 'The system whose database it is',
    }),
    product: column(z.string(), { vi: 'Sản phẩm', en: 'Product' }),
    version: maybe(z.string(), { vi: 'Phiên bản', en: 'Version' }),
    edition: maybe(z.string(), { vi: 'Ấn bản', en: 'Edition' }),
    servicePack: maybe(z.int(), {
      vi: 'Service Pack của SQL Server; 0 là bản phát hành đầu',
      en: 'Service pack of SQL Server; 0 is the original release',
    }),
    openSource: maybe(z.boolean(), {
      vi: 'Thuộc danh sách mã nguồn mở được miễn (ht-06); không có khi chưa biết',
      en: 'On the list of exempt open-source products (ht-06); absent when not known',
    }),
    tls: column(z.boolean(), {
      vi: 'Kết nối để đọc có dùng TLS',
      en: 'The connection it was read by used TLS',
    }),
    ...supportColumns,
  },
});

export type DatabaseServerRow = RowOf<typeof databaseServerFacts>;
export const factGroups = [databaseServerFacts];
/** What this probe is called in print. */
export const title = { vi: 'Phiên bản cơ sở dữ liệu', en: 'Database version' };
