import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');

function describeFolder(folder: string) {
  const script = path.join(root, 'bin', 'third-party.js');
  return spawnSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

async function makePackage(folder: string, name: string, about: object, files: object = {}) {
  const place = path.join(folder, 'node_modules', name);
  await mkdir(place, { recursive: true });
  await writeFile(
    path.join(place, 'package.json'),
    JSON.stringify({ name, version: '1.2.3', ...about }),
  );
  for (const [file, text] of Object.entries(files))
    await writeFile(path.join(place, file), String(text));
}

describe('the notice of third-party licences', () => {
  it('names every package that is needed to run, and what the LGPL asks for', async () => {
    const { status, stdout } = describeFolder(root);
    expect(status).toBe(0);
    const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) expect(stdout).toContain(`\n${name}@`);
    expect(stdout).toMatch(/@img\/sharp-libvips-\S+ in node_modules\/@img\/sharp-libvips-/);
    expect(stdout).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    expect(stdout).toContain('GNU GENERAL PUBLIC LICENSE');
    // The libraries inside libvips, from its own list.
    expect(stdout).toMatch(/\| glib +\| LGPLv3/);
  });

  it('has one text for many packages, and those inside others', async () => {
    const folder = await makeTempFolder();
    const LICENSE = 'Do as you please.';
    await makePackage(folder, 'a', { license: 'MIT' }, { LICENSE });
    await makePackage(folder, '@scope/b', { license: 'MIT' }, { 'license.md': `${LICENSE}\r\n` });
    await makePackage(folder, 'a/node_modules/c', { license: 'ISC', author: 'Ai Đó' });
    const { stdout } = describeFolder(folder);
    expect(stdout.split(LICENSE)).toHaveLength(2);
    expect(stdout).toContain('@scope/b@1.2.3, a@1.2.3');
    expect(stdout).toContain('c@1.2.3; ISC; Ai Đó');
    expect(stdout).not.toContain('LESSER');
  });

  it('is refused for a package that says nothing of a licence', async () => {
    const folder = await makeTempFolder();
    await makePackage(folder, 'silent', {});
    const { status, stderr } = describeFolder(folder);
    expect(status).toBe(1);
    expect(stderr).toContain('silent@1.2.3');
  });
});
