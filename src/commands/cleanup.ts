import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Cleanup extends BaseCommand {
  static override summary = bilingual(
    'Hủy, xóa, đóng dữ liệu thử còn lại sau một lần đo, kiểm tra lại, lập danh sách cần xóa tay và ghi nhận việc xóa tay',
    'Cancel, remove or close test data that a run has left, verify it, list what must be removed by hand, and record that it was',
  );
  static override examples = [
    '<%= config.bin %> cleanup ho-so',
    '<%= config.bin %> cleanup ho-so --yes --list danh-sach-xoa.pdf',
    '<%= config.bin %> cleanup ho-so --dry-run --list danh-sach-xoa.html',
    '<%= config.bin %> cleanup ho-so --record-removal ban-quet.pdf --by "Trần Thị Hà" --on 2026-11-22',
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
      summary: bilingual('Làm mà không hỏi lại', 'Go ahead without asking'),
    }),
    'dry-run': Flags.boolean({
      default: false,
      exclusive: ['yes'],
      summary: bilingual(
        'Chỉ cho xem và lập danh sách; không gửi gì, không ghi vào hồ sơ',
        'Show and list only; nothing is sent and the dossier is not written to',
      ),
    }),
    'record-removal': Flags.string({
      dependsOn: ['by'],
      exclusive: ['yes', 'dry-run', 'list', 'facility'],
      summary: bilingual(
        'Ghi nhận những gì còn lại là đã xóa tay, theo bản quét danh sách đã ký (PDF, PNG, JPEG); không gửi gì',
        'Record what is left as removed by hand, by a scan of the signed list (PDF, PNG, JPEG); nothing is sent',
      ),
    }),
    by: Flags.string({
      dependsOn: ['record-removal'],
      summary: bilingual('Họ tên người đã xóa tay', 'Full name of who removed it by hand'),
    }),
    on: Flags.string({
      dependsOn: ['record-removal'],
      summary: bilingual(
        'Ngày xóa tay; bỏ trống là hôm nay',
        'Day of removal; today when left out',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Cleanup);
    const { 'record-removal': signedList, by } = flags;
    if (signedList !== undefined && by !== undefined)
      return this.record(args.dossier, { file: signedList, by, on: flags.on });
    const { runCleanup } = await import('../cleanup/run-cleanup.ts');
    const { fitLine } = await import('../cleanup/fit-line.ts');
    const { stdin, stdout, stderr } = process;
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
      note: (line) => {
        for (const part of fitLine(line, stderr.columns)) this.note(part);
      },
    });
    for (const line of lines.flatMap((one) => fitLine(one, stdout.columns))) this.log(line);
    if (outcome.confirmation === 'interrupted') process.exitCode = exitCodes.interrupted;
    else this.endWith(outcome);
    return outcome;
  }

  private async record(
    folder: string,
    paper: { readonly file: string; readonly by: string; readonly on: string | undefined },
  ): Promise<unknown> {
    const { recordRemoval } = await import('../cleanup/record-removal.ts');
    const { fitLine } = await import('../cleanup/fit-line.ts');
    const { lines, ...outcome } = await recordRemoval({
      ...paper,
      folder,
      language: this.language,
      signal: this.signal,
      workingFolder: process.cwd(),
    });
    const { columns } = process.stdout;
    for (const line of lines.flatMap((one) => fitLine(one, columns))) this.log(line);
    this.endWith(outcome);
    return outcome;
  }

  private endWith(outcome: {
    readonly foreign: number;
    readonly left: number;
    readonly assessment: string;
  }): void {
    // Entries that are not ours stay, but what they say comes first: the journal was edited.
    if (outcome.foreign > 0) process.exitCode = exitCodes.integrity;
    else if (outcome.left > 0) process.exitCode = exitCodes.provisional;
    else if (outcome.assessment === 'failed') process.exitCode = exitCodes.integrity;
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
