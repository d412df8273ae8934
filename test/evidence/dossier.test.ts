import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import { checkManifest, writeManifest } from '../../src/evidence/manifest.ts';
import { probeRecordId } from '../../src/evidence/record-id.ts';

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'rispacs-test-'));
  folder = path.join(parent, 'hồ sơ');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const settings = {
  schemaVersion: 1,
  toolVersion: '0.0.0',
  assessedOn: '2026-11-22',
  language: 'vi',
  checklist: 'annex-1-2021',
  allowed: ['observe'],
  startedAt: '2026-11-22T08:00:00.000+07:00',
} as const;
const make = () => Dossier.create(folder, { ...settings, allowed: ['observe'] }, 'vi');

const record: EvidenceRecord = {
  kind: 'probe',
  id: 'dicom.pacs-chinh',
  probe: 'dicom',
  probeVersion: 1,
  subject: 'pacs-chinh (dicom://10.0.0.5:104/PACS)',
  subjectId: 'pacs-chinh',
  startedAt: '2026-11-22T08:00:00.000+07:00',
  durationMs: 12,
  notes: [],
  attachments: [],
  state: 'unreachable',
  facts: {},
  reason: { code: 'ECONNREFUSED', message: 'cổng đóng' },
};

describe('a dossier', () => {
  it('gives back exactly the records written, in order of id', async () => {
    const dossier = await make();
    const second = { ...record, id: 'dicom.a', subjectId: 'a' };
    await dossier.writeRecord(record);
    await dossier.writeRecord(second);
    expect(await (await Dossier.open(folder, 'vi')).readRecords('vi')).toEqual([second, record]);
  });

  it('is not begun over an existing one, nor in a folder with other files', async () => {
    await make();
    await expect(make()).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 2,
      message: expect.stringContaining('--resume'),
    });
    await writeFile(path.join(parent, 'khác.txt'), '');
    await expect(
      Dossier.create(parent, { ...settings, allowed: ['observe'] }, 'vi'),
    ).rejects.toMatchObject({ exitCode: 2 });
  });

  it('is not opened from a folder that is none', async () => {
    await expect(Dossier.open(parent, 'vi')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('không phải là hồ sơ'),
    });
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, 40)],
    ['with a state that does not exist', (text: string) => text.replace('unreachable', 'met')],
    [
      'with facts although nothing was observed',
      (text: string) => text.replace('"facts": {}', '"facts": {"lan.port": [{"linkMbps": 1000}]}'),
    ],
    ['renamed inside', (text: string) => text.replaceAll('dicom.pacs-chinh', 'dicom.khac')],
  ])('refuses a record %s, by name and with code 5', async (_name, damage) => {
    const dossier = await make();
    await dossier.writeRecord(record);
    const file = dossier.path('evidence', `${record.id}.json`);
    await writeFile(file, damage(await readFile(file, 'utf8')));
    await expect(dossier.readRecords('vi')).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('dicom.pacs-chinh.json'),
    });
  });

  it('stores the same bytes once, named by their hash', async () => {
    const dossier = await make();
    const a = await dossier.attach(Buffer.from('x'), {
      mediaType: 'text/plain',
      extension: 'txt',
      originalName: '../../etc/passwd',
    });
    const b = await dossier.attach(Buffer.from('x'), { mediaType: 'text/plain', extension: 'txt' });
    expect(a.path).toBe(b.path);
    expect(a.path).toBe(`attachments/${a.sha256}.txt`);
  });

  it('keeps the last state of each side effect, and survives a journal line cut short', async () => {
    const dossier = await make();
    const effect = {
      id: 'order-1',
      system: 'ris',
      kind: 'order',
      identifiers: { placer: '001' },
    } as const;
    await dossier.journal({ ...effect, state: 'planned' });
    await dossier.journal({ ...effect, state: 'sent' });
    await appendFile(dossier.path('side-effects.ndjson'), '{"id":"order-2","sys');
    expect(await dossier.readSideEffects()).toEqual([{ ...effect, state: 'sent' }]);
  });
});

describe('the manifest', () => {
  const prepare = async () => {
    const dossier = await make();
    await dossier.writeRecord(record);
    await dossier.attach(Buffer.from('x'), { mediaType: 'text/plain', extension: 'txt' });
    await writeManifest(folder);
    return dossier;
  };

  it('is intact after writing, and sha256sum agrees without this tool', async () => {
    await prepare();
    expect((await checkManifest(folder)).state).toBe('intact');
    execFileSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], { cwd: folder });
  });

  it('names a changed, a missing, an added and a replaced-by-link file', async () => {
    const dossier = await prepare();
    await appendFile(dossier.path('settings.json'), ' ');
    await rename(
      dossier.path('evidence', `${record.id}.json`),
      dossier.path('evidence', 'khac.json'),
    );
    await symlink('/etc/hostname', dossier.path('link'));
    const check = await checkManifest(folder);
    expect(check).toMatchObject({
      state: 'changed',
      changed: ['settings.json'],
      missing: [`evidence/${record.id}.json`],
      added: ['evidence/khac.json', 'link'],
    });
  });

  it('refuses lines that point outside or repeat a file', async () => {
    const dossier = await prepare();
    const line = `${'0'.repeat(64)}  ../../etc/passwd\n`;
    await appendFile(dossier.path('manifest-sha256.txt'), `${line}${line}`);
    expect((await checkManifest(folder)).malformed).toHaveLength(2);
  });
});

describe('the id of a record', () => {
  it('is the same for the same step and differs for subjects that look alike', () => {
    expect(probeRecordId('dicom', 'pacs-chinh')).toBe('dicom.pacs-chinh');
    const ids = ['a b', 'a/b', 'a-b', '../a', 'A B'].map((subject) =>
      probeRecordId('dicom', subject),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9.-]{0,119}$/);
  });
});
