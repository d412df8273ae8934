import { buildCms, type CertifiedKey } from '../cms/build-cms.ts';
import { identityOf } from '../cms/signer-identity.ts';
import { fillSignature, prepareSignature } from './prepare-signature.ts';

/** How a PDF file is signed. */
export interface PdfSigning {
  readonly signer: CertifiedKey;
  /** Why, in a few words; shown by PDF readers. */
  readonly reason: string;
  readonly at: Date;
  /** Asked once the signature is made: DER of a time-stamp token over it. */
  readonly stamp?: ((signature: Buffer) => Promise<Uint8Array>) | undefined;
}

const roomForAttributes = 4096;
const roomForTimeStamp = 16 * 1024;

/**
 * Signs a PDF file as PAdES baseline B-B, with a time stamp B-T (ETSI EN 319 142-1 6.2): the file as it was stays the
 * beginning of the signed one.
 * @throws UnreadablePdf when the file cannot be updated.
 */
export async function signPdf(bytes: Buffer, signing: PdfSigning): Promise<Buffer> {
  const { signer, reason, at } = signing;
  const certificates = [signer.certificate, ...signer.chain];
  const room =
    certificates.reduce((sum, one) => sum + one.raw.length, roomForAttributes) +
    (signing.stamp ? roomForTimeStamp : 0);
  const { name } = identityOf(signer.certificate);
  const prepared = prepareSignature(bytes, { name, reason, at }, room);
  const built = await buildCms(prepared.covered, signer);
  const token = await signing.stamp?.(built.signature);
  return fillSignature(prepared, built.encode(token));
}
