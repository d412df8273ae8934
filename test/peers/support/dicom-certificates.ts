import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './dicom-peers.ts';

/** A key and its certificate, as PEM and as files. */
export interface Credential {
  readonly key: string;
  readonly cert: string;
  readonly keyPath: string;
  readonly certPath: string;
}

/** A certificate authority of this test with a server and a client that it vouches for. */
export interface Certificates {
  readonly authority: Credential;
  readonly server: Credential;
  readonly client: Credential;
}

async function runOpenssl(...args: string[]): Promise<void> {
  const { exitCode, output } = await runProgram('openssl', args);
  if (exitCode !== 0) throw new Error(`openssl ${args[0]}: ${output}`);
}

async function readCredential(folder: string, name: string): Promise<Credential> {
  const keyPath = join(folder, `${name}.key`);
  const certPath = join(folder, `${name}.crt`);
  const [key, cert] = await Promise.all([readFile(keyPath, 'utf8'), readFile(certPath, 'utf8')]);
  return { key, cert, keyPath, certPath };
}

const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes'];

/** Makes keys and certificates that live for a day, with openssl. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name);
  await runOpenssl(
    ...['req', '-x509', ...NEW_KEY, '-days', '1', '-subj', '/CN=rispacs test authority'],
    ...['-keyout', file('authority.key'), '-out', file('authority.crt')],
  );
  await writeFile(file('names.cnf'), 'subjectAltName=DNS:pacs.test,IP:127.0.0.1\n');
  for (const name of ['server', 'client']) {
    await runOpenssl(
      ...['req', ...NEW_KEY, '-subj', `/CN=${name}.test`],
      ...['-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)],
    );
    await runOpenssl(
      ...['x509', '-req', '-days', '1', '-in', file(`${name}.csr`), '-out', file(`${name}.crt`)],
      ...['-CA', file('authority.crt'), '-CAkey', file('authority.key'), '-CAcreateserial'],
      ...['-extfile', file('names.cnf')],
    );
  }
  return {
    authority: await readCredential(folder, 'authority'),
    server: await readCredential(folder, 'server'),
    client: await readCredential(folder, 'client'),
  };
}
