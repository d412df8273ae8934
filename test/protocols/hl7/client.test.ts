import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeOptions, sendMessage } from '../../../src/protocols/hl7/client.ts';
import { checkConnection } from '../../../src/protocols/hl7/connection.ts';
import type { ExchangeOutcome } from '../../../src/protocols/hl7/outcome.ts';
import { ackText, block, kinds, ORDER_TEXT, pause, type RawPeer, startRawPeer } from './support.ts';

const ORDER = Buffer.from(ORDER_TEXT);
const peers: RawPeer[] = [];

afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

/** Sends the order to a peer that answers its first bytes with `answer`. */
async function exchange(
  answer: (socket: Socket) => void,
  options: Partial<ExchangeOptions> = {},
): Promise<ExchangeOutcome> {
  const peer = await startRawPeer((socket) => {
    socket.once('data', () => answer(socket));
  });
  peers.push(peer);
  return await sendMessage(ORDER, {
    host: '127.0.0.1',
    port: peer.port,
    ackTimeoutMs: 400,
    enhancedWaitMs: 200,
    ...options,
  });
}

const reply =
  (...texts: string[]) =>
  (socket: Socket): void => {
    socket.write(Buffer.concat(texts.map(block)));
  };

describe('an acknowledgement', () => {
  it('is read with code, control ID, version and charset', async () => {
    const outcome = await exchange(reply(ackText('AA', 'C1')));
    expect(outcome).toMatchObject({
      kind: 'ack',
      code: 'AA',
      msa2: 'C1',
      matches: true,
      version: '2.3.1',
      charset: 'UNICODE UTF-8',
      findings: { framing: [], answer: [], encoding: [] },
    });
    expect(outcome.transcript.received.toString()).toBe(`\x0b${ackText('AA', 'C1')}\x1c\r`);
    expect(outcome.transcript.sent.toString()).toBe(`\x0b${ORDER_TEXT}\x1c\r`);
    expect(peers[0]?.received().equals(outcome.transcript.sent)).toBe(true);
  });

  it.each([
    ['AE', '|không có bệnh nhân', 'không có bệnh nhân', []],
    ['AR', '\rERR||PID^1|101^Required^HL70357|E||||thiếu PID-3', 'thiếu PID-3', ['101']],
    ['AR', '\rERR|PID^1^3^103&Table value&HL70357', 'Table value', ['103']],
    ['CE', '', undefined, []],
    ['CR', '', undefined, []],
  ])('%s is final and carries its reasons', async (code, rest, errText, errCodes) => {
    const outcome = await exchange(reply(ackText(code, 'C1', rest)));
    expect(outcome).toMatchObject({ kind: 'ack', code, matches: true, errCodes });
    expect(outcome.kind === 'ack' ? outcome.errText : 'x').toBe(errText);
  });

  it('is read when it arrives a byte at a time', async () => {
    const outcome = await exchange(
      async (socket) => {
        for (const byte of block(ackText('AA', 'C1'))) {
          socket.write(Buffer.of(byte));
          await new Promise(setImmediate);
        }
      },
      { ackTimeoutMs: 5000 },
    );
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA', findings: { framing: [] } });
  });

  it('is read when FS and CR come in two packets', async () => {
    const bytes = block(ackText('AA', 'C1'));
    const outcome = await exchange(async (socket) => {
      socket.setNoDelay(true);
      socket.write(bytes.subarray(0, -1));
      await pause(50);
      socket.write(bytes.subarray(-1));
    });
    expect(outcome).toMatchObject({ kind: 'ack', findings: { framing: [] } });
  });

  it('is read without the final CR, with a finding, from a peer that then waits', async () => {
    const outcome = await exchange((s) => s.write(block(ackText('AA', 'C1')).subarray(0, -1)), {
      ackTimeoutMs: 10_000,
    });
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(kinds(outcome.findings.framing)).toEqual(['end-block-without-carriage-return']);
  });

  it('is read after CR LF and after noise', async () => {
    const outcome = await exchange((s) =>
      s.write(Buffer.concat([Buffer.from('\r\n'), block(ackText('AA', 'C1'))])),
    );
    expect(kinds(outcome.findings.framing)).toEqual(['line-breaks-between-frames']);
    const noisy = await exchange((s) =>
      s.write(Buffer.concat([Buffer.from('READY'), block(ackText('AA', 'C1'))])),
    );
    expect(noisy).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(kinds(noisy.findings.framing)).toEqual(['noise-between-frames']);
  });

  it('of another message and unsolicited messages are passed over until ours comes', async () => {
    const unsolicited = 'MSH|^~\\&|X||||20261122||ADT^A01|Z|P|2.3.1\rPID|1||SOMEBODY\r';
    const outcome = await exchange(reply(ackText('AE', 'OTHER'), unsolicited, ackText('AA', 'C1')));
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA', msa2: 'C1', matches: true });
    expect(outcome.findings.answer).toEqual([
      { kind: 'foreign-acknowledgement', count: 1 },
      { kind: 'unsolicited-message', count: 1 },
    ]);
    expect(outcome.transcript.received.toString()).not.toMatch(/SOMEBODY|OTHER/);
  });

  it('of another message is all there is: told at the deadline as not matching', async () => {
    const outcome = await exchange(reply(ackText('AA', 'c1')));
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA', msa2: 'c1', matches: false });
    expect(kinds(outcome.findings.answer)).toEqual(['foreign-acknowledgement']);
  });

  it('of another message with patient data in it leaves no bytes behind', async () => {
    for (const more of ['\rPID|1||SOMEBODY', '|SOMEBODY is unknown', '||||204^SOMEBODY']) {
      const outcome = await exchange(reply(ackText('AA', 'OTHER', more)));
      expect(outcome).toMatchObject({ kind: 'ack', matches: false });
      expect(outcome.transcript.received).toHaveLength(0);
    }
  });

  it('without MSA-2 or with an unknown code is reported as such', async () => {
    const empty = await exchange(reply(ackText('AA', '')));
    expect(empty).toMatchObject({ kind: 'ack', matches: false });
    expect(kinds(empty.findings.answer)).toContain('empty-msa-2');
    const odd = await exchange(reply(ackText('OK', 'C1')));
    expect(odd).toMatchObject({ kind: 'ack', matches: true });
    expect(odd).not.toHaveProperty('code');
    expect(odd.findings.answer).toEqual([{ kind: 'unknown-ack-code', value: 'OK' }]);
  });

  it('in enhanced mode: CA, then AA, in one packet or two', async () => {
    const together = await exchange(reply(ackText('CA', 'C1'), ackText('AA', 'C1')));
    expect(together).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(together.findings.answer).toEqual([{ kind: 'enhanced-mode', commitCode: 'CA' }]);
    expect(together.transcript.received.toString().match(/MSA/g)).toHaveLength(2);
    const apart = await exchange(async (socket) => {
      socket.write(block(ackText('CA', 'C1')));
      await pause(60);
      socket.write(block(ackText('AE', 'C1')));
    });
    expect(apart).toMatchObject({ kind: 'ack', code: 'AE' });
  });

  it('in enhanced mode: CA alone is told after a short wait, or at once when the peer closes', async () => {
    const waited = await exchange(reply(ackText('CA', 'C1')), { ackTimeoutMs: 60_000 });
    expect(waited).toMatchObject({ kind: 'ack', code: 'CA', matches: true });
    const closed = await exchange((s) => s.end(block(ackText('CA', 'C1'))), {
      enhancedWaitMs: 60_000,
    });
    expect(closed).toMatchObject({ kind: 'ack', code: 'CA' });
  });

  it('is compared with what we sent: addressing, version, charset, type', async () => {
    const outcome = await exchange(
      reply('MSH|^~\\&|RIS|K|OTHER|X|2026||RSP^K22|A|P|2.5\rMSA|AA|C1\r'),
    );
    expect(kinds(outcome.findings.answer)).toEqual([
      'answer-type',
      'not-addressed-to-us',
      'version-differs',
      'charset-differs',
    ]);
  });

  it('may be as large as 16 MiB', async () => {
    const large = ackText('AA', 'C1', `\rNTE|1||${'Ễ'.repeat(5_500_000)}`);
    const outcome = await exchange(reply(large), { ackTimeoutMs: 15_000 });
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(outcome.kind === 'ack' && outcome.message.at('NTE-3')?.length).toBe(5_500_000);
  });
});

describe('closing', () => {
  it('does not wait for a peer that acknowledged early and reads no further', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const peer = await startRawPeer((socket) => {
      socket.once('data', () => socket.pause().write(block(ackText('AA', 'C1'))));
      socket.once('close', () => resolve());
      setTimeout(() => socket.resume(), 1500);
    });
    peers.push(peer);
    const large = Buffer.concat([ORDER, Buffer.from(`NTE|1||${'x'.repeat(32 * 1024 * 1024)}\r`)]);
    const outcome = await sendMessage(large, { host: '127.0.0.1', port: peer.port });
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA' });
    await gone;
    expect(peer.received().length).toBeLessThan(large.length);
  });
});

describe('a peer that does not acknowledge', () => {
  it('refuses the connection', async () => {
    const peer = await startRawPeer(() => undefined);
    await peer.close();
    const outcome = await sendMessage(ORDER, { host: '127.0.0.1', port: peer.port });
    expect(outcome.kind).toBe('refused');
    expect(outcome.transcript.sent).toHaveLength(0);
  });

  it('has a name that does not exist', async () => {
    const outcome = await sendMessage(ORDER, { host: 'peer.invalid', port: 2575 });
    expect(outcome).toMatchObject({ kind: 'unreachable' });
  });

  it('closes at once or after the message', async () => {
    expect(await exchange((s) => s.end())).toMatchObject({
      kind: 'closed',
      halfFrame: false,
      receivedBytes: 0,
    });
  });

  it('closes in the middle of its answer', async () => {
    expect(await exchange((s) => s.end('\x0bMSH|^~\\&|RIS'))).toMatchObject({
      kind: 'closed',
      halfFrame: true,
      receivedBytes: 13,
      findings: { framing: [{ kind: 'unfinished-frame', droppedBytes: 12 }] },
    });
  });

  it('resets the connection', async () => {
    expect(await exchange((s) => s.resetAndDestroy())).toMatchObject({ kind: 'reset' });
  });

  it('stays silent: no first byte', async () => {
    const outcome = await exchange(() => undefined, { firstByteTimeoutMs: 100 });
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'first-byte', receivedBytes: 0 });
  });

  it('stops in the middle of its answer', async () => {
    const outcome = await exchange((s) => s.write('\x0bMSH|'), { firstByteTimeoutMs: 100 });
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'ack', halfFrame: true });
  });

  it('does not read what we write', async () => {
    const peer = await startRawPeer((socket) => socket.pause(), { discard: true });
    peers.push(peer);
    const large = Buffer.concat([ORDER, Buffer.from(`NTE|1||${'x'.repeat(32 * 1024 * 1024)}\r`)]);
    const outcome = await sendMessage(large, {
      host: '127.0.0.1',
      port: peer.port,
      ackTimeoutMs: 500,
    });
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'write' });
  });

  it('sends only what is not for us', async () => {
    const outcome = await exchange(reply('MSH|^~\\&|X||||1||ADT^A01|Z|P|2.3.1\rPID|1||S\r'));
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'ack', halfFrame: false });
    expect(kinds(outcome.findings.answer)).toEqual(['unsolicited-message']);
    expect(outcome.transcript.received).toHaveLength(0);
  });

  it.each([
    ['http', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['tls', '\x15\x03\x01\x00\x02\x02\x46\x00'],
    ['dicom', '\x07\x00\x00\x00\x00\x04\x00\x00\x02\x01'],
    ['ssh', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
  ])('speaks %s', async (hint, text) => {
    // A long deadline shows that the answer is recognised at once.
    const outcome = await exchange((s) => s.write(Buffer.from(text, 'latin1')), {
      ackTimeoutMs: 60_000,
    });
    expect(outcome).toMatchObject({ kind: 'noise', hint });
    expect(outcome.kind === 'noise' && outcome.firstBytesHex).toBe(
      Buffer.from(text, 'latin1').toString('hex', 0, 16),
    );
  });

  it('answers HL7 without framing, or framed text that is not HL7', async () => {
    const bare = await exchange((s) => s.end(ackText('AA', 'C1')));
    expect(bare).toMatchObject({ kind: 'noise', hint: 'unframed-hl7' });
    const text = await exchange(reply('OK'));
    expect(text).toMatchObject({ kind: 'noise', hint: 'not-hl7-in-frame', firstBytesHex: '4f4b' });
  });

  it('sends more than we accept', async () => {
    const outcome = await exchange(reply(ackText('AA', 'C1', 'x'.repeat(5000))), {
      maxFrameBytes: 1000,
    });
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'oversized-frame' });
  });
});

describe('cancelling', () => {
  it('ends an exchange under way, and does not start one that is cancelled', async () => {
    const control = new AbortController();
    const running = exchange(() => control.abort(), {
      signal: control.signal,
      ackTimeoutMs: 60_000,
    });
    expect(await running).toMatchObject({ kind: 'cancelled' });
    const before = await exchange(() => undefined, { signal: control.signal });
    expect(before.kind).toBe('cancelled');
    expect(before).not.toHaveProperty('connectMs');
  });
});

describe('mistakes of the caller', () => {
  it.each(['', 'PID|1\r', 'MSH|^~\\&|A\r'])('%j cannot be sent', async (text) => {
    await expect(sendMessage(Buffer.from(text), { host: '127.0.0.1', port: 1 })).rejects.toThrow(
      TypeError,
    );
  });
});

describe('checking a connection', () => {
  it('opens and closes it without sending a byte', async () => {
    const peer = await startRawPeer(() => undefined);
    peers.push(peer);
    const outcome = await checkConnection({ host: '127.0.0.1', port: peer.port });
    expect(outcome.kind).toBe('connected');
    await pause(30);
    expect(peer.received()).toHaveLength(0);
    await peer.close();
    expect(await checkConnection({ host: '127.0.0.1', port: peer.port })).toEqual({
      kind: 'refused',
    });
  });
});
