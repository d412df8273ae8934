import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Simulate extends BaseCommand {
  static override summary = bilingual(
    'Chạy một bệnh viện mô phỏng trên máy này',
    'Run a simulated hospital on this computer',
  );
  static override description = bilingual(
    'Mọi thứ chỉ ở địa chỉ 127.0.0.1. Mọi bản in đều ghi rõ là mô phỏng.',
    'Everything is on 127.0.0.1 only. Every output says that it is simulated.',
  );
  static override examples = [
    '<%= config.bin %> simulate --profile advanced',
    '<%= config.bin %> simulate --assess',
  ];
  static override flags = {
    profile: Flags.option({
      options: ['basic', 'advanced', 'specialized', 'broken'] as const,
      default: 'advanced' as const,
      summary: bilingual(
        'Bệnh viện ở mức nào; broken: có lỗi',
        'Which hospital; broken has faults',
      ),
    })(),
    fault: Flags.string({
      multiple: true,
      summary: bilingual(
        'Lỗi cần bật, với --profile broken',
        'Faults to switch on, with --profile broken',
      ),
    }),
    'list-faults': Flags.boolean({
      default: false,
      summary: bilingual(
        'Liệt kê các lỗi có thể bật, rồi dừng',
        'List the faults that can be switched on, then stop',
      ),
    }),
    assess: Flags.boolean({
      default: false,
      summary: bilingual(
        'Đánh giá bệnh viện mô phỏng rồi dừng',
        'Assess the simulated hospital, then stop',
      ),
    }),
    out: Flags.string({
      summary: bilingual('Thư mục hồ sơ khi dùng --assess', 'Dossier folder with --assess'),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Simulate);
    if (flags['list-faults']) {
      const { listFaults } = await import('../simulator/faults/list-faults.ts');
      const faults = listFaults(this.language);
      for (const one of faults)
        this.log(
          `${one.name}: ${one.text} (${one.changes.map((change) => change.criterion).join(', ')})`,
        );
      return { faults };
    }
    const { runSimulation } = await import('../cli/run-simulation.ts');
    return runSimulation({
      profile: flags.profile,
      faults: flags.fault,
      assess: flags.assess,
      out: flags.out,
      verbose: flags.verbose,
      language: this.language,
      signal: this.signal,
      print: (line) => this.log(line),
      note: (line) => this.note(line),
    });
  }
}
