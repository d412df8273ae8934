import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type HostInventory, saveInventory } from '../../src/probes/host/inventory.ts';
import { describeComputer } from '../../src/probes/host/parse.ts';
import { workstation } from '../probes/host/fixtures.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { findFreePort, missingPrograms } from './support/dicom-peers.ts';
import {
  type InfrastructurePeer,
  snmpdAccess,
  startSnmpd,
  startUpsd,
} from './support/infrastructure-peers.ts';
import { makePeerFolder, removePeerFolder } from './support/start-program.ts';
import { makeSwitchTables, switchVlan } from './support/switch-tables.ts';

const projectFolder = path.resolve(import.meta.dirname, '../..');
const missing = missingPrograms('snmpd', 'upsd', 'iperf3');
if (missing) process.stderr.write(`skipped: ${missing}\n`);

interface Kept {
  readonly state: string;
  readonly reason?: { readonly code: string; readonly message: string };
  readonly facts?: Readonly<Record<string, readonly unknown[]>>;
}

/** The port of a TCP relay that cuts the connection in the middle of the answer, as a UPS card that loses power does. */
async function startVanishing(port: number): Promise<number> {
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port });
    let passed = 0;
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.on('data', (data) => far.write(data));
    far.on('data', (data: Buffer) => {
      const left = Math.max(0, 120 - passed);
      passed += data.length;
      near.write(data.subarray(0, left), () => {
        if (passed > 120) near.destroy();
      });
    });
    near.once('close', () => far.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** An agent that takes questions and never answers in time. */
async function startSilent(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => {
    socket.close();
  });
  return socket.address().port;
}

async function startIperf3(...args: string[]): Promise<ChildProcess> {
  const child = spawn('iperf3', [...args, '--forceflush'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  await once(child.stdout, 'data');
  return child;
}

const inventory: HostInventory = {
  schemaVersion: 1,
  kind: 'rispacs-host-inventory',
  collectedAt: '2026-11-20T08:00:00.000Z',
  collector: { name: 'rispacs', version: '0.1.0' },
  hostname: 'DOC-PHIM-01',
  facts: describeComputer(workstation),
};

describe.skipIf(missing)('an assessment of an infrastructure with faults', () => {
  let agent: InfrastructurePeer;
  let upsd: InfrastructurePeer;
  let tables = '';
  beforeAll(async () => {
    tables = await makePeerFolder();
    agent = await startSnmpd(await makeSwitchTables(tables));
    upsd = await startUpsd([
      'ups.status: OL',
      'ups.mfr: Hang Thu',
      'ups.model: Smart 3000',
      'battery.charge: 92',
      'battery.runtime: 1800',
    ]);
  });
  afterAll(async () => {
    await agent?.stop();
    await upsd?.stop();
    await removePeerFolder(tables);
  });

  it.each([
    [
      'vi',
      {
        'host.tram-sua': /^Chữ ký của tệp kiểm kê tram-sua\.json không khớp .*\.$/,
        'switch.sw-cham': /^127\.0\.0\.1:\d+ không trả lời SNMP trong .*\.$/,
        'power.ups-sai': /^127\.0\.0\.1:\d+ không cho đọc bằng SNMPv3: sai mật khẩu .*\.$/,
        'power.ups-mat': /^127\.0\.0\.1:\d+ ngắt kết nối khi đang đọc UPS \(cách làm: .*\)\.$/,
        'lan.duong-ban': /^iperf3:\S+ đang bận .*\.$/,
      },
    ],
    [
      'en',
      {
        'host.tram-sua': /^The signature of the inventory tram-sua\.json does not fit .*\.$/,
        'switch.sw-cham': /^127\.0\.0\.1:\d+ did not answer SNMP within .*\.$/,
        'power.ups-sai': /^127\.0\.0\.1:\d+ does not let SNMPv3 read: .*passphrase is wrong\.$/,
        'power.ups-mat':
          /^127\.0\.0\.1:\d+ broke the connection off while the UPS was read \(to do: .*\)\.$/,
        'lan.duong-ban': /^iperf3:\S+ is busy .*\.$/,
      },
    ],
  ] as const)('each is one sentence, and the rest stands (%s)', async (language, sentences) => {
    const folder = await makeTempFolder();
    for (const name of ['tram-tot', 'tram-sua'])
      await saveInventory(path.join(folder, `${name}.json`), inventory);
    const changed = path.join(folder, 'tram-sua.json');
    const text = await readFile(changed, 'utf8');
    await writeFile(changed, text.replace('"cpuCores": 16', '"cpuCores": 64'));
    const [busy, free] = [await findFreePort(), await findFreePort()];
    for (const port of [busy, free]) await startIperf3('-s', '-B', '127.0.0.1', '-p', String(port));
    await startIperf3('-c', '127.0.0.1', '-p', String(busy), '-t', '60', '-b', '1M');
    const snmp = '{version: v2c, community: {env: RISPACS_TEST_COMMUNITY}}';
    const wrong =
      '{version: v3, user: rispacs, authPassphrase: {env: RISPACS_TEST_WRONG}, privPassphrase: {env: RISPACS_TEST_WRONG}}';
    const lanPath = (id: string, port: number): string =>
      `    - {id: ${id}, server: 'iperf3://127.0.0.1:${port}', between: [workstation, pacs], seconds: 1, runs: 1, maxMbps: 50}`;
    await writeFile(
      path.join(folder, 'facility.yaml'),
      [
        'schemaVersion: 1',
        'facility: {name: Bệnh viện thử}',
        'computers:',
        '  - {id: tram-tot, role: workstation, inventory: tram-tot.json}',
        '  - {id: tram-sua, role: workstation, inventory: tram-sua.json}',
        'switches:',
        `  - {id: sw-cham, host: 127.0.0.1, port: ${await startSilent()}, snmp: ${snmp}}`,
        `  - {id: sw-tot, host: 127.0.0.1, port: ${agent.port}, snmp: ${snmp}, vlan: ${switchVlan}}`,
        'power:',
        `  - {id: ups-mat, kind: nut, host: 127.0.0.1, port: ${await startVanishing(upsd.port)}, ups: ups}`,
        `  - {id: ups-sai, kind: snmp, host: 127.0.0.1, port: ${agent.port}, snmp: ${wrong}}`,
        `  - {id: ups-tot, kind: nut, host: 127.0.0.1, port: ${upsd.port}, ups: ups}`,
        'lan:',
        '  paths:',
        lanPath('duong-ban', busy),
        lanPath('duong-tot', free),
        '',
      ].join('\n'),
    );
    const out = path.join(folder, 'ho-so');
    await promisify(execFile)(
      process.execPath,
      [
        ...['bin/dev.js', 'collect', path.join(folder, 'facility.yaml'), '--out', out],
        ...['--allow', 'load', '--lang', language],
      ],
      {
        cwd: projectFolder,
        env: {
          ...process.env,
          NO_COLOR: '1',
          RISPACS_TEST_COMMUNITY: snmpdAccess.v2c.community,
          RISPACS_TEST_WRONG: 'sai-mat-khau',
        },
      },
    );
    const evidence = path.join(out, 'evidence');
    const kept = new Map<string, Kept>();
    for (const file of await readdir(evidence))
      kept.set(
        file.replace(/\.json$/, ''),
        JSON.parse(await readFile(path.join(evidence, file), 'utf8')),
      );
    for (const [id, sentence] of Object.entries(sentences)) {
      const record = kept.get(id);
      expect(record?.state, id).not.toBe('observed');
      expect(record?.reason?.message, id).toMatch(sentence);
      expect(JSON.stringify(record), id).not.toContain('sai-mat-khau');
    }
    for (const id of ['host.tram-tot', 'switch.sw-tot', 'power.ups-tot', 'lan.duong-tot'])
      expect(kept.get(id)?.state, id).toBe('observed');
    expect(kept.size).toBe(9);
  });
});
