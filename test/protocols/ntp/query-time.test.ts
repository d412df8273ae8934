import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { queryTime } from '../../../src/protocols/ntp/query-time.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A server that answers every datagram with what `answer` makes of it. */
async function serve(answer: (request: Buffer) => Buffer | undefined): Promise<number> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.on('message', (request: Buffer, from: RemoteInfo) => {
    const reply = answer(request);
    if (reply) socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return socket.address().port;
}

/** An answer of a server whose clock is `aheadMs` ahead of ours. */
function reply(
  request: Buffer,
  aheadMs: number,
  change: (answer: Buffer) => void = () => undefined,
) {
  const answer = Buffer.alloc(48);
  answer[0] = 0x24;
  answer[1] = 2;
  request.copy(answer, 24, 40, 48);
  const now = Date.now() + aheadMs;
  for (const at of [32, 40]) {
    answer.writeUInt32BE((Math.floor(now / 1000) + 2_208_988_800) % 2 ** 32, at);
    answer.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), at + 4);
  }
  change(answer);
  return answer;
}
const ask = (port: number) => queryTime({ host: '127.0.0.1', port, timeoutMs: 300 });

describe('asking for the time', () => {
  it.each([0, 90_000, -3_600_000])('a clock %i ms ahead', async (ahead) => {
    const port = await serve((request) => reply(request, ahead));
    const outcome = await ask(port);
    expect(outcome).toMatchObject({ kind: 'answered', stratum: 2 });
    if (outcome.kind !== 'answered') return;
    expect(Math.abs(outcome.offsetMs - ahead)).toBeLessThan(100);
  });

  it.each<[string, (answer: Buffer) => void, string]>([
    ['a clock that is not set', (answer) => answer.writeUInt8(0xe4, 0), 'unsynchronised'],
    ['stratum 16', (answer) => answer.writeUInt8(16, 1), 'unsynchronised'],
    ['a kiss of death', (answer) => answer.writeUInt8(0, 1), 'unsynchronised'],
    ['another mode', (answer) => answer.writeUInt8(0x23, 0), 'protocol-error'],
    ['an answer to another question', (answer) => answer.fill(7, 24, 32), 'timeout'],
  ])('%s', async (_, change, kind) => {
    const port = await serve((request) => reply(request, 0, change));
    expect((await ask(port)).kind).toBe(kind);
  });

  it('short, silent, absent and stopped', async () => {
    expect((await ask(await serve(() => Buffer.from('HTTP')))).kind).toBe('timeout');
    expect((await ask(await serve(() => undefined))).kind).toBe('timeout');
    expect(['unreachable', 'timeout']).toContain((await ask(9)).kind);
    const stopped = await queryTime({ host: '127.0.0.1', signal: AbortSignal.abort() });
    expect(stopped.kind).toBe('cancelled');
    expect((await queryTime({ host: 'khong-co.invalid' })).kind).toBe('unreachable');
  });
});
