import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { UserError } from '../errors/user-error.ts';
import type { SigningKey } from '../probes/host/sign-inventory.ts';

const mostKeyBytes = 16 * 1024;

export default class Host extends BaseCommand {
  static override summary = bilingual(
    'Kiểm kê máy đang chạy lệnh này, ghi ra tệp để mang về nơi đánh giá',
    'Inventory of this computer, written to a file to carry to the assessment',
  );
  static override examples = [
    '<%= config.bin %> host --out pacs-01.json',
    'openssl genpkey -algorithm ed25519 -out khoa.pem && <%= config.bin %> host --out pacs-01.json --key khoa.pem',
  ];
  static override flags = {
    out: Flags.string({
      required: true,
      summary: bilingual('Tệp kiểm kê sẽ ghi', 'Inventory file to write'),
    }),
    key: Flags.string({
      summary: bilingual(
        'Khóa riêng Ed25519 (PKCS #8, PEM) để ký; bỏ trống thì tạo khóa dùng một lần',
        'Ed25519 private key (PKCS #8, PEM) to sign with; made for this one file when left out',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Host);
    const { writeInventory } = await import('../probes/host/inventory.ts');
    const { readToolVersion } = await import('../project-folders.ts');
    const key = flags.key === undefined ? undefined : await this.#readKey(flags.key);
    const written = await writeInventory(flags.out, {
      version: readToolVersion(),
      signal: this.signal,
      ...(key && { key }),
    });
    const { keyFingerprint } = written;
    this.log(
      this.pick(
        `Đã ghi và ký kiểm kê vào ${flags.out}. Chép tệp này về máy đánh giá và ghi tên tệp ở mục inventory của máy trong tệp cơ sở.\nDấu vân tay của khóa ký; hãy ghi lại trên giấy và điền vào keyFingerprint của máy này:\n${keyFingerprint}`,
        `The signed inventory is in ${flags.out}. Carry it to the assessing computer and name it as inventory of this computer in the facility file.\nFingerprint of the signing key; note it on paper and enter it as keyFingerprint of this computer:\n${keyFingerprint}`,
      ),
    );
    return written;
  }

  async #readKey(file: string): Promise<SigningKey> {
    const { readBoundedFile } = await import('../files/read-bounded-file.ts');
    const { readSigningKey } = await import('../probes/host/sign-inventory.ts');
    const read = await readBoundedFile(file, mostKeyBytes, { signal: this.signal });
    const key = read.ok ? readSigningKey(read.bytes) : undefined;
    if (key) return key;
    throw new UserError(
      this.pick(
        `${file} không phải là khóa riêng Ed25519 không mật khẩu (PKCS #8, PEM) đọc được; tạo bằng: openssl genpkey -algorithm ed25519 -out khoa-rispacs.pem`,
        `${file} is no readable Ed25519 private key without passphrase (PKCS #8, PEM); make one with: openssl genpkey -algorithm ed25519 -out khoa-rispacs.pem`,
      ),
    );
  }
}
