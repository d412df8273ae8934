import { copyFile, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectRedundancy } from '../../../src/probes/redundancy/collect.ts';
import { redundancyClusterFacts } from '../../../src/probes/redundancy/facts.ts';
import { probe } from '../../../src/probes/redundancy/index.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

function plan(entry: object, databases: readonly object[] = []) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    redundancy: [{ id: 'cum', ...entry }],
    databases,
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (!step) throw new Error('nothing was planned');
  return step;
}

async function collect(entry: object, baseFolder: string, now?: Date) {
  const recorded = makeProbeContext({ baseFolder });
  const observation = await collectRedundancy(plan(entry).target, recorded.context, now);
  return { ...recorded, observation };
}

function rowsOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  const rows = observation.facts['redundancy.cluster'] ?? [];
  return rows.map((row) => redundancyClusterFacts.row.parse(row));
}

async function serve(answer: string, status = 200): Promise<string> {
  const server = createServer((_, response) => {
    response.statusCode = status;
    response.end(answer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/cluster`;
}

describe('planning', () => {
  it('a file contacts nobody, an address and a database are named', () => {
    expect(plan({ kind: 'pacemaker', file: 'crm.xml' })).toMatchObject({
      subject: 'cum (pacemaker, crm.xml)',
      risk: 'observe',
      contacts: [],
    });
    expect(plan({ kind: 'patroni', url: 'https://pg.bv.local:8008/cluster' }).contacts).toEqual([
      { host: 'pg.bv.local', port: 8008, protocol: 'https' },
    ]);
    const databases = [{ id: 'db', product: 'postgresql', host: '10.0.0.1', user: 'doc' }];
    expect(plan({ kind: 'postgresql', database: 'db' }, databases)).toMatchObject({
      contacts: [{ host: '10.0.0.1', port: 5432, protocol: 'postgresql' }],
    });
  });

  it.each([
    [{ kind: 'pacemaker' }, 'no-source'],
    [{ kind: 'vmware', url: 'https://vcenter/' }, 'no-source'],
    [{ kind: 'postgresql', database: 'khac' }, 'unknown-database'],
    [{ kind: 'galera', database: 'db' }, 'other-product'],
  ])('%o cannot be read: %s', async (entry, code) => {
    const databases = [{ id: 'db', product: 'oracle', host: '10.0.0.1', user: 'doc' }];
    const { target } = plan(entry, databases);
    expect(await collectRedundancy(target, makeProbeContext().context)).toMatchObject({
      state: 'not-configured',
      reason: { code, message: expect.stringMatching(/\.$/) },
    });
  });
});

describe('carried files', () => {
  it('are read, kept, and remarked on; the time that the tool wrote gives the age', async () => {
    const entry = { kind: 'pacemaker', of: 'pacs', file: 'pacemaker.xml' };
    const now = new Date('2026-12-02T12:42:32');
    const { observation, attached } = await collect(entry, fixtures, now);
    const [row] = rowsOf(observation);
    expect(row).toMatchObject({ cluster: 'cum', of: 'pacs', kind: 'pacemaker', readBy: 'file' });
    expect(row?.ageDays).toBeGreaterThan(9);
    expect(row?.readAt).toMatch(/^2026-11-22T/);
    expect(attached.size).toBe(1);
    expect(observation.notes?.join()).toContain('do người chép tới');
  });

  it('without a time in it the file’s own gives the age, and is not called the time of reading', async () => {
    const folder = await makeTempFolder();
    const file = join(folder, 'p.json');
    await copyFile(join(fixtures, 'patroni.json'), file);
    await utimes(file, new Date('2026-11-20T00:00:00Z'), new Date('2026-11-20T00:00:00Z'));
    const now = new Date('2026-11-22T12:00:00Z');
    const { observation } = await collect({ kind: 'patroni', file: 'p.json' }, folder, now);
    const [row] = rowsOf(observation);
    expect(row?.ageDays).toBe(2.5);
    expect(row).not.toHaveProperty('readAt');
  });

  it('a file from the future has no age', async () => {
    const now = new Date('2020-01-01T00:00:00Z');
    const { observation } = await collect({ kind: 'patroni', file: 'patroni.json' }, fixtures, now);
    expect(rowsOf(observation)[0]).not.toHaveProperty('ageDays');
  });

  it('keepalived takes one file of each node', async () => {
    const file = ['keepalived-1.json', 'keepalived-2.json'];
    const { observation, attached } = await collect({ kind: 'keepalived', file }, fixtures);
    expect(rowsOf(observation)[0]).toMatchObject({
      nodes: 2,
      oneSided: false,
      members: ['keepalived-1.json: MASTER', 'keepalived-2.json: BACKUP'],
    });
    expect(attached.size).toBe(2);
  });

  it('the password of VRRP never reaches the dossier', async () => {
    const folder = await makeTempFolder();
    const text = await readFile(join(fixtures, 'keepalived-1.json'), 'utf8');
    const secret = text.replace('"auth_type":0', '"auth_type":1,"auth_data":"bi-mat"');
    await writeFile(join(folder, 'k.json'), secret);
    const { observation, attached } = await collect({ kind: 'keepalived', file: 'k.json' }, folder);
    expect(attached.size).toBe(0);
    expect(JSON.stringify(observation)).not.toContain('bi-mat');
    expect(observation.notes?.join()).toContain('không lưu vào hồ sơ');
  });

  it('UTF-16 of Windows PowerShell is read', async () => {
    const folder = await makeTempFolder();
    const text = await readFile(join(fixtures, 'windows-cluster.json'), 'utf8');
    await writeFile(join(folder, 'c.json'), Buffer.from(`\ufeff${text}`, 'utf16le'));
    const { observation } = await collect({ kind: 'windows-cluster', file: 'c.json' }, folder);
    expect(rowsOf(observation)[0]).toMatchObject({ nodes: 2 });
  });

  it('a file that is missing, no file, too large or another one gives one sentence and is not kept', async () => {
    const folder = await makeTempFolder();
    await mkdir(join(folder, 'thu-muc'));
    await writeFile(join(folder, 'lon.json'), Buffer.alloc(9 * 1024 * 1024, 32));
    await writeFile(join(folder, 'benh-nhan.csv'), 'ho_ten\nNguyễn Văn A\n');
    const states: string[] = [];
    for (const file of ['khong-co.json', 'thu-muc', 'lon.json', 'benh-nhan.csv']) {
      const { observation, attached } = await collect({ kind: 'proxmox', file }, folder);
      if (observation.state === 'observed') throw new Error(file);
      states.push(`${observation.state} ${observation.reason.code}`);
      expect(observation.reason.message).toMatch(/\.$/);
      expect(observation.reason.message).not.toContain('Nguyễn');
      expect(attached.size).toBe(0);
    }
    expect(states).toEqual([
      'not-configured file-missing',
      'protocol-error file-not-a-file',
      'protocol-error file-too-large',
      'protocol-error other-format',
    ]);
  });
});

describe('Patroni by its address', () => {
  it('is read now', async () => {
    const url = await serve(await readFile(join(fixtures, 'patroni.json'), 'utf8'));
    const now = new Date('2026-11-22T01:00:00Z');
    const { observation, attached } = await collect({ kind: 'patroni', url }, fixtures, now);
    expect(rowsOf(observation)[0]).toMatchObject({ readBy: 'url', nodes: 3, ageDays: 0 });
    expect(attached.size).toBe(0);
  });

  it.each([
    ['another page', '<html>', 200, 'protocol-error', 'other-format'],
    ['a refusal', 'no', 403, 'refused', 'status'],
    ['a flood', 'x'.repeat(3 * 1024 * 1024), 200, 'protocol-error', 'too-large'],
  ])('%s is told', async (_, answer, status, state, code) => {
    const url = await serve(answer, status);
    const { observation } = await collect({ kind: 'patroni', url }, fixtures);
    expect(observation).toMatchObject({ state, reason: { code } });
  });

  it('nobody there is told', async () => {
    const { observation } = await collect(
      { kind: 'patroni', url: 'http://127.0.0.1:9/' },
      fixtures,
    );
    expect(observation).toMatchObject({ state: 'unreachable' });
  });
});
