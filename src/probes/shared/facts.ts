import { z } from 'zod';
import { hostRoles } from '../../facility/roles.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** A network port of a computer or switch, as its operating system or switch reports it. Read by host, switch and lan probes. */
export const lanPortFacts = defineFactGroup({
  name: 'lan.port',
  basis: 'inspected',
  probes: ['host', 'switch'],
  vi: 'Cổng mạng đọc từ hệ điều hành hoặc switch',
  en: 'Network port as read from an operating system or a switch',
  columns: {
    host: column(z.string(), {
      vi: 'Mã máy trong facility.yaml',
      en: 'Computer id in facility.yaml',
    }),
    role: column(z.enum(hostRoles), {
      vi: 'Vai trò của máy hoặc cổng',
      en: 'Role of the computer or port',
    }),
    port: column(z.string(), { vi: 'Tên cổng', en: 'Port name' }),
    linkMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Tốc độ liên kết đã thỏa thuận',
      en: 'Negotiated link speed',
    }),
    duplex: maybe(z.enum(['full', 'half']), { vi: 'Chế độ song công', en: 'Duplex mode' }),
    virtual: maybe(z.boolean(), {
      vi: 'Card ảo: tốc độ không phải của dây thật',
      en: 'Virtual NIC: its speed is not that of a real cable',
    }),
    inImagingVlan: maybe(z.boolean(), {
      vi: 'Cổng switch thuộc VLAN của RIS-PACS',
      en: 'The switch port is in the VLAN of the RIS-PACS',
    }),
  },
});
export type LanPortRow = RowOf<typeof lanPortFacts>;

export const factGroups = [lanPortFacts];
