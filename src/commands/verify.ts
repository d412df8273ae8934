import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import type { ProbedAgain } from '../verification/probe-again.ts';

export default class Verify extends BaseCommand {
  static override summary = bilingual(
    'Kiểm tra một hồ sơ: tệp còn nguyên không, ai đã ký, xét lại có ra cùng kết quả không',
    'Verify a dossier: are the files intact, who signed, does judging again give the same result',
  );
  static override description = bilingual(
    'Không dùng mạng, trừ khi có --probe. Kết thúc với mã 5 khi có bất kỳ điều gì không đúng.',
    'Uses no network, except with --probe. Ends with code 5 when anything is not right.',
  );
  static override examples = [
    '<%= config.bin %> verify ho-so',
    '<%= config.bin %> verify ho-so.zip --key-fingerprint "3F2A 91C0 …"',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ, hoặc tệp ZIP', 'Dossier folder, or ZIP file'),
    }),
  };
  static override flags = {
    'expect-sha256': Flags.string({
      summary: bilingual(
        'Mã SHA-256 nhận qua đường khác: của tệp ZIP, của manifest-sha256.txt, hoặc mã ở trang 1 báo cáo',
        'SHA-256 known from elsewhere: of the ZIP file, of manifest-sha256.txt, or the one on page 1 of the report',
      ),
    }),
    'key-fingerprint': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: bilingual(
        'Dấu vân tay của khóa phải có chữ ký; nêu nhiều lần được',
        'Fingerprint of a key that must have signed; may be given several times',
      ),
    }),
    ca: Flags.string({
      summary: bilingual(
        'Tệp PEM các đơn vị cấp chứng thư được tin, để xét chữ ký số trong report.pdf (không hỏi thu hồi)',
        'PEM file of trusted certificate authorities, to judge digital signatures in report.pdf (revocation is not asked)',
      ),
    }),
    probe: Flags.boolean({
      default: false,
      summary: bilingual(
        'Đo lại những phép chỉ quan sát và so với hồ sơ (gửi gói tin đến các hệ thống trong hồ sơ)',
        'Measure the observing probes again and compare (sends packets to the systems of the dossier)',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Verify);
    const { language, signal } = this;
    const [{ verifyGiven }, { describeVerification }, { readExpectations, readTrusted }] =
      await Promise.all([
        import('../verification/verify-packed.ts'),
        import('../verification/describe-verification.ts'),
        import('../verification/read-options.ts'),
      ]);
    const expected = readExpectations(flags['expect-sha256'], flags['key-fingerprint'], language);
    const trusted = flags.ca === undefined ? undefined : await readTrusted(flags.ca, language);
    let probed: readonly ProbedAgain[] | undefined;
    const verification = await verifyGiven({
      path: args.dossier,
      language,
      signal,
      options: { expected, ...(trusted && { trusted }) },
      also: flags.probe
        ? async (folder) => {
            const { probeAgain } = await import('../verification/probe-again.ts');
            probed = await probeAgain({
              folder,
              language,
              signal,
              note: (line) => this.note(line),
            });
          }
        : undefined,
    });
    for (const line of describeVerification(verification, language)) this.log(line);
    if (probed) {
      const { describeProbed } = await import('../verification/describe-probed.ts');
      for (const line of describeProbed(probed, language)) this.log(line);
    }
    if (!verification.ok) process.exitCode = exitCodes.integrity;
    return probed ? { ...verification, probed } : verification;
  }
}
