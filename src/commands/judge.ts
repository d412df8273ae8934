import { Args } from '@oclif/core';
import { assessmentExitCode } from '../cli/assessment-exit-code.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Judge extends BaseCommand {
  static override summary = bilingual(
    'Xét một hồ sơ đã có, không cần mạng',
    'Judge a dossier that was collected before; needs no network',
  );
  static override examples = ['<%= config.bin %> judge ho-so --json'];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Judge);
    const [{ judgeDossier }, { summariseAssessment }] = await Promise.all([
      import('../cli/judge-dossier.ts'),
      import('../cli/summarise-assessment.ts'),
    ]);
    const { isProductDossier } = await import('../vendor/rejudge-product.ts');
    if (await isProductDossier(args.dossier, this.language)) return this.judgeProduct(args.dossier);
    const { assessment, checklist, ...written } = await judgeDossier({
      folder: args.dossier,
      formats: ['json'],
      language: this.language,
      signal: this.signal,
    });
    const { describeWritten } = await import('../documents/describe-written.ts');
    for (const line of describeWritten(written, args.dossier, this.language)) this.note(line);
    for (const line of summariseAssessment(assessment, checklist)) this.log(line);
    process.exitCode = assessmentExitCode(assessment);
    return assessment;
  }

  private async judgeProduct(folder: string): Promise<unknown> {
    const [{ rejudgeProduct }, { describeProduct, productExitCode }] = await Promise.all([
      import('../vendor/rejudge-product.ts'),
      import('../vendor/describe-product.ts'),
    ]);
    const { language, signal } = this;
    const { product } = await rejudgeProduct({ folder, formats: ['json'], language, signal });
    for (const line of describeProduct(product)) this.log(line);
    process.exitCode = productExitCode(product, true);
    return product;
  }
}
