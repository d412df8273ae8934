import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Fingerprint of a public key: SHA-256 of its SubjectPublicKeyInfo (RFC 5280 4.1.2.7), lower-case hex. What
 * `openssl pkey -pubin -outform DER | sha256sum` prints.
 */
export function fingerprintOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

/** A hash or fingerprint to be read aloud and compared by people: upper case, in groups of four. */
export function groupHex(hex: string): string {
  return (hex.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

/** A SHA-256 as people copy it (groups, colons, either case), as lower-case hex; `undefined` when it is none. */
export function parseSha256(text: string): string | undefined {
  const bare = text.replaceAll(/[\s:.-]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : undefined;
}
