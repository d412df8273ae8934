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
  },
});

export type LanPathRow = RowOf<typeof lanPathFacts>;
export const factGroups = [lanPathFacts];
