import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';
import { throughputFlags } from '../../cli/probe-flags.ts';

export default class ProbeInternet extends ProbeCommand {
  static override summary = bilingual(
    'Đo đường truyền Internet tới một máy chủ HTTP bên ngoài',
    'Measure the Internet line to an HTTP server outside',
  );
  static override examples = [
    '<%= config.bin %> probe internet --url https://speedtest.example.vn/',
  ];
  static override flags = {
    url: Flags.string({
      required: true,
      summary: bilingual('Địa chỉ máy chủ đo', 'Address of the test server'),
    }),
    style: Flags.option({
      options: ['librespeed', 'cloudflare'] as const,
      default: 'librespeed' as const,
      summary: bilingual('Kiểu máy chủ đo', 'Kind of test server'),
    })(),
    ...throughputFlags,
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeInternet);
    return this.probe(
      'internet',
      {
        internet: {
          tests: [
            {
              id: 'line',
              url: flags.url,
              style: flags.style,
              operator: '-',
              seconds: flags.seconds,
              runs: flags.runs,
            },
          ],
        },
      },
      ['observe', 'load'],
    );
  }
}
