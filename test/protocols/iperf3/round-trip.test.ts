import { afterEach, describe, expect, it } from 'vitest';
import { runThroughputTest } from '../../../src/protocols/iperf3/client.ts';
import type { ThroughputOutcome } from '../../../src/protocols/iperf3/outcome.ts';
import { runSelfTest } from '../../../src/protocols/iperf3/self-test.ts';
import { startThroughputServer } from '../../../src/protocols/iperf3/server.ts';
import type {
  ServerEvent,
  ServerOptions,
  ThroughputServer,
} from '../../../src/protocols/iperf3/server-types.ts';

const host = '127.0.0.1';
let server: ThroughputServer | undefined;
let events: ServerEvent[] = [];

async function serve(change: Partial<ServerOptions> = {}): Promise<number> {
  events = [];
  server = await startThroughputServer({
    address: host,
    port: 0,
    maxSeconds: 5,
    onEvent: (event) => events.push(event),
    ...change,
  });
  return server.port;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function completed(outcome: ThroughputOutcome) {
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('our client and our server', () => {
  it.each([
    ['up', 1],
    ['up', 4],
    ['down', 1],
    ['down', 4],
  ] as const)('measures %s with %d streams', async (direction, parallel) => {
    const port = await serve();
    const outcome = completed(
      await runThroughputTest({ host, port, direction, parallel, seconds: 1, omitSeconds: 0 }),
    );
    expect(outcome).toMatchObject({ direction, streams: parallel, peerAddress: host });
    expect(outcome.receivedBytes).toBeGreaterThan(1_000_000);
    expect(outcome.receiverMbps).toBeCloseTo(
      (outcome.receivedBytes * 8) / 1e6 / outcome.seconds,
      3,
    );
    expect(outcome.intervals.length).toBeGreaterThan(0);
    expect(outcome.remoteCpuPercent).toBeGreaterThan(0);
    for (const busy of [outcome.localHostBusyPercent, outcome.remoteHostBusyPercent]) {
      expect(busy).toBeGreaterThan(0);
      expect(busy).toBeLessThanOrEqual(100);
    }
    expect(outcome.retransmits).toBeUndefined();
    const started = events.find((event) => event.kind === 'started');
    expect(started).toMatchObject({ peer: host, direction, streams: parallel, seconds: 1 });
    expect(events.map((event) => event.kind)).toContain('finished');
  });

  it('leaves the omitted second out of the bytes', async () => {
    const port = await serve();
    const outcome = completed(
      await runThroughputTest({
        host,
        port,
        direction: 'down',
        seconds: 1,
        omitSeconds: 1,
        maxMbps: 80,
      }),
    );
    expect(outcome.receivedBytes).toBeLessThan(15_000_000);
    expect(outcome.receivedBytes).toBeGreaterThan(5_000_000);
  });

  it.each(['up', 'down'] as const)(
    'the client keeps its ceiling %s over all streams',
    async (direction) => {
      const port = await serve();
      const outcome = completed(
        await runThroughputTest({
          host,
          port,
          direction,
          parallel: 4,
          seconds: 1,
          omitSeconds: 0,
          maxMbps: 40,
        }),
      );
      expect(outcome.receivedBytes).toBeLessThan(7_500_000);
      expect(outcome.receivedBytes).toBeGreaterThan(1_000_000);
    },
  );

  it.each(['up', 'down'] as const)(
    'the server keeps its ceiling %s whatever the client wants',
    async (direction) => {
      const port = await serve({ maxMbps: 40 });
      const outcome = completed(
        await runThroughputTest({ host, port, direction, parallel: 2, seconds: 1, omitSeconds: 0 }),
      );
      // Upwards the socket buffers of loopback fill once on top of what the server reads.
      expect(outcome.receivedBytes).toBeLessThan(10_000_000);
      expect(outcome.receivedBytes).toBeGreaterThan(500_000);
    },
  );

  it('serves one test after the other without a pause', async () => {
    const port = await serve();
    const test = { host, port, seconds: 1, omitSeconds: 0, maxMbps: 10 } as const;
    completed(await runThroughputTest({ ...test, direction: 'up' }));
    completed(await runThroughputTest({ ...test, direction: 'down' }));
  });

  it('turns a second client away while one is tested', async () => {
    const port = await serve();
    const test = { host, port, direction: 'up', seconds: 1, omitSeconds: 0, maxMbps: 10 } as const;
    const first = runThroughputTest(test);
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    expect(await runThroughputTest(test)).toEqual({ kind: 'busy', phase: 'parameters' });
    completed(await first);
    expect(events).toContainEqual({ kind: 'denied', peer: host, reason: 'busy' });
  });

  it('refuses who is not on the list, and tells why in iperf3’s numbers', async () => {
    const port = await serve({ allow: ['10.0.0.0/8'] });
    const outcome = await runThroughputTest({ host, port, direction: 'up', seconds: 1 });
    expect(outcome).toMatchObject({ kind: 'server-error', code: 142 });
    expect(events).toEqual([{ kind: 'denied', peer: host, reason: 'not-allowed' }]);
  });

  it('refuses a test longer than allowed', async () => {
    const port = await serve();
    const outcome = await runThroughputTest({ host, port, direction: 'up', seconds: 6 });
    expect(outcome).toMatchObject({ kind: 'server-error', code: 5, phase: 'create-streams' });
    expect(events).toMatchObject([{ kind: 'aborted', reason: { kind: 'rejected', code: 5 } }]);
  });

  it('ends a running test as terminated when the server closes', async () => {
    const port = await serve();
    const running = runThroughputTest({ host, port, direction: 'up', seconds: 5, maxMbps: 10 });
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    await server?.close();
    expect(await running).toEqual({ kind: 'terminated', phase: 'running' });
    expect(events.at(-1)).toMatchObject({ kind: 'aborted', reason: { kind: 'server-closed' } });
  });

  it('frees its port and refuses when closed', async () => {
    const port = await serve();
    await server?.close();
    const outcome = await runThroughputTest({ host, port, direction: 'up' });
    expect(outcome).toMatchObject({ kind: 'refused', phase: 'connect' });
  });

  it('closes by its signal', async () => {
    const stop = new AbortController();
    const port = await serve({ signal: stop.signal });
    stop.abort();
    await server?.close();
    expect(await runThroughputTest({ host, port, direction: 'up' })).toMatchObject({
      kind: 'refused',
    });
  });

  it('says so when the port is taken', async () => {
    const port = await serve();
    await expect(
      startThroughputServer({ address: host, port, maxSeconds: 5 }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('tests the computer against itself', async () => {
    const outcome = await runSelfTest({ seconds: 1 });
    if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
    expect(outcome.upMbps).toBeGreaterThan(100);
    expect(outcome.downMbps).toBeGreaterThan(100);
    expect(outcome.cpuPercent).toBeGreaterThan(0);
    expect(outcome.cores).toBeGreaterThanOrEqual(1);
  });
});
