import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class ChallengeMake extends BaseCommand {
  static override summary = bilingual(
    'Tạo ca thử thách: ảnh DICOM tổng hợp có mã ẩn và hình biết trước kích thước',
    'Make a challenge study: synthetic DICOM images with hidden codes and known geometry',
  );
  static override description = bilingual(
    'Ghi recipe.json, dicom/ và README.txt vào một thư mục mới. Cùng chuỗi gốc và cùng ngày cho đúng từng byte, nên Hội đồng có thể tự tạo lại và so. Không gửi gì đi.',
    'Writes recipe.json, dicom/ and README.txt into a new folder. The same seed and day give the same bytes, so that a council can make it again and compare. Nothing is sent.',
  );
  static override examples = [
    '<%= config.bin %> challenge make --out thu-thach',
    '<%= config.bin %> challenge make --out thu-thach --seed "hoi dong 2026-11 k7Qp" --issued-by council',
  ];
  static override flags = {
    out: Flags.string({
      required: true,
      summary: bilingual('Thư mục mới hoặc trống', 'A new or empty folder'),
    }),
    seed: Flags.string({
      summary: bilingual(
        'Chuỗi gốc khó đoán, ít nhất 8 ký tự; bỏ trống thì chọn ngẫu nhiên',
        'A seed that is hard to guess, at least 8 characters; drawn at random when left out',
      ),
    }),
    'issued-by': Flags.option({
      options: ['facility', 'council'] as const,
      summary: bilingual(
        'Ai chọn chuỗi gốc: cơ sở (facility) hay Hội đồng (council); ghi vào hồ sơ',
        'Who chose the seed, the facility or the council; kept in the dossier',
      ),
    })(),
    recipe: Flags.string({
      exclusive: ['seed', 'issued-by', 'date'],
      summary: bilingual(
        'Tạo lại đúng ca của một tệp recipe.json',
        'Make the study of a recipe.json again',
      ),
    }),
    date: Flags.string({
      summary: bilingual(
        'Ngày chụp ghi trong ảnh, ví dụ 2026-11-22; bỏ trống: hôm nay, hoặc 2026-01-05 khi có --seed',
        'Day of the study, such as 2026-11-22; today when left out, or 2026-01-05 with --seed',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ChallengeMake);
    const { makeStudyFolder } = await import('../../walkthrough/make-study.ts');
    const made = await makeStudyFolder({
      out: flags.out,
      seed: flags.seed,
      issuedBy: flags['issued-by'],
      recipe: flags.recipe,
      date: flags.date,
      language: this.language,
      signal: this.signal,
      note: (line) => this.note(line),
    });
    const megabytes = (bytes: number) => Math.round(bytes / 1e6);
    const seconds = (made.durationMs / 1000).toFixed(1);
    this.log(
      this.pick(
        `Đã ghi ca thử thách lượt ${made.runCode} vào ${made.folder}: ${made.objects} ảnh, ${megabytes(made.sizeBytes)} MB.`,
        `Wrote the challenge study of run ${made.runCode} to ${made.folder}: ${made.objects} objects, ${megabytes(made.sizeBytes)} MB.`,
      ),
    );
    this.log(
      this.pick(
        `Mất ${seconds.replace('.', ',')} giây, bộ nhớ cao nhất ${megabytes(made.peakMemoryBytes)} MB.`,
        `It took ${seconds} s and at most ${megabytes(made.peakMemoryBytes)} MB of memory.`,
      ),
    );
    this.log(
      this.pick(
        `Giữ kín ${made.folder}/recipe.json: ai có tệp này thì tính được các mã. Cách dùng: ${made.folder}/README.txt.`,
        `Keep ${made.folder}/recipe.json to yourself: who has it can compute the codes. How to use it: ${made.folder}/README.txt.`,
      ),
    );
    return made;
  }
}
