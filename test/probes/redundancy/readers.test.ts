import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterReading } from '../../../src/probes/redundancy/cluster-reading.ts';
import { redundancyKinds } from '../../../src/probes/redundancy/facts.ts';
import { readPostgresStandby } from '../../../src/probes/redundancy/read-postgresql.ts';
import { readSqlServer } from '../../../src/probes/redundancy/read-sqlserver.ts';
import { readTexts } from '../../../src/probes/redundancy/read-texts.ts';

const fixture = (name: string) => readFile(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (kind: (typeof redundancyKinds)[number], ...texts: readonly string[]) =>
  readTexts(
    kind,
    texts.map((text, index) => ({ name: `may-${index + 1}`, text })),
  );
function clustersOf(reading: ClusterReading) {
  if (reading.kind !== 'clusters') throw new Error(reading.kind);
  return reading.clusters;
}

describe('Pacemaker', () => {
  it('two members online, quorum, fencing', async () => {
    const text = await fixture('pacemaker.xml');
    expect(clustersOf(await read('pacemaker', text))).toEqual([
      {
        nodes: 2,
        healthyNodes: 2,
        quorum: true,
        fencing: true,
        automaticFailover: true,
        failures: 0,
        oneSided: false,
        members: ['pacs-1: online', 'pacs-2: online'],
        readAt: expect.any(Date),
      },
    ]);
  });

  it.each([
    ['a node on standby', 'standby="false" standby_onfail', 'standby="true" standby_onfail', 1],
    ['a node that is unclean', 'unclean="false" health', 'unclean="true" health', 1],
    ['a node that is offline', 'online="true"', 'online="false"', 1],
  ])('%s is not healthy', async (_, from, to, healthyNodes) => {
    const text = (await fixture('pacemaker.xml')).replace(from, to);
    expect(clustersOf(await read('pacemaker', text))[0]).toMatchObject({ nodes: 2, healthyNodes });
  });

  it('failures, maintenance and lost quorum are told', async () => {
    const text = (await fixture('pacemaker.xml'))
      .replace('with_quorum="true"', 'with_quorum="false"')
      .replace('maintenance-mode="false"', 'maintenance-mode="true"')
      .replace('stonith-enabled="true"', 'stonith-enabled="false"')
      .replace('failed="false"', 'failed="true"')
      .replace('<status code', '<failures><failure node="pacs-2"/></failures><status code');
    expect(clustersOf(await read('pacemaker', text))[0]).toMatchObject({
      quorum: false,
      fencing: false,
      automaticFailover: false,
      failures: 2,
    });
  });

  it('a command that could not look says so', async () => {
    const text =
      '<pacemaker-result api-version="2.25"><status code="102" message="Not connected"/></pacemaker-result>';
    expect(await read('pacemaker', text)).toEqual({ kind: 'reported', message: 'Not connected' });
  });

  it('version 1.1 wrote another root', async () => {
    const text = (await fixture('pacemaker.xml')).replaceAll('pacemaker-result', 'crm_mon');
    expect(clustersOf(await read('pacemaker', text))[0]).toMatchObject({ healthyNodes: 2 });
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><pacemaker-result/>'],
    ['depth', '<a>'.repeat(50_000)],
    ['no XML', 'Cluster Summary:'],
    ['nothing', ''],
  ])('%s is refused', async (_, text) => {
    expect(await read('pacemaker', text)).toEqual({ kind: 'foreign' });
  });
});

describe('keepalived', () => {
  it('one node’s view is one node, whatever it hears', async () => {
    const reading = await read('keepalived', await fixture('keepalived-2.json'));
    expect(clustersOf(reading)[0]).toMatchObject({ nodes: 1, healthyNodes: 1, oneSided: true });
  });

  it('master and backup together are two', async () => {
    const reading = await read(
      'keepalived',
      await fixture('keepalived-1.json'),
      await fixture('keepalived-2.json'),
    );
    expect(clustersOf(reading)).toEqual([
      {
        name: 'PACS (VRID 51, 10.99.0.100)',
        nodes: 2,
        healthyNodes: 2,
        automaticFailover: true,
        oneSided: false,
        members: ['may-1: MASTER', 'may-2: BACKUP'],
      },
    ]);
    expect(reading).toMatchObject({ notes: ['two-views'] });
  });

  it('two masters, the same view twice, and a faulty node are told', async () => {
    const [first, second] = [
      await fixture('keepalived-1.json'),
      await fixture('keepalived-2.json'),
    ];
    const split = await read('keepalived', first, second.replace('"state":1', '"state":2'));
    expect(split).toMatchObject({ clusters: [{ healthyNodes: 0 }], notes: ['split-brain'] });
    const twice = await read('keepalived', first, first);
    expect(twice).toMatchObject({
      clusters: [{ nodes: 1, oneSided: true }],
      notes: ['same-view-twice'],
    });
    const fault = await read('keepalived', first, second.replace('"state":1', '"state":3'));
    expect(clustersOf(fault)[0]).toMatchObject({ healthyNodes: 1, automaticFailover: false });
  });

  it('the newer form with a version is read as well', async () => {
    const text = `{"json_version":2,"vrrp":${await fixture('keepalived-1.json')}}`;
    expect(clustersOf(await read('keepalived', text))).toHaveLength(1);
  });
});

describe('PostgreSQL', () => {
  const row = (more: object) => ({
    application_name: 'walreceiver',
    client_addr: '10.0.0.12',
    state: 'streaming',
    sync_state: 'async',
    ...more,
  });
  const rows = (...all: object[]) => read('postgresql', JSON.stringify(all.map((one) => row(one))));

  it.each([
    ['a standby that streams', [{}], { nodes: 2, healthyNodes: 2, replicasInSync: 1 }],
    ['one that catches up', [{ state: 'catchup' }], { nodes: 2, healthyNodes: 1 }],
    ['two on one other server', [{}, {}], { nodes: 2, replicasInSync: 1 }],
    ['none', [], { nodes: 1, healthyNodes: 1, replicasInSync: 0 }],
    ['a log receiver', [{ application_name: 'pg_receivewal' }], { nodes: 1, replicasInSync: 0 }],
    ['barman', [{ application_name: 'barman_receive_wal' }], { nodes: 1, replicasInSync: 0 }],
    ['a logical subscription', [{ slot_type: 'logical' }], { nodes: 1, replicasInSync: 0 }],
  ])('%s', async (_, given, expected) => {
    expect(clustersOf(await rows(...given))[0]).toMatchObject({ ...expected, oneSided: false });
  });

  it.each([[null], ['127.0.0.1'], ['::1'], ['127.0.0.1/32']])(
    'a copy on the same server (%s) is no second server',
    async (client_addr) => {
      const reading = await rows({ client_addr });
      expect(reading).toMatchObject({
        clusters: [{ nodes: 1, replicasInSync: 0 }],
        notes: ['local-replica'],
      });
    },
  );

  it('CSV of psql is read; rows that are hidden from the account are no answer', async () => {
    const head = 'pid,application_name,client_addr,state,sync_state';
    const csv = `${head}\n10,"bản sao",10.0.0.12,streaming,sync\n`;
    expect(clustersOf(await read('postgresql', csv))[0]).toMatchObject({
      replicasInSync: 1,
      members: ['primary', 'bản sao 10.0.0.12: streaming, sync'],
    });
    expect(await read('postgresql', `${head}\n10,,,,\n`)).toEqual({ kind: 'hidden' });
    expect(clustersOf(await read('postgresql', `${head}\n`))[0]).toMatchObject({ nodes: 1 });
    expect(await read('postgresql', 'a,b\n1,2\n')).toEqual({ kind: 'foreign' });
  });

  it('a standby tells its own side only', () => {
    expect(clustersOf(readPostgresStandby(new Map([['status', 'streaming']])))[0]).toMatchObject({
      nodes: 2,
      oneSided: true,
    });
    expect(clustersOf(readPostgresStandby(undefined))[0]).toMatchObject({ nodes: 1 });
  });
});

describe('Patroni', () => {
  it('a leader, a standby that streams and one that failed', async () => {
    expect(clustersOf(await read('patroni', await fixture('patroni.json')))).toEqual([
      {
        name: 'pacs-db',
        nodes: 3,
        healthyNodes: 2,
        replicasInSync: 1,
        automaticFailover: true,
        oneSided: false,
        members: [
          'pg-1 leader: running',
          'pg-2 sync_standby: streaming, lag 0',
          'pg-3 replica: start failed, lag unknown',
        ],
      },
    ]);
  });

  it('a pause, another timeline and one computer for all are told', async () => {
    const text = await fixture('patroni.json');
    const paused = text.replace('"scope"', '"pause": true, "scope"');
    expect(clustersOf(await read('patroni', paused))[0]).toMatchObject({
      automaticFailover: false,
    });
    const behind = text.replace('"timeline": 5, "lag"', '"timeline": 4, "lag"');
    expect(clustersOf(await read('patroni', behind))[0]).toMatchObject({ replicasInSync: 0 });
    const together = text.replaceAll(/"host": "[^"]*"/g, '"host": "10.0.0.11"');
    expect(clustersOf(await read('patroni', together))[0]).toMatchObject({ nodes: 1 });
  });
});

describe('Galera', () => {
  it('three nodes of a primary component, as a batch, a bordered table and JSON', async () => {
    const tsv = await fixture('galera.tsv');
    const table = tsv.replaceAll(/^(.*)\t(.*)$/gm, '| $1 | $2 |');
    const json = JSON.stringify(
      tsv
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
        .map(([Variable_name, Value]) => ({ Variable_name, Value })),
    );
    for (const text of [tsv, table, json]) {
      expect(clustersOf(await read('galera', text))[0]).toMatchObject({
        nodes: 3,
        healthyNodes: 3,
        replicasInSync: 2,
        quorum: true,
      });
    }
  });

  it('a node that is not synced, a component without quorum, nodes on one computer', async () => {
    const tsv = await fixture('galera.tsv');
    expect(
      clustersOf(await read('galera', tsv.replace('Synced', 'Donor/Desynced')))[0],
    ).toMatchObject({
      healthyNodes: 2,
    });
    expect(
      clustersOf(await read('galera', tsv.replace('Primary', 'non-Primary')))[0],
    ).toMatchObject({ healthyNodes: 0, quorum: false });
    const together = tsv.replaceAll(/10\.0\.0\.1\d/g, '10.0.0.11');
    expect(await read('galera', together)).toMatchObject({
      clusters: [{ nodes: 1, replicasInSync: 0 }],
      notes: ['local-replica'],
    });
    expect(await read('galera', 'wsrep_on\tON\n')).toEqual({ kind: 'foreign' });
    const alone = 'wsrep_cluster_size\t0\nwsrep_cluster_status\tDisconnected\n';
    expect((await read('galera', alone)).kind).toBe('reported');
  });
});

describe('SQL Server availability groups', () => {
  it('primary, synchronous secondary, one that is gone', async () => {
    const reading = await read('sqlserver-ag', await fixture('sqlserver-ag.json'));
    expect(clustersOf(reading)).toEqual([
      expect.objectContaining({
        name: 'AG-PACS',
        nodes: 3,
        healthyNodes: 2,
        replicasInSync: 1,
        automaticFailover: true,
        oneSided: false,
      }),
    ]);
  });

  it('a secondary’s view is one-sided, instances of one host are one server', async () => {
    const text = await fixture('sqlserver-ag.json');
    const swapped = text.replace('"is_local": 1', '"is_local": 0');
    expect(clustersOf(await read('sqlserver-ag', swapped))[0]).toMatchObject({ oneSided: true });
    const together = text.replaceAll(/SQL\d/g, 'SQL1');
    expect(clustersOf(await read('sqlserver-ag', together))[0]).toMatchObject({
      nodes: 1,
      replicasInSync: 0,
      automaticFailover: false,
    });
  });

  it('no group is one server, and the quorum of the cluster under it is told', () => {
    expect(readSqlServer([])).toMatchObject({
      clusters: [{ nodes: 1 }],
      notes: ['stand-alone'],
    });
    const row = new Map<string, unknown>([
      ['group_name', 'A'],
      ['replica', 'B'],
    ]);
    expect(clustersOf(readSqlServer([row], 'NORMAL_QUORUM'))[0]).toMatchObject({ quorum: true });
    expect(clustersOf(readSqlServer([row], 'FORCED_QUORUM'))[0]).toMatchObject({ quorum: false });
  });
});

describe('Windows failover cluster', () => {
  it('numbers and words for states are the same', async () => {
    const text = await fixture('windows-cluster.json');
    for (const given of [text, text.replace(': 0', ': "Up"').replace(': 1', ': "Down"')]) {
      expect(clustersOf(await read('windows-cluster', given))).toEqual([
        {
          name: 'PACS-CLU',
          nodes: 2,
          healthyNodes: 1,
          oneSided: false,
          members: ['PACS-01: Up', 'PACS-02: Down'],
        },
      ]);
    }
  });

  it('one node is an object of its own', async () => {
    const reading = await read('windows-cluster', '{"Name":"A","State":"Up","Cluster":"C"}');
    expect(clustersOf(reading)[0]).toMatchObject({ name: 'C', nodes: 1, healthyNodes: 1 });
  });
});

describe('VMware', () => {
  it('hosts by cluster, maintenance is not healthy', async () => {
    expect(clustersOf(await read('vmware', await fixture('vmware.json')))).toEqual([
      {
        name: 'Cum-PACS',
        nodes: 2,
        healthyNodes: 1,
        automaticFailover: true,
        oneSided: false,
        members: ['esx1.bv.local: Connected', 'esx2.bv.local: Maintenance'],
      },
      { nodes: 1, healthyNodes: 1, oneSided: false, members: ['esx9.bv.local: Connected'] },
    ]);
  });

  it('numbers for states are not guessed at', async () => {
    const text = (await fixture('vmware.json')).replaceAll('"Connected"', '0');
    const reading = await read('vmware', text);
    expect(clustersOf(reading)[0]).not.toHaveProperty('healthyNodes');
    expect(reading).toMatchObject({ notes: ['numbers-for-states'] });
  });
});

describe('Proxmox VE', () => {
  it('nodes and quorum; services of the HA manager when that file is given', async () => {
    const status = await fixture('proxmox-status.json');
    const [alone] = clustersOf(await read('proxmox', status));
    expect(alone).toMatchObject({ name: 'pacs', nodes: 3, healthyNodes: 2, quorum: true });
    expect(alone).not.toHaveProperty('automaticFailover');
    const ha = await fixture('proxmox-ha.json');
    expect(clustersOf(await read('proxmox', status, ha))[0]).toMatchObject({
      automaticFailover: true,
      failures: 0,
    });
    expect(clustersOf(await read('proxmox', `{"data":${status}}`, ha))[0]).toMatchObject({
      nodes: 3,
    });
    const idle = JSON.stringify(JSON.parse(ha).slice(0, 2));
    expect(clustersOf(await read('proxmox', status, idle))[0]).toMatchObject({
      automaticFailover: false,
    });
  });
});

describe('what is none of these', () => {
  it.each(redundancyKinds)('%s: other files are refused', async (kind) => {
    const texts = [
      '',
      'null',
      '[]{',
      '{"a":1}',
      '42',
      '"x"',
      '[[[]]]',
      '['.repeat(10_000),
      '\u0000',
    ];
    for (const text of texts) {
      const reading = await read(kind, text);
      expect(reading.kind, JSON.stringify(text.slice(0, 20))).toBe('foreign');
    }
  });

  it.each(redundancyKinds)(
    '%s: broken files never throw, and texts are printable',
    async (kind) => {
      const names = {
        pacemaker: 'pacemaker.xml',
        keepalived: 'keepalived-1.json',
        postgresql: 'sqlserver-ag.json',
        patroni: 'patroni.json',
        galera: 'galera.tsv',
        'sqlserver-ag': 'sqlserver-ag.json',
        'windows-cluster': 'windows-cluster.json',
        vmware: 'vmware.json',
        proxmox: 'proxmox-status.json',
      };
      const text = await fixture(names[kind]);
      await fc.assert(
        fc.asyncProperty(
          fc.nat(text.length),
          fc.nat(40),
          fc.constantFrom('', '"', '\u001b[2J', '{', '9e999', 'null', '\u202e', '<', '-1'),
          async (at, length, insert) => {
            const reading = await read(kind, text.slice(0, at) + insert + text.slice(at + length));
            if (reading.kind !== 'clusters') return;
            for (const { members = [], name = '', nodes, healthyNodes } of reading.clusters) {
              expect([...members, name].join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
              expect(nodes ?? 0).toBeGreaterThanOrEqual(0);
              expect(healthyNodes ?? 0).toBeGreaterThanOrEqual(0);
            }
          },
        ),
        { seed: 20261122, numRuns: 300 },
      );
    },
  );
});
