import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';

export default class DrillFailover extends BaseCommand {
  static override summary = bilingual(
    'Theo dõi C-ECHO, HTTP và TCP trong lúc người vận hành làm ngừng một máy chủ bằng tay',
    'Watch C-ECHO, HTTP and TCP while the operator takes a node down by hand',
  );
  static override description = bilingual(
    'Lệnh này không tự làm ngừng máy nào. Nó hỏi đều đặn, báo ngay khi có gián đoạn, tự dừng khi đã ổn định trở lại. Với --allow load,active, nó lưu ảnh thử đánh số trong suốt thời gian đó, kiểm tra từng ảnh đã được PACS xác nhận có còn không, rồi xóa. Mã thoát: 0 đã theo dõi xong, dù thấy gì; 2 tệp hoặc tùy chọn sai, chưa cho phép; 4 còn ảnh thử chưa xóa; 130 dừng bằng Ctrl-C, kết quả đã có vẫn được ghi.',
    'It takes nothing down itself. It asks steadily, tells of an outage at once, and ends by itself when it is stable again. With --allow load,active it stores numbered test images throughout, checks that every one the PACS acknowledged is still there, and removes them. Exit code: 0 watched to the end, whatever was seen; 2 wrong file or flag, or not allowed; 4 test images are left; 130 stopped by Ctrl-C, with what was seen recorded.',
  );
  static override examples = [
    '<%= config.bin %> drill failover facility.yaml --allow load --out dien-tap',
    '<%= config.bin %> drill failover facility.yaml --node pacs --web xem-anh --allow load,active --dossier ho-so',
  ];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    node: Flags.string({
      multiple: true,
      summary: bilingual(
        'Mã nút DICOM cần theo dõi; bỏ trống cả --node và --web: mọi PACS, kho và trang web nội bộ',
        'Id of a DICOM node to watch; without --node and --web: every PACS, archive and web page inside',
      ),
    }),
    web: Flags.string({
      multiple: true,
      summary: bilingual('Mã trang web cần theo dõi', 'Id of a web endpoint to watch'),
    }),
    out: Flags.string({
      exclusive: ['dossier'],
      summary: bilingual('Ghi vào một hồ sơ mới', 'Record into a new dossier'),
    }),
    dossier: Flags.string({
      summary: bilingual('Ghi vào một hồ sơ đã có', 'Record into a dossier that is there'),
    }),
    interval: Flags.integer({
      default: 200,
      min: 100,
      max: 5_000,
      summary: bilingual('Cách nhau bao lâu thì hỏi, ms', 'From one question to the next, ms'),
    }),
    baseline: Flags.integer({
      default: 60,
      min: 5,
      max: 600,
      summary: bilingual(
        'Đoạn nền trước khi làm ngừng máy, giây',
        'Baseline before anything is taken down, seconds',
      ),
    }),
    after: Flags.integer({
      default: 60,
      min: 5,
      max: 600,
      summary: bilingual(
        'Ổn định trở lại bao lâu thì tự dừng, giây',
        'Ends after being stable again for so long, seconds',
      ),
    }),
    max: Flags.integer({
      default: 900,
      min: 15,
      max: 3_600,
      summary: bilingual('Theo dõi lâu nhất, giây', 'Watch for at most, seconds'),
    }),
    allow: Flags.string({
      default: '',
      summary: bilingual(
        'Cho phép: load (hỏi liên tục, bắt buộc), active (lưu ảnh thử); cách nhau bằng dấu phẩy',
        'Allow: load (steady questions, required), active (store test images); comma-separated',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(DrillFailover);
    const [{ runDrill }, { breakText }] = await Promise.all([
      import('../../drill/run-drill.ts'),
      import('../../sweep/break-text.ts'),
    ]);
    const seconds = (count: number): number => count * 1_000;
    const { lines, ...outcome } = await runDrill({
      facilityFile: args.facility,
      nodes: flags.node ?? [],
      webs: flags.web ?? [],
      out: flags.out,
      dossier: flags.dossier,
      intervalMs: flags.interval,
      baselineMs: seconds(flags.baseline),
      afterMs: seconds(flags.after),
      maxMs: seconds(flags.max),
      allow: flags.allow,
      language: this.language,
      signal: this.signal,
      note: (line) => {
        for (const part of fitLine(line, process.stderr.columns, breakText)) this.note(part);
      },
    });
    for (const line of lines)
      for (const part of fitLine(line, process.stdout.columns, breakText)) this.log(part);
    if (outcome.dossier !== undefined)
      this.note(this.pick(`Đã ghi vào ${outcome.dossier}`, `Recorded in ${outcome.dossier}`));
    if (outcome.left > 0)
      this.note(
        this.pick(
          `Còn ca thử chưa xóa; dọn bằng: rispacs cleanup ${outcome.dossier}`,
          `A test study is left; clean up with: rispacs cleanup ${outcome.dossier}`,
        ),
      );
    if (outcome.ended === 'stopped') process.exitCode = exitCodes.interrupted;
    else if (outcome.left > 0) process.exitCode = exitCodes.provisional;
    return outcome;
  }
}

/** A long line over several of a terminal's width, the later ones further in; whole where there is no terminal. */
function fitLine(
  line: string,
  width: number | undefined,
  breakText: (text: string, width: number) => string[],
): string[] {
  if (width === undefined || line.length <= width) return [line];
  const margin = /^\s*(\d\d:\d\d:\d\d {2})?/.exec(line)?.[0] ?? '';
  const [first = '', ...rest] = breakText(
    line.slice(margin.length),
    Math.max(20, width - margin.length - 2),
  );
  return [`${margin}${first}`, ...rest.map((part) => `${' '.repeat(margin.length + 2)}${part}`)];
}
