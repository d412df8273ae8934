import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** One UPS as it describes itself, by NUT (RFC 9271) or by UPS-MIB (RFC 1628). */
export const powerUpsFacts = defineFactGroup({
  name: 'power.ups',
  basis: 'inspected',
  probes: ['power'],
  vi: 'Bộ lưu điện (UPS), theo lời chính nó',
  en: 'A UPS, in its own words',
  columns: {
    ups: column(z.string(), { vi: 'Mã trong facility.yaml', en: 'Id in facility.yaml' }),
    readBy: column(z.enum(['nut', 'snmp']), { vi: 'Đọc bằng', en: 'Read by' }),
    model: maybe(z.string(), { vi: 'Kiểu máy', en: 'Model' }),
    status: maybe(z.string(), {
      vi: 'Trạng thái nguyên văn: ups.status của NUT, hoặc upsOutputSource và upsBatteryStatus',
      en: 'Status as given: ups.status of NUT, or upsOutputSource and upsBatteryStatus',
    }),
    onMains: maybe(z.boolean(), {
      vi: 'Đang dùng điện lưới và sẵn sàng',
      en: 'Fed by the mains and ready',
    }),
    onBattery: maybe(z.boolean(), { vi: 'Đang chạy bằng ắc quy', en: 'Running on battery' }),
    batteryLow: maybe(z.boolean(), { vi: 'Ắc quy yếu', en: 'Battery low' }),
    replaceBattery: maybe(z.boolean(), {
      vi: 'UPS báo phải thay ắc quy',
      en: 'The UPS asks for a new battery',
    }),
    bypass: maybe(z.boolean(), {
      vi: 'Đang đi tắt (bypass), không được bảo vệ',
      en: 'In bypass, without protection',
    }),
    chargePercent: maybe(z.number(), { unit: '%', vi: 'Mức nạp ắc quy', en: 'Battery charge' }),
    runtimeMinutes: maybe(z.number(), {
      unit: 'min',
      vi: 'Thời gian chạy ước tính của UPS',
      en: 'Runtime as the UPS estimates it',
    }),
    loadPercent: maybe(z.number(), { unit: '%', vi: 'Tải', en: 'Load' }),
    testResult: maybe(z.string(), { vi: 'Kết quả tự kiểm tra', en: 'Result of its self-test' }),
  },
});

export type PowerUpsRow = RowOf<typeof powerUpsFacts>;
export const factGroups = [powerUpsFacts];
/** What this probe is called in print. */
export const title = { vi: 'Bộ lưu điện (UPS)', en: 'UPS' };
