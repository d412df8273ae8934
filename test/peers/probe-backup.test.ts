import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import { backupJobFacts, backupRestoredFacts } from '../../src/probes/backup/facts.ts';
import { probe } from '../../src/probes/backup/index.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { planStudy } from '../../src/synthetic/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import {
  asPostgres,
  type DatabasePeer,
  databasePasswords,
  giveToPostgres,
  missingPostgres,
  startPostgres,
} from './support/database-peers.ts';
import { missingPrograms, startOrthanc } from './support/dicom-peers.ts';
import { runCommand } from './support/run-command.ts';
import { makePeerFolder, removePeerFolder } from './support/start-program.ts';
import { storeImage } from './support/store-image.ts';

const noPgbackrest = (await missingPostgres()) ?? missingPrograms('pgbackrest');
const noRestic = missingPrograms('restic');
const noBorg = missingPrograms('borg');
for (const reason of [noPgbackrest, noRestic, noBorg]) {
  if (reason) process.stderr.write(`skipped: ${reason}\n`);
}

let folder = '';
beforeAll(async () => {
  folder = await makePeerFolder();
  await mkdir(join(folder, 'anh'));
  await writeFile(join(folder, 'anh', 'a.dcm'), 'DICM');
});
afterAll(() => removePeerFolder(folder));

async function collect(kind: string, output: string): Promise<Observation> {
  await writeFile(join(folder, 'ket-qua.json'), output);
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    backups: [{ id: 'sao-luu', kind, file: 'ket-qua.json' }],
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (!step) throw new Error('no step');
  return probe.collect(step.target, makeProbeContext({ baseFolder: folder }).context);
}

function rowsOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return (observation.facts['backup.job'] ?? []).map((row) => backupJobFacts.row.parse(row));
}

describe.skipIf(noRestic)('restic', () => {
  it('no snapshot, then one of now', async () => {
    const restic = (...args: string[]) =>
      runCommand('restic', ['-r', join(folder, 'restic'), '--no-cache', ...args], {
        RESTIC_PASSWORD: 'thu',
      });
    await restic('init');
    const [empty] = rowsOf(await collect('restic', await restic('snapshots', '--json')));
    expect(empty).toMatchObject({ copies: 0 });
    await restic('backup', join(folder, 'anh'), '--host', 'pacs-1', '--quiet');
    const [row] = rowsOf(await collect('restic', await restic('snapshots', '--json')));
    expect(row).toMatchObject({
      name: `pacs-1: ${join(folder, 'anh')}`,
      copies: 1,
      ageHours: 0,
    });
  });
});

describe.skipIf(noBorg)('borg', () => {
  it('no archive, then one of now', async () => {
    const repository = join(folder, 'borg');
    const borg = (...args: string[]) =>
      runCommand('borg', args, {
        BORG_BASE_DIR: join(folder, 'borg-base'),
        BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
      });
    await borg('init', '-e', 'none', repository);
    const [empty] = rowsOf(await collect('borg', await borg('list', '--json', repository)));
    expect(empty).toMatchObject({ copies: 0, errors: 0 });
    expect(empty).not.toHaveProperty('lastSuccess');
    await borg('create', `${repository}::pacs-1`, join(folder, 'anh'));
    const [row] = rowsOf(await collect('borg', await borg('list', '--json', repository)));
    expect(row).toMatchObject({ name: repository, copies: 1, errors: 0, ageHours: 0 });
  });
});

describe.skipIf(noPgbackrest)('pgBackRest', () => {
  let server: DatabasePeer;
  let own = '';
  beforeAll(async () => {
    own = await makePeerFolder();
    await giveToPostgres(own);
    const push = `pgbackrest --config=${own}/pgbackrest.conf --stanza=pacs archive-push %p`;
    server = await startPostgres({
      settings: ['archive_mode=on', `archive_command=${push}`, 'wal_level=replica'],
    });
    await writeFile(
      join(own, 'pgbackrest.conf'),
      [
        '[global]',
        `repo1-path=${own}/kho`,
        `log-path=${own}`,
        `lock-path=${own}`,
        `spool-path=${own}`,
        '[pacs]',
        `pg1-path=${server.folder}/data`,
        `pg1-port=${server.port}`,
        `pg1-socket-path=${server.folder}`,
        'pg1-user=quan_tri',
        '',
      ].join('\n'),
    );
  });
  afterAll(async () => {
    await server?.stop();
    await removePeerFolder(own);
  });

  it('no stanza, a stanza without a backup, then a full backup of now', async () => {
    const pgbackrest = async (...args: string[]): Promise<string> => {
      const all = [`--config=${own}/pgbackrest.conf`, '--log-level-console=off', ...args];
      const [program, withAccount] = await asPostgres('/usr/bin/pgbackrest', all);
      return runCommand(program, withAccount, {
        PGPASSWORD: databasePasswords.quan_tri,
        HOME: own,
      });
    };
    const info = () => pgbackrest('info', '--output=json');
    expect(rowsOf(await collect('pgbackrest', await info()))[0]).toMatchObject({ copies: 0 });
    await pgbackrest('--stanza=pacs', 'stanza-create');
    expect(rowsOf(await collect('pgbackrest', await info()))[0]).toMatchObject({
      name: 'pacs',
      lastResult: 'failed',
      message: 'no valid backups',
      copies: 0,
    });
    await pgbackrest('--stanza=pacs', '--type=full', '--start-fast', 'backup');
    expect(rowsOf(await collect('pgbackrest', await info()))[0]).toMatchObject({
      name: 'pacs',
      lastResult: 'success',
      copies: 1,
      errors: 0,
      ageHours: 0,
    });
  });
});

const noArchives = missingPrograms('restic', 'Orthanc');
if (noArchives) process.stderr.write(`skipped: ${noArchives}\n`);

describe.skipIf(noArchives)('an archive that was backed up and restored elsewhere', () => {
  it('has the study that was stored before the backup, and not the one stored after it', async () => {
    const [before, after] = [planStudy(), planStudy()];
    const storage = join(folder, 'kho-anh');
    const settings = { StorageDirectory: storage, IndexDirectory: storage };
    const live = await startOrthanc(settings);
    await storeImage(live.port, before.studyInstanceUid);
    // An index that is not open is copied whole: the hospital's own tool has to see to that.
    await live.stop();
    const repository = join(folder, 'restic-kho');
    const restic = (...args: string[]) =>
      runCommand('restic', ['-r', repository, '--no-cache', ...args], { RESTIC_PASSWORD: 'thu' });
    await restic('init');
    await restic('backup', storage, '--quiet');
    const again = await startOrthanc(settings);
    await storeImage(again.port, after.studyInstanceUid);
    await again.stop();
    await restic('restore', 'latest', '--target', join(folder, 'phuc-hoi'));
    const home = join(folder, 'phuc-hoi', storage);
    const copy = await startOrthanc({ StorageDirectory: home, IndexDirectory: home });
    try {
      const facility = facilitySchema.parse({
        schemaVersion: 1,
        facility: { name: 'Bệnh viện thử' },
        backups: [
          {
            id: 'sao-luu',
            kind: 'restic',
            file: 'ket-qua.json',
            restored: {
              host: '127.0.0.1',
              port: copy.port,
              calledAe: 'ORTHANC',
              studies: [before.studyInstanceUid, after.studyInstanceUid],
            },
          },
        ],
      });
      const [, step] = probe.planSteps(facility, 'vi');
      if (!step) throw new Error('no step');
      const observation = await probe.collect(step.target, makeProbeContext().context);
      if (observation.state !== 'observed') throw new Error(observation.reason.message);
      expect(
        (observation.facts['backup.restored'] ?? []).map((row) =>
          backupRestoredFacts.row.parse(row),
        ),
      ).toEqual([
        { job: 'sao-luu', of: 'pacs', study: before.studyInstanceUid, found: true },
        { job: 'sao-luu', of: 'pacs', study: after.studyInstanceUid, found: false },
      ]);
      expect(observation.notes?.join('\n')).toContain('có 1/2 ca thử');
    } finally {
      await copy.stop();
    }
  });
});
