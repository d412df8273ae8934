import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sendMessage } from '../../../src/protocols/hl7/client.ts';
import {
  type Hl7Listener,
  type ListenerOptions,
  startListener,
} from '../../../src/protocols/hl7/listener.ts';
import type { ListenerEvent } from '../../../src/protocols/hl7/listener-session.ts';
import { Deframer, frameMessage } from '../../../src/protocols/hl7/mllp.ts';
import { block, kinds, ORDER_TEXT, pause, read } from './support.ts';

const listeners: Hl7Listener[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

interface Bench {
  readonly listener: Hl7Listener;
  /** MSH-10 of the messages the handler got. */
  readonly handled: string[];
  readonly events: ListenerEvent[];
}

async function start(options: Partial<ListenerOptions> = {}): Promise<Bench> {
  const handled: string[] = [];
  const events: ListenerEvent[] = [];
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    allowedPeers: ['127.0.0.1'],
    onEvent: (event) => events.push(event),
    ...options,
    handler: async (received) => {
      handled.push(received.message.controlId ?? '');
      return await (options.handler ?? (() => ({ kind: 'ack', code: 'AA' })))(received);
    },
  });
  listeners.push(listener);
  return { listener, handled, events };
}

function order(controlId: string): string {
  return ORDER_TEXT.replace('|C1|', `|${controlId}|`);
}

interface Client {
  readonly socket: Socket;
  /** MSA-2 of the answers so far. */
  readonly answers: string[];
  readonly closed: Promise<void>;
}

async function open(port: number): Promise<Client> {
  const socket = connect({ host: '127.0.0.1', port });
  sockets.push(socket);
  socket.setNoDelay(true);
  const deframer = new Deframer();
  const answers: string[] = [];
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (const event of deframer.push(chunk)) {
      if (event.kind === 'frame') answers.push(read(event.payload).at('MSA-2') ?? '');
    }
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  return { socket, answers, closed };
}

/** Sends the pieces one after another, then ends the stream and waits for all answers. */
async function talk(
  bench: Bench,
  pieces: readonly (string | Buffer)[],
): Promise<{ answers: string[]; framing: string[] }> {
  const client = await open(bench.listener.port);
  for (const piece of pieces) {
    client.socket.write(piece);
    await pause(15);
  }
  client.socket.end();
  await client.closed;
  const framing = bench.events.flatMap((e) => (e.kind === 'framing' ? [e.finding.kind] : []));
  return { answers: client.answers, framing };
}

describe('transport', () => {
  const one = block(order('1')).toString();
  const two = block(order('2')).toString();
  const ten = Array.from({ length: 10 }, (_, index) => String(index));

  it.each<[string, readonly (string | Buffer)[], readonly string[], readonly string[]]>([
    ['one block', [one], ['1'], []],
    [
      'UTF-8 cut inside a character',
      [Buffer.from(one).subarray(0, 122), Buffer.from(one).subarray(122)],
      ['1'],
      [],
    ],
    ['FS and CR in two packets', [one.slice(0, -1), '\r'], ['1'], []],
    ['two blocks in one packet', [one + two], ['1', '2'], []],
    [
      'ten blocks in one packet, answered in order',
      [ten.map((id) => block(order(id)).toString()).join('')],
      ten,
      [],
    ],
    ['one and a half, then the rest', [one + two.slice(0, 40), two.slice(40)], ['1', '2'], []],
    ['a second message on the connection', [one, two], ['1', '2'], []],
    ['CR LF before VT', [`\r\n${one}`], ['1'], ['line-breaks-between-frames']],
    ['text before VT', [`garbage${one}`], ['1'], ['noise-between-frames']],
    ['no end block, next VT', [one.slice(0, -2) + two], ['2'], ['missing-end-block']],
    [
      'FS without CR, next block',
      [one.slice(0, -1) + two],
      ['1', '2'],
      ['end-block-without-carriage-return'],
    ],
    ['FS CR LF, next block', [`${one}\n${two}`], ['1', '2'], ['line-breaks-between-frames']],
    ['FS inside text', [one.replace('RISPACS^', 'RIS\x1cPACS^')], ['1'], []],
    ['half a block, then the end', [one + two.slice(0, 30)], ['1'], ['unfinished-frame']],
    ['an empty block', ['\x0b\x1c\r', one], ['1'], []],
    [
      'LF as segment terminator',
      [one.replace('\rPID', '\nPID').replace('\r\x1c', '\n\x1c')],
      ['1'],
      [],
    ],
  ])('%s', async (_, pieces, answers, framing) => {
    const bench = await start();
    expect(await talk(bench, pieces)).toEqual({ answers, framing });
    expect(bench.handled).toEqual(answers);
  });

  it('a byte at a time', async () => {
    const bench = await start();
    const client = await open(bench.listener.port);
    for (const byte of Buffer.from(one)) {
      client.socket.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    client.socket.end();
    await client.closed;
    expect(client.answers).toEqual(['1']);
  });

  it('FS without CR from a peer that then waits', async () => {
    const bench = await start();
    const client = await open(bench.listener.port);
    client.socket.write(one.slice(0, -1));
    await expect.poll(() => client.answers).toEqual(['1']);
  });

  it('a message of 16 MiB', async () => {
    let length = 0;
    const bench = await start({
      handler: ({ message }) => {
        length = message.at('OBX-5')?.length ?? 0;
        return { kind: 'ack', code: 'AA' };
      },
    });
    const size = 16 * 1024 * 1024;
    const large = Buffer.from(`${ORDER_TEXT}OBX|1|ED|x||${'A'.repeat(size)}\r`);
    const { port } = bench.listener;
    expect(await sendMessage(large, { host: '127.0.0.1', port })).toMatchObject({ code: 'AA' });
    expect(length).toBe(size);
  });
});

describe('answers', () => {
  const send = async (options: Partial<ListenerOptions>, text = ORDER_TEXT) => {
    const bench = await start(options);
    const { port } = bench.listener;
    const outcome = await sendMessage(Buffer.from(text), {
      host: '127.0.0.1',
      port,
      ackTimeoutMs: 400,
    });
    return { ...bench, outcome };
  };

  it('are what the handler decides', async () => {
    const { outcome } = await send({
      handler: () => ({ kind: 'ack', code: 'AR', text: 'loại khác', errorCode: '200' }),
    });
    expect(outcome).toMatchObject({ code: 'AR', errText: 'loại khác', errCodes: ['200'] });
    expect(outcome.findings.answer).toEqual([]);
  });

  it('are AE 207 when the handler throws or is late, and the error is reported', async () => {
    const thrown = await send({
      handler: () => {
        throw new Error('boom');
      },
    });
    expect(thrown.outcome).toMatchObject({ code: 'AE', errCodes: ['207'] });
    expect(kinds(thrown.events)).toContain('handler-failed');
    const late = await send({
      handlerTimeoutMs: 50,
      handler: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    expect(late.outcome).toMatchObject({ code: 'AE', errCodes: ['207'] });
  });

  it('can be a message, raw bytes, nothing, or a closed connection', async () => {
    const payload = Buffer.from('MSH|^~\\&|R||||1||RSP^K22|X|P|2.3.1\rMSA|AA|C1\rQAK|T|NF\r');
    const message = await send({ handler: () => ({ kind: 'message', payload }) });
    expect(message.outcome.kind === 'ack' && message.outcome.message.at('QAK-2')).toBe('NF');
    const raw = await send({ handler: () => ({ kind: 'raw', bytes: Buffer.from('\x0bMSH') }) });
    expect(raw.outcome).toMatchObject({ kind: 'timeout', halfFrame: true });
    const none = await send({ handler: () => ({ kind: 'none' }) });
    expect(none.outcome).toMatchObject({ kind: 'timeout', phase: 'first-byte' });
    const closed = await send({ handler: () => ({ kind: 'close' }) });
    expect(closed.outcome).toMatchObject({ kind: 'closed' });
  });

  it('are never sent to acknowledgements, nor to what is not HL7', async () => {
    const bench = await start();
    const ack = frameMessage(Buffer.from('MSH|^~\\&|R||||1||ACK|X|P|2.3.1\rMSA|AA|C1\r'));
    const talked = await talk(bench, [ack, block('hello')]);
    expect(talked.answers).toEqual([]);
    expect(bench.handled).toEqual([]);
    expect(kinds(bench.events)).toEqual(
      expect.arrayContaining(['stray-acknowledgement', 'unreadable-frame']),
    );
  });

  it('close the connection when they cannot be framed', async () => {
    const { outcome, events } = await send({
      handler: () => ({ kind: 'message', payload: Buffer.from('\x1c\r') }),
    });
    expect(['closed', 'reset']).toContain(outcome.kind);
    expect(kinds(events)).toContain('handler-failed');
  });

  it('go with the framing faults of their message', async () => {
    const seen: string[][] = [];
    const bench = await start({
      handler: ({ framing }) => {
        seen.push(kinds(framing));
        return { kind: 'ack', code: 'AA' };
      },
    });
    await talk(bench, [`noise${block(order('1'))}`, block(order('2'))]);
    expect(seen).toEqual([['noise-between-frames'], []]);
  });
});

describe('limits', () => {
  it('drops peers that are not on the list before reading', async () => {
    const bench = await start({ allowedPeers: ['10.0.0.0/8', '::1'] });
    const { port } = bench.listener;
    const outcome = await sendMessage(Buffer.from(ORDER_TEXT), { host: '127.0.0.1', port });
    expect(['closed', 'reset']).toContain(outcome.kind);
    expect(bench.handled).toEqual([]);
    expect(kinds(bench.events)).toEqual(['rejected-peer']);
  });

  it('accepts networks and refuses a list that is not one', async () => {
    const bench = await start({ allowedPeers: ['127.0.0.0/8'] });
    const { port } = bench.listener;
    expect(await sendMessage(Buffer.from(ORDER_TEXT), { host: '127.0.0.1', port })).toMatchObject({
      code: 'AA',
    });
    await expect(start({ allowedPeers: ['pacs.local'] })).rejects.toThrow(TypeError);
    await expect(start({ allowedPeers: ['10.0.0.0/33'] })).rejects.toThrow(TypeError);
  });

  it('bounds the number of connections, and frees places', async () => {
    const bench = await start({ maxConnections: 1 });
    const { port } = bench.listener;
    const first = await open(port);
    const second = await open(port);
    await second.closed;
    expect(kinds(bench.events)).toContain('too-many-connections');
    first.socket.destroy();
    await expect
      .poll(
        async () => (await sendMessage(Buffer.from(ORDER_TEXT), { host: '127.0.0.1', port })).kind,
      )
      .toBe('ack');
  });

  it('closes idle connections, also after messages that got no answer', async () => {
    const bench = await start({ idleTimeoutMs: 100, handler: () => ({ kind: 'none' }) });
    const client = await open(bench.listener.port);
    client.socket.write(block(ORDER_TEXT));
    await client.closed;
    expect(bench.handled).toEqual(['C1']);
    expect(kinds(bench.events)).toContain('idle-timeout');
  });

  it('closes on a block over the limit', async () => {
    const bench = await start({ maxFrameBytes: 100 });
    const client = await open(bench.listener.port);
    client.socket.write(block(ORDER_TEXT));
    await client.closed;
    expect(bench.handled).toEqual([]);
    expect(bench.events).toContainEqual({
      kind: 'framing',
      remoteAddress: '127.0.0.1',
      finding: { kind: 'frame-too-large', limitBytes: 100 },
    });
  });
});

describe('closing', () => {
  it('ends open connections and running handlers, and may be called twice', async () => {
    let stopped = false;
    const bench = await start({
      handler: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(signal.reason);
          });
        }),
    });
    const idle = await open(bench.listener.port);
    const busy = await open(bench.listener.port);
    busy.socket.write(block(ORDER_TEXT));
    await expect.poll(() => bench.handled).toEqual(['C1']);
    await Promise.all([bench.listener.close(), bench.listener.close()]);
    await Promise.all([idle.closed, busy.closed]);
    expect(stopped).toBe(true);
    const { port } = bench.listener;
    expect((await sendMessage(Buffer.from(ORDER_TEXT), { host: '127.0.0.1', port })).kind).toBe(
      'refused',
    );
  });

  it('follows a signal', async () => {
    const control = new AbortController();
    const bench = await start({ signal: control.signal });
    const client = await open(bench.listener.port);
    control.abort();
    await client.closed;
    await expect(start({ signal: control.signal })).rejects.toThrow();
  });

  it('tells when the port is taken', async () => {
    const { listener } = await start();
    await expect(start({ port: listener.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
