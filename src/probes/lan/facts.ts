import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Throughput of one path, both directions, by the iperf3 protocol. The receiver's byte count decides. */
export const lanPathFacts = defineFactGroup({
  name: 'lan.path',
  basis: 'measured',
  probes: ['lan'],
  vi: 'Thông lượng TCP đo trên một đường trong mạng nội bộ',
  en: 'TCP throughput measured on one path of the local network',
  columns: {
    path: column(z.string(), {
      vi: 'Mã đường đo trong facility.yaml',
      en: 'Path id in facility.yaml',
    }),
    between: column(z.string(), {
      vi: 'Hai đầu của đường, xếp theo chữ cái, nối bằng gạch ngang: pacs-workstation',
      en: 'Both ends in alphabetical order joined by a hyphen: pacs-workstation',
    }),
    slowerMedianWireEquivalentMbps: column(z.number(), {
      unit: 'Mb/s',
      vi: 'Trung vị quy về tốc độ dây của chiều chậm hơn',
      en: 'Median wire-equivalent rate of the slower direction',
    }),
    upMedianWireEquivalentMbps: column(z.number(), {
      unit: 'Mb/s',
      vi: 'Trung vị quy về tốc độ dây, chiều gửi',
      en: 'Median wire-equivalent rate, sending',
    }),
    downMedianWireEquivalentMbps: column(z.number(), {
      unit: 'Mb/s',
      vi: 'Trung vị quy về tốc độ dây, chiều nhận',
      en: 'Median wire-equivalent rate, receiving',
    }),
    upGoodputMbpsRuns: column(z.array(z.number()), {
      unit: 'Mb/s',
      vi: 'Mọi lần đo chiều gửi (goodput)',
      en: 'Every run, sending (goodput)',
    }),
    downGoodputMbpsRuns: column(z.array(z.number()), {
      unit: 'Mb/s',
      vi: 'Mọi lần đo chiều nhận (goodput)',
      en: 'Every run, receiving (goodput)',
    }),
    mtuBytes: column(z.int(), {
      unit: 'B',
      vi: 'MTU dùng để quy đổi',
      en: 'MTU used for the conversion',
    }),
    secondsPerRun: column(z.number(), {
      unit: 's',
      vi: 'Thời gian mỗi lần đo',
      en: 'Length of a run',
    }),
    plateauMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Bậc Ethernet mà mọi lần đo nằm trên (10, 100), nếu có',
      en: 'Ethernet rate on which every run sits (10, 100), if any',
    }),
    withinOneComputer: column(z.boolean(), {
      vi: 'Hai đầu của phép đo là cùng một máy: không nói gì về đường mạng',
      en: 'Both ends of the test are one computer: says nothing about the network path',
    }),
    hostLimited: column(z.boolean(), {
      vi: 'Máy đo là giới hạn, không phải mạng (tự kiểm dưới 2 Gb/s, phép đo chiếm trên 80 % một nhân, hoặc mọi nhân bận trên 90 %)',
      en: 'The measuring computer is the limit, not the network (self-test below 2 Gb/s, the test above 80 % of a core, or all cores above 90 % busy)',
    }),
    rateCeilingMbps: maybe(z.number(), {
      unit: 'Mb/s',
      vi: 'Trần tốc độ do người dùng đặt',
      en: 'Ceiling set by the operator',
    }),
    streams: maybe(z.int(), {
      vi: 'Số kết nối TCP cùng lúc',
      en: 'TCP connections at once',
    }),
    omitSeconds: maybe(z.number(), {
      unit: 's',
      vi: 'Thời gian đầu mỗi lần đo không được tính',
      en: 'Time at the start of a run that is not counted',
    }),
    wireBytesPerFrame: maybe(z.int(), {
      unit: 'B',
      vi: 'Số byte trên dây của một khung đầy, dùng để quy đổi',
      en: 'Bytes on the wire of a full frame, used for the conversion',
    }),
    payloadBytesPerFrame: maybe(z.int(), {
      unit: 'B',
      vi: 'Số byte dữ liệu TCP trong một khung đầy, dùng để quy đổi',
      en: 'Bytes of TCP payload in a full frame, used for the conversion',
    }),
    measuredFrom: maybe(z.string(), {
      vi: 'Địa chỉ của máy đo: chiều gửi là từ đây đi',
      en: 'Address of the measuring computer: sending is from here',
    }),
    measuredTo: maybe(z.string(), {
      vi: 'Địa chỉ của máy chủ đo ở đầu kia',
      en: 'Address of the test server at the other end',
    }),
  },
});

export type LanPathRow = RowOf<typeof lanPathFacts>;
export const factGroups = [lanPathFacts];
/** What this probe is called in print. */
export const title = { vi: 'Thông lượng mạng nội bộ', en: 'Throughput of the local network' };
