import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { askTime, parseTimeServer } from '../../src/doctor/sntp.ts';

const signal = new AbortController().signal;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A time server on loopback whose clock differs by `aheadMs`; `change` spoils its answer. */
async function serve(aheadMs: number, change: (packet: Buffer) => Buffer | undefined) {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.on('message', (request: Buffer, peer: RemoteInfo) => {
    const packet = Buffer.alloc(48);
    packet[0] = 0b00_100_100;
    packet[1] = 2;
    request.copy(packet, 24, 40, 48);
    const now = Date.now() + aheadMs;
    for (const at of [32, 40]) {
      packet.writeUInt32BE(Math.floor(now / 1000) + 2_208_988_800, at);
      packet.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), at + 4);
    }
    const answer = change(packet);
    if (answer) socket.send(answer, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: socket.address().port };
}

describe('asking a time server', () => {
  it('reads how far the clocks are apart', async () => {
    const reading = await askTime(await serve(60_000, (packet) => packet), { signal });
    expect(reading).toMatchObject({ state: 'answered', stratum: 2 });
    const offset = reading.state === 'answered' ? reading.offsetMs : 0;
    expect(Math.abs(offset - 60_000)).toBeLessThan(2_000);
  });

  it('does not take an answer to somebody else, and gives up in time', async () => {
    const server = await serve(0, (packet) => packet.fill(7, 24, 32));
    const reading = await askTime(server, { signal, deadlineMs: 150 });
    expect(reading).toEqual({ state: 'no-answer', code: 'TIMEOUT' });
  });

  it('knows a server that does not know the time, and a stranger', async () => {
    const kiss = await serve(0, (packet) => {
      packet[1] = 0;
      return packet;
    });
    expect(await askTime(kiss, { signal })).toEqual({ state: 'unsynchronised' });
    const short = await serve(0, (packet) => packet.subarray(0, 20));
    expect(await askTime(short, { signal })).toEqual({ state: 'not-a-time-server' });
  });

  it('says when nobody listens or the operator stops', async () => {
    const server = await serve(0, () => undefined);
    const stop = new AbortController();
    const asked = askTime(server, { signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
  });

  it('reads addresses as people write them', () => {
    expect(parseTimeServer('10.0.0.1')).toEqual({ host: '10.0.0.1', port: 123 });
    expect(parseTimeServer('ntp.example.vn:1123')).toEqual({ host: 'ntp.example.vn', port: 1123 });
    expect(parseTimeServer('[::1]:124')).toEqual({ host: '::1', port: 124 });
    expect(parseTimeServer('::1')).toEqual({ host: '::1', port: 123 });
    for (const wrong of ['', 'a b', 'host:0', 'host:70000', '[host]:1', '-x'])
      expect(parseTimeServer(wrong)).toBeUndefined();
  });
});
