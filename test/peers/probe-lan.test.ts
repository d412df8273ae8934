import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { LanPath } from '../../src/facility/schema.ts';
import { lanPathFacts } from '../../src/probes/lan/facts.ts';
import { probe } from '../../src/probes/lan/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import {
  awaitOutput,
  makeLink,
  type ShapedLink,
  startStockServer,
  whyNoShapedLink,
} from './support/shaped-link.ts';

const missing = await promisify(execFile)('iperf3', ['--version']).then(
  () => undefined,
  (error: unknown) => `iperf3 is not installed (${String(error)})`,
);
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);
const noLink = await whyNoShapedLink('iperf3');
if (noLink !== undefined) process.stderr.write(`skipped: ${noLink}\n`);

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill();
    await once(child, 'exit');
  }
});

function run(args: readonly string[]): ChildProcess {
  const child = spawn('iperf3', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  return child;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function startServer(): Promise<number> {
  const port = await findFreePort();
  const { stdout } = run(['-s', '-B', '127.0.0.1', '-p', String(port), '--forceflush']);
  if (stdout === null) throw new Error('iperf3 has no output');
  await once(stdout, 'data');
  return port;
}

function measure(port: number, change: Partial<LanPath> = {}) {
  const { context } = makeProbeContext({ language: 'en' });
  const path: LanPath = {
    id: 'path',
    server: `iperf3://127.0.0.1:${port}`,
    between: ['workstation', 'pacs'],
    mtuBytes: 1500,
    vlanTagged: false,
    seconds: 1,
    runs: 2,
    parallel: 1,
    ...change,
  };
  return probe.collect({ path, host: '127.0.0.1', port }, context);
}

describe.skipIf(missing !== undefined)('the lan probe and a stock iperf3 server', () => {
  it('measure both directions, run after run', async () => {
    const observation = await measure(await startServer());
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    const row = lanPathFacts.row.parse(observation.facts['lan.path']?.[0]);
    for (const runs of [row.upGoodputMbpsRuns, row.downGoodputMbpsRuns]) {
      expect(runs).toHaveLength(2);
      for (const mbps of runs) expect(mbps).toBeGreaterThan(10);
    }
    expect(row.plateauMbps).toBeUndefined();
    expect(observation.notes?.[0]).toContain('same computer');
  });

  it('keep the ceiling the hospital set', async () => {
    const observation = await measure(await startServer(), { runs: 1, maxMbps: 100 });
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    const row = lanPathFacts.row.parse(observation.facts['lan.path']?.[0]);
    for (const mbps of [...row.upGoodputMbpsRuns, ...row.downGoodputMbpsRuns])
      expect(mbps).toBeLessThan(130);
    expect(row).toMatchObject({ rateCeilingMbps: 100 });
    expect(row.plateauMbps).toBeUndefined();
  });

  it('that is busy with somebody else: refused, and who to wait for', async () => {
    const port = await startServer();
    const other = run([
      '-c',
      '127.0.0.1',
      '-p',
      String(port),
      '-t',
      '30',
      '-b',
      '1M',
      '--forceflush',
    ]);
    if (other.stdout === null) throw new Error('iperf3 has no output');
    await once(other.stdout, 'data');
    expect(await measure(port, { runs: 1 })).toMatchObject({
      state: 'refused',
      reason: { code: 'busy', message: expect.stringContaining(`127.0.0.1:${port}`) },
    });
  });

  it('that goes away half-way: no figures', async () => {
    const port = await startServer();
    const measuring = measure(port, { seconds: 5, runs: 1 });
    // After the self-test and within the first run of six seconds.
    setTimeout(() => started[0]?.kill('SIGKILL'), 4_000);
    const observation = await measuring;
    expect(observation.state).toBe('unreachable');
    expect(observation).not.toHaveProperty('facts');
  });
});

interface LanRecord {
  readonly state: string;
  readonly reason?: { readonly code: string; readonly message: string };
  readonly facts: Record<string, readonly unknown[]>;
}

describe.skipIf(noLink !== undefined)('an assessment whose network fails', () => {
  let link: ShapedLink | undefined;
  let folder = '';
  afterEach(async () => {
    await link?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['en', /^iperf3:\S+ is busy [^.]*\.$/, /^iperf3:\S+ was lost [^.]*check the cable[^.]*\.$/],
    [
      'vi',
      /^iperf3:\S+ đang bận [^.]*\.$/,
      /^Mất liên lạc với iperf3:\S+ .*kiểm tra dây mạng[^.]*\.$/,
    ],
  ])(
    'says of a busy server and of a pulled cable what is wrong, and measures the rest (%s)',
    async (language, busy, lost) => {
      const at = await makeLink();
      link = at;
      folder = await mkdtemp(path.join(tmpdir(), 'rispacs-peer-'));
      const { near, far } = at.address;
      await startStockServer(at, 'far', 5201);
      const occupied = at.start('far', 'iperf3', [
        '-c',
        far,
        '-p',
        '5201',
        '-t',
        '90',
        '-b',
        '1M',
        '--forceflush',
      ]);
      await awaitOutput(occupied, /connected/);
      const pulled = await startStockServer(at, 'far', 5202);
      await startStockServer(at, 'near', 5203);
      const facility = path.join(folder, 'facility.yaml');
      const lines = [
        ['ban', `${far}:5201`],
        ['day-rut', `${far}:5202`],
        ['con-lai', `${near}:5203`],
      ].map(
        ([id, server]) =>
          `    - {id: ${id}, server: 'iperf3://${server}', between: [workstation, pacs], seconds: 4, runs: 1}`,
      );
      await writeFile(
        facility,
        ['schemaVersion: 1', 'facility: {name: Thử}', 'lan:', '  paths:', ...lines, ''].join('\n'),
      );
      const out = path.join(folder, 'ho-so');
      const collecting = at.startOwn('near', [
        ...['collect', facility, '--out', out, '--allow', 'load', '--lang', language],
      ]);
      await awaitOutput(pulled, /Accepted connection/);
      await sleep(2_500);
      await at.setCable('far', 'down');
      expect(await collecting.ended).toMatchObject({ code: 0 });
      const read = async (id: string): Promise<LanRecord> =>
        JSON.parse(await readFile(path.join(out, 'evidence', `lan.${id}.json`), 'utf8'));
      expect((await readdir(path.join(out, 'evidence'))).sort()).toEqual([
        'lan.ban.json',
        'lan.con-lai.json',
        'lan.day-rut.json',
      ]);
      expect(await read('ban')).toMatchObject({
        state: 'refused',
        reason: { code: 'busy', message: expect.stringMatching(busy) },
      });
      expect(await read('day-rut')).toMatchObject({
        state: 'timed-out',
        reason: {
          code: 'timeout',
          message: expect.stringMatching(lost),
        },
      });
      expect(await read('con-lai')).toMatchObject({ state: 'observed' });
    },
  );
});
