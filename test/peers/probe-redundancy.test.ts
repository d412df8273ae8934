import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { redundancyClusterFacts } from '../../src/probes/redundancy/facts.ts';
import { probe } from '../../src/probes/redundancy/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import {
  asPostgres,
  type DatabasePeer,
  databasePasswords,
  findPostgresFolder,
  giveToPostgres,
  missingPostgres,
  startMariadb,
  startPostgres,
} from './support/database-peers.ts';
import { findFreePort, missingPrograms } from './support/dicom-peers.ts';
import { runCommand } from './support/run-command.ts';
import {
  makePeerFolder,
  type RunningProgram,
  removePeerFolder,
  startProgram,
} from './support/start-program.ts';
import { makeTwoHosts, type TwoHosts } from './support/two-hosts.ts';

const noPostgres = await missingPostgres();
const noCrmMon = missingPrograms('crm_mon');
const noGalera =
  missingPrograms('mariadbd', 'mariadb-install-db') ??
  (existsSync('/usr/lib/galera/libgalera_smm.so') ? undefined : 'not installed: galera-4');
const noPatroni = noPostgres ?? missingPrograms('patroni');
const hosts = await makeTwoHosts('rpred', '10.98.7');
const noHosts = typeof hosts === 'string' ? hosts : undefined;
const noKeepalived = noHosts ?? missingPrograms('keepalived');
for (const reason of [noPostgres, noCrmMon, noGalera, noPatroni, noKeepalived]) {
  if (reason) process.stderr.write(`skipped: ${reason}\n`);
}
afterAll(async () => {
  if (typeof hosts !== 'string') await hosts.remove();
});

async function collect(entry: object, baseFolder: string, port?: number, user = 'quan_tri') {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    redundancy: [{ id: 'cum', ...entry }],
    databases: ['postgresql', 'mariadb'].map((product) => ({
      id: product,
      product,
      host: '127.0.0.1',
      port: port ?? 9,
      user,
      password: { env: 'MAT_KHAU' },
    })),
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (!step) throw new Error('no step');
  const password = user === 'doc' ? databasePasswords.doc : databasePasswords.quan_tri;
  const { context } = makeProbeContext({ baseFolder }, { MAT_KHAU: password });
  return probe.collect(step.target, context);
}

function rowOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return redundancyClusterFacts.row.parse(observation.facts['redundancy.cluster']?.[0]);
}

/** Asks until an answer is as expected, for at most half a minute. */
async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask();
    if (isRight(answer) || attempt >= 60) return answer;
    await sleep(500);
  }
}

describe.skipIf(noPostgres)('PostgreSQL primary and standby on this computer', () => {
  let primary: DatabasePeer;
  let standby: DatabasePeer;
  beforeAll(async () => {
    primary = await startPostgres();
    standby = await startPostgres({ standbyOf: primary });
  });
  afterAll(async () => {
    await standby?.stop();
    await primary?.stop();
  });
  const entry = { kind: 'postgresql', database: 'postgresql', of: 'database' };

  it('the standby streams, and does not count because it is the same computer', async () => {
    const observation = await until(
      () => collect(entry, '/', primary.port),
      (one) => JSON.stringify(one).includes('streaming'),
    );
    expect(rowOf(observation)).toMatchObject({
      readBy: 'database',
      nodes: 1,
      healthyNodes: 1,
      replicasInSync: 0,
      oneSided: false,
      members: ['primary', 'walreceiver 127.0.0.1: streaming, async'],
    });
    expect(observation.notes?.join()).toContain('cùng máy chủ');
  });

  it('the standby tells its own side', async () => {
    const observation = await until(
      () => collect(entry, '/', standby.port),
      (one) => JSON.stringify(one).includes('streaming'),
    );
    expect(rowOf(observation)).toMatchObject({ nodes: 2, oneSided: true });
  });

  it('an account without pg_monitor is told what it lacks, and with it needs no more', async () => {
    expect(await collect(entry, '/', primary.port, 'doc')).toMatchObject({
      state: 'refused',
      reason: { code: 'not-shown', message: expect.stringContaining('pg_monitor') },
    });
    await primary.administer('GRANT pg_monitor TO doc');
    expect(rowOf(await collect(entry, '/', primary.port, 'doc'))).toMatchObject({ nodes: 1 });
  });
});

describe.skipIf(noPostgres ?? noHosts)('PostgreSQL primary and standby on two hosts', () => {
  it('what psql prints on the primary shows two servers, and one after the standby is gone', async () => {
    if (typeof hosts === 'string') throw new Error(hosts);
    const bin = findPostgresFolder() ?? '';
    const folder = await makePeerFolder();
    await giveToPostgres(folder);
    const port = String(await findFreePort());
    const on = async (index: 0 | 1, program: string, args: readonly string[]) => {
      const [name, all] = await asPostgres(join(bin, program), args);
      return ['netns', 'exec', hosts.names[index], name, ...all] as const;
    };
    const ip = (args: readonly string[]) => runCommand('ip', args);
    const data = [join(folder, 'mot'), join(folder, 'hai')] as const;
    const sockets = [join(folder, 's1'), join(folder, 's2')] as const;
    for (const one of sockets) await mkdir(one);
    await giveToPostgres(...sockets);
    await ip(await on(0, 'initdb', ['-D', data[0], '-U', 'quan_tri', '-A', 'trust', '--no-sync']));
    const rule = `host all all ${hosts.addresses[1]}/32 trust\nhost replication all ${hosts.addresses[1]}/32 trust\n`;
    const access = join(data[0], 'pg_hba.conf');
    await writeFile(access, `${await readFile(access, 'utf8')}${rule}`);
    const start = async (index: 0 | 1): Promise<RunningProgram> => {
      const settings = [
        ...['-D', data[index], '-p', port, '-c', 'fsync=off'],
        ...['-c', `listen_addresses=${hosts.addresses[index]}`],
        ...['-c', `unix_socket_directories=${sockets[index]}`],
      ];
      const ready = ['-h', hosts.addresses[index], '-p', port, '-U', 'quan_tri'];
      const args = await on(index, 'postgres', settings);
      const ask = await on(index, 'pg_isready', ready);
      return startProgram('ip', args, async () => (await ip(ask)).includes('accepting'));
    };
    const query = ['-h', sockets[0], '-p', port, '-U', 'quan_tri', '-d', 'postgres', '-X', '--csv'];
    const save = async (): Promise<Observation> => {
      const command = [...query, '-c', 'SELECT * FROM pg_stat_replication'];
      await writeFile(join(folder, 'sao-chep.csv'), await ip(await on(0, 'psql', command)));
      return collect({ kind: 'postgresql', file: 'sao-chep.csv' }, folder);
    };
    const primary = await start(0);
    let standby: RunningProgram | undefined;
    try {
      const copy = ['-h', hosts.addresses[0], '-p', port, '-U', 'quan_tri'];
      await ip(
        await on(1, 'pg_basebackup', [...copy, '-D', data[1], '-R', '-X', 'stream', '-c', 'fast']),
      );
      standby = await start(1);
      const both = await until(save, (one) => JSON.stringify(one).includes('streaming'));
      expect(rowOf(both)).toMatchObject({
        nodes: 2,
        healthyNodes: 2,
        replicasInSync: 1,
        oneSided: false,
      });
      await standby.stop();
      const alone = await until(save, (one) => rowOf(one).nodes === 1);
      expect(rowOf(alone)).toMatchObject({ nodes: 1, replicasInSync: 0 });
    } finally {
      await standby?.stop();
      await primary.stop();
      await removePeerFolder(folder);
    }
  });
});

describe.skipIf(noKeepalived)('keepalived on two hosts', () => {
  it('each writes its own view; together they are two, and one after the other has gone', async () => {
    if (typeof hosts === 'string') throw new Error(hosts);
    const folder = await makePeerFolder();
    const programs: RunningProgram[] = [];
    const views = ['mot/keepalived.json', 'hai/keepalived.json'];
    const signal = (await runCommand('keepalived', ['--signum=JSON'])).trim();
    const write = async (): Promise<void> => {
      for (const name of ['mot', 'hai']) {
        const pid = await readFile(join(folder, name, 'pid'), 'utf8').catch(() => '');
        if (pid !== '') {
          await runCommand('/bin/kill', [`-${signal}`, pid.trim()]).catch(
            (): undefined => undefined,
          );
        }
      }
      await sleep(300);
    };
    try {
      for (const [index, name] of ['mot', 'hai'].entries()) {
        const own = join(folder, name);
        await mkdir(own);
        await writeFile(join(own, 'keepalived.conf'), vrrp(hosts, index === 0 ? 0 : 1));
        programs.push(
          await startProgram(
            'ip',
            [
              ...['netns', 'exec', hosts.names[index === 0 ? 0 : 1] ?? '', 'keepalived'],
              ...['-n', '-l', '-P', '-f', join(own, 'keepalived.conf')],
              ...['-p', join(own, 'pid'), '-r', join(own, 'vrrp.pid')],
            ],
            async () => true,
            { TMPDIR: own },
          ),
        );
      }
      const read = async (file: readonly string[]) => {
        await write();
        return collect({ kind: 'keepalived', file }, folder);
      };
      const both = await until(
        () => read(views),
        (one) => JSON.stringify(one).includes('MASTER') && JSON.stringify(one).includes('BACKUP'),
      );
      expect(rowOf(both)).toMatchObject({ nodes: 2, healthyNodes: 2, oneSided: false });
      expect(rowOf(await read(['hai/keepalived.json']))).toMatchObject({
        nodes: 1,
        oneSided: true,
      });
      await programs[0]?.stop();
      const left = await until(
        () => read(['hai/keepalived.json']),
        (one) => JSON.stringify(one).includes('MASTER'),
      );
      expect(rowOf(left).members).toEqual(['keepalived.json: MASTER']);
    } finally {
      for (const program of programs) await program.stop();
      await removePeerFolder(folder);
    }
  });
});

function vrrp(two: TwoHosts, index: 0 | 1): string {
  return `vrrp_instance PACS {
  state BACKUP
  interface ${two.interfaces[index]}
  virtual_router_id 51
  priority ${index === 0 ? 150 : 100}
  advert_int 1
  virtual_ipaddress { 10.98.7.100/24 }
}
`;
}

describe.skipIf(noCrmMon)('Pacemaker’s crm_mon', () => {
  it('on a cluster of two, and where no cluster runs', async () => {
    const folder = await makePeerFolder();
    try {
      const cib = join(import.meta.dirname, 'support', 'pacemaker-cib.xml');
      const xml = await runCommand('crm_mon', ['--output-as=xml', '--one-shot'], { CIB_file: cib });
      await writeFile(join(folder, 'crm.xml'), xml);
      const row = rowOf(await collect({ kind: 'pacemaker', file: 'crm.xml' }, folder));
      expect(row).toMatchObject({
        nodes: 2,
        healthyNodes: 1,
        quorum: true,
        fencing: true,
        members: ['pacs-1: online', 'pacs-2: offline, unclean'],
      });
      expect(row.ageDays).toBe(0);
      const nothing = await runCommand('crm_mon', ['--output-as=xml', '--one-shot']);
      await writeFile(join(folder, 'khong.xml'), nothing);
      const failed = await collect({ kind: 'pacemaker', file: 'khong.xml' }, folder);
      expect(failed).toMatchObject({ state: 'protocol-error', reason: { code: 'tool-failed' } });
    } finally {
      await removePeerFolder(folder);
    }
  });
});

describe.skipIf(noGalera)('Galera', () => {
  let server: DatabasePeer;
  beforeAll(async () => {
    const port = await findFreePort();
    server = await startMariadb([
      ...['--binlog-format=ROW', '--innodb-autoinc-lock-mode=2', '--wsrep-on=ON'],
      ...['--wsrep-provider=/usr/lib/galera/libgalera_smm.so', '--wsrep-cluster-address=gcomm://'],
      ...['--wsrep-node-address=127.0.0.1', '--wsrep-cluster-name=pacs-db'],
      `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${port};base_port=${port}`,
    ]);
  });
  afterAll(() => server?.stop());

  it('one node is a cluster of one with quorum', async () => {
    const entry = { kind: 'galera', database: 'mariadb' };
    expect(rowOf(await collect(entry, '/', server.port))).toMatchObject({
      nodes: 1,
      healthyNodes: 1,
      replicasInSync: 0,
      quorum: true,
    });
  });

  it('a server without Galera is told', async () => {
    const plain = await startMariadb();
    try {
      const entry = { kind: 'galera', database: 'mariadb' };
      expect(await collect(entry, '/', plain.port)).toMatchObject({
        state: 'protocol-error',
        reason: { code: 'tool-failed', message: expect.stringContaining('Disconnected') },
      });
    } finally {
      await plain.stop();
    }
  });
});

describe.skipIf(noPatroni)('Patroni', () => {
  it('a leader and a replica on this computer are one server, both in good order', async ({
    skip,
  }) => {
    const folder = await makePeerFolder();
    const ports = [];
    for (let index = 0; index < 6; index += 1) ports.push(await findFreePort());
    const [apiA = 0, apiB = 0, raftA = 0, raftB = 0, sqlA = 0, sqlB = 0] = ports;
    const programs: RunningProgram[] = [];
    await giveToPostgres(folder);
    try {
      for (const [name, api, raft, partner, sql] of [
        ['pg-1', apiA, raftA, raftB, sqlA],
        ['pg-2', apiB, raftB, raftA, sqlB],
      ] as const) {
        const file = join(folder, `${name}.yml`);
        await writeFile(file, patroniConfiguration({ folder, name, api, raft, partner, sql }));
        const [program, args] = await asPostgres('/usr/bin/patroni', [file]);
        programs.push(await startProgram(program, args, async () => true, { HOME: folder }));
      }
      const url = `http://127.0.0.1:${apiA}/cluster`;
      const observation = await until(
        () => collect({ kind: 'patroni', url }, '/'),
        (one) =>
          programs.some((program) => !program.isRunning()) ||
          (one.state === 'observed' && rowOf(one).replicasInSync === 1),
      );
      const dead = programs.find((program) => !program.isRunning());
      if (dead && /raft|pysyncobj/i.test(dead.output())) {
        process.stderr.write('skipped: Patroni without python3-pysyncobj\n');
        skip();
      }
      expect(rowOf(observation)).toMatchObject({
        readBy: 'url',
        nodes: 1,
        healthyNodes: 1,
        replicasInSync: 1,
        automaticFailover: true,
      });
      expect(rowOf(observation).members?.join()).toMatch(/pg-\d leader: running/);
    } finally {
      for (const program of programs) await program.stop();
      await removePeerFolder(folder);
    }
  });
});

function patroniConfiguration(at: {
  readonly folder: string;
  readonly name: string;
  readonly api: number;
  readonly raft: number;
  readonly partner: number;
  readonly sql: number;
}): string {
  const { folder, name, api, raft, partner, sql } = at;
  return JSON.stringify({
    scope: 'pacs-db',
    name,
    restapi: { listen: `127.0.0.1:${api}`, connect_address: `127.0.0.1:${api}` },
    raft: {
      data_dir: join(folder, `${name}-raft`),
      self_addr: `127.0.0.1:${raft}`,
      partner_addrs: [`127.0.0.1:${partner}`],
    },
    bootstrap: {
      dcs: { ttl: 20, loop_wait: 2, retry_timeout: 5 },
      initdb: [{ encoding: 'UTF8' }],
      pg_hba: ['host replication rep 127.0.0.1/32 md5', 'host all all 127.0.0.1/32 md5'],
    },
    postgresql: {
      listen: `127.0.0.1:${sql}`,
      connect_address: `127.0.0.1:${sql}`,
      data_dir: join(folder, `${name}-data`),
      bin_dir: findPostgresFolder(),
      authentication: {
        superuser: { username: 'postgres', password: 'quan-tri-1' },
        replication: { username: 'rep', password: 'sao-chep-1' },
      },
      parameters: { unix_socket_directories: folder },
    },
  });
}
