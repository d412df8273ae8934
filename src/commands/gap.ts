import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Gap extends BaseCommand {
  static override summary = bilingual(
    'Còn phải làm gì để đến một mức: tiêu chí, cách khắc phục, ai làm, chuẩn bị gì',
    'What a level still needs: criteria, remedy, who does it, what to prepare',
  );
  static override description = bilingual(
    'Chỉ đọc. Mức gần nhất trước; trong mỗi mức, bộ phận ít việc nhất trước.',
    'Reads only. The nearest level first; inside a level, whoever has least to do first.',
  );
  static override examples = [
    '<%= config.bin %> gap ho-so',
    '<%= config.bin %> gap ho-so --target specialized --json',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    target: Flags.option({
      options: ['basic', 'advanced', 'specialized'] as const,
      summary: bilingual(
        'Mức muốn đến; không nêu: mức đăng ký, hoặc mức liền trên',
        'Level to reach; the one applied for, or the next one, when left out',
      ),
    })(),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Gap);
    const [{ Dossier }, { readDossierContents }, { judge }, { planGap }, { describeGap }] =
      await Promise.all([
        import('../evidence/dossier.ts'),
        import('../evidence/dossier-contents.ts'),
        import('../flow.ts'),
        import('../gap/plan-gap.ts'),
        import('../gap/describe-gap.ts'),
      ]);
    const dossier = await Dossier.open(args.dossier, this.language);
    const assessment = await judge(dossier);
    const { checklist } = await readDossierContents(dossier);
    const plan = planGap(assessment, checklist, flags.target);
    for (const line of describeGap(plan, checklist, this.language)) this.log(line);
    return { ...plan, simulated: assessment.simulated, assessedOn: assessment.assessedOn };
  }
}
