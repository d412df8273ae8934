import { createHash, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { oids } from './oids.ts';
import { partOf, readAsn1, taggedPart } from './read-asn1.ts';
import { integer, nothing, octets, oid, sequence, setOf, tlv } from './write-der.ts';

/** What a signature is made with: a private key, its certificate, and the certificates that lead up from it. */
export interface CertifiedKey {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
}

/** A signature without what can only be known once it is made. */
export interface BuiltCms {
  readonly signature: Buffer;
  /** DER of the whole message, with a time-stamp token over {@link signature} where there is one. */
  readonly encode: (timeStampToken?: Uint8Array) => Buffer;
}

/**
 * Signs content that stays outside of the message: CMS with the signed attributes of CAdES baseline B (ETSI EN 319 122-1
 * 6.3: content type, message digest, signing certificate by hash), as PAdES asks for it (ETSI EN 319 142-1 6.3: the time
 * is in the PDF's signature dictionary, not here). SHA-256; RSA with PKCS #1 or ECDSA.
 */
export async function buildCms(
  parts: readonly Uint8Array[],
  { key, certificate, chain }: CertifiedKey,
): Promise<BuiltCms> {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  const sha256 = sequence(oid(oids.sha256));
  const named = createHash('sha256').update(certificate.raw).digest();
  // SHA-256 is the default of ESSCertIDv2 and is left out (RFC 5035 4).
  const signingCertificate = sequence(sequence(sequence(octets(named))));
  const attributes = setOf(
    attribute(oids.contentType, oid(oids.data)),
    attribute(oids.messageDigest, octets(digest.digest())),
    attribute(oids.signingCertificateV2, signingCertificate),
  );
  const signature = sign('sha256', attributes, key);
  const body = partOf(await readAsn1(certificate.raw), 0);
  const from = taggedPart(body, 0) ? 1 : 0;
  const signer = sequence(partOf(body, from + 2).raw, partOf(body, from).raw);
  const sent = Buffer.from(attributes);
  sent[0] = 0xa0;
  const algorithm =
    key.asymmetricKeyType === 'ec'
      ? sequence(oid(oids.ecdsaWithSha256))
      : sequence(oid(oids.rsaEncryption), nothing());
  const certificates = [certificate, ...chain].map((one) => one.raw);
  return {
    signature,
    encode: (token) =>
      sequence(
        oid(oids.signedData),
        tlv(
          0xa0,
          sequence(
            integer(1),
            setOf(sha256),
            sequence(oid(oids.data)),
            tlv(0xa0, ...certificates.toSorted(Buffer.compare)),
            setOf(
              sequence(
                integer(1),
                signer,
                sha256,
                sent,
                algorithm,
                octets(signature),
                ...(token ? [tlv(0xa1, attribute(oids.timeStampToken, token))] : []),
              ),
            ),
          ),
        ),
      ),
  };
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value));
}
