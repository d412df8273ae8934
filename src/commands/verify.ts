import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Verify extends BaseCommand {
  static override summary = bilingual(
    'Kiểm tra một hồ sơ: tệp còn nguyên không, xét lại có ra cùng kết quả không',
    'Verify a dossier: are the files intact, does judging again give the same result',
  );
  static override examples = ['<%= config.bin %> verify ho-so'];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Verify);
    const [{ verifyDossier }, { describeVerification }] = await Promise.all([
      import('../verification/verify-dossier.ts'),
      import('../verification/describe-verification.ts'),
    ]);
    const verification = await verifyDossier(args.dossier, this.language);
    for (const line of describeVerification(verification, this.language)) this.log(line);
    if (!verification.ok) process.exitCode = exitCodes.integrity;
    return verification;
  }
}
