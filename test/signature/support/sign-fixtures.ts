import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CertifiedKey } from '../../../src/signature/cms/build-cms.ts';
import { readPkcs12 } from '../../../src/signature/pkcs12/read-pkcs12.ts';

/** Passphrase of the stores in `fixtures`. */
export const passphrase = 'mật khẩu thử';

/** Path of a fixture. */
export const fixture = (name: string): string =>
  path.resolve(import.meta.dirname, '../fixtures', name);

/** Bytes of a fixture. */
export const readFixture = (name: string): Buffer => readFileSync(fixture(name));

/** A key with its certificate out of a fixture. */
export const readSigner = (name = 'rsa-aes256.p12'): Promise<CertifiedKey> =>
  readPkcs12(readFixture(name), passphrase, 'en');
