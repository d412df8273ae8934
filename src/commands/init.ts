import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Init extends BaseCommand {
  static override summary = bilingual(
    'Ghi một tệp cơ sở mẫu có chú thích',
    'Write a commented sample facility file',
  );
  static override examples = ['<%= config.bin %> init facility.yaml'];
  static override args = {
    file: Args.string({
      default: 'facility.yaml',
      description: bilingual('Tên tệp sẽ ghi', 'File to write'),
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Init);
    const { writeFacilityTemplate } = await import('../facility/write-template.ts');
    const written = await writeFacilityTemplate(args.file, this.language);
    this.log(
      this.pick(
        `Đã ghi ${written.file}. Sửa tệp này rồi xem kế hoạch: rispacs plan ${written.file}`,
        `Wrote ${written.file}. Edit it, then see the plan: rispacs plan ${written.file}`,
      ),
    );
    return written;
  }
}
