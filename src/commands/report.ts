import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { describePdfProblem } from '../cli/describe-pdf-problem.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import type { WrittenResult } from '../documents/write-result.ts';
import { UserError } from '../errors/user-error.ts';

export default class Report extends BaseCommand {
  static override summary = bilingual('Lập báo cáo từ một hồ sơ', 'Make reports from a dossier');
  static override examples = [
    '<%= config.bin %> report ho-so --format pdf,html,csv,xlsx,junit',
    '<%= config.bin %> report ho-so --documents minutes,decision,scoring',
  ];
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
        'Các dạng, cách nhau bằng dấu phẩy: pdf, html, json, csv, xlsx, junit',
        'Formats, comma-separated: pdf, html, json, csv, xlsx, junit',
      ),
    }),
    documents: Flags.string({
      summary: bilingual(
        'Văn bản của Hội đồng thay cho báo cáo: minutes (biên bản), decision (quyết định trống), scoring (phiếu đánh giá); cách nhau bằng dấu phẩy',
        "The council's papers instead of the report: minutes, decision (blank), scoring; comma-separated",
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
    if (flags.documents !== undefined) return this.writeDocuments(args.dossier, flags);
    const { isProductDossier } = await import('../vendor/rejudge-product.ts');
    if (await isProductDossier(args.dossier, this.language))
      return this.writeProductReport(args.dossier, formats);
    const { rendered, ...written } = await judgeDossier({
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
    await this.tell(args.dossier, written);
    const { remade, outdatedPapers } = written;
    return { files: rendered.files, pdfProblem: rendered.pdfProblem, remade, outdatedPapers };
  }

  /** What making these files did to others in the dossier. */
  private async tell(folder: string, written: Omit<WrittenResult, 'rendered'>): Promise<void> {
    const { describeWritten } = await import('../documents/describe-written.ts');
    for (const line of describeWritten(written, folder, this.language)) this.note(line);
  }

  private async writeProductReport(folder: string, formats: readonly string[]): Promise<unknown> {
    const { rejudgeProduct } = await import('../vendor/rejudge-product.ts');
    const { language, signal } = this;
    const { files, pdfProblem } = await rejudgeProduct({ folder, formats, language, signal });
    for (const file of files) this.log(path.join(folder, file));
    if (pdfProblem) {
      this.note(describePdfProblem(pdfProblem, folder, language));
      process.exitCode = exitCodes.noPdf;
    }
    return { files, pdfProblem };
  }

  private async writeDocuments(
    folder: string,
    flags: { readonly documents?: string | undefined; readonly format: string },
  ): Promise<unknown> {
    const { makeCouncilDocuments } = await import('../documents/make-council-documents.ts');
    const { files, pdfProblem, removed, written } = await makeCouncilDocuments({
      folder,
      wanted: flags.documents ?? '',
      pdf: flags.format.split(',').some((one) => one.trim() === 'pdf'),
      language: this.language,
      signal: this.signal,
    });
    for (const file of files) this.log(path.join(folder, file));
    if (pdfProblem) {
      this.note(describePdfProblem(pdfProblem, folder, this.language));
      process.exitCode = exitCodes.noPdf;
    }
    if (removed.length > 0) {
      this.note(
        this.pick(
          `Đã xóa phiếu không còn thuộc thành viên nào: ${removed.join(', ')}`,
          `Removed, as they belong to no member any more: ${removed.join(', ')}`,
        ),
      );
    }
    await this.tell(folder, written);
    const { remade, outdatedPapers } = written;
    return { files, pdfProblem, removed, remade, outdatedPapers };
  }
}
