import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { UserError } from '../errors/user-error.ts';

export default class Doctor extends BaseCommand {
  static override summary = bilingual(
    'Kiểm tra máy này: Node, trình duyệt in PDF, phông chữ, ổ đĩa, đồng hồ, cổng, địa chỉ IP',
    'Check this computer: Node, browser for the PDF, fonts, disk, clock, ports, IP addresses',
  );
  static override description = bilingual(
    'Không liên lạc với máy nào, trừ máy chủ giờ khi có --ntp. Mã thoát: 0 dùng được; 2 chưa chạy được việc đánh giá; 6 chỉ chưa lập được bản PDF.',
    'Contacts nobody, except a time server given with --ntp. Exit code: 0 ready; 2 an assessment cannot run; 6 only the PDF cannot be made.',
  );
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --ntp 10.0.0.1 --hl7-port 2576 --dicom-port 11113',
  ];
  static override flags = {
    ntp: Flags.string({
      summary: bilingual(
        'Máy chủ giờ để so đồng hồ, ví dụ 10.0.0.1',
        'Time server to compare the clock with, e.g. 10.0.0.1',
      ),
    }),
    'lan-port': Flags.integer({
      default: 5201,
      min: 1,
      max: 65535,
      summary: bilingual('Cổng của serve lan', 'Port of serve lan'),
    }),
    'hl7-port': Flags.integer({
      min: 1,
      max: 65535,
      summary: bilingual('Cổng sẽ nhận kết quả HL7', 'Port that will receive HL7 results'),
    }),
    'dicom-port': Flags.integer({
      min: 1,
      max: 65535,
      summary: bilingual('Cổng sẽ nhận ảnh DICOM', 'Port that will receive DICOM images'),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Doctor);
    const [{ examineComputer }, { describeChecks }, { parseTimeServer }] = await Promise.all([
      import('../doctor/examine-computer.ts'),
      import('../doctor/describe-checks.ts'),
      import('../doctor/sntp.ts'),
    ]);
    const timeServer = flags.ntp === undefined ? undefined : parseTimeServer(flags.ntp);
    if (flags.ntp !== undefined && timeServer === undefined) {
      throw new UserError(
        this.pick(
          `--ntp cần địa chỉ hoặc tên máy, có thể kèm cổng (ví dụ 10.0.0.1 hoặc ntp.benhvien.vn:123); không đọc được "${flags.ntp}".`,
          `--ntp takes an address or host name, optionally with a port (10.0.0.1, ntp.example:123); cannot read "${flags.ntp}".`,
        ),
      );
    }
    const examination = await examineComputer({
      language: this.language,
      signal: this.signal,
      folder: process.cwd(),
      ports: [
        { use: 'lan', port: flags['lan-port'] },
        ...(flags['hl7-port'] === undefined
          ? []
          : [{ use: 'hl7' as const, port: flags['hl7-port'] }]),
        ...(flags['dicom-port'] === undefined
          ? []
          : [{ use: 'dicom' as const, port: flags['dicom-port'] }]),
      ],
      ...(timeServer &&
        flags.ntp !== undefined && { timeServer: { ...timeServer, name: flags.ntp } }),
    });
    for (const line of describeChecks(examination, this.language)) this.log(line);
    if (!examination.usable) process.exitCode = exitCodes.usage;
    else if (!examination.pdf) process.exitCode = exitCodes.noPdf;
    return examination;
  }
}
