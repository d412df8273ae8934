import { createPrivateKey, type KeyObject } from 'node:crypto';
import { UserError } from '../../errors/user-error.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import type { Language } from '../../locale/language.ts';

const mostKeyBytes = 64 * 1024;

/** Bytes of a key file. @throws UserError when it cannot be read. */
export async function readKeyFile(file: string, language: Language): Promise<Buffer> {
  const read = await readBoundedFile(file, mostKeyBytes);
  if (read.ok) return read.bytes;
  throw new UserError(
    language === 'vi'
      ? `Không đọc được tệp khóa ${file}; kiểm tra đường dẫn và quyền đọc.`
      : `The key file ${file} cannot be read; check the path and its permissions.`,
  );
}

/** Whether a private key is kept under a passphrase (RFC 7468 11). */
export function isEncrypted(pem: Uint8Array): boolean {
  return Buffer.from(pem).includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');
}

/**
 * Reads an Ed25519 private key (PKCS #8, PEM).
 * @throws UserError when the passphrase is wrong or it is another kind of key.
 */
export function decryptKey(
  pem: Buffer,
  passphrase: string | undefined,
  file: string,
  language: Language,
): KeyObject {
  const vi = language === 'vi';
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    throw new UserError(
      isEncrypted(pem)
        ? vi
          ? `Không mở được khóa ${file}: mật khẩu sai, hoặc tệp đã hỏng.`
          : `The key ${file} cannot be opened: wrong passphrase, or the file is damaged.`
        : vi
          ? `${file} không phải là khóa riêng (PKCS #8, PEM); tạo khóa bằng: rispacs keys new --out khoa.pem`
          : `${file} is not a private key (PKCS #8, PEM); make one with: rispacs keys new --out key.pem`,
      { cause },
    );
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new UserError(
    vi
      ? `Khóa ${file} thuộc loại ${key.asymmetricKeyType}; cần khóa Ed25519, tạo bằng: rispacs keys new --out khoa.pem`
      : `The key ${file} is of type ${key.asymmetricKeyType}; an Ed25519 key is needed, make one with: rispacs keys new --out key.pem`,
  );
}
