import { generateKeyPair } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { requireNewFile, writeNewFile } from '../../files/write-new-file.ts';
import type { Language } from '../../locale/language.ts';
import { fingerprintOf } from '../fingerprint.ts';

/** Shortest passphrase of a signing key, in characters. */
export const fewestPassphraseCharacters = 12;

/** A new key pair on disk. */
export interface MadeKey {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
  /** SHA-256 of the public key, hex. */
  readonly fingerprint: string;
}

/** The public key's place: beside the private one, with a name that says so. */
export function publicKeyFileOf(privateKeyFile: string): string {
  return `${privateKeyFile.replace(/\.(pem|key)$/i, '')}.pub.pem`;
}

/**
 * Makes an Ed25519 key pair (RFC 8032): the private key as encrypted PKCS #8 (RFC 5958, PBES2 with AES-256), readable by
 * its owner only, the public key as PEM beside it. Neither ever replaces a file.
 * @param name - stands before the public key, where PEM readers skip it (RFC 7468 5.2).
 * @throws UserError when one of the two files is there or cannot be written.
 */
export async function makeKey(request: {
  readonly file: string;
  readonly passphrase: string;
  readonly name?: string | undefined;
  readonly language: Language;
}): Promise<MadeKey> {
  const { file, language } = request;
  const namedBy = { flag: '--out', language };
  const publicKeyFile = publicKeyFileOf(file);
  await requireNewFile(file, namedBy);
  await requireNewFile(publicKeyFile, namedBy);
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ed25519');
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: request.passphrase,
  });
  await writeNewFile(file, pem, namedBy);
  await chmod(file, 0o600);
  const fingerprint = fingerprintOf(publicKey);
  const label =
    request.name === undefined ? '' : `${request.name.replaceAll(/[\p{C}-]+/gu, ' ').trim()}\n`;
  const text = `${label}SHA-256 ${fingerprint}\n${publicKey.export({ type: 'spki', format: 'pem' })}`;
  await writeNewFile(publicKeyFile, text, namedBy);
  return { privateKeyFile: file, publicKeyFile, fingerprint };
}
