import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const balancer = column(z.string(), {
  vi: 'Mã bộ cân bằng tải trong facility.yaml',
  en: 'Balancer id in facility.yaml',
});

/** One group of servers behind a balancer, as the balancer itself counts them. */
export const balancerBackendFacts = defineFactGroup({
  name: 'balancer.backend',
  basis: 'inspected',
  probes: ['balancer'],
  vi: 'Nhóm máy chủ đứng sau bộ cân bằng tải',
  en: 'Group of servers behind a load balancer',
  columns: {
    balancer,
    name: column(z.string(), { vi: 'Tên nhóm (backend)', en: 'Name of the group (backend)' }),
    servers: column(z.int(), { vi: 'Số máy chủ đã khai', en: 'Servers configured' }),
    activeUp: column(z.int(), {
      vi: 'Số máy chủ chính đang hoạt động, cùng nhận tải',
      en: 'Active servers that are up and share the load',
    }),
    backupUp: column(z.int(), {
      vi: 'Số máy chủ dự phòng đang sẵn sàng; chúng chỉ nhận tải khi không còn máy chủ chính',
      en: 'Backup servers that are up; they get load only when no active one is left',
    }),
    checked: maybe(z.boolean(), {
      vi: 'Trạng thái dựa trên kiểm tra sức khỏe; sai khi bộ cân bằng tải không kiểm tra',
      en: 'The states rest on health checks; false when the balancer does not check',
    }),
    mode: maybe(z.enum(['tcp', 'http']), { vi: 'Kiểu chuyển tiếp', en: 'Mode of forwarding' }),
    algorithm: maybe(z.string(), { vi: 'Cách chia tải', en: 'Balancing algorithm' }),
  },
});

/** How many different servers answered at one address, over new connections. */
export const balancerNodesFacts = defineFactGroup({
  name: 'balancer.nodes',
  basis: 'measured',
  probes: ['balancer'],
  vi: 'Số máy chủ khác nhau đã trả lời ở một địa chỉ',
  en: 'Different servers that answered at one address',
  columns: {
    balancer,
    connections: column(z.int(), { vi: 'Số kết nối đã mở', en: 'Connections opened' }),
    answered: column(z.int(), { vi: 'Số kết nối có trả lời', en: 'Connections answered' }),
    distinctNodes: maybe(z.int(), {
      vi: 'Số máy chủ phân biệt được; không có khi chúng không tự nêu tên',
      en: 'Servers told apart; absent when they do not name themselves',
    }),
    toldBy: maybe(z.string(), {
      vi: 'Phân biệt bằng gì: tên header HTTP hoặc thông tin DICOM',
      en: 'Told apart by: the name of an HTTP header or of a DICOM item',
    }),
  },
});

export type BalancerBackendRow = RowOf<typeof balancerBackendFacts>;
export type BalancerNodesRow = RowOf<typeof balancerNodesFacts>;
export const factGroups = [balancerBackendFacts, balancerNodesFacts];
/** What this probe is called in print. */
export const title = { vi: 'Bộ cân bằng tải', en: 'Load balancer' };
