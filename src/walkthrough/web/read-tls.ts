import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import { UserError } from '../../errors/user-error.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import type { Language } from '../../locale/language.ts';

/** A key and its certificate, and what browsers will say about them. */
export interface ServerTls {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** Absent where the certificate fits. */
  readonly warning?: string;
}

const mostBytes = 256 * 1024;

/**
 * Reads a key and a certificate for the names that the links will have.
 * @throws UserError when they cannot be read or do not belong together
 */
export async function readTls(
  files: { readonly key: string; readonly cert: string },
  host: string,
  language: Language,
): Promise<ServerTls> {
  const vi = language === 'vi';
  const [key, cert] = await Promise.all([readPem(files.key, vi), readPem(files.cert, vi)]);
  try {
    tls.createSecureContext({ key, cert });
    const warning = warnOf(new X509Certificate(cert), host, vi);
    return { key, cert, ...(warning !== undefined && { warning }) };
  } catch (error) {
    throw new UserError(
      vi
        ? `${files.key} và ${files.cert} không phải khóa và chứng chỉ PEM đi với nhau, hoặc khóa có mật khẩu.`
        : `${files.key} and ${files.cert} are not a PEM key and its certificate, or the key has a password.`,
      { cause: error },
    );
  }
}

async function readPem(file: string, vi: boolean): Promise<Buffer> {
  const read = await readBoundedFile(file, mostBytes);
  if (read.ok) return read.bytes;
  throw new UserError(vi ? `Không đọc được ${file}.` : `${file} cannot be read.`);
}

function warnOf(certificate: X509Certificate, host: string, vi: boolean): string | undefined {
  if (Date.now() > Date.parse(certificate.validTo))
    return vi
      ? `Chứng chỉ đã hết hạn (${certificate.validTo}); trình duyệt sẽ không mở trang.`
      : `The certificate has expired (${certificate.validTo}); browsers will not open the page.`;
  const fits = net.isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
  if (fits !== undefined) return undefined;
  return vi
    ? `Chứng chỉ không ghi "${host}"; trình duyệt sẽ cảnh báo. Nếu chứng chỉ ghi tên khác của máy này, thêm --name TÊN.`
    : `The certificate does not name "${host}"; browsers will warn. If it names this computer otherwise, add --name NAME.`;
}
