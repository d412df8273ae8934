import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { describePdfProblem } from '../cli/describe-pdf-problem.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { UserError } from '../errors/user-error.ts';

export default class Report extends BaseCommand {
  static override summary = bilingual('Lập báo cáo từ một hồ sơ', 'Make reports from a dossier');
  static override examples = ['<%= config.bin %> report ho-so --format pdf,html,csv,junit'];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    format: Flags.string({
      default: 'pdf,html',
      summary: bilingual(
        'Các dạng, cách nhau bằng dấu phẩy: pdf, html, json, csv, junit',
        'Formats, comma-separated: pdf, html, json, csv, junit',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Report);
    const [{ judgeDossier }, { reportFormats }] = await Promise.all([
      import('../cli/judge-dossier.ts'),
      import('../report/render-report.ts'),
    ]);
    const words = flags.format.split(',').map((one) => one.trim());
    const formats = reportFormats.filter((one) => words.includes(one));
    const unknown = words.find((one) => !reportFormats.some((known) => known === one));
    if (unknown !== undefined) {
      throw new UserError(
        this.pick(
          `--format không nhận "${unknown}"; có: ${reportFormats.join(', ')}.`,
          `--format does not take "${unknown}"; there are: ${reportFormats.join(', ')}.`,
        ),
      );
    }
    const { rendered } = await judgeDossier({
      folder: args.dossier,
      formats,
      language: this.language,
      signal: this.signal,
    });
    for (const file of Object.values(rendered.files)) this.log(path.join(args.dossier, file));
    if (rendered.pdfProblem) {
      this.note(describePdfProblem(rendered.pdfProblem, args.dossier, this.language));
      process.exitCode = exitCodes.noPdf;
    }
    return { files: rendered.files, pdfProblem: rendered.pdfProblem };
  }
}
