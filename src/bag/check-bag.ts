import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { hashFile, manifestName } from '../evidence/manifest.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { hashOf } from '../signature/check-signatures.ts';
import { bagDeclaration, bagFiles, payloadFolder } from './bag-layout.ts';

/** What a bag's own manifests show; all lists empty means intact. */
export interface BagCheck {
  readonly state: 'intact' | 'changed';
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  readonly added: readonly string[];
  /** Tag files that are not in their form, or not there. */
  readonly malformed: readonly string[];
  readonly fileCount: number;
}

/** Above any manifest of a dossier. */
const mostTagBytes = 64 * 1024 * 1024;
const line = /^([0-9a-f]{64}) [ *](.+)$/;

/** Compares an unpacked bag with its manifests (RFC 8493 3): every payload file and every tag file listed, and as listed. */
export async function checkBag(bag: string): Promise<BagCheck> {
  const malformed: string[] = [];
  const declaration = await readTag(bag, bagFiles.declaration);
  if (declaration?.replaceAll('\r\n', '\n') !== bagDeclaration)
    malformed.push(bagFiles.declaration);
  const listed = new Map<string, string>();
  for (const name of [bagFiles.manifest, bagFiles.tagManifest]) {
    const isTag = name === bagFiles.tagManifest;
    const text = await readTag(bag, name);
    if (text === undefined) {
      malformed.push(name);
      continue;
    }
    for (const one of text.split('\n').filter((part) => part !== '')) {
      const match = line.exec(one);
      const file = match?.[2] ?? '';
      const inPayload = file.startsWith(`${payloadFolder}/`);
      if (!match?.[1] || inPayload === isTag || listed.has(file))
        malformed.push(`${name}: ${one.slice(0, 200)}`);
      else listed.set(file, match[1]);
    }
  }
  const present = (await readdir(bag, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      path.relative(bag, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((file) => file !== bagFiles.tagManifest)
    .sort();
  const changed: string[] = [];
  for (const file of present) {
    const expected = listed.get(file);
    if (expected !== undefined && (await hashFile(path.join(bag, file))) !== expected)
      changed.push(file);
  }
  malformed.push(...(await checkWords(bag, present)));
  const here = new Set(present);
  const missing = [...listed.keys()].filter((file) => !here.has(file)).sort();
  const added = present.filter((file) => !listed.has(file));
  const clean = changed.length + missing.length + added.length + malformed.length === 0;
  return {
    state: clean ? 'intact' : 'changed',
    changed,
    missing,
    added,
    malformed,
    fileCount: present.length,
  };
}

/**
 * What the bag says of itself outside of the signed manifest, in files that whoever packs it again can write: the size of
 * the payload, hashes for people to compare, files to be fetched.
 */
async function checkWords(bag: string, present: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  // A list of files to download (RFC 8493 2.2.3); nothing is ever fetched, and no dossier needs it.
  if (present.includes('fetch.txt')) wrong.push('fetch.txt');
  const info = await readTag(bag, bagFiles.info);
  const oxum = /^Payload-Oxum:\s*(\S+)/im.exec(info ?? '')?.[1];
  if (oxum !== undefined && oxum !== (await measurePayload(bag, present)))
    wrong.push(`${bagFiles.info}: Payload-Oxum`);
  const payload = path.join(bag, payloadFolder);
  const own = await Promise.all(
    [manifestName, 'assessment.json'].map((name) => hashOf(payload, name)),
  );
  for (const [name, text] of [
    [bagFiles.info, info],
    [bagFiles.readMe, await readTag(bag, bagFiles.readMe)],
  ] as const) {
    const named = text?.match(/\b[0-9a-f]{64}\b/gi) ?? [];
    if (named.some((hash) => !own.includes(hash.toLowerCase()))) wrong.push(`${name}: SHA-256`);
  }
  return wrong;
}

/** Octets and files of the payload (RFC 8493 2.2.2). */
async function measurePayload(bag: string, present: readonly string[]): Promise<string> {
  const files = present.filter((file) => file.startsWith(`${payloadFolder}/`));
  let octets = 0;
  for (const file of files) octets += (await lstat(path.join(bag, file))).size;
  return `${octets}.${files.length}`;
}

async function readTag(bag: string, name: string): Promise<string | undefined> {
  const read = await readBoundedFile(path.join(bag, name), mostTagBytes, { followLinks: false });
  return read.ok ? read.bytes.toString('utf8') : undefined;
}
