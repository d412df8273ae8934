import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

/** SubjectPublicKeyInfo of an Ed25519 key is these bytes and the key (RFC 8410 4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const keyBytes = 32;
const signatureBytes = 64;

/** The signature inside an inventory: over its canonical JSON (RFC 8785) without the signature itself. */
export const inventorySignatureSchema = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** The raw public key (RFC 8032 5.1.5). */
  publicKey: z.base64().length(44),
  value: z.base64().length(88),
});
export type InventorySignature = z.infer<typeof inventorySignatureSchema>;

/** A key that inventories are signed with. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** SHA-256 of the public key as SubjectPublicKeyInfo, in hexadecimal: what people compare. */
  readonly fingerprint: string;
}

/** A key for one signature; its private half is gone when the program ends. */
export function makeSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, fingerprint: fingerprintOf(rawPublicKey(privateKey)) };
}

/** Reads a private key (PKCS #8, PEM); `undefined` when it is none for Ed25519, or needs a passphrase. */
export function readSigningKey(pem: Uint8Array): SigningKey | undefined {
  try {
    const privateKey = createPrivateKey(Buffer.from(pem));
    if (privateKey.asymmetricKeyType !== 'ed25519') return undefined;
    return { privateKey, fingerprint: fingerprintOf(rawPublicKey(privateKey)) };
  } catch (error) {
    // OpenSSL tells of PEM that it cannot read by an error with a code.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Signs everything but a signature that is already there. */
export function signInventory(inventory: object, { privateKey }: SigningKey): InventorySignature {
  return {
    algorithm: 'Ed25519',
    publicKey: rawPublicKey(privateKey).toString('base64'),
    value: sign(null, signedBytes(inventory), privateKey).toString('base64'),
  };
}

/** Whether the signature fits what it stands in, and by which key. */
export function checkSignature(
  inventory: object,
  signature: InventorySignature,
): { readonly ok: true; readonly fingerprint: string } | { readonly ok: false } {
  const raw = Buffer.from(signature.publicKey, 'base64');
  const value = Buffer.from(signature.value, 'base64');
  if (raw.length !== keyBytes || value.length !== signatureBytes) return { ok: false };
  const key = createPublicKey({
    key: Buffer.concat([spkiPrefix, raw]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, signedBytes(inventory), key, value)
    ? { ok: true, fingerprint: fingerprintOf(raw) }
    : { ok: false };
}

function signedBytes(inventory: object): Buffer {
  const text = canonicalize({ ...inventory, signature: undefined });
  if (text === undefined) throw new TypeError('an inventory is an object');
  return Buffer.from(text);
}

function rawPublicKey(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-keyBytes);
}

function fingerprintOf(raw: Buffer): string {
  return createHash('sha256').update(spkiPrefix).update(raw).digest('hex');
}
