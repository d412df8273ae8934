import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { describePdfProblem } from '../cli/describe-pdf-problem.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Trend extends BaseCommand {
  static override strict = false;
  static override summary = bilingual(
    'Diễn biến qua nhiều hồ sơ của một cơ sở: mức, kết quả theo nhóm, số đo',
    'Several dossiers of one facility over time: level, outcomes by group, measurements',
  );
  static override description = bilingual(
    'Chỉ đọc các hồ sơ; ghi trend.html và trend.pdf vào thư mục --out. Hồ sơ không đọc được thì bỏ qua, ghi rõ, và mã thoát là 2.',
    'Only reads the dossiers; writes trend.html and trend.pdf into the folder --out. A dossier that cannot be read is left out and named, and the exit code is 2.',
  );
  static override usage = 'trend HO-SO... --out DIR';
  static override examples = ['<%= config.bin %> trend ho-so-2025 ho-so-2026 --out dien-bien'];
  static override flags = {
    out: Flags.string({
      required: true,
      summary: bilingual('Thư mục cho trang diễn biến', 'Folder for the page'),
    }),
    format: Flags.option({
      options: ['pdf', 'html'] as const,
      default: 'pdf' as const,
      summary: bilingual('html: không làm PDF', 'html: makes no PDF'),
    })(),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(Trend);
    const [{ writeTrend }, { describeTrend }, { fitLine }] = await Promise.all([
      import('../trend/write-trend.ts'),
      import('../trend/describe-trend.ts'),
      import('../cleanup/fit-line.ts'),
    ]);
    const { trend, remarks, unreadable, files, pdfProblem } = await writeTrend({
      dossiers: argv.map(String),
      out: flags.out,
      pdf: flags.format === 'pdf',
      language: this.language,
      signal: this.signal,
    });
    for (const line of describeTrend(trend, this.language, remarks))
      for (const part of fitLine(line, process.stdout.columns)) this.log(part);
    for (const file of files) this.log(file);
    if (unreadable > 0) process.exitCode = exitCodes.usage;
    if (pdfProblem) {
      this.note(describePdfProblem(pdfProblem, flags.out, this.language));
      process.exitCode = exitCodes.noPdf;
    }
    return { ...trend, remarks };
  }
}
