import { readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lockName } from '../../src/evidence/dossier-lock.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { type CliRun, runCli, startCli } from '../support/run-cli.ts';

// Each test starts several processes of the command, beside whatever else this computer does.
vi.setConfig({ testTimeout: 60_000 });

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((one) => new Promise((resolve) => one.close(resolve))));
});

/** A port that accepts; `talks` decides whether it says anything. */
async function listen(talks: boolean): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(
      socket.on('error', () => sockets.delete(socket)).on('close', () => sockets.delete(socket)),
    );
    if (talks) socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function makeHome(): Promise<{
  out: string;
  write: (name: string, text: string) => Promise<string>;
}> {
  const folder = await makeTempFolder();
  return {
    out: path.join(folder, 'ho-so'),
    write: async (name, text) => {
      await writeFile(path.join(folder, name), text);
      return path.join(folder, name);
    },
  };
}

const head = 'schemaVersion: 1\nfacility: {name: Bệnh viện Thử}\nappliesFor: advanced\n';
const inventory = JSON.stringify({
  schemaVersion: 1,
  kind: 'rispacs-host-inventory',
  collectedAt: '2026-11-20T08:00:00.000+07:00',
  collector: { name: 'rispacs', version: '0.0.0' },
  hostname: 'may',
  facts: { 'lan.port': [] },
});
const statement = (for_: string, date = '2026-11-20') => `schemaVersion: 1
absences:
  - for: [${for_}]
    statement: Bệnh viện chưa có
    by: {name: Trần Thị B, role: Trưởng phòng}
    date: ${date}
`;

/** The evidence that judging uses, by id. */
async function evidenceOf(out: string): Promise<Map<string, Record<string, unknown>>> {
  const run = await runCli(['judge', out, '--json']);
  const { evidence } = JSON.parse(run.stdout);
  return new Map(evidence.map((one: { id: string }) => [one.id, one]));
}

const noStack = (run: CliRun) => expect(run.stderr).not.toMatch(/^\s+at .*:\d+/m);

describe('two runs on one dossier at the same time', () => {
  it('the second is told who holds it; a lock left by a killed run is taken over', async () => {
    const home = await makeHome();
    const file = await home.write(
      'facility.yaml',
      `${head}dicom:
  nodes:
    - {id: im, role: workstation, host: 127.0.0.1, port: ${await listen(false)}, calledAe: A}
    - {id: noi, role: workstation, host: localhost, port: ${await listen(true)}, calledAe: B}
`,
    );
    const first = startCli(['collect', file, '--out', home.out]);
    await first.sawOnStderr(/\[1\/2\]/);
    const second = await runCli(['collect', file, '--out', home.out, '--resume']);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`tiến trình ${first.child.pid}`);
    noStack(second);
    expect(first.child.exitCode).toBeNull();

    first.child.kill('SIGKILL');
    await first.finished;
    expect(await readdir(home.out)).toContain(lockName);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => servers.shift()?.close(resolve));
    const resumed = await runCli(['collect', file, '--out', home.out, '--resume']);
    expect(resumed.code).toBe(0);
    expect((await evidenceOf(home.out)).size).toBe(2);
    expect(await readdir(home.out)).not.toContain(lockName);
  });

  it('a lock of a process number that now belongs to another program, or of no process, is taken over', async () => {
    const home = await makeHome();
    const file = await home.write('facility.yaml', head);
    expect((await runCli(['collect', file, '--out', home.out])).code).toBe(0);
    const locks = [{ pid: process.pid, process: 'khởi động khác 1' }, { pid: 4_194_304 + 5 }];
    for (const lock of locks) {
      const text = { computer: hostname(), since: '2026-11-20T08:00:00+07:00', ...lock };
      await writeFile(path.join(home.out, lockName), JSON.stringify(text));
      const run = await runCli(['collect', file, '--out', home.out, '--resume']);
      expect(run.stderr).not.toContain('tiến trình');
      expect(run.code).toBe(0);
    }
    await writeFile(path.join(home.out, lockName), 'nửa chừng');
    expect((await runCli(['collect', file, '--out', home.out, '--resume'])).code).toBe(0);
  });

  it('a lock of another computer stands, and the sentence says how to remove it', async () => {
    const home = await makeHome();
    const file = await home.write('facility.yaml', head);
    expect((await runCli(['collect', file, '--out', home.out])).code).toBe(0);
    const lock = { pid: 7, computer: 'may-khac', since: '2026-11-20T08:00:00+07:00' };
    await writeFile(path.join(home.out, lockName), JSON.stringify(lock));
    const run = await runCli(['collect', file, '--out', home.out, '--resume', '--lang', 'en']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/computer may-khac \(process 7.*delete \.rispacs\.lock/);
    expect((await runCli(['verify', home.out])).stdout).toContain('Còn nguyên');
  });
});

describe('a facility file that changed before --resume', () => {
  it('statements can be added; records of systems that are gone or described otherwise are kept but not judged', async () => {
    const home = await makeHome();
    await home.write('may.json', inventory);
    const computers = (role: string) =>
      `computers:\n  - {id: may-1, role: ${role}, inventory: may.json}\n  - {id: may-2, role: client, inventory: may.json}\n`;
    const hl7 = await listen(true);
    const endpoints = (...ids: string[]) =>
      `hl7:\n  endpoints:\n${ids.map((id) => `    - {id: ${id}, host: 127.0.0.1, port: ${hl7}}\n`).join('')}`;
    const file = await home.write(
      'facility.yaml',
      `${head}${computers('client')}${endpoints('ris', 'his')}`,
    );
    expect((await runCli(['collect', file, '--out', home.out])).code).toBe(0);
    const before = await evidenceOf(home.out);
    expect([...before.keys()]).toEqual(['hl7.his', 'hl7.ris', 'host.may-1', 'host.may-2']);

    await home.write('vang.yaml', statement('ht-09'));
    await home.write(
      'facility.yaml',
      `${head}${computers('pacs')}${endpoints('ris')}statements: [vang.yaml]\n`,
    );
    const resumed = await runCli(['collect', file, '--out', home.out, '--resume']);
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toContain('2 bản ghi cũ không còn được xét');
    const after = await evidenceOf(home.out);
    expect([...after.keys()]).toEqual([
      expect.stringMatching(/^absence-/),
      expect.stringMatching(/^documents\.vang-/),
      'hl7.ris',
      'host.may-1',
      'host.may-2',
    ]);
    // What was described as before is kept; the computer with another role was read again.
    expect(after.get('host.may-2')).toEqual(before.get('host.may-2'));
    expect(after.get('host.may-1')?.startedAt).not.toBe(before.get('host.may-1')?.startedAt);
    const withdrawn = await readdir(path.join(home.out, 'evidence', 'withdrawn'));
    expect(withdrawn.map((name) => name.replace(/\.[0-9a-f]{8}\.json$/, '')).sort()).toEqual([
      'hl7.his',
      'host.may-1',
    ]);
    const log = await readFile(path.join(home.out, 'log.ndjson'), 'utf8');
    expect(log).toMatch(/"evidence-withdrawn","id":"hl7\.his","reason":"no longer in the facility/);
    expect((await runCli(['verify', home.out])).code).toBe(0);

    // The statements file is dropped again: what it said no longer counts.
    await home.write('facility.yaml', `${head}${computers('pacs')}${endpoints('ris')}`);
    expect((await runCli(['collect', file, '--out', home.out, '--resume'])).code).toBe(0);
    expect([...(await evidenceOf(home.out)).keys()]).toEqual([
      'hl7.ris',
      'host.may-1',
      'host.may-2',
    ]);
  });

  it('records stay when only some criteria are asked for', async () => {
    const home = await makeHome();
    await home.write('may.json', inventory);
    const file = await home.write(
      'facility.yaml',
      `${head}computers: [{id: may-1, role: client, inventory: may.json}]
hl7: {endpoints: [{id: ris, host: 127.0.0.1, port: ${await listen(true)}}]}
`,
    );
    expect((await runCli(['collect', file, '--out', home.out])).code).toBe(0);
    const run = await runCli(['collect', file, '--out', home.out, '--resume', '--only', 'ht-09']);
    expect(run.code).toBe(0);
    expect([...(await evidenceOf(home.out)).keys()]).toEqual(['hl7.ris', 'host.may-1']);
  });

  it('what people signed with attest stays: no facility file names it', async () => {
    const home = await makeHome();
    const file = await home.write('facility.yaml', head);
    const statements = await home.write('ky.yaml', statement('ht-09', '2020-01-02'));
    expect((await runCli(['collect', file, '--out', home.out])).code).toBe(0);
    await runCli(['attest', home.out, '--file', statements]);
    expect((await evidenceOf(home.out)).size).toBe(1);
    expect((await runCli(['collect', file, '--out', home.out, '--resume'])).code).toBe(0);
    expect((await evidenceOf(home.out)).size).toBe(1);
  });

  it('a new target and a new day count', async () => {
    const home = await makeHome();
    const file = await home.write('facility.yaml', head);
    expect((await runCli(['collect', file, '--out', home.out])).code).toBe(0);
    await home.write('facility.yaml', `${head}assessedOn: 2026-11-25\n`);
    const more = ['--resume', '--target', 'basic', '--allow', 'load'];
    expect((await runCli(['collect', file, '--out', home.out, ...more])).code).toBe(0);
    const settings = JSON.parse(await readFile(path.join(home.out, 'settings.json'), 'utf8'));
    expect(settings).toMatchObject({
      assessedOn: '2026-11-25',
      target: 'basic',
      allowed: ['observe', 'load'],
    });
  });
});
