import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';

export default class SharingAudit extends BaseCommand {
  static override summary = bilingual(
    'Kiểm tra mẫu các ca chụp gần đây trong PACS, theo dự thảo 11/2025',
    'Check a sample of recent studies of a PACS, by the draft of November 2025',
  );
  static override description = bilingual(
    'Bốc thăm N ca gần đây của mỗi modality (cùng --seed và cùng PACS thì ra cùng các ca), rồi kiểm từng ca. Chỉ đọc, hỏi thưa, chỉ chạy trong allowedWindow của tệp cơ sở. Chỉ giữ số đếm, kết quả từng điều kiện và mã băm có khóa của Study Instance UID. Không có --pixels thì chỉ hỏi C-FIND và nhiều điều kiện sẽ là "chưa xác định". Mã thoát: 0 xong; 2 tệp, tùy chọn sai, ngoài khung giờ hoặc PACS không trả lời; 3 có ca không đáp ứng; 4 dừng sớm; 130 dừng bằng Ctrl-C, vẫn có phiếu.',
    'Draws N recent studies of each modality by lot (the same --seed over the same PACS gives the same studies) and checks them one by one. Reads only, asks slowly, runs only in the allowedWindow of the facility file. Keeps counts, rule outcomes and a keyed hash of the Study Instance UID. Without --pixels only C-FIND is used, and many conditions stay undetermined. Exit code: 0 done; 2 wrong file or flag, outside the allowed hours, or the PACS does not answer; 3 a study does not meet a condition; 4 ended early; 130 stopped by Ctrl-C, with a report.',
  );
  static override examples = [
    '<%= config.bin %> sharing audit facility.yaml --node pacs --per-modality 20 --days 30 --pixels --out kiem-mau',
  ];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    node: Flags.string({
      required: true,
      summary: bilingual('Mã nút DICOM của PACS', 'Id of the DICOM node of the PACS'),
      helpValue: 'ID',
    }),
    'per-modality': Flags.integer({
      default: 20,
      min: 1,
      max: 500,
      summary: bilingual('Số ca mỗi modality', 'Studies of each modality'),
    }),
    days: Flags.integer({
      default: 30,
      min: 1,
      max: 366,
      summary: bilingual('Số ngày gần đây', 'Recent days'),
    }),
    seed: Flags.string({
      summary: bilingual(
        'Số bốc thăm; bỏ trống thì công cụ chọn và in ra',
        'Seed of the drawing; chosen and printed when left out',
      ),
    }),
    pixels: Flags.boolean({
      summary: bilingual(
        'Được lấy ảnh về đọc, từng ảnh một, không lưu',
        'Images may be fetched and read, one at a time, never stored',
      ),
    }),
    rate: Flags.integer({
      default: 4,
      min: 1,
      max: 50,
      summary: bilingual('Số câu hỏi mỗi giây, tối đa', 'Questions a second, at most'),
    }),
    key: Flags.string({
      summary: bilingual(
        'Tệp khóa của bệnh viện để sau này tra lại ca từ mã băm; chưa có thì tạo mới; để ngoài --out',
        'Key file of the hospital, to find a study from its hash later; made when missing; outside --out',
      ),
      helpValue: 'FILE',
    }),
    case: Flags.string({
      summary: bilingual('Tệp YAML: hồ sơ, xác nhận', 'YAML file: papers, attestations'),
      helpValue: 'FILE',
    }),
    dossier: Flags.string({
      summary: bilingual(
        'Hồ sơ đánh giá RIS-PACS sẽ mang kết quả này ở Phụ lục VI; không ảnh hưởng mức',
        'Dossier of a RIS-PACS assessment that carries this result as Annex VI; no effect on the level',
      ),
      helpValue: 'DIR',
    }),
    out: Flags.string({
      required: true,
      summary: bilingual('Thư mục mới cho phiếu và số liệu', 'New folder for page and data'),
      helpValue: 'DIR',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(SharingAudit);
    const [{ formatLocalDay }, { runSharingAudit }, { summariseReport }] = await Promise.all([
      import('../../locale/local-time.ts'),
      import('../../sharing/audit/run-audit.ts'),
      import('../../sharing/summarise-report.ts'),
    ]);
    const { recordReport, requireSharingDossier } = await import('../../sharing/record-report.ts');
    if (flags.dossier !== undefined) await requireSharingDossier(flags.dossier, this.language);
    const result = await runSharingAudit({
      facilityFile: args.facility,
      node: flags.node,
      perModality: flags['per-modality'],
      days: flags.days,
      seed: flags.seed,
      pixels: flags.pixels,
      perSecond: flags.rate,
      keyFile: flags.key,
      caseFile: flags.case,
      out: flags.out,
      checkedOn: formatLocalDay(new Date()),
      language: this.language,
      signal: this.signal,
      onProgress: (line) => this.note(line),
    });
    if (flags.dossier !== undefined)
      await recordReport(flags.dossier, result.report, 'audit', this.language);
    for (const line of summariseReport(result, this.language)) this.log(line);
    const { audit, subjects } = result.report;
    if (audit?.ended === 'interrupted') process.exitCode = exitCodes.interrupted;
    else if (audit?.ended !== 'complete') process.exitCode = exitCodes.provisional;
    else if (subjects.some((one) => one.standing === 'contradicted'))
      process.exitCode = exitCodes.rejected;
    else if (result.pdfProblem !== undefined) process.exitCode = exitCodes.noPdf;
    return result.report;
  }
}
