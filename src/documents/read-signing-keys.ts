import { readSignature } from '../signature/check-signatures.ts';
import { signingParties } from '../signature/signature-file.ts';
import type { SigningKey } from './document-input.ts';

/**
 * The keys that signed a dossier, with fingerprints computed from the keys themselves: a file whose signature was not made
 * by the key that it names is left out. Whether the dossier is still what was signed is for `verify` to say; papers that
 * are added after signing change its manifest.
 */
export async function readSigningKeys(folder: string): Promise<readonly SigningKey[]> {
  const keys: SigningKey[] = [];
  for (const party of signingParties) {
    const read = await readSignature(folder, party);
    if (read.state !== 'genuine') continue;
    keys.push({ as: party, name: read.said.name, fingerprint: read.fingerprint });
  }
  return keys;
}
