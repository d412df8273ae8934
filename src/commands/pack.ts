import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Pack extends BaseCommand {
  static override summary = bilingual(
    'Đóng gói hồ sơ thành một tệp ZIP (BagIt 1.0) để gửi đi',
    'Pack a dossier into one ZIP file (BagIt 1.0) to send',
  );
  static override examples = ['<%= config.bin %> pack ho-so --out ho-so.zip'];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    out: Flags.string({
      required: true,
      summary: bilingual('Tệp ZIP sẽ ghi', 'ZIP file to write'),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Pack);
    const [{ packBag }, { groupHex }] = await Promise.all([
      import('../bag/pack-bag.ts'),
      import('../signature/fingerprint.ts'),
    ]);
    const { language, signal } = this;
    const packed = await packBag({ folder: args.dossier, out: flags.out, language, signal });
    this.log(
      this.pick(
        `Đã đóng gói ${packed.fileCount} tệp vào ${packed.file}`,
        `Packed ${packed.fileCount} files into ${packed.file}`,
      ),
    );
    this.log(this.pick('SHA-256 của tệp ZIP:', 'SHA-256 of the ZIP file:'));
    this.log(groupHex(packed.zipSha256));
    this.log(
      this.pick(
        'SHA-256 của danh mục (vẫn đúng khi nén lại bằng phần mềm khác):',
        'SHA-256 of the manifest (still right when zipped again by other software):',
      ),
    );
    this.log(groupHex(packed.manifestSha256));
    return packed;
  }
}
