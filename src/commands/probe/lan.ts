import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';
import { throughputFlags } from '../../cli/probe-flags.ts';

export default class ProbeLan extends ProbeCommand {
  static override summary = bilingual(
    'Đo thông lượng tới một máy chủ iperf3 (chiếm băng thông trong lúc đo)',
    'Measure throughput to an iperf3 server (uses bandwidth meanwhile)',
  );
  static override examples = ['<%= config.bin %> probe lan --server iperf3://10.0.0.5:5201'];
  static override flags = {
    server: Flags.string({
      required: true,
      summary: bilingual(
        'Máy chủ đo, ví dụ iperf3://10.0.0.5:5201',
        'Throughput server, e.g. iperf3://10.0.0.5:5201',
      ),
    }),
    between: Flags.string({
      default: 'workstation,pacs',
      summary: bilingual('Hai đầu của đường đo', 'Both ends of the path'),
    }),
    ...throughputFlags,
    parallel: Flags.integer({
      default: 1,
      min: 1,
      max: 16,
      summary: bilingual('Số luồng TCP', 'TCP streams'),
    }),
    mtu: Flags.integer({
      default: 1500,
      min: 576,
      max: 9216,
      summary: bilingual('MTU của đường, byte', 'MTU of the path, bytes'),
    }),
    'vlan-tagged': Flags.boolean({
      default: false,
      summary: bilingual('Khung có thẻ 802.1Q', 'Frames carry an 802.1Q tag'),
    }),
    'max-mbps': Flags.integer({ min: 1, summary: bilingual('Trần tốc độ, Mb/s', 'Ceiling, Mb/s') }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeLan);
    return this.probe(
      'lan',
      {
        lan: {
          paths: [
            {
              id: 'path',
              server: flags.server,
              between: flags.between.split(','),
              seconds: flags.seconds,
              runs: flags.runs,
              parallel: flags.parallel,
              mtuBytes: flags.mtu,
              vlanTagged: flags['vlan-tagged'],
              ...(flags['max-mbps'] !== undefined && { maxMbps: flags['max-mbps'] }),
            },
          ],
        },
      },
      ['observe', 'load'],
    );
  }
}
