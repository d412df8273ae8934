import { createHash, type X509Certificate } from 'node:crypto';

/** Who signed, as the certificate in the signature says. Whether to believe it is a question of who issued it. */
export interface SignerIdentity {
  readonly name: string;
  readonly organization?: string;
  readonly issuer: string;
  /** Hexadecimal, as certificate viewers show it. */
  readonly serialNumber: string;
  /** SHA-256 of the certificate, hex. */
  readonly certificateSha256: string;
  /** RFC 3339. */
  readonly validFrom: string;
  readonly validTo: string;
}

const mostCharacters = 200;

/** Reads who a certificate is for. */
export function identityOf(x509: X509Certificate): SignerIdentity {
  const organization = attributeOf(x509.subject, 'O');
  return {
    name: attributeOf(x509.subject, 'CN') ?? organization ?? wholeName(x509.subject),
    ...(organization !== undefined && { organization }),
    issuer: attributeOf(x509.issuer, 'CN') ?? wholeName(x509.issuer),
    serialNumber: x509.serialNumber,
    certificateSha256: createHash('sha256').update(x509.raw).digest('hex'),
    validFrom: new Date(x509.validFrom).toISOString(),
    validTo: new Date(x509.validTo).toISOString(),
  };
}

function attributeOf(name: string, key: string): string | undefined {
  const line = name.split('\n').find((one) => one.startsWith(`${key}=`));
  return line?.slice(key.length + 1, key.length + 1 + mostCharacters);
}

function wholeName(name: string): string {
  return name.replaceAll('\n', ', ').slice(0, mostCharacters);
}
