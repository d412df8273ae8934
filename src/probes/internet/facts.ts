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
    runsEachWay: maybe(z.int(), {
      vi: 'Số lần đo mỗi chiều',
      en: 'Runs each way',
    }),
    failedRuns: maybe(z.int(), {
      vi: 'Số lần đo không thành sau khi đã có lần đo thành',
      en: 'Runs that failed after another had succeeded',
    }),
    spanHours: column(z.number(), {
      unit: 'h',
      vi: 'Khoảng thời gian trải ra của các lần đo',
      en: 'Time over which the runs are spread',
    }),
    runsWanted: maybe(z.int(), {
      vi: 'Số lần đo mỗi chiều mà facility.yaml muốn trải ra nhiều giờ',
      en: 'Runs each way that facility.yaml wants spread over hours',
    }),
    spanHoursWanted: maybe(z.number(), {
      unit: 'h',
      vi: 'Số giờ mà facility.yaml muốn trải các lần đo ra (spreadHours)',
      en: 'Hours over which facility.yaml wants the runs spread (spreadHours)',
    }),
    egressAddresses: maybe(z.array(z.string()), {
      vi: 'Địa chỉ mà máy chủ đo thấy ở phía bệnh viện, mọi lần đo',
      en: 'Addresses under which the test server sees the facility, all runs',
    }),
    egressElsewhere: maybe(z.boolean(), {
      vi: 'Có lần đo đi ra bằng địa chỉ ngoài các dải công cộng đã khai của cơ sở; không có khi chưa khai dải nào',
      en: 'A run left by an address outside the facility’s declared public ranges; absent when none is declared',
    }),
    rateCeilingMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Trần tốc độ do người dùng đặt',
      en: 'Ceiling set by the operator',
    }),
  },
});

/** Each run of a test by itself, of all visits; a failed one beside the others, so that none is picked out. */
export const internetRunFacts = defineFactGroup({
  name: 'internet.run',
  basis: 'measured',
  probes: ['internet'],
  vi: 'Từng lần đo đường truyền Internet',
  en: 'Each run on the Internet line',
  columns: {
    test: column(z.string(), {
      vi: 'Mã phép đo trong facility.yaml',
      en: 'Test id in facility.yaml',
    }),
    at: column(z.iso.datetime({ offset: true }), {
      vi: 'Lúc bắt đầu',
      en: 'When it began',
    }),
    direction: column(z.enum(['down', 'up']), {
      vi: 'Chiều: tải xuống hoặc tải lên',
      en: 'Direction: download or upload',
    }),
    completed: column(z.boolean(), {
      vi: 'Đo trọn vẹn',
      en: 'Came to its end',
    }),
    goodputMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Dữ liệu mà bên nhận nhận được (goodput)',
      en: 'Payload that the receiver got (goodput)',
    }),
    wireEquivalentMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Quy về tốc độ dây',
      en: 'Wire-equivalent',
    }),
    idleLatencyMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Độ trễ lúc rỗi (trung vị)',
      en: 'Latency when idle (median)',
    }),
    loadedLatencyMs: maybe(z.number(), {
      unit: 'ms',
      vi: 'Độ trễ khi đang tải (trung vị)',
      en: 'Latency under load (median)',
    }),
    egressAddress: maybe(z.string(), {
      vi: 'Địa chỉ mà máy chủ đo thấy ở phía bệnh viện; không có khi máy chủ không cho biết',
      en: 'Address under which the test server sees the facility; absent when it does not tell',
    }),
    failure: maybe(z.string(), {
      vi: 'Vì sao không đo được',
      en: 'Why it could not be measured',
    }),
    simulated: maybe(z.boolean(), {
      vi: 'Máy chủ đo là của bệnh viện mô phỏng',
      en: 'The test server belongs to the simulated hospital',
    }),
  },
});

export type InternetLineRow = RowOf<typeof internetLineFacts>;
export type InternetRunRow = RowOf<typeof internetRunFacts>;
export const factGroups = [internetLineFacts, internetRunFacts];
/** What this probe is called in print. */
export const title = { vi: 'Đường truyền Internet', en: 'Internet line' };
