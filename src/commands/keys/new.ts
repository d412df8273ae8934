import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class KeysNew extends BaseCommand {
  static override summary = bilingual(
    'Tạo cặp khóa để ký hồ sơ (Ed25519)',
    'Make a key pair to sign dossiers with (Ed25519)',
  );
  static override description = bilingual(
    'Khóa này chứng minh hồ sơ không bị sửa từ khi ký, không thay chữ ký số theo pháp luật: để ký báo cáo bằng chứng thư số, xem rispacs sign --pdf.',
    'This key proves that a dossier was not changed after signing. It has no standing in law: to sign the report with a certificate, see rispacs sign --pdf.',
  );
  static override examples = [
    '<%= config.bin %> keys new --out khoa.pem --name "Hội đồng thẩm định"',
  ];
  static override flags = {
    out: Flags.string({
      required: true,
      summary: bilingual(
        'Tệp khóa riêng sẽ tạo, được mật khẩu bảo vệ; khóa công khai đặt bên cạnh',
        'Private key file to make, under a passphrase; the public key goes beside it',
      ),
    }),
    name: Flags.string({
      summary: bilingual('Tên ghi trong tệp khóa công khai', 'Name written in the public key file'),
    }),
    'passphrase-env': Flags.string({
      summary: bilingual(
        'Lấy mật khẩu từ biến môi trường này thay vì hỏi',
        'Take the passphrase from this environment variable instead of asking',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(KeysNew);
    const [
      { makeKey, publicKeyFileOf },
      { takeNewPassphrase },
      { terminalOf },
      { groupHex },
      { requireNewFile },
    ] = await Promise.all([
      import('../../signature/keys/make-key.ts'),
      import('../../signature/keys/ask-passphrase.ts'),
      import('../../signature/keys/terminal-of.ts'),
      import('../../signature/fingerprint.ts'),
      import('../../files/write-new-file.ts'),
    ]);
    const { language } = this;
    // Nobody should type a passphrase twice to be told that the name is taken.
    for (const file of [flags.out, publicKeyFileOf(flags.out)])
      await requireNewFile(file, { flag: '--out', language });
    const passphrase = await takeNewPassphrase(
      terminalOf(language, this.signal),
      flags['passphrase-env'],
    );
    const made = await makeKey({ file: flags.out, passphrase, name: flags.name, language });
    this.log(
      this.pick(
        `Khóa riêng (giữ kín): ${made.privateKeyFile}`,
        `Private key (keep it): ${made.privateKeyFile}`,
      ),
    );
    this.log(
      this.pick(`Khóa công khai: ${made.publicKeyFile}`, `Public key: ${made.publicKeyFile}`),
    );
    this.log(
      this.pick(
        'Dấu vân tay SHA-256 (ghi vào văn bản, đưa cho người sẽ kiểm tra):',
        'SHA-256 fingerprint (put it on paper, give it to whoever will verify):',
      ),
    );
    this.log(groupHex(made.fingerprint));
    return made;
  }
}
