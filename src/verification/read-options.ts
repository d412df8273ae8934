import { X509Certificate } from 'node:crypto';
import { UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { parseSha256 } from '../signature/fingerprint.ts';
import type { Expectations } from './expectations.ts';

const mostBytes = 4 * 1024 * 1024;
const mostCertificates = 500;

/** The flags of `verify`, checked. @throws UserError when one is no SHA-256. */
export function readExpectations(
  sha256: string | undefined,
  fingerprints: readonly string[] | undefined,
  language: Language,
): Expectations {
  const read = (text: string, flag: string): string => {
    const value = parseSha256(text);
    if (value !== undefined) return value;
    throw new UserError(
      language === 'vi'
        ? `${flag} cần đủ 64 chữ số thập lục phân, có thể chia nhóm, ví dụ "3F2A 91C0 …"; đã nhận: "${text.slice(0, 100)}".`
        : `${flag} takes all 64 hexadecimal digits, in groups or not, such as "3F2A 91C0 …"; got: "${text.slice(0, 100)}".`,
    );
  };
  return {
    ...(sha256 !== undefined && { sha256: read(sha256, '--expect-sha256') }),
    fingerprints: (fingerprints ?? []).map((one) => read(one, '--key-fingerprint')),
  };
}

/** Certificates of a PEM file. @throws UserError when there is none. */
export async function readTrusted(file: string, language: Language): Promise<X509Certificate[]> {
  const read = await readBoundedFile(file, mostBytes);
  const text = read.ok ? read.bytes.toString('latin1') : '';
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const found = blocks.slice(0, mostCertificates).map((one) => new X509Certificate(one));
    if (found.length > 0) return found;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw new UserError(
    language === 'vi'
      ? `Tệp ${file} (--ca) không có chứng thư PEM nào đọc được.`
      : `The file ${file} (--ca) holds no readable PEM certificate.`,
  );
}
