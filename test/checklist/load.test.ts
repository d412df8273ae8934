import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { UserError } from '../../src/errors/user-error.ts';

const shipped = path.resolve('checklists/annex-1-2021');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rispacs-checklist-'));
  await cp(shipped, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function edit(name: string, change: (text: string) => string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function failure(language: 'vi' | 'en' = 'vi'): Promise<UserError> {
  const result = await loadChecklist(folder, language).catch((error: unknown) => error);
  if (!(result instanceof UserError)) throw new Error(`not a UserError: ${String(result)}`);
  return result;
}

describe('loadChecklist', () => {
  it('reads 45 criteria, two further conditions, eight packages and the document kinds', async () => {
    const checklist = await loadChecklist(shipped);
    expect(checklist.criteria).toHaveLength(45);
    expect(checklist.specialized.map((one) => one.id)).toEqual(['cs-01', 'cs-02']);
    expect(checklist.packages).toHaveLength(8);
    expect(checklist.documentKinds.map((one) => one.id)).toContain('isp-contract');
    expect(checklist.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same hash for a copy, and another when one byte changes anywhere', async () => {
    const original = await loadChecklist(shipped);
    expect((await loadChecklist(folder)).sha256).toBe(original.sha256);
    await edit('documents.yaml', (text) => `${text}# một dòng thêm\n`);
    const changed = await loadChecklist(folder);
    expect(changed.sha256).not.toBe(original.sha256);
    expect(changed.criteria).toEqual(original.criteria);
  });

  it('does not hash or read files the manifest does not name', async () => {
    const original = await loadChecklist(shipped);
    await writeFile(path.join(folder, 'notes.yaml'), 'not: [a checklist');
    expect((await loadChecklist(folder)).sha256).toBe(original.sha256);
  });

  it('names file, line and expectation of a slip deep in a rule', async () => {
    await edit('security.yaml', (text) =>
      text.replace(
        '- { document: security-level-decision }',
        '- { documents: security-level-decision }',
      ),
    );
    const lines = (await readFile(path.join(folder, 'security.yaml'), 'utf8')).split('\n');
    const line = lines.findIndex((one) => one.includes('documents: security-level-decision')) + 1;
    const error = await failure();
    expect(error.exitCode).toBe(2);
    expect(error.details[0]).toContain(`security.yaml:${line}:`);
    expect(error.details[0]).toContain('document');
  });

  it('names the wrong key of a rule, not the whole rule', async () => {
    await edit('workstation.yaml', (text) => text.replace('op: lt', 'opp: lt'));
    const { details } = await failure('en');
    expect(details.join('\n')).toMatch(/workstation\.yaml:\d+:\d+ .*opp/);
  });

  it.each([
    ['anchors', (text: string) => text.replace('id: at-01', 'id: &a at-01'), 'neo'],
    [
      'an unknown key',
      (text: string) => text.replace('tt54', 'tt99').replace('level:', 'lvl:'),
      'lvl',
    ],
    ['an unknown level', (text: string) => text.replace('level: basic', 'level: gold'), 'basic'],
    ['broken YAML', (text: string) => `${text}\n  - [`, 'YAML'],
  ])('refuses %s', async (_name, change, expected) => {
    await edit('security.yaml', change);
    expect((await failure()).details.join('\n')).toContain(expected);
  });

  it.each(['../outside.yaml', '/etc/passwd', 'a/b.yaml', 'list.txt'])(
    'refuses a manifest that names %s',
    async (name) => {
      await edit('checklist.yaml', (text) => text.replace('security.yaml', name));
      expect((await failure()).details[0]).toContain('checklist.yaml:');
    },
  );

  it('refuses a file named twice', async () => {
    await edit('checklist.yaml', (text) => text.replace('- security.yaml', '- quality.yaml'));
    expect((await failure()).message).toContain('quality.yaml');
  });

  it('refuses a file larger than a checklist can be', async () => {
    await edit('security.yaml', (text) => `${text}${'# đệm\n'.repeat(200_000)}`);
    expect((await failure()).message).toContain('security.yaml');
  });

  it('refuses bytes that are not UTF-8', async () => {
    await writeFile(path.join(folder, 'security.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
    expect((await failure()).details[0]).toMatch(/^security\.yaml:1:1 .*UTF-8/);
  });

  it('says what is missing when the folder is not a checklist', async () => {
    await rm(path.join(folder, 'pacs.yaml'));
    expect((await failure()).message).toContain('pacs.yaml');
    await rm(folder, { recursive: true });
    expect((await failure('en')).message).toContain('checklist.yaml');
  });

  it('answers any text in a file with a UserError, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        await writeFile(path.join(folder, 'security.yaml'), text);
        await expect(loadChecklist(folder)).rejects.toBeInstanceOf(UserError);
      }),
      { seed: 20261122, numRuns: 60 },
    );
  });
});
