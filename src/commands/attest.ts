import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Attest extends BaseCommand {
  static override summary = bilingual(
    'Ghi xác nhận, hồ sơ, tuyên bố không có, từ chối cho đo vào một hồ sơ đã có',
    'Record attestations, documents, declarations of absence and refusals into a dossier',
  );
  static override description = bilingual(
    'Không có --file: hỏi từng tiêu chí còn mở ngay trên cửa sổ dòng lệnh. Mỗi mục được ghi ngay; dừng lúc nào cũng được, chạy lại để làm tiếp.',
    'Without --file: asks about each open criterion on the terminal. Every entry is written at once; stop at any time and run it again to go on.',
  );
  static override examples = [
    '<%= config.bin %> attest ho-so',
    '<%= config.bin %> attest ho-so --file bang-chung.yaml',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    file: Flags.string({
      summary: bilingual(
        'Tệp bằng chứng (YAML), như mục statements của tệp cơ sở',
        'Statements file (YAML), as under statements in the facility file',
      ),
    }),
    'assessed-on': Flags.string({
      summary: bilingual(
        'Chuyển ngày đánh giá của hồ sơ tới ngày này, để tính những gì ký sau ngày đánh giá cũ',
        'Move the day the dossier speaks of to this day, so that what was signed since counts',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Attest);
    const [{ runAttest }, { formatLocalDay }] = await Promise.all([
      import('../attest/run-attest.ts'),
      import('../locale/local-time.ts'),
    ]);
    const { stdin, stderr } = process;
    const { outcome, ended, lines } = await runAttest({
      folder: args.dossier,
      file: flags.file,
      assessedOn: flags['assessed-on'],
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
