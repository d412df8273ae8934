import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';

export default class ChallengeSend extends BaseCommand {
  static override summary = bilingual(
    'Gửi ca thử thách lên PACS; ca ở lại đó tới khi chạy cleanup',
    'Send the challenge study to the PACS, where it stays until cleanup',
  );
  static override description = bilingual(
    'Ca lấy từ challenge.folder của tệp cơ sở. Ghi nhật ký trước ảnh đầu tiên; hồ sơ giữ công thức và số ảnh PACS nhận theo từng loại. Mã thoát: 0 PACS nhận đủ; 2 tệp hoặc tùy chọn sai, chưa cho phép; 4 chưa nhận đủ; 130 dừng bằng Ctrl-C.',
    'The study is that of challenge.folder in the facility file. It is journalled before the first object; the dossier keeps the recipe and how many objects of each kind were taken. Exit code: 0 all were taken; 2 wrong file or flag, or not allowed; 4 not all were; 130 stopped by Ctrl-C.',
  );
  static override examples = [
    '<%= config.bin %> challenge send facility.yaml --out ho-so --allow active',
    '<%= config.bin %> challenge send facility.yaml --dossier ho-so --node pacs --allow active',
  ];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    out: Flags.string({
      exclusive: ['dossier'],
      summary: bilingual('Ghi vào một hồ sơ mới', 'Record into a new dossier'),
    }),
    dossier: Flags.string({
      summary: bilingual('Ghi vào một hồ sơ đã có', 'Record into a dossier that is there'),
    }),
    node: Flags.string({
      summary: bilingual(
        'Mã nút DICOM nhận ca; bỏ trống khi chỉ có một PACS có send: test-study',
        'Id of the DICOM node; may be left out when one PACS has send: test-study',
      ),
    }),
    challenge: Flags.string({
      summary: bilingual(
        'Thư mục do challenge make ghi ra, thay cho challenge.folder',
        'The folder that challenge make wrote, in place of challenge.folder',
      ),
    }),
    allow: Flags.string({
      default: '',
      summary: bilingual('Cho phép gửi dữ liệu thử: active', 'Allow test data to be sent: active'),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ChallengeSend);
    const [{ runSend }, { fitLine }] = await Promise.all([
      import('../../walkthrough/send/run-send.ts'),
      import('../../cleanup/fit-line.ts'),
    ]);
    const { lines, ...outcome } = await runSend({
      facilityFile: args.facility,
      node: flags.node,
      out: flags.out,
      dossier: flags.dossier,
      challengeFolder: flags.challenge,
      allow: flags.allow,
      language: this.language,
      signal: this.signal,
      note: (line) => this.note(line),
    });
    for (const line of lines.flatMap((one) => fitLine(one, process.stdout.columns))) this.log(line);
    if (outcome.interrupted) process.exitCode = exitCodes.interrupted;
    else if (!outcome.complete) process.exitCode = exitCodes.provisional;
    return outcome;
  }
}
