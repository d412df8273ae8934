import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { stepIds } from '../../../src/probes/workflow/step-ids.ts';
import { sendMessage } from '../../../src/protocols/hl7/client.ts';
import { postMessage } from '../../../src/protocols/hl7/http.ts';
import {
  canMakeCertificates,
  makeCertificates,
  type TestCertificates,
} from '../../peers/support/hl7-certificates.ts';
import { startRawPeer } from '../../protocols/hl7/support.ts';
import { describeResult, writeResult } from './support/fake-result.ts';
import { type Followed, follow, type Hospital, hasty, startHospital } from './support/follow.ts';

const tell = (followed: Followed): string =>
  followed
    .rows('workflow.step')
    .map(({ step, outcome, observed }) => `${step}: ${outcome} ${observed}`)
    .join('\n');

const notPassed = (followed: Followed) =>
  stepIds.filter((one) => followed.outcomes[one] !== 'passed');

/** A port in front of a RIS that passes everything on but the answer to a new order. */
async function spoilAnswer(
  port: number,
  spoil: (socket: Socket, answer: Buffer) => void,
): Promise<number> {
  const peer = await startRawPeer((socket) => {
    const inner = connect({ host: '127.0.0.1', port });
    let isOrder = false;
    inner.on('error', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      isOrder ||= chunk.includes('ORC|NW');
      inner.write(chunk);
    });
    inner.on('data', (chunk: Buffer) => {
      if (isOrder) spoil(socket, chunk);
      else socket.write(chunk);
    });
  });
  onTestFinished(() => peer.close());
  return peer.port;
}

/** Writes for as long as the other side takes it, a gigabyte at most. */
function flood(socket: Socket, piece: Buffer): void {
  let sent = 0;
  const more = (): void => {
    while (!socket.destroyed && sent < 1024 * 1024 * 1024) {
      sent += piece.length;
      if (socket.write(piece)) continue;
      socket.once('drain', more);
      return;
    }
  };
  more();
}

describe('a RIS whose answer to the order', () => {
  it.each([
    ['never comes', () => undefined, /no acknowledgement|not acknowledge/],
    [
      'breaks off after half a frame',
      (socket: Socket, answer: Buffer) => void socket.end(answer.subarray(0, 40)),
      /half|part/,
    ],
    [
      'is a gigabyte in one frame',
      (socket: Socket, answer: Buffer) => {
        socket.write(answer.subarray(0, -2));
        flood(socket, Buffer.alloc(1024 * 1024, 'x'));
      },
      /not HL7|not like HL7|oversized-frame/,
    ],
    [
      'is the page of a web server',
      (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /http/,
    ],
  ])('%s: that step fails, and nothing else', async (_, spoil, says) => {
    const hospital = await startHospital({ hl7Port: (ris) => spoilAnswer(ris.hl7Port, spoil) });
    const followed = await follow(hospital, { patience: { ackMs: 3_000 } });
    expect(notPassed(followed), tell(followed)).toEqual(['order-ack']);
    expect(followed.outcomes['order-ack']).toBe('failed');
    expect(followed.observed('order-ack')).toMatch(says);
    for (const { state } of followed.effects.values()) expect(state).toBe('removed-verified');
  });
});

describe('a RIS that takes connections and never says anything', () => {
  it('is cancelled at all the same, and everything that may be there is left in the journal', async () => {
    const hospital = await startHospital({
      hl7Port: async () => {
        const peer = await startRawPeer((socket) => socket.resume());
        onTestFinished(() => peer.close());
        return peer.port;
      },
    });
    const followed = await follow(hospital, { patience: { ackMs: 300, worklistMs: 300 } });
    expect(followed.outcomes).toMatchObject({
      adt: 'failed',
      order: 'passed',
      'order-ack': 'failed',
      worklist: 'failed',
      images: 'not-reached',
      cancel: 'failed',
    });
    const states = [...followed.effects].map(([id, { state }]) => [id.split('-')[0], state]);
    expect(states).toEqual([
      ['visit', 'left'],
      ['order', 'left'],
    ]);
  });
});

describe.skipIf(!canMakeCertificates())('TLS where it is not expected', () => {
  let files: TestCertificates;
  beforeAll(() => {
    files = makeCertificates();
  });
  afterAll(() => files.remove());
  const server = () => ({ certificate: files.read('server.pem'), key: files.read('server.key') });

  it('ours to a plain port: nothing was sent, and nothing is left', async () => {
    const hospital = await startHospital({ endpoint: { tls: { ca: files.path('ca.pem') } } });
    const deadlines = { ...hasty.deadlines, tcp: 300, tls: 300 };
    const followed = await follow(hospital, { patience: { deadlines } });
    expect(followed.observation.state).not.toBe('observed');
    expect(hospital.ris.received).toEqual([]);
    for (const { state } of followed.effects.values()) expect(state).toBe('removed-verified');
  });

  it('a plain order to a TLS port: no step passes that needs an answer', async () => {
    const tls = { server: server(), client: { ca: files.read('ca.pem') } };
    const hospital = await startHospital({ ris: { tls } });
    const followed = await follow(hospital, { patience: { ackMs: 500, worklistMs: 300 } });
    expect(hospital.ris.received).toEqual([]);
    expect(followed.outcomes['order-ack'] ?? 'none').not.toBe('passed');
    expect(followed.outcomes.cancel ?? 'none').not.toBe('passed');
  });

  it('results over TLS to our plain port are told as such', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const followed = await followAnswering(hospital, async (port, bytes) => {
      await sendMessage(bytes, { host: '127.0.0.1', port, tls: { ca: files.read('ca.pem') } });
    });
    expect(followed.outcomes.report).toBe('awaiting-person');
    expect(followed.observed('report')).toMatch(/not HL7 as declared \(.*tls/);
  });

  it('plain results to our TLS port are told as such', async () => {
    const hospital = await startHospital({
      ris: { waitsForPerson: true },
      receive: { tls: { certificate: files.path('server.pem'), key: files.path('server.key') } },
    });
    const followed = await followAnswering(hospital, async (port, bytes) => {
      await sendMessage(bytes, { host: '127.0.0.1', port, ackTimeoutMs: 300 });
    });
    expect(followed.outcomes.report).toBe('awaiting-person');
    expect(followed.observed('report')).toContain('not HL7 as declared');
  });
});

/** Follows an order, and sends a result of it the moment that one is waited for. */
async function followAnswering(
  hospital: Hospital,
  send: (port: number, result: Buffer) => Promise<void>,
  spoil: (result: Buffer) => Buffer = (result) => result,
): Promise<Followed> {
  const port = hospital.target.receive?.port ?? 0;
  let sent: Promise<void> = Promise.resolve();
  const followed = await follow(hospital, {
    context: {
      awaitPerson: () => {
        const order = hospital.ris.received.find((one) => one.at('ORC-1') === 'NW');
        if (order !== undefined)
          sent = writeResult(describeResult(order, 'F')).then((bytes) => send(port, spoil(bytes)));
        return () => undefined;
      },
    },
  });
  await sent;
  return followed;
}

describe('results that are large or mean', () => {
  const overMllp = async (port: number, bytes: Buffer): Promise<void> => {
    await sendMessage(bytes, { host: '127.0.0.1', port });
  };

  it('20,000 segments are read', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const followed = await followAnswering(hospital, overMllp, (result) => {
      const rows = Array.from({ length: 20_000 }, (_, n) => `OBX|${n + 9}|TX|R||dòng ${n}||||||F`);
      return Buffer.concat([result, Buffer.from(`${rows.join('\r')}\r`)]);
    });
    expect(followed.outcomes.report, followed.observed('report')).toBe('passed');
    expect(followed.rows('workflow.report')[0]).toMatchObject({ jpegValid: true, hasText: true });
  });

  it.each(['\r\n', '\n', '\r'])('Base64 broken at %j is still one whole picture', async (end) => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const followed = await followAnswering(hospital, overMllp, (result) =>
      Buffer.from(
        result
          .toString('utf8')
          .replace(/(?<=\^Base64\^)[A-Za-z0-9+/=]+/, (text) => text.replace(/.{76}/g, `$&${end}`)),
      ),
    );
    expect(followed.rows('workflow.report')[0]).toMatchObject({ hasJpeg: true, jpegValid: true });
  });

  it.each(['MLLP', 'HTTP'] as const)('a gigabyte over %s is cut off', async (way) => {
    const hospital = await startHospital({
      ris: { waitsForPerson: true },
      ...(way === 'HTTP' && { receive: { transport: 'http' } }),
    });
    const closed: Promise<void>[] = [];
    const followed = await followAnswering(hospital, async (port) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => socket.destroy());
      closed.push(new Promise((resolve) => socket.once('close', () => resolve())));
      socket.resume();
      socket.write(
        way === 'MLLP'
          ? '\x0bMSH|^~\\&|'
          : 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/hl7-v2\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      const piece = Buffer.alloc(64 * 1024, 'x');
      flood(
        socket,
        way === 'MLLP'
          ? piece
          : Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]),
      );
    });
    await Promise.all(closed);
    expect(followed.outcomes.report).toBe('awaiting-person');
    expect(followed.rows('workflow.report')).toEqual([]);
  });

  it('a script over HTTP is text like any other, and is remarked on', async () => {
    const hospital = await startHospital({
      ris: { waitsForPerson: true },
      receive: { transport: 'http' },
    });
    const followed = await followAnswering(
      hospital,
      async (port, bytes) => {
        await postMessage(bytes, { url: `http://127.0.0.1:${port}/` });
      },
      (result) =>
        Buffer.from(
          result.toString('utf8').replace('Mô tả', '<img src=x onerror="fetch(1)">Mô tả'),
        ),
    );
    expect(followed.outcomes.report).toBe('warned');
    expect(followed.rows('workflow.report')[0]).toMatchObject({ activeContent: true });
  });
});
