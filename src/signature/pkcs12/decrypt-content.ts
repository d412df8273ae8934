import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { type Asn1Node, dottedOid, isUniversal, partOf, UnreadableAsn1 } from '../cms/read-asn1.ts';

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';
const sha1TripleDes = '1.2.840.113549.1.12.1.3';
const hmacs: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};
const mostIterations = 5_000_000;

/** An encryption that is not read; old files use RC2, which OpenSSL 3 keeps in its legacy provider. */
export class UnknownEncryption extends Error {
  override readonly name = 'UnknownEncryption';
}

/** A wrong passphrase, or damaged content: the padding does not come out. */
export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
}

/**
 * Decrypts content under a passphrase: PBES2 with PBKDF2 (RFC 8018 6.2), or SHA-1 with three-key triple DES as Windows
 * exports it (RFC 7292 appendix C).
 * @throws UnknownEncryption, WrongPassphrase, UnreadableAsn1.
 */
export function decryptContent(algorithm: Asn1Node, content: Buffer, passphrase: string): Buffer {
  const name = dottedOid(algorithm.parts[0]);
  const parameters = partOf(algorithm, 1);
  if (name === sha1TripleDes) {
    const salt = partOf(parameters, 0).content;
    const count = iterationsOf(partOf(parameters, 1));
    const key = deriveLegacy(1, 24, { passphrase, salt, count });
    const iv = deriveLegacy(2, 8, { passphrase, salt, count });
    return decipher('des-ede3-cbc', key, iv, content);
  }
  if (name !== pbes2) throw new UnknownEncryption(name);
  const [derivation, encryption] = [partOf(parameters, 0), partOf(parameters, 1)];
  if (dottedOid(derivation.parts[0]) !== pbkdf2) throw new UnknownEncryption(name);
  const [salt, count, ...more] = partOf(derivation, 1).parts;
  const prf = more.find((one) => isUniversal(one, 16));
  const hash = prf ? hmacs[dottedOid(prf.parts[0])] : 'sha1';
  const cipher = ciphers[dottedOid(encryption.parts[0])];
  if (hash === undefined || cipher === undefined || salt === undefined)
    throw new UnknownEncryption(name);
  const key = pbkdf2Sync(passphrase, salt.content, iterationsOf(count), cipher.keyBytes, hash);
  return decipher(cipher.name, key, partOf(encryption, 1).content, content);
}

function iterationsOf(node: Asn1Node | undefined): number {
  const bytes = node?.content ?? Buffer.alloc(0);
  const count = bytes.length === 0 || bytes.length > 4 ? 0 : bytes.readUIntBE(0, bytes.length);
  if (count < 1 || count > mostIterations) throw new UnreadableAsn1('iteration count');
  return count;
}

function decipher(name: string, key: Buffer, iv: Buffer, content: Buffer): Buffer {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return Buffer.concat([cipher.update(content), cipher.final()]);
  } catch (cause) {
    throw new WrongPassphrase('decryption failed', { cause });
  }
}

/** Key derivation of PKCS #12 with SHA-1 (RFC 7292 B.2). `purpose` 1 is a key, 2 an initial value. */
function deriveLegacy(
  purpose: 1 | 2,
  bytes: number,
  from: { readonly passphrase: string; readonly salt: Buffer; readonly count: number },
): Buffer {
  const block = 64;
  const password = Buffer.from(`${from.passphrase}\0`, 'utf16le').swap16();
  const fill = (one: Buffer): Buffer =>
    Buffer.alloc(Math.ceil(one.length / block) * block, one.length > 0 ? one : undefined);
  const mixed = Buffer.concat([fill(from.salt), fill(password)]);
  const out: Buffer[] = [];
  for (let made = 0; made < bytes; made += 20) {
    let hash = createHash('sha1').update(Buffer.alloc(block, purpose)).update(mixed).digest();
    for (let round = 1; round < from.count; round += 1)
      hash = createHash('sha1').update(hash).digest();
    out.push(hash);
    const added = BigInt(`0x${Buffer.alloc(block, hash).toString('hex')}`) + 1n;
    for (let at = 0; at < mixed.length; at += block) {
      const sum = BigInt(`0x${mixed.subarray(at, at + block).toString('hex')}`) + added;
      const hex = sum
        .toString(16)
        .padStart(block * 2, '0')
        .slice(-block * 2);
      mixed.write(hex, at, 'hex');
    }
  }
  return Buffer.concat(out).subarray(0, bytes);
}
