import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM files of a throw-away authority, a server for localhost and 127.0.0.1, and a client. */
export interface TestCertificates {
  readonly folder: string;
  /** Contents of a file made here: `ca.pem`, `server.pem`, `server.key`, `client.pem`, `client.key`, `other-ca.pem`. */
  read(name: string): string;
  path(name: string): string;
  remove(): void;
}

/** Whether certificates can be made on this computer. */
export function canMakeCertificates(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Makes the certificates with the openssl command; valid for one day. */
export function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'hl7-tls-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  for (const name of ['ca', 'other-ca']) {
    const subject = ['-subj', `/CN=test ${name}`, '-days', '1'];
    openssl('req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject);
  }
  writeFileSync(path('server.ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  writeFileSync(path('client.ext'), 'extendedKeyUsage=clientAuth\n');
  for (const name of ['server', 'client']) {
    const csr = `${name}.csr`;
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', csr, '-subj', `/CN=test ${name}`);
    const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1'];
    openssl(
      'x509',
      '-req',
      '-in',
      csr,
      ...signer,
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
  }
  return {
    folder,
    path,
    read: (name) => readFileSync(path(name), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
