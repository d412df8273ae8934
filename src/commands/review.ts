import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Review extends BaseCommand {
  static override summary = bilingual(
    'Ghi ý kiến và biểu quyết của Hội đồng bên cạnh kết quả của một hồ sơ',
    "Record the council's opinions and votes beside the result of a dossier",
  );
  static override description = bilingual(
    'Không bao giờ sửa kết quả của công cụ. Không có --file: hỏi từng thành viên trên cửa sổ dòng lệnh.',
    "Never changes the tool's findings. Without --file: asks one member on the terminal.",
  );
  static override examples = [
    '<%= config.bin %> review ho-so',
    '<%= config.bin %> review ho-so --file y-kien.yaml',
    '<%= config.bin %> review --template > y-kien.yaml',
  ];
  static override args = {
    dossier: Args.string({ description: bilingual('Thư mục hồ sơ', 'Dossier folder') }),
  };
  static override flags = {
    file: Flags.string({
      summary: bilingual('Tệp ý kiến (YAML)', 'Review file (YAML)'),
    }),
    template: Flags.boolean({
      default: false,
      summary: bilingual('In một tệp ý kiến mẫu', 'Print an example of a review file'),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Review);
    if (flags.template) {
      const { reviewTemplate } = await import('../review/review-template.ts');
      this.log(reviewTemplate.trimEnd());
      return { template: reviewTemplate };
    }
    const [{ runReview }, { formatLocalDay }, { UserError }] = await Promise.all([
      import('../review/run-review.ts'),
      import('../locale/local-time.ts'),
      import('../errors/user-error.ts'),
    ]);
    if (args.dossier === undefined) {
      throw new UserError(
        this.pick(
          'Thiếu thư mục hồ sơ: rispacs review HO-SO',
          'No dossier given: rispacs review DIR',
        ),
      );
    }
    const { stdin, stderr } = process;
    const { outcome, ended, lines } = await runReview({
      folder: args.dossier,
      file: flags.file,
      language: this.language,
      signal: this.signal,
      today: formatLocalDay(new Date()),
      workingFolder: process.cwd(),
      input: stdin,
      output: stderr,
      terminal: stdin.isTTY === true && stderr.isTTY === true,
      width: stderr.columns,
    });
    for (const line of lines) this.log(line);
    if (ended === 'interrupted') process.exitCode = exitCodes.interrupted;
    return outcome;
  }
}
