import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { collectBackup } from '../../../src/probes/backup/collect.ts';
import { backupJobFacts, backupKinds } from '../../../src/probes/backup/facts.ts';
import { probe } from '../../../src/probes/backup/index.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
/** 2026-11-22 12:00 in Hà Nội. */
const noon = new Date('2026-11-22T05:00:00Z');
type Kind = (typeof backupKinds)[number];

async function collect(kind: Kind, file: string, baseFolder = fixtures, now = noon) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    backups: [{ id: 'sao-luu', kind, file, of: 'pacs' }],
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (!step) throw new Error('nothing was planned');
  const recorded = makeProbeContext({ baseFolder });
  const observation = await collectBackup(step.target.backup, recorded.context, now);
  return { ...recorded, step, observation };
}

function rowsOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return (observation.facts['backup.job'] ?? []).map((row) => backupJobFacts.row.parse(row));
}

async function collectText(kind: Kind, text: string | Uint8Array, now = noon) {
  const folder = await makeTempFolder();
  await writeFile(join(folder, 'f'), text);
  return (await collect(kind, 'f', folder, now)).observation;
}
const fixture = (name: string) => readFile(join(fixtures, name), 'utf8');

describe('pgBackRest', () => {
  it('the latest backup whose pages are sound, and how many are not', async () => {
    const { observation, step, attached } = await collect('pgbackrest', 'pgbackrest.json');
    expect(step).toMatchObject({ contacts: [], risk: 'observe' });
    const [row] = rowsOf(observation);
    expect(row).toMatchObject({
      job: 'sao-luu',
      of: 'pacs',
      kind: 'pgbackrest',
      name: 'pacs',
      lastResult: 'success',
      copies: 2,
      errors: 1,
    });
    expect(Date.parse(row?.lastSuccess ?? '')).toBe(1_795_190_400_000);
    expect(row?.ageHours).toBeCloseTo((noon.getTime() - 1_795_190_400_000) / 3_600_000, 0);
    expect(attached.size).toBe(1);
    expect(observation.notes?.join('\n')).toContain('phục hồi thử');
  });

  it('a stanza that is not well says why; no stanza is no backup', async () => {
    const text = (await fixture('pgbackrest.json')).replace(
      '"code": 0, "lock": {"backup": {"held": false}}, "message": "ok"',
      '"code": 2, "message": "no valid backups"',
    );
    expect(rowsOf(await collectText('pgbackrest', text))[0]).toMatchObject({
      lastResult: 'failed',
      message: 'no valid backups',
    });
    const [row] = rowsOf(await collectText('pgbackrest', '[]'));
    expect(row).toMatchObject({ copies: 0 });
    expect(row).not.toHaveProperty('lastSuccess');
  });
});

describe('restic', () => {
  it('one job per computer and folders, whatever their order', async () => {
    const rows = rowsOf((await collect('restic', 'restic.json')).observation);
    expect(rows.map(({ name, copies, ageHours }) => ({ name, copies, ageHours }))).toEqual([
      { name: 'pacs-1: /etc/pacs /srv/pacs', copies: 2, ageHours: 14 },
      { name: 'ris-1: /srv/ris', copies: 1, ageHours: 487 },
    ]);
    expect(rows.every((row) => row.lastResult === undefined)).toBe(true);
  });
});

describe('borg', () => {
  it('archives that are whole; a checkpoint is an interrupted run', async () => {
    const [row] = rowsOf((await collect('borg', 'borg.json')).observation);
    expect(row).toMatchObject({ name: 'ssh://nas/./pacs', copies: 1, errors: 1 });
    expect(row?.lastSuccess).toMatch(/^2026-11-21T12:42:39/);
  });
});

describe('Veeam', () => {
  it('a failed last run, a warning that is no success, a run that goes on', async () => {
    const [pacs, ris] = rowsOf((await collect('veeam', 'veeam.json')).observation);
    expect(pacs).toMatchObject({ name: 'PACS hang ngay', lastResult: 'failed', errors: 1 });
    expect(Date.parse(pacs?.lastSuccess ?? '')).toBe(1_795_217_400_000);
    expect(ris).toMatchObject({ name: 'RIS', lastResult: 'running', errors: 0 });
    expect(ris).not.toHaveProperty('lastSuccess');
  });

  it('the REST API’s list is read as well, and numbers for results are not guessed at', async () => {
    const [row] = rowsOf((await collect('veeam', 'veeam-rest.json')).observation);
    expect(row).toMatchObject({ name: 'PACS hang ngay', lastResult: 'success', ageHours: 13.5 });
    const numbered = (await fixture('veeam.json')).replaceAll(/"Result": "\w+"/g, '"Result": 0');
    const [unknown] = rowsOf(await collectText('veeam', numbered));
    expect(unknown).not.toHaveProperty('lastSuccess');
    expect(unknown).not.toHaveProperty('lastResult');
  });
});

describe('Windows Server Backup', () => {
  it('is read from UTF-16 too', async () => {
    const text = await fixture('windows-backup.json');
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const [row] = rowsOf(await collectText('windows-backup', bytes));
      expect(row).toMatchObject({ lastResult: 'success', copies: 14, errors: 0 });
      expect(Date.parse(row?.lastSuccess ?? '')).toBe(1_795_302_000_000);
    }
  });

  it('a failure is told, and a computer that was never backed up has no success', async () => {
    const text = await fixture('windows-backup.json');
    const failed = text.replace('"LastBackupResultHR": 0', '"LastBackupResultHR": -2147023504');
    expect(rowsOf(await collectText('windows-backup', failed))[0]).toMatchObject({
      lastResult: 'failed',
      errors: 1,
    });
    const never = text.replaceAll(/Date\(\d+\)/g, 'Date(-62135596800000)');
    const [row] = rowsOf(await collectText('windows-backup', never));
    expect(row).not.toHaveProperty('lastSuccess');
    expect(row).not.toHaveProperty('lastResult');
  });
});

describe('time', () => {
  it('a backup from the future has no age, and a clock that is a little off is no matter', async () => {
    const early = (hours: number) =>
      new Date(Date.parse('2026-11-21T22:00:00+07:00') - hours * 3_600_000);
    const text = await fixture('restic.json');
    const ahead = await collectText('restic', text, early(5));
    expect(rowsOf(ahead)[0]).not.toHaveProperty('ageHours');
    expect(ahead.notes?.join('\n')).toContain('đồng hồ');
    expect(rowsOf(await collectText('restic', text, early(0.5)))[0]?.ageHours).toBe(0);
  });
});

describe('what is no backup record', () => {
  it.each(backupKinds)('%s: another file is refused and not kept', async (kind) => {
    const folder = await makeTempFolder();
    for (const text of [
      '',
      'null',
      '{}',
      '[1]',
      '[{}]',
      '{"a":1}',
      '['.repeat(9_999),
      'ho_ten\nA',
    ]) {
      await writeFile(join(folder, 'f'), text);
      const { observation, attached } = await collect(kind, 'f', folder);
      expect(observation, text.slice(0, 10)).toMatchObject({
        state: 'protocol-error',
        reason: { code: 'other-format', message: expect.stringMatching(/\.$/) },
      });
      expect(attached.size).toBe(0);
    }
    expect((await collect(kind, 'khong-co', folder)).observation).toMatchObject({
      state: 'not-configured',
    });
  });

  it.each(backupKinds)('%s: broken files give rows of the right form or none', async (kind) => {
    const names = {
      pgbackrest: 'pgbackrest.json',
      restic: 'restic.json',
      borg: 'borg.json',
      veeam: 'veeam.json',
      'windows-backup': 'windows-backup.json',
    };
    const text = await fixture(names[kind]);
    const folder = await makeTempFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length),
        fc.nat(30),
        fc.constantFrom('', '"', '\\u001b', '-1', '9e999', 'null', '[]', 'true', '0.5'),
        async (at, length, insert) => {
          await writeFile(join(folder, 'f'), text.slice(0, at) + insert + text.slice(at + length));
          const { observation } = await collect(kind, 'f', folder);
          if (observation.state === 'observed') rowsOf(observation);
        },
      ),
      { seed: 20261122, numRuns: 150 },
    );
  });
});

describe('a restored copy', () => {
  const study = '2.25.166314690327298996427139894719407040775';
  const plan = (restored: object, nodes: readonly object[] = []) =>
    probe.planSteps(
      facilitySchema.parse({
        schemaVersion: 1,
        facility: { name: 'Bệnh viện thử' },
        dicom: { nodes },
        backups: [
          {
            id: 'sao-luu',
            kind: 'restic',
            file: 'f',
            restored: { host: '127.0.0.1', port: 11_112, calledAe: 'PHUCHOI', ...restored },
          },
        ],
      }),
      'vi',
    );

  it('is a step of its own, which names the address and asks for our studies only', () => {
    const [records, restored] = plan({ studies: [study] });
    expect(records).toMatchObject({ subjectId: 'sao-luu', contacts: [] });
    expect(restored).toMatchObject({
      subjectId: 'sao-luu-restored',
      risk: 'observe',
      contacts: [{ host: '127.0.0.1', port: 11_112, protocol: 'dicom' }],
      target: { callingAe: 'RISPACS', studies: [study] },
    });
    expect(restored?.sends).toContain('C-FIND');
  });

  it('at the address of the live PACS is not asked, in both languages', async () => {
    const nodes = [{ id: 'pacs', host: '127.0.0.1', port: 11_112, calledAe: 'PACS' }];
    const [, restored] = plan({ studies: [study] }, nodes);
    if (!restored) throw new Error('nothing was planned');
    for (const language of ['vi', 'en'] as const) {
      expect(
        await probe.collect(restored.target, makeProbeContext({ language }).context),
      ).toMatchObject({
        state: 'not-configured',
        reason: { code: 'same-as-live', message: expect.stringContaining('pacs') },
      });
    }
  });

  it('that does not answer is not one without our study', async () => {
    const [, restored] = plan({ studies: [study], port: 9 });
    if (!restored) throw new Error('nothing was planned');
    for (const language of ['vi', 'en'] as const) {
      const seen = await probe.collect(restored.target, makeProbeContext({ language }).context);
      expect(seen).toMatchObject({
        state: 'unreachable',
        reason: { message: expect.stringMatching(/127\.0\.0\.1:9 .*[^.]\.$/) },
      });
      expect(seen).not.toHaveProperty('facts');
    }
  });

  it.each(['1.2.840.113619.2.55', '2.25.', '2.25.1.2'])(
    'is never asked for a study that cannot be ours: %s',
    (uid) => {
      expect(() => plan({ studies: [uid] })).toThrow();
    },
  );
});
