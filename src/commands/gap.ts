import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { describePdfProblem } from '../cli/describe-pdf-problem.ts';
import { exitCodes } from '../cli/exit-codes.ts';

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
    '<%= config.bin %> gap ho-so --out ke-hoach.pdf',
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
    out: Flags.string({
      summary: bilingual(
        'Ghi thêm bản in A4 để giao việc: tệp .pdf hoặc .html',
        'Also write an A4 sheet to hand out: a .pdf or .html file',
      ),
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Gap);
    const [{ makeGap }, { describeGap }, { checkGapFile, writeGap }, { fitLine }] =
      await Promise.all([
        import('../gap/make-gap.ts'),
        import('../gap/describe-gap.ts'),
        import('../gap/write-gap.ts'),
        import('../cleanup/fit-line.ts'),
      ]);
    if (flags.out !== undefined) checkGapFile(flags.out, this.language);
    const made = await makeGap(args.dossier, flags.target, this.language);
    for (const line of describeGap(made))
      for (const part of fitLine(line, process.stdout.columns)) this.log(part);
    if (flags.out !== undefined) {
      const pdfProblem = await writeGap(flags.out, made, this.signal);
      if (pdfProblem) {
        this.note(describePdfProblem(pdfProblem, args.dossier, this.language));
        process.exitCode = exitCodes.noPdf;
      } else this.log(flags.out);
    }
    const { plan, assessment } = made;
    return { ...plan, simulated: assessment.simulated, assessedOn: assessment.assessedOn };
  }
}
