import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runThroughputTest } from '../../../src/protocols/iperf3/client.ts';
import { startThroughputServer } from '../../../src/protocols/iperf3/server.ts';
import type { ServerEvent, ThroughputServer } from '../../../src/protocols/iperf3/server-types.ts';
import { collect, cookie, dial, framed, states } from './fake-peers.ts';

const host = '127.0.0.1';
let server: ThroughputServer;
let events: ServerEvent[] = [];

beforeEach(async () => {
  events = [];
  server = await startThroughputServer({
    address: host,
    port: 0,
    maxSeconds: 3,
    stepTimeoutMs: 300,
    onEvent: (event) => events.push(event),
  });
});

afterEach(() => server.close());

/** The server still serves an honest client after whatever went before. */
async function expectHealthy(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { port } = server;
        const test = { host, port, direction: 'up', seconds: 1, omitSeconds: 0 } as const;
        return (await runThroughputTest({ ...test, maxMbps: 10 })).kind;
      },
      { timeout: 10_000 },
    )
    .toBe('completed');
}

const parameters = framed(JSON.stringify({ tcp: true, time: 1, parallel: 1, omit: 0 }));

describe('a throughput server that meets a bad client', () => {
  it.each([
    ['is silent', Buffer.alloc(0)],
    ['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: pacs.hospital.local\r\n\r\n')],
    ['sends binary noise', Buffer.alloc(64, 0xfe)],
    ['sends half a cookie', cookie.subarray(0, 20)],
  ])('cuts one that %s and serves the next', async (_name, opening) => {
    const socket = await dial(server.port);
    socket.write(opening);
    expect((await collect(socket)).length).toBe(0);
    expect(events).toContainEqual({ kind: 'denied', peer: host, reason: 'no-cookie' });
    await expectHealthy();
  });

  it.each([
    ['a huge length', framed('{', 0xffff_ffff)],
    ['a length just above 8 KiB', framed('{', 8193)],
    ['no JSON', framed('{"tcp":')],
    ['an array', framed('[]')],
  ])('rejects parameters with %s', async (_name, message) => {
    const socket = await dial(server.port);
    socket.write(Buffer.concat([cookie, message]));
    const answer = await collect(socket);
    expect(answer.subarray(0, 2)).toEqual(states(9, -2));
    expect(answer.readInt32BE(2)).toBe(114);
    expect(events).toMatchObject([{ kind: 'aborted', reason: { kind: 'rejected' } }]);
    await expectHealthy();
  });

  it('does not wait for ever for parameters', async () => {
    const socket = await dial(server.port);
    socket.write(cookie);
    expect(await collect(socket)).toEqual(states(9, 11));
    expect(events).toMatchObject([
      { kind: 'aborted', reason: { kind: 'timeout', phase: 'parameters' } },
    ]);
  });

  it('does not wait for ever for streams', async () => {
    const socket = await dial(server.port);
    socket.write(Buffer.concat([cookie, parameters]));
    expect(await collect(socket)).toEqual(states(9, 10, 11));
    expect(events).toMatchObject([
      { kind: 'aborted', reason: { kind: 'timeout', phase: 'create-streams' } },
    ]);
    await expectHealthy();
  });

  it('does not take a stream of a stranger', async () => {
    const control = await dial(server.port);
    control.write(Buffer.concat([cookie, parameters]));
    await collect(control, 2);
    const stranger = await dial(server.port);
    stranger.write(Buffer.concat([Buffer.from('z'.repeat(36)), Buffer.alloc(1)]));
    expect(await collect(stranger)).toEqual(states(-1));
  });

  it('reports a client that vanishes in the middle', async () => {
    const control = await dial(server.port);
    control.write(Buffer.concat([cookie, parameters]));
    await collect(control, 2);
    const stream = await dial(server.port);
    stream.write(cookie);
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    control.resetAndDestroy();
    await expect.poll(() => events.at(-1)).toMatchObject({ kind: 'aborted' });
    await expectHealthy();
  });

  it('ends a test whose client says it stops', async () => {
    const control = await dial(server.port);
    control.write(Buffer.concat([cookie, parameters]));
    await collect(control, 2);
    const stream = await dial(server.port);
    stream.write(cookie);
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    control.write(states(12));
    await expect
      .poll(() => events.at(-1))
      .toMatchObject({ kind: 'aborted', reason: { kind: 'client-terminated' } });
  });

  it('ends a test on a state out of turn', async () => {
    const control = await dial(server.port);
    control.write(Buffer.concat([cookie, parameters]));
    await collect(control, 2);
    const stream = await dial(server.port);
    stream.write(cookie);
    await expect.poll(() => events.some((event) => event.kind === 'started')).toBe(true);
    control.write(states(9));
    await expect
      .poll(() => events.at(-1))
      .toMatchObject({ kind: 'aborted', reason: { kind: 'protocol-error' } });
  });

  it('keeps a flood of silent connections from shutting others out for long', async () => {
    const sockets = await Promise.all(Array.from({ length: 80 }, () => dial(server.port)));
    await expect
      .poll(() => events.some((e) => e.kind === 'denied' && e.reason === 'too-many-connections'))
      .toBe(true);
    for (const socket of sockets) socket.on('error', () => socket.destroy()).destroy();
    await expectHealthy();
  });

  it.each([[{ maxSeconds: 0 }], [{ maxStreams: 0 }], [{ maxMbps: 0 }], [{ allow: ['everyone'] }]])(
    'rejects settings that make no sense: %j',
    async (change) => {
      const options = { address: host, port: 0, maxSeconds: 3, ...change };
      await expect(startThroughputServer(options)).rejects.toThrow(RangeError);
    },
  );
});
