import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';

export default class SharingCompare extends BaseCommand {
  static override summary = bilingual(
    'So một ca chụp ở PACS nơi gửi và PACS nơi nhận, theo dự thảo 11/2025',
    'Compare one study at the sending and the receiving PACS, by the draft of November 2025',
  );
  static override description = bilingual(
    'Hỏi C-FIND ở hai nơi rồi so số series, số ảnh và UID. Với --pixels thì lấy ảnh từ hai nơi (C-GET, hoặc C-MOVE về dicom.receive) và so từng điểm ảnh; ảnh chỉ nằm trong bộ nhớ, từng ảnh một. Chỉ đọc. Kết quả không có thông tin người bệnh, không có UID. Mã thoát: 0 xong; 2 tệp, tùy chọn sai hoặc không hỏi được; 3 có điều kiện của dự thảo không được đáp ứng; 130 dừng bằng Ctrl-C.',
    'Asks both by C-FIND and compares series, objects and UIDs. With --pixels the images are fetched from both (C-GET, or C-MOVE to dicom.receive) and compared pixel by pixel, one in memory at a time. Reads only. The result holds no patient data and no UID. Exit code: 0 done; 2 wrong file or flag, or a node cannot be asked; 3 a condition of the draft is not met; 130 stopped by Ctrl-C.',
  );
  static override examples = [
    '<%= config.bin %> sharing compare facility.yaml --sender pacs-a --receiver pacs-b --study 1.2.3 --pixels --out so-sanh',
  ];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    sender: Flags.string({
      required: true,
      summary: bilingual('Mã nút DICOM của nơi gửi', 'Id of the sending DICOM node'),
      helpValue: 'ID',
    }),
    receiver: Flags.string({
      required: true,
      summary: bilingual('Mã nút DICOM của nơi nhận', 'Id of the receiving DICOM node'),
      helpValue: 'ID',
    }),
    study: Flags.string({
      required: true,
      summary: bilingual('Study Instance UID của ca chụp', 'Study Instance UID of the study'),
      helpValue: 'UID',
    }),
    pixels: Flags.boolean({
      summary: bilingual(
        'Được lấy ảnh về để so từng điểm ảnh',
        'Images may be fetched and compared pixel by pixel',
      ),
    }),
    case: Flags.string({
      summary: bilingual(
        'Tệp YAML: hồ sơ, xác nhận, quyết định của bác sĩ về ca-1',
        'YAML file: papers, attestations, doctors’ decisions about ca-1',
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
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(SharingCompare);
    const [{ formatLocalDay }, { runSharingCompare }, { summariseReport }] = await Promise.all([
      import('../../locale/local-time.ts'),
      import('../../sharing/compare/run-compare.ts'),
      import('../../sharing/summarise-report.ts'),
    ]);
    const { recordReport, requireSharingDossier } = await import('../../sharing/record-report.ts');
    if (flags.dossier !== undefined) await requireSharingDossier(flags.dossier, this.language);
    const result = await runSharingCompare({
      facilityFile: args.facility,
      sender: flags.sender,
      receiver: flags.receiver,
      studyInstanceUid: flags.study,
      pixels: flags.pixels,
      caseFile: flags.case,
      out: flags.out,
      checkedOn: formatLocalDay(new Date()),
      language: this.language,
      signal: this.signal,
      onProgress: (line) => this.note(line),
    });
    if (flags.dossier !== undefined)
      await recordReport(flags.dossier, result.report, 'compare', this.language);
    for (const line of summariseReport(result, this.language)) this.log(line);
    if (result.report.subjects.some((one) => one.standing === 'contradicted'))
      process.exitCode = exitCodes.rejected;
    else if (result.pdfProblem !== undefined) process.exitCode = exitCodes.noPdf;
    return result.report;
  }
}
