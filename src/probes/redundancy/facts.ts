import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Kinds of redundancy that are read. */
export const redundancyKinds = [
  'pacemaker',
  'keepalived',
  'postgresql',
  'patroni',
  'galera',
  'sqlserver-ag',
  'windows-cluster',
  'vmware',
  'proxmox',
] as const;

/** A group of servers that stand in for each other, as their own software tells it. */
export const redundancyClusterFacts = defineFactGroup({
  name: 'redundancy.cluster',
  basis: 'inspected',
  probes: ['redundancy'],
  vi: 'Cụm máy chủ thay thế nhau, theo phần mềm của chính cụm',
  en: 'Servers that stand in for each other, in the words of their own software',
  columns: {
    cluster: column(z.string(), { vi: 'Mã trong facility.yaml', en: 'Id in facility.yaml' }),
    of: column(z.enum(['pacs', 'ris', 'database', 'storage', 'web']), {
      vi: 'Cụm của hệ thống nào',
      en: 'The system it serves',
    }),
    kind: column(z.enum(redundancyKinds), { vi: 'Loại', en: 'Kind' }),
    name: maybe(z.string(), { vi: 'Tên cụm', en: 'Name of the cluster' }),
    readBy: column(z.enum(['file', 'url', 'database']), { vi: 'Đọc bằng', en: 'Read by' }),
    nodes: maybe(z.int(), {
      vi: 'Số máy khác nhau; bản sao trên cùng một máy không được tính',
      en: 'Different servers; a copy on the same server does not count',
    }),
    healthyNodes: maybe(z.int(), {
      vi: 'Số máy đang phục vụ được hoặc sẵn sàng thay',
      en: 'Servers that serve or are ready to take over',
    }),
    replicasInSync: maybe(z.int(), {
      vi: 'Số bản sao dữ liệu trên máy khác đang theo kịp (streaming, Synced, HEALTHY)',
      en: 'Copies of the data on other servers that follow without fault (streaming, Synced, HEALTHY)',
    }),
    quorum: maybe(z.boolean(), { vi: 'Cụm đủ số phiếu (quorum)', en: 'The cluster has quorum' }),
    fencing: maybe(z.boolean(), {
      vi: 'Có cách ly máy hỏng (fencing, STONITH)',
      en: 'A failed server is fenced (STONITH)',
    }),
    automaticFailover: maybe(z.boolean(), {
      vi: 'Tự chuyển sang máy khác; không có khi phần mềm không nói',
      en: 'Fails over by itself; absent when the software does not tell',
    }),
    failures: maybe(z.int(), { vi: 'Số lỗi cụm đang báo', en: 'Failures the cluster reports' }),
    oneSided: column(z.boolean(), {
      vi: 'Chỉ là lời của một máy về chính nó, chưa biết các máy kia',
      en: 'Only what one server says of itself; the others are not known',
    }),
    members: maybe(z.array(z.string()), {
      vi: 'Từng máy và trạng thái nguyên văn',
      en: 'Each server and its state as given',
    }),
    readAt: maybe(z.string(), {
      vi: 'Lúc phần mềm ghi trạng thái này, nếu nó cho biết',
      en: 'When the software gave this state, if it tells',
    }),
    ageDays: maybe(z.number(), {
      unit: 'd',
      vi: 'Trạng thái này cũ bao nhiêu ngày khi thu thập; không ghi giờ thì theo giờ của tệp',
      en: 'How old this state was when collected; by the file’s own time when it tells none',
    }),
  },
});

export type RedundancyClusterRow = RowOf<typeof redundancyClusterFacts>;
export const factGroups = [redundancyClusterFacts];
/** What this probe is called in print. */
export const title = { vi: 'Cụm máy chủ dự phòng (HA)', en: 'Server redundancy (HA)' };
