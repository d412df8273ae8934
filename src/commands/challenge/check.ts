import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { UserError } from '../../errors/user-error.ts';

export default class ChallengeCheck extends BaseCommand {
  static override summary = bilingual(
    'Đọc ảnh chụp màn hình, ảnh xuất ra hoặc ảnh chụp màn hình bằng điện thoại: có phải ca thử thách này không, cho thấy gì',
    'Read screenshots, exported images or photos of a monitor: are they of this challenge study, and what do they show',
  );
  static override description = bilingual(
    'Mỗi tệp PNG, JPEG hoặc bản tin HL7 có ảnh một câu. Không ghi gì vào hồ sơ. Mã thoát: 0 mọi ảnh đều là bằng chứng; 2 tệp hoặc tùy chọn sai; 3 có ảnh bị loại.',
    'One sentence for each PNG or JPEG file, or HL7 message with pictures. Nothing is recorded. Exit code: 0 every picture is evidence; 2 wrong file or flag; 3 a picture was rejected.',
  );
  static override strict = false;
  static override usage = '<%= command.id %> FILE…';
  static override examples = [
    '<%= config.bin %> challenge check anh.png --challenge thu-thach',
    '<%= config.bin %> challenge check anh-1.png anh-2.jpg --dossier ho-so',
  ];
  static override flags = {
    dossier: Flags.string({
      summary: bilingual(
        'Hồ sơ: lấy ca thử thách trong đó, và loại ảnh đã nộp',
        'Dossier: its challenge study, and the pictures that were handed in before',
      ),
    }),
    challenge: Flags.string({
      summary: bilingual(
        'Thư mục do challenge make ghi ra',
        'The folder that challenge make wrote',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(ChallengeCheck);
    const files = argv.map(String);
    if (files.length === 0) {
      throw new UserError(
        this.pick(
          'Cần ít nhất một tệp. Ví dụ: rispacs challenge check anh.png --dossier ho-so',
          'At least one file is needed. Example: rispacs challenge check picture.png --dossier dossier',
        ),
      );
    }
    const [{ checkPictures }, { fitLine }] = await Promise.all([
      import('../../walkthrough/check-pictures.ts'),
      import('../../cleanup/fit-line.ts'),
    ]);
    const report = await checkPictures({
      files,
      dossier: flags.dossier,
      challengeFolder: flags.challenge,
      language: this.language,
      signal: this.signal,
    });
    this.log(
      this.pick(`Ca thử thách lượt ${report.runCode}`, `Challenge study of run ${report.runCode}`),
    );
    const words = [this.pick('ĐỌC ĐƯỢC', 'READ'), this.pick('LOẠI', 'REJECTED')];
    const width = Math.max(...words.map(({ length }) => length));
    for (const { file, accepted, sentence } of report.pictures) {
      const word = (words[accepted ? 0 : 1] ?? '').padEnd(width);
      for (const line of fitLine(`${word}  ${file}: ${sentence}`, process.stdout.columns))
        this.log(line);
    }
    if (!report.accepted) process.exitCode = exitCodes.rejected;
    return report;
  }
}
