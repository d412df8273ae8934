import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { hashNames, oids } from './oids.ts';
import {
  type Asn1Node,
  dottedOid,
  isUniversal,
  partOf,
  readAsn1,
  taggedPart,
  timeOf,
  UnreadableAsn1,
} from './read-asn1.ts';
import { identityOf, type SignerIdentity } from './signer-identity.ts';

/** A CMS signature (RFC 5652 5) held against what it is said to cover. */
export type CmsCheck =
  | {
      readonly state: 'intact' | 'changed';
      readonly signer: SignerIdentity;
      /** RFC 3339, from the signed attribute; the signer's own clock. */
      readonly signedAt?: string;
      /** The signer's certificate, then the others that came along. */
      readonly certificates: readonly X509Certificate[];
      /** The signature value, which a time stamp covers. */
      readonly signature: Buffer;
      /** DER of a time-stamp token over the signature (RFC 3161 appendix A). */
      readonly timeStampToken?: Buffer;
      /** What is signed, when the message carries it itself. */
      readonly content?: Buffer;
      readonly contentType: string;
    }
  | { readonly state: 'unreadable'; readonly reason: string };

const mostCertificates = 50;
const mostMessageBytes = 2 * 1024 * 1024;

/**
 * Checks a CMS signature with one signer; RSA (PKCS #1 and PSS), ECDSA and Ed25519, with SHA-1 or SHA-2.
 * @param given - what is signed, in pieces; `undefined` when the message carries it.
 */
export async function checkCms(
  message: Uint8Array,
  given: readonly Uint8Array[] | undefined,
): Promise<CmsCheck> {
  if (message.length > mostMessageBytes) return { state: 'unreadable', reason: 'too large' };
  try {
    const info = await readAsn1(message);
    if (dottedOid(info.parts[0]) !== oids.signedData) throw new UnreadableAsn1('not signed data');
    return checkSignedData(partOf(partOf(info, 1), 0), given);
  } catch (error) {
    // Certificates and keys are read by the platform, whose errors have codes of their own.
    if (!(error instanceof Error)) throw error;
    return { state: 'unreadable', reason: error.message.slice(0, 200) };
  }
}

/** SignedData: version, digest algorithms, content, [0] certificates, [1] revocation, signers. */
function checkSignedData(data: Asn1Node, given: readonly Uint8Array[] | undefined): CmsCheck {
  const signers = data.parts.at(-1)?.parts ?? [];
  const info = signers[0];
  if (info === undefined || signers.length > 1) throw new UnreadableAsn1('not exactly one signer');
  const sent = taggedPart(data, 0)?.parts.filter((one) => isUniversal(one, 16)) ?? [];
  if (sent.length > mostCertificates) throw new UnreadableAsn1('too many certificates');
  const own = sent.find((one) => isSigner(partOf(info, 1), one));
  if (own === undefined) throw new UnreadableAsn1('no certificate of the signer');
  const encapsulated = partOf(data, 2);
  const carried = taggedPart(encapsulated, 0)?.content;
  const parts = given ?? (carried && [carried]);
  if (parts === undefined) throw new UnreadableAsn1('nothing that is signed');

  const certificate = new X509Certificate(own.raw);
  const hash = hashNames[dottedOid(partOf(info, 2).parts[0])];
  if (hash === undefined) throw new UnreadableAsn1('unknown hash function');
  const signed = readSigner(info);
  const intact = isIntact(signed, { hash, parts, certificate });
  const signedAt = timeOf(signed.attributes.get(oids.signingTime));
  const token = attributesOf(taggedPart(info, 1)).get(oids.timeStampToken);
  return {
    state: intact ? 'intact' : 'changed',
    signer: identityOf(certificate),
    ...(signedAt !== undefined && { signedAt }),
    certificates: [
      certificate,
      ...sent.filter((one) => one !== own).map((one) => new X509Certificate(one.raw)),
    ],
    signature: signed.signature,
    ...(token && { timeStampToken: token.raw }),
    ...(carried && { content: carried }),
    contentType: dottedOid(encapsulated.parts[0]),
  };
}

interface ReadSigner {
  /** First value of every signed attribute, by type. */
  readonly attributes: ReadonlyMap<string, Asn1Node>;
  /** The signed attributes as a SET; absent when the content itself is signed. */
  readonly signedSet?: Buffer;
  readonly algorithm: string;
  readonly signature: Buffer;
}

/** SignerInfo: version, signer, digest algorithm, [0] signed attributes, algorithm, signature, [1] unsigned attributes. */
function readSigner(info: Asn1Node): ReadSigner {
  const set = taggedPart(partOfRest(info), 0);
  const from = set ? 4 : 3;
  const signature = partOf(info, from + 1);
  if (!isUniversal(signature, 4)) throw new UnreadableAsn1('no signature value');
  const signedSet = set && Buffer.from(set.raw);
  // Signed as a SET, sent with the tag [0] (RFC 5652 5.4).
  if (signedSet) signedSet[0] = 0x31;
  return {
    attributes: attributesOf(set),
    ...(signedSet && { signedSet }),
    algorithm: dottedOid(partOf(info, from).parts[0]),
    signature: signature.content,
  };
}

/** Without the signer's name, which may be tagged [0] too. */
function partOfRest(info: Asn1Node): Asn1Node {
  return { ...info, parts: info.parts.slice(3) };
}

function attributesOf(set: Asn1Node | undefined): Map<string, Asn1Node> {
  const found = new Map<string, Asn1Node>();
  for (const one of set?.parts ?? []) {
    const type = dottedOid(one.parts[0]);
    if (found.has(type)) throw new UnreadableAsn1('an attribute stands twice');
    found.set(type, partOf(partOf(one, 1), 0));
  }
  return found;
}

function isIntact(
  { attributes, signedSet, algorithm, signature }: ReadSigner,
  signed: {
    readonly hash: string;
    readonly parts: readonly Uint8Array[];
    readonly certificate: X509Certificate;
  },
): boolean {
  const { hash, certificate } = signed;
  const key = certificate.publicKey;
  if (signedSet === undefined)
    return verifies(algorithm, hash, Buffer.concat(signed.parts), key, signature);
  const digest = createHash(hash);
  for (const part of signed.parts) digest.update(part);
  if (!attributes.get(oids.messageDigest)?.content.equals(digest.digest())) return false;
  if (!namesCertificate(attributes, certificate.raw)) return false;
  return verifies(algorithm, hash, signedSet, key, signature);
}

function verifies(
  algorithm: string,
  hash: string,
  bytes: Buffer,
  key: KeyObject,
  signature: Buffer,
): boolean {
  const type = key.asymmetricKeyType;
  if (type === 'ed25519' || type === 'ed448') return verify(null, bytes, key, signature);
  if (algorithm !== oids.rsaPss && type !== 'rsa-pss') return verify(hash, bytes, key, signature);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify(
    hash,
    bytes,
    { key, padding, saltLength: constants.RSA_PSS_SALTLEN_AUTO },
    signature,
  );
}

/** A certificate that the signer named by hash cannot be exchanged for another with the same key (RFC 5035 3). */
function namesCertificate(attributes: ReadonlyMap<string, Asn1Node>, certificate: Buffer): boolean {
  const newer = attributes.get(oids.signingCertificateV2);
  const attribute = newer ?? attributes.get(oids.signingCertificate);
  if (attribute === undefined) return true;
  const named = partOf(partOf(attribute, 0), 0);
  const [head, next] = named.parts;
  const ownHash = isUniversal(head, 16);
  const told = ownHash ? next : head;
  const hash = newer ? (ownHash ? hashNames[dottedOid(head.parts[0])] : 'sha256') : 'sha1';
  if (hash === undefined || !isUniversal(told, 4)) return false;
  return told.content.equals(createHash(hash).update(certificate).digest());
}

/** Certificate: SEQUENCE of [0] version, serial number, algorithm, issuer … (RFC 5280 4.1). */
function isSigner(sid: Asn1Node, certificate: Asn1Node): boolean {
  const { content } = sid;
  const body = partOf(certificate, 0);
  const from = taggedPart(body, 0) ? 1 : 0;
  if (isUniversal(sid, 16)) {
    return (
      partOf(sid, 0).raw.equals(partOf(body, from + 2).raw) &&
      partOf(sid, 1).content.equals(partOf(body, from).content)
    );
  }
  return taggedPart(body, 3)?.raw.includes(content) ?? false;
}
