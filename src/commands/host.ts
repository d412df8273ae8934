import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Host extends BaseCommand {
  static override summary = bilingual(
    'Kiểm kê máy đang chạy lệnh này, ghi ra tệp để mang về nơi đánh giá',
    'Inventory of this computer, written to a file to carry to the assessment',
  );
  static override examples = ['<%= config.bin %> host --out pacs-01.json'];
  static override flags = {
    out: Flags.string({
      required: true,
      summary: bilingual('Tệp kiểm kê sẽ ghi', 'Inventory file to write'),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Host);
    const { writeInventory } = await import('../probes/host/inventory.ts');
    const { readToolVersion } = await import('../project-folders.ts');
    const inventory = await writeInventory(flags.out, {
      version: readToolVersion(),
      signal: this.signal,
    });
    this.log(
      this.pick(
        `Đã ghi kiểm kê vào ${flags.out}. Chép tệp này về máy đánh giá và ghi tên tệp ở mục inventory của máy trong tệp cơ sở.`,
        `The inventory is in ${flags.out}. Carry it to the assessing computer and name it as inventory of this computer in the facility file.`,
      ),
    );
    return inventory;
  }
}
