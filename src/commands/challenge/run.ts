import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';

export default class ChallengeRun extends BaseCommand {
  static override summary = bilingual(
    'Trình diễn có hướng dẫn trên ca thử thách, ngay trên cửa sổ dòng lệnh',
    'Guided demonstration on the challenge study, on the terminal',
  );
  static override description = bilingual(
    'Từng tiêu chí: mở gì, làm gì trên trình xem của bệnh viện, nộp ảnh chụp, gõ mã hoặc trị số. Ảnh được đọc và so ngay; ảnh bị loại không để lại gì. Dừng lúc nào cũng được, chạy lại để làm tiếp.',
    "Criterion by criterion: what to open and do in the hospital's own viewer, then pictures, codes or values. Pictures are read and compared at once; a rejected one leaves nothing. Stop at any time and run it again to go on.",
  );
  static override examples = [
    '<%= config.bin %> challenge run ho-so',
    '<%= config.bin %> challenge run ho-so --challenge thu-thach',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    challenge: Flags.string({
      summary: bilingual(
        'Thư mục do challenge make ghi ra, khi ca không được gửi bằng challenge send',
        'The folder that challenge make wrote, when the study was not sent by challenge send',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ChallengeRun);
    const [{ runWalk }, { fitLine }] = await Promise.all([
      import('../../walkthrough/run/run-walk.ts'),
      import('../../cleanup/fit-line.ts'),
    ]);
    const { stdin, stderr, stdout } = process;
    const { lines, ...result } = await runWalk({
      folder: args.dossier,
      challengeFolder: flags.challenge,
      language: this.language,
      signal: this.signal,
      workingFolder: process.cwd(),
      input: stdin,
      output: stderr,
      terminal: stdin.isTTY === true && stderr.isTTY === true,
      width: stderr.columns,
    });
    for (const line of lines.flatMap((one) => fitLine(one, stdout.columns))) this.log(line);
    if (result.ended === 'interrupted') process.exitCode = exitCodes.interrupted;
    return result;
  }
}
