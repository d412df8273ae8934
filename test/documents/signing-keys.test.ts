import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSigningKeys } from '../../src/documents/read-signing-keys.ts';
import { fingerprintOf } from '../../src/signature/fingerprint.ts';
import { signDossier } from '../../src/signature/sign-dossier.ts';
import { filesOf } from '../../src/signature/signature-file.ts';
import { makeReportedDossier, newKey } from '../signature/support/reported-dossier.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'rispacs-keys-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

it('minutes name the key that signed, also after papers were added, and none that only claims to have', async () => {
  const folder = await makeReportedDossier(parent);
  const key = newKey();
  const signal = AbortSignal.timeout(30_000);
  const name = 'Bệnh viện A';
  await signDossier({ folder, as: 'facility', key, name, language: 'vi', signal });
  const signed = [{ as: 'facility', name, fingerprint: fingerprintOf(key) }];
  expect(await readSigningKeys(folder)).toEqual(signed);
  await writeFile(path.join(folder, 'them.txt'), 'thêm sau khi ký');
  expect(await readSigningKeys(folder)).toEqual(signed);

  const statement = path.join(folder, ...filesOf('facility').statement.split('/'));
  const text = await readFile(statement, 'utf8');
  await writeFile(statement, text.replace(fingerprintOf(key), fingerprintOf(newKey())));
  expect(await readSigningKeys(folder)).toEqual([]);
});
