import type { X509Certificate } from 'node:crypto';

/** Whether a certificate leads up to one that the verifier named as trusted, on the day of signing. Revocation is not asked. */
export type ChainCheck = 'trusted' | 'not-trusted';

/**
 * Builds and checks the path of a certificate (RFC 5280 6) up to one of the given authorities.
 * @param at - RFC 3339 time the path must be valid at.
 */
export async function checkChain(
  certificates: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: string,
): Promise<ChainCheck> {
  const pkijs = await import('pkijs');
  const [signer, ...others] = certificates.map((one) => readCertificate(pkijs, one));
  if (signer === undefined) return 'not-trusted';
  const engine = new pkijs.CertificateChainValidationEngine({
    trustedCerts: trusted.map((one) => readCertificate(pkijs, one)),
    // The engine checks the last one.
    certs: [...others, signer],
    checkDate: new Date(at),
  });
  const { result } = await engine.verify();
  return result ? 'trusted' : 'not-trusted';
}

function readCertificate(pkijs: typeof import('pkijs'), { raw }: X509Certificate) {
  return pkijs.Certificate.fromBER(Uint8Array.from(raw).buffer);
}
