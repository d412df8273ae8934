import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { runThroughputTest } from '../../src/protocols/iperf3/client.ts';
import type { ThroughputOptions, ThroughputOutcome } from '../../src/protocols/iperf3/outcome.ts';
import { startThroughputServer } from '../../src/protocols/iperf3/server.ts';
import type { ServerEvent, ThroughputServer } from '../../src/protocols/iperf3/server-types.ts';

const run = promisify(execFile);
const host = '127.0.0.1';

const missing = await run('iperf3', ['--version']).then(
  () => undefined,
  (error: unknown) => `iperf3 is not installed (${String(error)})`,
);
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

let realServer: ChildProcess | undefined;
let ourServer: ThroughputServer | undefined;

afterEach(async () => {
  if (realServer?.exitCode === null) {
    realServer.kill();
    await once(realServer, 'exit');
  }
  realServer = undefined;
  await ourServer?.close();
  ourServer = undefined;
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startRealServer(): Promise<number> {
  const port = await findFreePort();
  realServer = spawn('iperf3', ['-s', '-B', host, '-p', String(port), '--forceflush']);
  const { stdout } = realServer;
  if (stdout === null) throw new Error('iperf3 has no output');
  await once(stdout, 'data');
  return port;
}

function measure(port: number, change: Partial<ThroughputOptions>): Promise<ThroughputOutcome> {
  return runThroughputTest({ host, port, direction: 'up', seconds: 1, omitSeconds: 0, ...change });
}

function completed(outcome: ThroughputOutcome) {
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe.skipIf(missing !== undefined)('our client and a stock iperf3 server', () => {
  it.each([
    ['up', 1],
    ['up', 4],
    ['down', 1],
    ['down', 4],
  ] as const)('measure %s with %d streams', async (direction, parallel) => {
    const port = await startRealServer();
    const outcome = completed(await measure(port, { direction, parallel, omitSeconds: 1 }));
    expect(outcome.receivedBytes).toBeGreaterThan(10_000_000);
    expect(outcome.remoteCpuPercent).toBeGreaterThan(0);
    // Both ends counted the same transfer, each with its own clock.
    const ratio = outcome.receiverMbps / (outcome.senderMbps ?? 0);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
    if (direction === 'down') expect(outcome.retransmits).toBeGreaterThanOrEqual(0);
    else expect(outcome.retransmits).toBeUndefined();
  });

  it.each(['up', 'down'] as const)('keep a ceiling %s', async (direction) => {
    const port = await startRealServer();
    const outcome = completed(await measure(port, { direction, parallel: 2, maxMbps: 40 }));
    expect(outcome.receivedBytes).toBeLessThan(7_500_000);
    expect(outcome.receivedBytes).toBeGreaterThan(1_000_000);
  });

  it('agree on a smaller segment size', async () => {
    const port = await startRealServer();
    expect(completed(await measure(port, { mss: 1200, maxMbps: 40 }))).toMatchObject({ mss: 1200 });
  });

  it('tell that the server is busy', async () => {
    const port = await startRealServer();
    const stop = new AbortController();
    const first = measure(port, { seconds: 10, maxMbps: 10, signal: stop.signal });
    await expect
      .poll(async () => (await measure(port, { maxMbps: 10 })).kind, { timeout: 5000 })
      .toBe('busy');
    stop.abort();
    expect(await first).toMatchObject({ kind: 'cancelled' });
  });

  it('leave the server free after a cancelled test', async () => {
    const port = await startRealServer();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 700);
    const cancelled = await measure(port, { seconds: 10, maxMbps: 10, signal: stop.signal });
    expect(cancelled.kind).toBe('cancelled');
    await expect
      .poll(async () => (await measure(port, { maxMbps: 10 })).kind, { timeout: 10_000 })
      .toBe('completed');
  });

  it('tell that the server was stopped', async () => {
    const port = await startRealServer();
    const running = measure(port, { seconds: 10, maxMbps: 10 });
    setTimeout(() => realServer?.kill('SIGTERM'), 700);
    expect(['terminated', 'closed', 'reset']).toContain((await running).kind);
  });
});

interface StockReport {
  end: {
    sum_sent: { bytes: number; bits_per_second: number };
    sum_received: { bytes: number; bits_per_second: number };
  };
}

describe.skipIf(missing !== undefined)('our server and a stock iperf3 client', () => {
  it.each([
    ['up', []],
    ['down', ['-R']],
    ['up', ['-P', '4']],
    ['down', ['-R', '-P', '4']],
    ['up', ['-O', '1']],
    ['down', ['-R', '-O', '1']],
    ['up', ['-b', '40M']],
    ['down', ['-R', '-b', '40M']],
  ])('measure %s with %j', async (direction, flags) => {
    const events: ServerEvent[] = [];
    ourServer = await startThroughputServer({
      address: host,
      port: 0,
      maxSeconds: 5,
      onEvent: (event) => events.push(event),
    });
    const base = ['-c', host, '-p', String(ourServer.port), '-t', '1', '-J'];
    const { stdout } = await run('iperf3', [...base, ...flags], { maxBuffer: 10_000_000 });
    const report: StockReport = JSON.parse(stdout);
    const { sum_received: received, sum_sent: sent } = report.end;
    expect(received.bytes).toBeGreaterThan(1_000_000);
    expect(received.bits_per_second / sent.bits_per_second).toBeGreaterThan(0.8);
    expect(received.bits_per_second / sent.bits_per_second).toBeLessThan(1.25);
    const finished = events.find((event) => event.kind === 'finished');
    expect(finished).toMatchObject({ peer: host, direction });
    if (flags.includes('-b')) expect(received.bytes).toBeLessThan(7_500_000);
  });

  it('end a test by an amount of data', async () => {
    ourServer = await startThroughputServer({ address: host, port: 0, maxSeconds: 5 });
    const { stdout } = await run('iperf3', [
      ...['-c', host, '-p', String(ourServer.port), '-n', '20M', '-J'],
    ]);
    const report: StockReport = JSON.parse(stdout);
    expect(report.end.sum_sent.bytes).toBeGreaterThanOrEqual(20_000_000);
  });

  it.each([
    ['not implemented', ['-u']],
    ['not implemented', ['--bidir']],
    ['duration too long', ['-t', '60']],
    ['parallel streams too large', ['-P', '20']],
  ])('explain "%s" to %j', async (words, flags) => {
    ourServer = await startThroughputServer({ address: host, port: 0, maxSeconds: 5 });
    const base = ['-c', host, '-p', String(ourServer.port)];
    await expect(run('iperf3', [...base, ...flags])).rejects.toMatchObject({
      stderr: expect.stringContaining(words),
    });
  });

  it('explain to a second client that the server is busy', async () => {
    const events: ServerEvent[] = [];
    ourServer = await startThroughputServer({
      address: host,
      port: 0,
      maxSeconds: 5,
      onEvent: (event) => events.push(event),
    });
    const base = ['-c', host, '-p', String(ourServer.port), '-b', '10M'];
    const first = run('iperf3', [...base, '-t', '2']);
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    await expect(run('iperf3', base)).rejects.toMatchObject({
      stderr: expect.stringContaining('busy'),
    });
    await first;
  });

  it('explain to a client outside the list that it may not test', async () => {
    const allow = ['10.0.0.0/8'];
    ourServer = await startThroughputServer({ address: host, port: 0, maxSeconds: 5, allow });
    const base = ['-c', host, '-p', String(ourServer.port)];
    await expect(run('iperf3', base)).rejects.toMatchObject({
      stderr: expect.stringContaining('authorization failed'),
    });
  });
});
