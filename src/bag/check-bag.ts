import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import { hashFile } from '../evidence/manifest.ts';
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

async function readTag(bag: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(bag, name), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
