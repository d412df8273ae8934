import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class ServeLan extends BaseCommand {
  static override summary = bilingual(
    'Làm đầu kia của phép đo thông lượng (tương thích iperf3, và HTTP cho đường Internet)',
    'The other end of a throughput test (iperf3-compatible, and HTTP for the Internet line)',
  );
  static override examples = ['<%= config.bin %> serve lan --address 10.0.0.5'];
  static override flags = {
    address: Flags.string({
      required: true,
      summary: bilingual(
        'Địa chỉ của máy này để lắng nghe',
        'Address of this computer to listen on',
      ),
    }),
    port: Flags.integer({
      default: 5201,
      min: 0,
      max: 65535,
      summary: bilingual('Cổng iperf3', 'iperf3 port'),
    }),
    'http-port': Flags.integer({
      min: 0,
      max: 65535,
      summary: bilingual(
        'Mở thêm cổng HTTP để đo đường Internet',
        'Also open an HTTP port for Internet line tests',
      ),
    }),
    'max-seconds': Flags.integer({
      default: 60,
      min: 1,
      max: 600,
      summary: bilingual('Thời gian đo dài nhất cho phép, giây', 'Longest test allowed, seconds'),
    }),
    'max-mbps': Flags.integer({ min: 1, summary: bilingual('Trần tốc độ, Mb/s', 'Ceiling, Mb/s') }),
    allow: Flags.string({
      multiple: true,
      summary: bilingual(
        'Địa chỉ hoặc dải mạng được phép đo, ví dụ 10.0.0.0/8',
        'Address or network that may test, e.g. 10.0.0.0/8',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ServeLan);
    const { serveThroughput } = await import('../../cli/serve-throughput.ts');
    return serveThroughput({
      address: flags.address,
      port: flags.port,
      httpPort: flags['http-port'],
      maxSeconds: flags['max-seconds'],
      maxMbps: flags['max-mbps'],
      allow: flags.allow,
      language: this.language,
      signal: this.signal,
      print: (line) => this.log(line),
      note: (line) => this.note(line),
    });
  }
}
