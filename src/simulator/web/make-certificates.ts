import { LOOPBACK } from '../identity.ts';

/** A certificate authority made for one simulator, and the certificate of its web server; PEM. */
export interface WebCertificates {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/**
 * Makes a private authority and a server certificate for 127.0.0.1 and localhost. The authority's key is dropped, so
 * that it can never sign anything else.
 *
 * @param validity - `expired` ends the server's certificate ten days ago.
 */
export async function makeWebCertificates(
  validity: 'current' | 'expired',
): Promise<WebCertificates> {
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const common = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;
  const ca = await generate([{ name: 'commonName', value: 'RISPACS simulator CA' }], {
    ...common,
    notBeforeDate: new Date(now - 400 * dayMs),
    notAfterDate: new Date(now + 30 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'RISPACS simulator' }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    notBeforeDate: new Date(now - (validity === 'expired' ? 375 : 1) * dayMs),
    notAfterDate: new Date(now + (validity === 'expired' ? -10 : 29) * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: LOOPBACK },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  return { ca: ca.cert, certificate: server.cert, key: server.private };
}
