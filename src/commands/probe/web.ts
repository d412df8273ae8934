import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';

export default class ProbeWeb extends ProbeCommand {
  static override summary = bilingual(
    'Hỏi một địa chỉ web: trạng thái, TLS, chứng thư, thời gian',
    'Ask one web address: status, TLS, certificate, time',
  );
  static override examples = ['<%= config.bin %> probe web --url https://pacs.example.vn/'];
  static override flags = {
    url: Flags.string({ required: true, summary: bilingual('Địa chỉ web', 'Web address') }),
    vantage: Flags.option({
      options: ['inside', 'outside'] as const,
      default: 'inside' as const,
      summary: bilingual(
        'Máy này ở trong hay ngoài mạng bệnh viện',
        'This computer is inside or outside the hospital network',
      ),
    })(),
    ca: Flags.string({ summary: bilingual('Tệp PEM của CA nội bộ', 'PEM file of an internal CA') }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeWeb);
    return this.probe(
      'web',
      {
        web: {
          endpoints: [
            {
              id: 'web',
              url: flags.url,
              vantage: flags.vantage,
              ...(flags.ca !== undefined && { ca: flags.ca }),
            },
          ],
        },
      },
      ['observe'],
    );
  }
}
