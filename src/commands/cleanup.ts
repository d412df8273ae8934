import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Cleanup extends BaseCommand {
  static override summary = bilingual(
    'Hủy dữ liệu thử còn lại sau một lần đo, kiểm tra lại và lập danh sách cần xóa tay',
    'Cancel test data that a run has left, verify it, and list what must be removed by hand',
  );
  static override examples = [
    '<%= config.bin %> cleanup ho-so',
    '<%= config.bin %> cleanup ho-so --yes --list danh-sach-xoa.pdf',
    '<%= config.bin %> cleanup ho-so --dry-run --list danh-sach-xoa.html',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    facility: Flags.string({
      summary: bilingual(
        'Tệp cơ sở thay cho bản trong hồ sơ, khi địa chỉ hoặc tệp TLS đã đổi',
        'Facility file in place of the copy in the dossier, when an address or TLS file has changed',
      ),
    }),
    list: Flags.string({
      summary: bilingual(
        'Lập danh sách những gì còn lại để ký: tệp .pdf hoặc .html',
        'Write a list of what is left, for signature (in Vietnamese): a .pdf or .html file',
      ),
    }),
    yes: Flags.boolean({
      char: 'y',
      default: false,
      summary: bilingual('Gửi mà không hỏi lại', 'Send without asking'),
    }),
    'dry-run': Flags.boolean({
      default: false,
      exclusive: ['yes'],
      summary: bilingual(
        'Chỉ cho xem và lập danh sách; không gửi gì, không ghi vào hồ sơ',
        'Show and list only; nothing is sent and the dossier is not written to',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Cleanup);
    const { runCleanup } = await import('../cleanup/run-cleanup.ts');
    const { stdin, stderr } = process;
    const { lines, ...outcome } = await runCleanup({
      folder: args.dossier,
      facilityFile: flags.facility,
      listFile: flags.list,
      dryRun: flags['dry-run'],
      yes: flags.yes,
      language: this.language,
      signal: this.signal,
      input: stdin,
      output: stderr,
      terminal: stdin.isTTY === true && stderr.isTTY === true,
      width: stderr.columns,
      note: (line) => this.note(line),
    });
    for (const line of lines) this.log(line);
    if (outcome.confirmation === 'interrupted') process.exitCode = exitCodes.interrupted;
    // Entries that are not ours stay, but what they say comes first: the journal was edited.
    else if (outcome.foreign > 0) process.exitCode = exitCodes.integrity;
    else if (outcome.left > 0) process.exitCode = exitCodes.provisional;
    else if (outcome.assessment === 'failed') process.exitCode = exitCodes.integrity;
    return outcome;
  }

  protected override interruptedDetails(): readonly string[] {
    return [
      this.pick(
        'Nhật ký giữ những gì đã làm; chạy lại cùng lệnh để dọn tiếp.',
        'The journal has what was done; run the same command again to go on.',
      ),
    ];
  }
}
