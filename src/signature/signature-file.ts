import { z } from 'zod';

/** Who signs a dossier: the facility that made it, then the council that appraised it. */
export const signingParties = ['facility', 'council'] as const;
export type SigningParty = (typeof signingParties)[number];

/** Folder of a dossier for signatures over its manifest; the manifest cannot list them. */
export const signaturesFolder = 'signatures';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * `signatures/<party>.json`: what is signed. The Ed25519 signature in `<party>.sig` (64 bytes) is over the exact bytes of
 * this file, so that name, role and time are signed together with the hashes:
 * `openssl pkeyutl -verify -pubin -inkey facility.pub.pem -rawin -in facility.json -sigfile facility.sig`.
 */
export const signatureFileSchema = z.strictObject({
  form: z.literal('rispacs-signature'),
  version: z.literal(1),
  as: z.enum(signingParties),
  name: z.string().min(1).max(200),
  role: z.string().min(1).max(200).exactOptional(),
  /** By the clock of the signer's computer; only a time stamp says more. */
  signedAt: z.iso.datetime({ offset: true }),
  algorithm: z.literal('Ed25519'),
  /** SubjectPublicKeyInfo, PEM. */
  publicKey: z.string().max(1000),
  fingerprint: sha256,
  signs: z.strictObject({
    /** SHA-256 of `manifest-sha256.txt`, which names every file of the dossier by its own SHA-256. */
    manifestSha256: sha256,
    /** SHA-256 of `assessment.json` (RFC 8785 canonical JSON), as printed on page 1 of the report. */
    assessmentSha256: sha256,
    /** SHA-256 of `facility.sig`: a council signs what the facility has signed. */
    facilitySignatureSha256: sha256.exactOptional(),
  }),
});
export type SignatureFile = z.infer<typeof signatureFileSchema>;

/** The files of one signature, as paths inside the dossier. `timeStamp` is there only when one was asked for. */
export function filesOf(party: SigningParty): {
  readonly statement: string;
  readonly signature: string;
  readonly publicKey: string;
  readonly timeStamp: string;
} {
  const base = `${signaturesFolder}/${party}`;
  return {
    statement: `${base}.json`,
    signature: `${base}.sig`,
    publicKey: `${base}.pub.pem`,
    timeStamp: `${base}.tsr`,
  };
}

/** Every file that may lie in a dossier without being in its manifest. */
export const signatureFiles: ReadonlySet<string> = new Set(
  signingParties.flatMap((party) => Object.values(filesOf(party))),
);
