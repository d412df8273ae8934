import { afterEach, describe, expect, it } from 'vitest';
import { runHttpSpeedTest } from '../../../src/protocols/http-speed/client.ts';
import type {
  HttpSpeedOptions,
  HttpSpeedOutcome,
} from '../../../src/protocols/http-speed/outcome.ts';
import { startHttpSpeedServer } from '../../../src/protocols/http-speed/server.ts';
import type {
  SpeedServer,
  SpeedServerEvent,
  SpeedServerOptions,
} from '../../../src/protocols/http-speed/server-types.ts';

let server: SpeedServer | undefined;
let events: SpeedServerEvent[] = [];

async function serve(change: Partial<SpeedServerOptions> = {}): Promise<string> {
  events = [];
  server = await startHttpSpeedServer({
    address: '127.0.0.1',
    port: 0,
    maxSeconds: 10,
    onEvent: (event) => events.push(event),
    ...change,
  });
  return `http://127.0.0.1:${server.port}/`;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function measure(
  baseUrl: string,
  change: Partial<HttpSpeedOptions> = {},
): Promise<HttpSpeedOutcome> {
  const quick = { style: 'librespeed', direction: 'down', seconds: 1, graceSeconds: 0.2 } as const;
  return runHttpSpeedTest({ baseUrl, ...quick, ...change });
}

function completed(outcome: HttpSpeedOutcome) {
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('our HTTP client and our test point', () => {
  it.each([
    ['librespeed', 'down'],
    ['librespeed', 'up'],
    ['cloudflare', 'down'],
    ['cloudflare', 'up'],
  ] as const)('measure %s %s', async (style, direction) => {
    const outcome = completed(await measure(await serve(), { style, direction, connections: 2 }));
    expect(outcome).toMatchObject({
      style,
      direction,
      connections: 2,
      stoppedBy: 'time',
      transport: 'http',
      peerAddress: '127.0.0.1',
      egressAddress: '127.0.0.1',
    });
    expect(outcome.bytes).toBeGreaterThan(1_000_000);
    expect(outcome.mbps).toBeCloseTo((outcome.bytes * 8) / 1e6 / outcome.seconds, 3);
    expect(outcome.samples.length).toBeGreaterThan(0);
    expect(outcome.idleLatency).toMatchObject({ answered: 10, lost: 0 });
    expect(outcome.loadedLatency?.answered).toBeGreaterThan(0);
    expect(events).toContainEqual({ kind: 'started', peer: '127.0.0.1', direction });
    if (direction === 'up') {
      expect(outcome.confirmedBytes).toBeGreaterThan(0);
      expect(outcome.serverReceivedBytes).toBe(outcome.confirmedBytes);
      expect(outcome.bytes).toBeLessThanOrEqual(outcome.confirmedBytes ?? 0);
    } else expect(outcome.confirmedBytes).toBeUndefined();
    expect(outcome.countedBy).toBe(direction === 'down' ? 'arrival' : 'answers');
  });

  it.each(['up', 'down'] as const)('the client keeps its ceiling %s', async (direction) => {
    const outcome = completed(await measure(await serve(), { direction, maxMbps: 40 }));
    expect(outcome.bytes).toBeLessThan(7_500_000);
    expect(outcome.bytes).toBeGreaterThan(500_000);
  });

  it('the server keeps its ceiling', async () => {
    const outcome = completed(await measure(await serve({ maxMbps: 40 })));
    expect(outcome.bytes).toBeLessThan(7_500_000);
  });

  it('stops at the cap on bytes', async () => {
    const outcome = completed(
      await measure(await serve(), { maxBytes: 3_000_000, maxMbps: 40, seconds: 10 }),
    );
    expect(outcome.stoppedBy).toBe('byte-cap');
    expect(outcome.bytes).toBeLessThan(4_000_000);
  });

  it('says so when the cap leaves nothing to measure', async () => {
    const outcome = await measure(await serve(), { maxBytes: 1000 });
    expect(outcome).toEqual({ kind: 'byte-cap', maxBytes: 1000, phase: 'grace' });
  });

  it('turns away who is not on the list', async () => {
    const outcome = await measure(await serve({ allow: ['10.0.0.0/8'] }));
    expect(outcome).toMatchObject({ kind: 'http-status', status: 403, phase: 'connect' });
    expect(events).toContainEqual({ kind: 'denied', peer: '127.0.0.1' });
  });

  it('reports what a peer did once it stops', async () => {
    completed(await measure(await serve(), { maxMbps: 10 }));
    await server?.close();
    expect(events.at(-1)).toMatchObject({ kind: 'finished', direction: 'down' });
  });

  it('cuts a transfer after its time', async () => {
    const base = await serve({ maxSeconds: 1, maxMbps: 8 });
    const response = await fetch(`${base}backend/garbage.php?ckSize=100`);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it('cuts an upload that is too long', async () => {
    const base = await serve({ maxTransferBytes: 100_000 });
    const body = new Uint8Array(5_000_000);
    await expect(fetch(`${base}__up`, { method: 'POST', body })).rejects.toThrow();
  });

  it('answers nothing else', async () => {
    const base = await serve();
    expect((await fetch(`${base}index.html`)).status).toBe(404);
    expect((await fetch(`${base}__up`, { method: 'PUT', body: 'x' })).status).toBe(405);
  });

  it('ends a running test when it closes', async () => {
    const base = await serve({ maxMbps: 10 });
    const running = measure(base, { seconds: 10 });
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    await server?.close();
    expect(['closed', 'reset', 'refused']).toContain((await running).kind);
  });

  it('ends a running test when cancelled', async () => {
    const base = await serve();
    const stop = new AbortController();
    const running = measure(base, { seconds: 10, maxMbps: 10, signal: stop.signal });
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    stop.abort();
    expect(await running).toMatchObject({ kind: 'cancelled' });
    expect(await measure(base, { signal: AbortSignal.abort() })).toMatchObject({
      kind: 'cancelled',
      phase: 'connect',
    });
  });

  it('ends within the whole limit', async () => {
    const outcome = await measure(await serve(), {
      seconds: 10,
      maxMbps: 10,
      overallTimeoutMs: 1000,
    });
    expect(outcome).toMatchObject({ kind: 'timeout', limit: 'overall' });
  });
});
