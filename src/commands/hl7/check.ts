import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { UserError } from '../../errors/user-error.ts';

export default class Hl7Check extends BaseCommand {
  static override summary = bilingual(
    'Xét bản tin HL7 đã thu theo một hồ sơ, không cần mạng',
    'Judge captured HL7 messages by a profile, without any network',
  );
  static override description = bilingual(
    'Đọc bản tin nguyên văn (CR, LF hoặc CR LF), nhiều bản tin trong khối MLLP, hoặc lô FHS/BHS. Bản tin thật chứa thông tin người bệnh: mặc định chỉ in độ dài và dạng của giá trị.',
    'Reads bare messages (CR, LF or CR LF), several messages in MLLP blocks, or a batch (FHS/BHS). Real messages hold patient data: unless told otherwise only the length and shape of values are printed.',
  );
  static override strict = false;
  static override usage = '<%= command.id %> FILE…';
  static override examples = [
    '<%= config.bin %> hl7 check ket-qua.hl7',
    '<%= config.bin %> hl7 check --profile vn-practice-2.7 chi-dinh.hl7 ket-qua.hl7',
    '<%= config.bin %> hl7 check --list-profiles',
  ];
  static override flags = {
    profile: Flags.string({
      summary: bilingual(
        'Hồ sơ dùng để xét; bỏ trống thì đoán theo MSH-9 và MSH-12',
        'Profile to judge by; guessed from MSH-9 and MSH-12 when left out',
      ),
      helpValue: 'ID',
    }),
    'list-profiles': Flags.boolean({
      summary: bilingual('Liệt kê các hồ sơ rồi thôi', 'List the profiles and stop'),
    }),
    'show-values': Flags.boolean({
      summary: bilingual(
        'In cả giá trị, kể cả thông tin người bệnh',
        'Print values as well, patient data among them',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(Hl7Check);
    const files = argv.map(String);
    const { checkFiles, listKnownProfiles } = await import('../../hl7-profiles/check-files.ts');
    if (flags['list-profiles']) {
      const { lines, profiles } = await listKnownProfiles(this.language);
      await this.print(lines);
      return { profiles };
    }
    if (files.length === 0) {
      throw new UserError(
        this.pick(
          'Cần ít nhất một tệp. Ví dụ: rispacs hl7 check ket-qua.hl7',
          'At least one file is needed. Example: rispacs hl7 check ket-qua.hl7',
        ),
      );
    }
    const { lines, ...result } = await checkFiles(files, {
      language: this.language,
      profile: flags.profile,
      showValues: flags['show-values'],
      signal: this.signal,
    });
    await this.print(lines);
    if (!result.accepted) process.exitCode = exitCodes.rejected;
    return result;
  }

  private async print(lines: readonly string[]): Promise<void> {
    const { fitLine } = await import('../../cleanup/fit-line.ts');
    const { columns } = process.stdout;
    for (const line of lines.flatMap((one) => fitLine(one, columns))) this.log(line);
  }
}
