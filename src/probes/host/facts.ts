import { z } from 'zod';
import { hostRoles } from '../../facility/roles.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { supportColumns } from '../shared/support-columns.ts';
import { displayClasses } from './displays/display-models.ts';

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

/** A display panel in its own words (EDID), and what its model is made for. */
export const hostDisplayFacts = defineFactGroup({
  name: 'host.display',
  basis: 'inspected',
  probes: ['host'],
  vi: 'Màn hình của một máy, theo lời chính màn hình (EDID)',
  en: 'Display of a computer in its own words (EDID)',
  columns: {
    host,
    role,
    connector: maybe(z.string(), { vi: 'Đầu ra hình', en: 'Video output' }),
    readBy: column(z.enum(['edid', 'system']), {
      vi: 'Đọc từ EDID nguyên văn, hay từ lời hệ điều hành',
      en: 'Read from the raw EDID, or as the operating system tells it',
    }),
    vendor: column(z.string(), {
      vi: 'Mã hãng ba chữ (PNP)',
      en: 'Vendor id of three letters (PNP)',
    }),
    maker: maybe(z.string(), { vi: 'Hãng', en: 'Maker' }),
    model: maybe(z.string(), { vi: 'Kiểu', en: 'Model' }),
    productCode: maybe(z.int(), { vi: 'Mã sản phẩm', en: 'Product code' }),
    serial: maybe(z.string(), {
      vi: 'Số máy, để đối chiếu với giấy tờ',
      en: 'Serial number, to compare with the papers',
    }),
    year: maybe(z.int(), {
      vi: 'Năm sản xuất hoặc năm của kiểu',
      en: 'Year of manufacture or of the model',
    }),
    widthMm: maybe(z.int(), { unit: 'mm', vi: 'Chiều rộng', en: 'Width' }),
    heightMm: maybe(z.int(), { unit: 'mm', vi: 'Chiều cao', en: 'Height' }),
    diagonalInches: maybe(z.number(), { unit: 'in', vi: 'Đường chéo', en: 'Diagonal' }),
    pixelsWide: maybe(z.int(), {
      unit: 'px',
      vi: 'Số điểm ảnh ngang; của một đầu vào khi màn hình không mô tả các phần của nó',
      en: 'Pixels across; of one input when the panel does not describe its tiles',
    }),
    pixelsHigh: maybe(z.int(), { unit: 'px', vi: 'Số điểm ảnh dọc', en: 'Pixels down' }),
    megapixels: maybe(z.number(), { unit: 'MP', vi: 'Triệu điểm ảnh', en: 'Megapixels' }),
    inputs: column(z.int(), {
      vi: 'Số đầu vào cùng mang số máy này: một màn hình vật lý',
      en: 'Inputs that name this serial number: one panel',
    }),
    class: maybe(z.enum(displayClasses), {
      vi: 'Kiểu này làm ra để chẩn đoán, xem lâm sàng hay đồ họa; không có khi chưa biết',
      en: 'What the model is made for: diagnosis, clinical review or graphics; absent when not known',
    }),
    classDocument: maybe(z.string(), { vi: 'Giấy tờ làm căn cứ', en: 'Paper that says so' }),
    classLink: maybe(z.string(), { vi: 'Liên kết tới giấy tờ', en: 'Link to the paper' }),
    tableDate: column(z.iso.date(), {
      vi: 'Ngày rà soát bảng kiểu màn hình',
      en: 'When the table of models was reviewed',
    }),
  },
});

/** The carried inventory itself: when, by what, and whether its signature fits. */
export const hostInventoryFacts = defineFactGroup({
  name: 'host.inventory',
  basis: 'inspected',
  probes: ['host'],
  vi: 'Tệp kiểm kê chép từ một máy',
  en: 'Inventory carried from a computer',
  columns: {
    host,
    role,
    collectedAt: column(z.iso.datetime({ offset: true }), {
      vi: 'Lúc ghi',
      en: 'When it was written',
    }),
    collector: column(z.string(), { vi: 'Công cụ ghi', en: 'Tool that wrote it' }),
    signed: column(z.boolean(), {
      vi: 'Có chữ ký Ed25519 và chữ ký đúng với nội dung',
      en: 'Bears an Ed25519 signature that fits its content',
    }),
    keyFingerprint: maybe(z.string(), {
      vi: 'Dấu vân tay của khóa ký (SHA-256)',
      en: 'Fingerprint of the signing key (SHA-256)',
    }),
    keyExpected: maybe(z.boolean(), {
      vi: 'Đúng khóa mà facility.yaml nêu; không có khi tệp không nêu khóa nào',
      en: 'The key that facility.yaml names; absent when it names none',
    }),
  },
});

export type HostComputerRow = RowOf<typeof hostComputerFacts>;
export type HostSoftwareRow = RowOf<typeof hostSoftwareFacts>;
export type HostVolumeRow = RowOf<typeof hostVolumeFacts>;
export type HostDisplayRow = RowOf<typeof hostDisplayFacts>;
export type HostInventoryRow = RowOf<typeof hostInventoryFacts>;
export const factGroups = [
  hostComputerFacts,
  hostSoftwareFacts,
  hostVolumeFacts,
  hostDisplayFacts,
  hostInventoryFacts,
];
/** What this probe is called in print. */
export const title = { vi: 'Cấu hình máy', en: 'Computers' };
