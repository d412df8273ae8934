import { manifestName } from '../evidence/manifest.ts';
import { hashOf, type SignatureCheck } from '../signature/check-signatures.ts';

/** What the verifier knows from elsewhere, on paper or by telephone; lower-case hex. */
export interface Expectations {
  /** SHA-256 of the ZIP file, of `manifest-sha256.txt`, or of `assessment.json`. */
  readonly sha256?: string;
  /** Fingerprints of keys that must have signed. */
  readonly fingerprints: readonly string[];
}

/** How the dossier stands against what was expected. */
export interface ExpectationCheck {
  /** Which hash it was; `none` when it is none of them. Absent when none was given. */
  readonly sha256?: 'zip' | 'manifest' | 'assessment' | 'none';
  readonly keys: readonly { readonly fingerprint: string; readonly signed: boolean }[];
}

/** Compares hashes and keys with the expected ones. */
export async function checkExpectations(
  folder: string,
  expected: Expectations,
  signatures: readonly SignatureCheck[],
  zipSha256: string | undefined,
): Promise<ExpectationCheck> {
  const keys = expected.fingerprints.map((fingerprint) => ({
    fingerprint,
    signed: signatures.some((one) => one.state === 'valid' && one.fingerprint === fingerprint),
  }));
  if (expected.sha256 === undefined) return { keys };
  const [manifest, assessment] = await Promise.all(
    [manifestName, 'assessment.json'].map((name) => hashOf(folder, name)),
  );
  const sha256 =
    expected.sha256 === zipSha256
      ? 'zip'
      : expected.sha256 === manifest
        ? 'manifest'
        : expected.sha256 === assessment
          ? 'assessment'
          : 'none';
  return { sha256, keys };
}

/** Whether everything that was expected is so. */
export function isAsExpected({ sha256, keys }: ExpectationCheck): boolean {
  return sha256 !== 'none' && keys.every((one) => one.signed);
}
