import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';
import type { CertifiedKey } from '../cms/build-cms.ts';
import { oids } from '../cms/oids.ts';
import { type Asn1Node, dottedOid, partOf, readAsn1, UnreadableAsn1 } from '../cms/read-asn1.ts';
import { decryptContent, UnknownEncryption, WrongPassphrase } from './decrypt-content.ts';

const bags = {
  key: '1.2.840.113549.1.12.10.1.1',
  encryptedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
} as const;
const mostCertificates = 20;

/**
 * Reads a private key with its certificates from a PKCS #12 file (.p12, .pfx; RFC 7292).
 * @throws UserError when the passphrase is wrong, the file holds no RSA or EC key with its certificate, or uses an
 * encryption of old (RC2).
 */
export async function readPkcs12(
  bytes: Uint8Array,
  passphrase: string,
  language: Language,
): Promise<CertifiedKey> {
  const vi = language === 'vi';
  try {
    return await readStore(bytes, passphrase);
  } catch (cause) {
    if (cause instanceof WrongPassphrase) {
      throw new UserError(
        vi
          ? 'Không mở được tệp PKCS#12: mật khẩu sai, hoặc tệp đã hỏng.'
          : 'The PKCS#12 file cannot be opened: wrong passphrase, or the file is damaged.',
        { cause },
      );
    }
    if (cause instanceof UnknownEncryption) {
      throw new UserError(
        vi
          ? 'Tệp PKCS#12 dùng kiểu mã hóa cũ (RC2) không đọc được; xuất lại với AES-256, hoặc đổi bằng: openssl pkcs12 -legacy -in cu.p12 -nodes -out tam.pem && openssl pkcs12 -export -in tam.pem -out moi.p12 (rồi xóa tam.pem).'
          : 'The PKCS#12 file uses an old encryption (RC2) that is not read; export it again with AES-256, or convert it: openssl pkcs12 -legacy -in old.p12 -nodes -out temporary.pem && openssl pkcs12 -export -in temporary.pem -out new.p12 (then delete temporary.pem).',
        { cause },
      );
    }
    if (!(cause instanceof UnreadableAsn1)) throw cause;
    throw new UserError(
      vi
        ? `Tệp PKCS#12 không đọc được (${cause.message}); cần tệp .p12 hoặc .pfx có khóa riêng RSA hoặc EC và chứng thư.`
        : `The PKCS#12 file cannot be read (${cause.message}); a .p12 or .pfx file with an RSA or EC private key and its certificate is needed.`,
      { cause },
    );
  }
}

async function readStore(bytes: Uint8Array, passphrase: string): Promise<CertifiedKey> {
  const store = await readAsn1(bytes);
  const safes = await readAsn1(contentOf(partOf(store, 1)));
  const keys: KeyObject[] = [];
  const certificates: X509Certificate[] = [];
  for (const safe of safes.parts) {
    for (const bag of (await readAsn1(openSafe(safe, passphrase))).parts) {
      const value = partOf(partOf(bag, 1), 0);
      const kind = dottedOid(bag.parts[0]);
      if (kind === bags.key || kind === bags.encryptedKey)
        keys.push(readKey(value.raw, kind === bags.encryptedKey ? passphrase : undefined));
      if (kind === bags.certificate && certificates.length < mostCertificates)
        certificates.push(readCertificate(partOf(value, 1).content));
    }
  }
  for (const key of keys) {
    const certificate = certificates.find((one) => one.checkPrivateKey(key));
    if (certificate === undefined || !['rsa', 'ec'].includes(key.asymmetricKeyType ?? '')) continue;
    return { key, certificate, chain: certificates.filter((one) => one !== certificate) };
  }
  throw new UnreadableAsn1('no key with its certificate');
}

/** ContentInfo of type data: identifier, [0] OCTET STRING. */
function contentOf(info: Asn1Node): Buffer {
  if (dottedOid(info.parts[0]) !== oids.data) throw new UnreadableAsn1('not a passphrase store');
  return partOf(info, 1).content;
}

function openSafe(info: Asn1Node, passphrase: string): Buffer {
  if (dottedOid(info.parts[0]) !== oids.encryptedData) return contentOf(info);
  // EncryptedData: version, {identifier, algorithm, [0] content} (RFC 5652 8).
  const encrypted = partOf(partOf(partOf(info, 1), 0), 1);
  return decryptContent(partOf(encrypted, 1), partOf(encrypted, 2).content, passphrase);
}

function readKey(der: Buffer, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({
      key: der,
      format: 'der',
      type: 'pkcs8',
      ...(passphrase !== undefined && { passphrase }),
    });
  } catch (cause) {
    throw new WrongPassphrase('the key does not open', { cause });
  }
}

function readCertificate(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new UnreadableAsn1('a certificate cannot be read', { cause });
  }
}
