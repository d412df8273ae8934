import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { UserError } from '../errors/user-error.ts';
import type { PdfSignature } from '../signature/pdf/read-pdf-signatures.ts';

export default class Sign extends BaseCommand {
  static override summary = bilingual(
    'Ký một hồ sơ, hoặc ký báo cáo PDF trong hồ sơ',
    'Sign a dossier, or the PDF report in it',
  );
  static override description = bilingual(
    'Thứ tự: báo cáo PDF trước (--pdf hoặc --take), rồi cơ sở (--as facility), rồi Hội đồng (--as council). Ký bằng USB token: xem docs/ky-so-usb-token.md.',
    'Order: the PDF report first (--pdf or --take), then the facility (--as facility), then the council (--as council). Signing with a USB token: see docs/ky-so-usb-token.md.',
  );
  static override examples = [
    '<%= config.bin %> sign ho-so --pdf --p12 giam-doc.p12',
    '<%= config.bin %> sign ho-so --take report-da-ky.pdf',
    '<%= config.bin %> sign ho-so --key khoa.pem --as facility --name "Nguyễn Văn A" --role "Giám đốc"',
    '<%= config.bin %> sign ho-so --key hoi-dong.pem --as council --name "Trần Thị B" --role "Chủ tịch Hội đồng"',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    key: Flags.string({
      summary: bilingual(
        'Khóa riêng Ed25519 để ký cả hồ sơ (tạo bằng keys new)',
        'Ed25519 private key to sign the whole dossier with (made by keys new)',
      ),
    }),
    as: Flags.option({
      options: ['facility', 'council'] as const,
      summary: bilingual(
        'Ký với tư cách: facility (cơ sở) hoặc council (Hội đồng)',
        'Sign as: facility or council',
      ),
    })(),
    name: Flags.string({
      summary: bilingual('Họ tên người ký', 'Name of who signs'),
    }),
    role: Flags.string({
      summary: bilingual('Chức vụ người ký', 'Role of who signs'),
    }),
    pdf: Flags.boolean({
      default: false,
      summary: bilingual(
        'Ký báo cáo report.pdf bằng chứng thư số trong tệp --p12 (PAdES)',
        'Sign report.pdf with the certificate in --p12 (PAdES)',
      ),
    }),
    p12: Flags.string({
      summary: bilingual(
        'Tệp PKCS#12 (.p12, .pfx) có khóa riêng và chứng thư',
        'PKCS#12 file (.p12, .pfx) with private key and certificate',
      ),
    }),
    take: Flags.string({
      summary: bilingual(
        'Nhận lại report.pdf đã ký bằng phần mềm khác (USB token)',
        'Take back report.pdf signed by other software (USB token)',
      ),
    }),
    tsa: Flags.string({
      summary: bilingual(
        'Địa chỉ máy chủ dấu thời gian (RFC 3161); chỉ gửi mã băm, chỉ khi nêu cờ này',
        'Address of a time-stamping authority (RFC 3161); only a hash is sent, only with this flag',
      ),
    }),
    'passphrase-env': Flags.string({
      summary: bilingual(
        'Lấy mật khẩu từ biến môi trường này thay vì hỏi',
        'Take the passphrase from this environment variable instead of asking',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Sign);
    const tsa = flags.tsa === undefined ? undefined : this.#readAddress(flags.tsa);
    const variable = flags['passphrase-env'];
    const { key, as, name, role, take, pdf, p12 } = flags;
    const ways = [
      key !== undefined || as !== undefined,
      pdf || p12 !== undefined,
      take !== undefined,
    ];
    if (ways.filter(Boolean).length === 1) {
      if (take !== undefined && tsa === undefined) return this.#take(args.dossier, take);
      if (pdf && p12 !== undefined) return this.#signPdf(args.dossier, p12, variable, tsa);
      if (key !== undefined && as !== undefined && name !== undefined)
        return this.#signDossier({ folder: args.dossier, as, name, role, tsa }, key, variable);
    }
    throw new UserError(
      this.pick(
        'Cần đúng một trong ba: --key FILE --as facility|council --name TÊN; --pdf --p12 FILE; --take FILE (không có --tsa).',
        'Exactly one of three is needed: --key FILE --as facility|council --name NAME; --pdf --p12 FILE; --take FILE (without --tsa).',
      ),
    );
  }

  async #signDossier(
    request: {
      readonly folder: string;
      readonly as: 'facility' | 'council';
      readonly name: string;
      readonly role: string | undefined;
      readonly tsa: URL | undefined;
    },
    keyFile: string,
    variable: string | undefined,
  ): Promise<unknown> {
    const { language, signal } = this;
    const [{ signDossier }, { decryptKey, isEncrypted, readKeyFile }, { groupHex }] =
      await Promise.all([
        import('../signature/sign-dossier.ts'),
        import('../signature/keys/read-key.ts'),
        import('../signature/fingerprint.ts'),
      ]);
    const pem = await readKeyFile(keyFile, language);
    const passphrase = isEncrypted(pem) ? await this.#passphrase(variable) : undefined;
    const key = decryptKey(pem, passphrase, keyFile, language);
    const written = await signDossier({ ...request, key, language, signal });
    this.log(this.pick('Đã ký hồ sơ; tệp chữ ký:', 'The dossier is signed; signature files:'));
    for (const file of written.files) this.log(`  ${file}`);
    this.log(this.pick('Dấu vân tay của khóa (SHA-256):', 'Fingerprint of the key (SHA-256):'));
    this.log(groupHex(written.statement.fingerprint));
    return written;
  }

  async #signPdf(
    folder: string,
    p12: string,
    variable: string | undefined,
    tsa: URL | undefined,
  ): Promise<unknown> {
    const { language, signal } = this;
    const [{ signReport }, { readPkcs12 }, { readKeyFile }] = await Promise.all([
      import('../signature/sign-report.ts'),
      import('../signature/pkcs12/read-pkcs12.ts'),
      import('../signature/keys/read-key.ts'),
    ]);
    const bytes = await readKeyFile(p12, language);
    const signer = await readPkcs12(bytes, await this.#passphrase(variable), language);
    return this.#tell(await signReport({ folder, signer, tsa, language, signal }));
  }

  async #take(folder: string, file: string): Promise<unknown> {
    const { language, signal } = this;
    const [{ takeReport }, { readBoundedFile }] = await Promise.all([
      import('../signature/sign-report.ts'),
      import('../files/read-bounded-file.ts'),
    ]);
    const read = await readBoundedFile(file, 256 * 1024 * 1024, { signal });
    if (!read.ok)
      throw new UserError(
        this.pick(`Không đọc được ${file} (--take).`, `${file} (--take) cannot be read.`),
      );
    return this.#tell(await takeReport({ folder, signed: read.bytes, language, signal }));
  }

  #tell(signatures: readonly PdfSignature[]): unknown {
    this.log(
      this.pick(
        `report.pdf mang ${signatures.length} chữ ký; danh mục đã ghi mã mới của tệp:`,
        `report.pdf carries ${signatures.length} signatures; the manifest has the new hash of the file:`,
      ),
    );
    for (const one of signatures)
      this.log(
        `  ${one.signer?.name ?? '?'}, ${one.signer?.issuer ?? '?'}, ${one.signedAt ?? '?'}`,
      );
    return { signatures };
  }

  async #passphrase(variable: string | undefined): Promise<string> {
    const [{ takePassphrase }, { terminalOf }] = await Promise.all([
      import('../signature/keys/ask-passphrase.ts'),
      import('../signature/keys/terminal-of.ts'),
    ]);
    return takePassphrase(terminalOf(this.language, this.signal), variable, {
      vi: 'Mật khẩu của khóa: ',
      en: 'Passphrase of the key: ',
    });
  }

  #readAddress(text: string): URL {
    const url = URL.parse(text);
    if (url !== null && /^https?:$/.test(url.protocol)) return url;
    throw new UserError(
      this.pick(
        `--tsa cần một địa chỉ http hoặc https; đã nhận: "${text.slice(0, 100)}".`,
        `--tsa takes an http or https address; got: "${text.slice(0, 100)}".`,
      ),
    );
  }
}
