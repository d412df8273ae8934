import { z } from 'zod';
import { hostRoles } from '../../facility/roles.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { supportColumns } from '../shared/support-columns.ts';

const host = column(z.string(), {
  vi: 'Mã máy trong facility.yaml',
  en: 'Computer id in facility.yaml',
});
const role = column(z.enum(hostRoles), { vi: 'Vai trò của máy', en: 'Role of the computer' });

/** A computer as its own operating system describes it. */
export const hostComputerFacts = defineFactGroup({
  name: 'host.computer',
  basis: 'inspected',
  probes: ['host'],
  vi: 'Cấu hình máy đọc từ hệ điều hành',
  en: 'Computer as read from its operating system',
  columns: {
    host,
    role,
    cpuModel: maybe(z.string(), { vi: 'Bộ xử lý', en: 'Processor' }),
    cpuCores: maybe(z.int(), { vi: 'Số nhân', en: 'Cores' }),
    memoryGiB: maybe(z.number(), { unit: 'GiB', vi: 'Bộ nhớ', en: 'Memory' }),
    wiredNetworkUp: maybe(z.boolean(), {
      vi: 'Có cổng mạng dây đang hoạt động với địa chỉ IP',
      en: 'A wired port is up with an IP address',
    }),
    displays: maybe(z.int(), {
      vi: 'Số màn hình hệ điều hành nhìn thấy',
      en: 'Displays the operating system sees',
    }),
    virtual: maybe(z.boolean(), { vi: 'Máy ảo', en: 'Virtual machine' }),
  },
});

/** Operating system or database management system found on a computer. */
export const hostSoftwareFacts = defineFactGroup({
  name: 'host.software',
  basis: 'inspected',
  probes: ['host'],
  vi: 'Hệ điều hành hoặc hệ quản trị cơ sở dữ liệu trên một máy',
  en: 'Operating system or DBMS on a computer',
  columns: {
    host,
    role,
    kind: column(z.enum(['os', 'dbms']), { vi: 'Loại phần mềm', en: 'Kind of software' }),
    name: column(z.string(), { vi: 'Tên', en: 'Name' }),
    version: maybe(z.string(), { vi: 'Phiên bản', en: 'Version' }),
    openSource: maybe(z.boolean(), {
      vi: 'Thuộc danh sách mã nguồn mở được miễn (ht-06); không có khi chưa biết',
      en: 'On the list of exempt open-source products (ht-06); absent when not known',
    }),
    ...supportColumns,
  },
});

/** A storage volume of a computer. */
export const hostVolumeFacts = defineFactGroup({
  name: 'host.volume',
  basis: 'inspected',
  probes: ['host'],
  vi: 'Vùng lưu trữ của một máy',
  en: 'Storage volume of a computer',
  columns: {
    host,
    role,
    mount: column(z.string(), { vi: 'Điểm gắn', en: 'Mount point' }),
    sizeGiB: column(z.number(), { unit: 'GiB', vi: 'Dung lượng', en: 'Size' }),
    freeGiB: maybe(z.number(), { unit: 'GiB', vi: 'Còn trống', en: 'Free' }),
    writable: maybe(z.boolean(), { vi: 'Ghi được', en: 'Writable' }),
  },
});

export type HostComputerRow = RowOf<typeof hostComputerFacts>;
export type HostSoftwareRow = RowOf<typeof hostSoftwareFacts>;
export type HostVolumeRow = RowOf<typeof hostVolumeFacts>;
export const factGroups = [hostComputerFacts, hostSoftwareFacts, hostVolumeFacts];
