import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { checkManifest, manifestName } from '../evidence/manifest.ts';
import type { Language } from '../locale/language.ts';
import { signatureFiles } from './signature-file.ts';

const listed = /^[0-9a-f]{64} {2}(.+)$/;

/**
 * Makes sure that every file is as the manifest has it. Signatures lie outside of it.
 * @throws UserError naming what differs (code 5), or when there is no manifest.
 */
export async function requireIntact(folder: string, language: Language): Promise<void> {
  const check = await checkManifest(folder);
  const vi = language === 'vi';
  if (check.state === 'no-manifest') {
    throw new UserError(
      vi
        ? `Hồ sơ ${folder} chưa có manifest-sha256.txt; chạy rispacs judge ${folder} trước.`
        : `The dossier ${folder} has no manifest-sha256.txt; run rispacs judge ${folder} first.`,
    );
  }
  const own = (name: string) => !signatureFiles.has(name);
  const wrong = [
    ...check.changed.filter(own),
    ...check.missing.filter(own),
    ...check.added.filter(own),
    ...check.malformed,
  ];
  if (wrong.length > 0) {
    throw new UserError(
      vi
        ? `Hồ sơ ${folder} không khớp với danh mục của nó; xem: rispacs verify ${folder}`
        : `The dossier ${folder} does not match its manifest; see: rispacs verify ${folder}`,
      { exitCode: 5, details: wrong.slice(0, 20) },
    );
  }
}

/**
 * Makes sure that what is about to be signed is whole, and that no signature is among the files that the manifest lists:
 * a report made again after signing lists them.
 * @throws UserError as {@link requireIntact} does.
 */
export async function prepareManifest(folder: string, language: Language): Promise<void> {
  await requireIntact(folder, language);
  await dropSignatureLines(path.join(folder, manifestName));
}

async function dropSignatureLines(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const kept = text
    .split('\n')
    .filter((line) => !signatureFiles.has(listed.exec(line)?.[1] ?? ''))
    .join('\n');
  if (kept !== text) await writeFileAtomically(file, kept);
}
