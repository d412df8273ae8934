import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { runThroughputTest } from '../../../src/protocols/iperf3/client.ts';
import type {
  ThroughputOptions,
  ThroughputOutcome,
} from '../../../src/protocols/iperf3/outcome.ts';
import { type FakeServer, framed, startFakeServer, states } from './fake-peers.ts';

let server: FakeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Runs an upload against a server whose control connection behaves as told. */
async function meet(
  control: (socket: Socket) => void,
  change: Partial<ThroughputOptions> = {},
): Promise<ThroughputOutcome> {
  server = await startFakeServer((socket, index) => {
    if (index === 0) control(socket);
    else socket.resume();
  });
  return runThroughputTest({
    host: '127.0.0.1',
    port: server.port,
    direction: 'up',
    seconds: 1,
    omitSeconds: 0,
    maxMbps: 20,
    stepTimeoutMs: 300,
    connectTimeoutMs: 2000,
    ...change,
  });
}

/** Speaks iperf3 up to the data phase, then hands over. */
function runTo(socket: Socket, then: () => void): void {
  socket.write(states(9, 10));
  setTimeout(() => {
    socket.write(states(1, 2));
    then();
  }, 100);
}

const goodResults = JSON.stringify({
  cpu_util_total: 1,
  cpu_util_user: 1,
  cpu_util_system: 0,
  sender_has_retransmits: -1,
  streams: [{ id: 1, bytes: 1000, retransmits: -1, start_time: 0, end_time: 1 }],
});

/** Answers TEST_END with EXCHANGE_RESULTS and whatever results it is told to give. */
function giveResults(socket: Socket, results: Buffer): void {
  runTo(socket, () => {
    let ended = false;
    socket.on('data', (chunk) => {
      if (!ended && chunk.includes(4)) {
        ended = true;
        socket.write(states(13));
        socket.write(results);
        socket.write(states(14));
      }
    });
  });
}

describe('a throughput client that meets a bad server', () => {
  it('waits no longer than a step for a silent one', async () => {
    expect(await meet((socket) => socket.resume())).toEqual({
      kind: 'timeout',
      phase: 'parameters',
      limit: 'step',
      limitMs: 300,
    });
  });

  it('waits no longer than the whole limit', async () => {
    const outcome = await meet((socket) => runTo(socket, () => undefined), {
      overallTimeoutMs: 500,
      seconds: 30,
    });
    expect(outcome).toEqual({
      kind: 'timeout',
      phase: 'running',
      limit: 'overall',
      limitMs: 500,
    });
  });

  it.each([
    ['hangs up', (socket: Socket) => void socket.resume().end(), 'closed'],
    [
      'resets',
      (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy()),
      'reset',
    ],
  ])('reports one that %s', async (_name, behave, kind) => {
    expect(await meet(behave)).toMatchObject({ kind, phase: 'parameters' });
  });

  it('recognises a web server on the port', async () => {
    const outcome = await meet((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(outcome).toMatchObject({
      kind: 'protocol-error',
      hint: 'http',
      firstBytesHex: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n').toString('hex'),
    });
  });

  it('recognises a busy one', async () => {
    expect(await meet((socket) => socket.resume().end(states(-1)))).toEqual({
      kind: 'busy',
      phase: 'parameters',
    });
  });

  it('passes on an error of the server with its numbers', async () => {
    const numbers = Buffer.alloc(8);
    numbers.writeInt32BE(142, 0);
    numbers.writeInt32BE(-7, 4);
    const outcome = await meet((socket) =>
      socket.resume().write(Buffer.concat([states(9, -2), numbers])),
    );
    expect(outcome).toEqual({
      kind: 'server-error',
      code: 142,
      errno: -7,
      phase: 'create-streams',
    });
  });

  it('does not wait for ever for the numbers of an error', async () => {
    const outcome = await meet((socket) => socket.resume().write(states(-2, 0)));
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'parameters' });
  });

  it.each([[-3], [-128], [0], [3], [99]])('rejects state %d', async (state) => {
    const outcome = await meet((socket) => socket.resume().write(states(9, state)));
    expect(outcome).toMatchObject({
      kind: 'protocol-error',
      hint: 'iperf3-out-of-step',
      phase: 'create-streams',
    });
  });

  it('gives up on one that never starts the test', async () => {
    const outcome = await meet((socket) => socket.resume().write(states(9, 10)));
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'test-start' });
  });

  it('reports data connections that are lost', async () => {
    server = await startFakeServer((socket, index) => {
      if (index === 0) {
        socket.resume();
        runTo(socket, () => undefined);
      } else socket.once('data', () => setTimeout(() => socket.resetAndDestroy(), 200));
    });
    const outcome = await runThroughputTest({
      host: '127.0.0.1',
      port: server.port,
      direction: 'up',
      seconds: 5,
      maxMbps: 20,
    });
    expect(['reset', 'closed']).toContain(outcome.kind);
    expect(outcome).toMatchObject({ phase: 'running' });
  });

  it.each([
    [11, 'terminated'],
    [13, 'protocol-error'],
    [2, 'protocol-error'],
  ])('takes state %d while running as %s', async (state, kind) => {
    const outcome = await meet((socket) => {
      socket.resume();
      runTo(socket, () => setTimeout(() => socket.write(states(state)), 100));
    });
    expect(outcome).toMatchObject({ kind, phase: 'running' });
  });

  it('does not buffer results of four gigabytes', async () => {
    const outcome = await meet((socket) => giveResults(socket, framed('{', 0xffff_ffff)));
    expect(outcome).toMatchObject({ kind: 'protocol-error', phase: 'results' });
  });

  it('stops one that floods the control connection', async () => {
    const flood = Buffer.alloc(1_000_000, 0x20);
    const outcome = await meet((socket) => giveResults(socket, framed(flood.toString(), 250_000)));
    expect(outcome).toMatchObject({ phase: 'results' });
    expect(['protocol-error', 'reset', 'closed']).toContain(outcome.kind);
  });

  it.each([
    ['no JSON', framed('nonsense')],
    ['results of other streams', framed(goodResults.replace('[{', '[{"id":3,"bytes":1},{'))],
    ['more bytes than were sent', framed(goodResults.replace('1000', '900000000000'))],
  ])('does not believe %s', async (_name, results) => {
    const outcome = await meet((socket) => giveResults(socket, results));
    expect(outcome).toMatchObject({ kind: 'protocol-error' });
  });

  it('believes the receiver, but not a clock that stood still', async () => {
    const outcome = await meet((socket) =>
      giveResults(socket, framed(goodResults.replace('"end_time":1', '"end_time":1000'))),
    );
    if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
    expect(outcome.receivedBytes).toBe(1000);
    expect(outcome.seconds).toBeLessThan(5);
  });

  it('survives whatever bytes come', async () => {
    let reply: Uint8Array = new Uint8Array();
    const noisy = await startFakeServer((socket) => socket.resume().end(reply));
    server = noisy;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), async (bytes) => {
        reply = bytes;
        const { port } = noisy;
        const test = { host: '127.0.0.1', port, direction: 'down', seconds: 1 } as const;
        const outcome = await runThroughputTest({ ...test, stepTimeoutMs: 500 });
        expect(outcome.kind).not.toBe('completed');
      }),
      { seed: 5201, numRuns: 100 },
    );
  });

  it('names an address that the system cannot reach', async () => {
    // The system refuses TCP to the broadcast address by itself: nothing is sent.
    const outcome = await runThroughputTest({ host: '255.255.255.255', direction: 'up' });
    expect(outcome).toMatchObject({ kind: 'unreachable', phase: 'connect' });
  });
});

describe('cancelling', () => {
  it('works before the start', async () => {
    const outcome = await runThroughputTest({
      host: '127.0.0.1',
      direction: 'up',
      signal: AbortSignal.abort(),
    });
    expect(outcome).toEqual({ kind: 'cancelled', phase: 'connect' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['parameters', () => undefined],
    ['create-streams', (socket) => void socket.write(states(9))],
    ['test-start', (socket) => void socket.write(states(9, 10))],
    ['running', (socket) => runTo(socket, () => undefined)],
  ])('works in phase %s', async (phase, behave) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 400);
    const outcome = await meet(
      (socket) => {
        socket.resume();
        behave(socket);
      },
      { signal: stop.signal, stepTimeoutMs: 5000, seconds: 10 },
    );
    expect(outcome).toEqual({ kind: 'cancelled', phase });
  });

  it.each<[string, Buffer]>([
    ['results', states(13)],
    ['display', Buffer.concat([states(13), framed(goodResults)])],
  ])('works in phase %s', async (phase, last) => {
    const stop = new AbortController();
    const outcome = await meet(
      (socket) =>
        runTo(socket, () => {
          socket.on('data', (chunk) => {
            if (chunk.length === 1 && chunk[0] === 4) {
              socket.write(last);
              setTimeout(() => stop.abort(), 200);
            }
          });
        }),
      { signal: stop.signal, stepTimeoutMs: 5000 },
    );
    expect(outcome).toEqual({ kind: 'cancelled', phase });
  });

  it('tells the server of a running test', async () => {
    const stop = new AbortController();
    const heard: number[] = [];
    await meet(
      (socket) => {
        runTo(socket, () => {
          socket.on('data', (chunk) => heard.push(...chunk));
          setTimeout(() => stop.abort(), 200);
        });
      },
      { signal: stop.signal, seconds: 10 },
    );
    await expect.poll(() => heard.at(-1)).toBe(12);
  });
});
