import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { UserError } from '../../errors/user-error.ts';

export default class SharingCheck extends BaseCommand {
  static override summary = bilingual(
    'Kiểm tra điều kiện dùng kết quả của nơi khác, theo dự thảo 11/2025',
    'Check the conditions for using another facility’s result, by the draft of November 2025',
  );
  static override description = bilingual(
    'Đọc thư mục, đĩa, USB hoặc tệp ISO có ảnh DICOM; so với hồ sơ bệnh án (bản tin HL7 hoặc CSV từ HIS); đọc phiếu kết quả; xét mức phòng xét nghiệm. Không dùng mạng. Thông tin người bệnh không ra khỏi máy và không nằm trong kết quả. Điều bác sĩ quyết định thì công cụ chỉ hỏi và ghi lại.',
    'Reads folders, discs, USB drives or ISO images with DICOM; compares with the record (HL7 message or CSV from the HIS); reads the written result; weighs laboratory levels. No network. Patient data stays on this computer and out of the result. What a doctor decides is only asked and recorded.',
  );
  static override strict = false;
  static override usage = '<%= command.id %> PATH…';
  static override examples = [
    '<%= config.bin %> sharing check /media/cdrom --record adt.hl7 --result ket-qua.hl7 --out phieu',
    '<%= config.bin %> sharing check --case xet-nghiem.yaml',
  ];
  static override flags = {
    record: Flags.string({
      summary: bilingual(
        'Hồ sơ bệnh án: bản tin HL7 hoặc bảng CSV từ HIS',
        'The medical record: an HL7 message or a CSV table from the HIS',
      ),
      helpValue: 'FILE',
    }),
    result: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      default: [],
      summary: bilingual(
        'Phiếu kết quả: HL7 (ORU, MDM) hoặc PDF; dùng được nhiều lần',
        'The written result: HL7 (ORU, MDM) or PDF; may be given several times',
      ),
      helpValue: 'FILE',
    }),
    transfer: Flags.boolean({
      summary: bilingual(
        'Đây là gói gửi khi chuyển người bệnh: xét cả điểm 2.3',
        'This is what goes with a transferred patient: point 2.3 is judged too',
      ),
    }),
    case: Flags.string({
      summary: bilingual(
        'Tệp YAML: hồ sơ, xác nhận, mức phòng xét nghiệm, quyết định của bác sĩ',
        'YAML file: papers, attestations, laboratory levels, doctors’ decisions',
      ),
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
      summary: bilingual('Thư mục mới cho phiếu và số liệu', 'New folder for page and data'),
      helpValue: 'DIR',
    }),
    on: Flags.string({
      summary: bilingual('Ngày kiểm tra; mặc định hôm nay', 'Day of the check; default: today'),
      helpValue: 'YYYY-MM-DD',
    }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(SharingCheck);
    const paths = argv.map(String);
    if (paths.length === 0 && flags.case === undefined) {
      throw new UserError(
        this.pick(
          'Cần ít nhất một thư mục, đĩa hoặc tệp ISO, hoặc --case. Ví dụ: rispacs sharing check /media/cdrom',
          'At least one folder, disc or ISO image is needed, or --case. Example: rispacs sharing check /media/cdrom',
        ),
      );
    }
    const { formatLocalDay } = await import('../../locale/local-time.ts');
    if (flags.on !== undefined && !/^\d{4}-\d\d-\d\d$/.test(flags.on)) {
      throw new UserError(
        this.pick('--on cần ngày dạng 2026-11-22.', '--on takes a date such as 2026-11-22.'),
      );
    }
    const { runSharingCheck } = await import('../../sharing/run-check.ts');
    const { summariseReport } = await import('../../sharing/summarise-report.ts');
    const { recordReport, requireSharingDossier } = await import('../../sharing/record-report.ts');
    if (flags.dossier !== undefined) await requireSharingDossier(flags.dossier, this.language);
    const result = await runSharingCheck({
      paths,
      record: flags.record,
      results: flags.result,
      isTransfer: flags.transfer,
      caseFile: flags.case,
      out: flags.out,
      checkedOn: flags.on ?? formatLocalDay(new Date()),
      language: this.language,
      signal: this.signal,
      onProgress: (line) => this.note(line),
    });
    if (flags.dossier !== undefined)
      await recordReport(flags.dossier, result.report, 'check', this.language);
    for (const line of summariseReport(result, this.language)) this.log(line);
    if (result.report.subjects.some((one) => one.standing === 'contradicted'))
      process.exitCode = exitCodes.rejected;
    else if (result.pdfProblem !== undefined) process.exitCode = exitCodes.noPdf;
    return result.report;
  }
}
