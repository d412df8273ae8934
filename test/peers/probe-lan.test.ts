import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { LanPath } from '../../src/facility/schema.ts';
import { lanPathFacts } from '../../src/probes/lan/facts.ts';
import { probe } from '../../src/probes/lan/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';

const missing = await promisify(execFile)('iperf3', ['--version']).then(
  () => undefined,
  (error: unknown) => `iperf3 is not installed (${String(error)})`,
);
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

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
