import path from 'node:path';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { filesOf, signatureFileSchema, signingParties } from '../signature/signature-file.ts';
import type { SigningKey } from './document-input.ts';

const mostBytes = 64 * 1024;

/**
 * The keys that signed a dossier, as its signature files name them. Nothing is verified here: what is printed is for
 * comparing with what `verify` finds, and a file that is not in the form is left out.
 */
export async function readSigningKeys(folder: string): Promise<readonly SigningKey[]> {
  const keys: SigningKey[] = [];
  for (const party of signingParties) {
    const read = await readBoundedFile(path.join(folder, filesOf(party).statement), mostBytes, {
      followLinks: false,
    });
    if (!read.ok) continue;
    const parsed = signatureFileSchema.safeParse(parseJson(read.bytes.toString('utf8')));
    if (!parsed.success) continue;
    const { name, fingerprint } = parsed.data;
    keys.push({ as: party, name, fingerprint });
  }
  return keys;
}
