import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Throughput of the Internet line to a server outside the facility, over HTTP(S). */
export const internetLineFacts = defineFactGroup({
  name: 'internet.line',
  basis: 'measured',
  probes: ['internet'],
  vi: 'Thông lượng đường truyền Internet tới máy chủ đo bên ngoài',
  en: 'Throughput of the Internet line to a test server outside',
  columns: {
    test: column(z.string(), {
      vi: 'Mã phép đo trong facility.yaml',
      en: 'Test id in facility.yaml',
    }),
    operator: column(z.string(), {
      vi: 'Bên vận hành máy chủ đo',
      en: 'Operator of the test server',
    }),
    serverInside: column(z.boolean(), {
      vi: 'Máy chủ đo có địa chỉ nội bộ: không nói gì về đường Internet',
      en: 'The server has a private address: says nothing about the Internet line',
    }),
    downMedianWireEquivalentMbps: column(z.number(), {
      unit: 'Mb/s',
      vi: 'Trung vị chiều tải xuống, quy về tốc độ dây',
      en: 'Median download, wire-equivalent',
    }),
    upMedianWireEquivalentMbps: column(z.number(), {
      unit: 'Mb/s',
      vi: 'Trung vị chiều tải lên, quy về tốc độ dây',
      en: 'Median upload, wire-equivalent',
    }),
    downGoodputMbpsRuns: column(z.array(z.number()), {
      unit: 'Mb/s',
      vi: 'Mọi lần đo tải xuống (goodput)',
      en: 'Every download run (goodput)',
    }),
    upGoodputMbpsRuns: column(z.array(z.number()), {
      unit: 'Mb/s',
      vi: 'Mọi lần đo tải lên (goodput)',
      en: 'Every upload run (goodput)',
    }),
    spanHours: column(z.number(), {
      unit: 'h',
      vi: 'Khoảng thời gian trải ra của các lần đo',
      en: 'Time over which the runs are spread',
    }),
    rateCeilingMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Trần tốc độ do người dùng đặt',
      en: 'Ceiling set by the operator',
    }),
  },
});

export type InternetLineRow = RowOf<typeof internetLineFacts>;
export const factGroups = [internetLineFacts];
