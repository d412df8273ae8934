import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Sweep extends BaseCommand {
  static override summary = bilingual(
    'Gọi thử mọi AE DICOM của bệnh viện: C-ECHO, và C-FIND mã người bệnh thử với PACS, kho và worklist',
    'Call every DICOM AE of the hospital: C-ECHO, and a C-FIND for the test patient of PACS, archives and worklists',
  );
  static override description = bilingual(
    'Danh sách lấy từ dicom.nodes của tệp cơ sở, hoặc từ tệp CSV có các cột id,host,port,called_ae[,role]. Chỉ hỏi, không gửi ảnh, không để lại dữ liệu. Mã thoát: 0 đã hỏi xong, dù nút trả lời thế nào; 2 tệp hoặc tùy chọn sai; 130 dừng bằng Ctrl-C, kết quả đã có vẫn được in.',
    'The list comes from dicom.nodes of the facility file, or from a CSV file with the columns id,host,port,called_ae[,role]. It only asks, sends no image and leaves nothing behind. Exit code: 0 all were asked, whatever they answered; 2 wrong file or flag; 130 stopped by Ctrl-C, with what is known printed.',
  );
  static override examples = [
    '<%= config.bin %> sweep facility.yaml',
    '<%= config.bin %> sweep --csv ae.csv --calling-ae RISPACS --csv-out ket-qua.csv',
  ];
  static override args = {
    facility: Args.string({
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    csv: Flags.string({
      summary: bilingual(
        'Tệp CSV (UTF-8) thay cho tệp cơ sở: id,host,port,called_ae[,role]',
        'CSV file (UTF-8) instead of a facility file: id,host,port,called_ae[,role]',
      ),
    }),
    'calling-ae': Flags.string({
      summary: bilingual(
        'AE title của công cụ; bỏ trống thì theo tệp cơ sở, hoặc RISPACS',
        'AE title of this tool; as in the facility file, or RISPACS, when left out',
      ),
    }),
    parallel: Flags.integer({
      default: 32,
      min: 1,
      max: 256,
      summary: bilingual('Số AE hỏi cùng lúc', 'AEs asked at the same time'),
    }),
    'per-host': Flags.integer({
      default: 2,
      min: 1,
      max: 64,
      summary: bilingual(
        'Số AE hỏi cùng lúc trên một máy',
        'AEs asked at the same time at one host',
      ),
    }),
    rate: Flags.integer({
      default: 50,
      min: 1,
      max: 1000,
      summary: bilingual(
        'Số association mở mỗi giây, tối đa',
        'Associations begun in a second, at most',
      ),
    }),
    query: Flags.boolean({
      default: true,
      allowNo: true,
      summary: bilingual(
        'Hỏi thêm C-FIND với PACS, kho và worklist',
        'Also send a C-FIND to PACS, archives and worklists',
      ),
    }),
    'csv-out': Flags.string({
      summary: bilingual('Ghi kết quả ra tệp CSV', 'Write the result to a CSV file'),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Sweep);
    const [{ listNodes }, { runSweep }, { layRows }, { tellSummary }, { breakText }] =
      await Promise.all([
        import('../sweep/list-nodes.ts'),
        import('../sweep/run-sweep.ts'),
        import('../sweep/lay-rows.ts'),
        import('../sweep/summarise-rows.ts'),
        import('../sweep/break-text.ts'),
      ]);
    const { nodes, callingAe } = await listNodes(
      { facility: args.facility, csv: flags.csv, callingAe: flags['calling-ae'] },
      this.language,
      this.signal,
    );
    const report = await runSweep(
      nodes,
      {
        callingAe,
        parallel: flags.parallel,
        perHost: flags['per-host'],
        perSecond: flags.rate,
        query: flags.query,
        signal: this.signal,
      },
      this.language,
      (line) => {
        for (const one of breakText(line, process.stderr.columns ?? Infinity)) this.note(one);
      },
    );
    const { columns } = process.stdout;
    for (const line of layRows(report.rows, this.language, columns)) this.log(line);
    this.log('');
    for (const line of tellSummary(report.summary, this.language))
      for (const one of breakText(line, columns ?? Infinity)) this.log(one);
    const out = flags['csv-out'];
    if (out !== undefined) {
      const { writeRowsCsv } = await import('../sweep/write-csv.ts');
      await writeRowsCsv(out, report.rows, this.language);
      this.note(this.pick(`Đã ghi ${out}`, `Wrote ${out}`));
    }
    if (report.interrupted) process.exitCode = exitCodes.interrupted;
    return report;
  }
}
