import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postMessage } from '../../../src/protocols/hl7/http.ts';
import {
  type HttpListenerOptions,
  startHttpListener,
} from '../../../src/protocols/hl7/http-listener.ts';
import type { Hl7Listener } from '../../../src/protocols/hl7/listener.ts';
import type { ListenerEvent } from '../../../src/protocols/hl7/listener-session.ts';
import { createOwnershipCheck } from '../../../src/protocols/hl7/own-message.ts';
import { canMakeCertificates, makeCertificates } from '../../peers/support/hl7-certificates.ts';
import { ORDER_TEXT } from './support.ts';

async function start(options: Partial<HttpListenerOptions> = {}): Promise<Hl7Listener> {
  const listener = await startHttpListener({
    host: '127.0.0.1',
    port: 0,
    allowedPeers: ['127.0.0.1'],
    handler: () => ({ kind: 'ack', code: 'AA' }),
    ...options,
  });
  onTestFinished(() => listener.close());
  return listener;
}

const post = (port: number, path = '/hl7', scheme = 'http') =>
  postMessage(Buffer.from(ORDER_TEXT), { url: `${scheme}://127.0.0.1:${port}${path}` });

describe('listening for HL7 over HTTP', () => {
  it.each([
    ['AA', 200],
    ['AE', 500],
    ['AR', 400],
  ] as const)('answers %s with status %d and the acknowledgement', async (code, status) => {
    const names: (string | undefined)[] = [];
    const { port } = await start({
      handler: ({ message }) => {
        names.push(message.at('PID-5.1'));
        return { kind: 'ack', code };
      },
    });
    const outcome = await post(port);
    expect(outcome).toMatchObject({ kind: 'ack', code, matches: true, http: { status } });
    expect(names).toEqual(['KIỂM THỬ']);
  });

  it('serves one path, one method and one kind of body', async () => {
    const { port } = await start({ path: '/hl7', maxFrameBytes: 2_000 });
    const url = `http://127.0.0.1:${port}`;
    const type = { 'content-type': 'application/hl7-v2' };
    const status = async (path: string, init: RequestInit): Promise<number> =>
      (await fetch(`${url}${path}`, init)).status;
    expect(await status('/hl7?x=1', { method: 'POST', headers: type, body: ORDER_TEXT })).toBe(200);
    expect(await status('/other', { method: 'POST', headers: type, body: ORDER_TEXT })).toBe(404);
    expect(await status('/hl7', { method: 'GET' })).toBe(405);
    expect(await status('/hl7', { method: 'POST', body: ORDER_TEXT })).toBe(415);
    expect(await status('/hl7', { method: 'POST', headers: type, body: 'no message' })).toBe(400);
    const long = `${ORDER_TEXT}NTE|1||${'x'.repeat(3_000)}\r`;
    expect(await status('/hl7', { method: 'POST', headers: type, body: long })).toBe(413);
  });

  it('a handler that fails or sleeps is answered with AE', async () => {
    const events: string[] = [];
    const onEvent: HttpListenerOptions['onEvent'] = ({ kind }) => events.push(kind);
    const failing = await start({
      onEvent,
      handler: () => {
        throw new Error('x');
      },
    });
    expect(await post(failing.port)).toMatchObject({ kind: 'ack', code: 'AE' });
    const sleeping = await start({
      onEvent,
      handlerTimeoutMs: 50,
      handler: () => new Promise(() => undefined),
    });
    expect(await post(sleeping.port)).toMatchObject({ kind: 'ack', code: 'AE' });
    expect(events).toEqual(['handler-failed', 'handler-failed']);
  });

  it('drops whoever is not on the list before a byte is read', async () => {
    const events: string[] = [];
    const { port } = await start({
      allowedPeers: ['10.0.0.1'],
      onEvent: ({ kind }) => events.push(kind),
    });
    expect((await post(port)).kind).not.toBe('ack');
    expect(events).toContain('rejected-peer');
  });

  it('refuses what is not ours to see, as over MLLP, and tells only that it came', async () => {
    const handled: (string | undefined)[] = [];
    const events: ListenerEvent[] = [];
    const { port } = await start({
      isOurs: createOwnershipCheck(['RISPACS-TEST']),
      onEvent: (event) => events.push(event),
      handler: ({ message }) => {
        handled.push(message.at('PID-3'));
        return { kind: 'ack', code: 'AA' };
      },
    });
    const about = (...patients: readonly string[]) =>
      postMessage(
        Buffer.from(
          `MSH|^~\\&|RIS|K|HIS|BV|20261122||ORU^R01|R1|P|2.5.1\r${patients.map((one) => `PID|1||${one}||TRẦN^BÍ MẬT\rOBR|1\r`).join('')}`,
        ),
        { url: `http://127.0.0.1:${port}/` },
      );
    for (const patients of [['0456'], ['RISPACS-TEST', '0456'], []])
      expect(await about(...patients)).toMatchObject({
        kind: 'ack',
        code: 'AR',
        matches: true,
        errCodes: ['204'],
        http: { status: 400 },
      });
    expect(handled).toEqual([]);
    expect(events).toEqual(Array(3).fill({ kind: 'foreign-message', remoteAddress: '127.0.0.1' }));
    expect(await about('RISPACS-TEST')).toMatchObject({ code: 'AA' });
    expect(handled).toEqual(['RISPACS-TEST']);
  });

  it('closes with connections open', async () => {
    const listener = await start();
    const socket = connect({ host: '127.0.0.1', port: listener.port });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.write('POST /hl7 HTTP/1.1\r\n');
    await listener.close();
    await closed;
  });

  it.skipIf(!canMakeCertificates())('over TLS, asking for a certificate', async () => {
    const files = makeCertificates();
    onTestFinished(() => files.remove());
    const { port } = await start({
      tls: {
        certificate: files.read('server.pem'),
        key: files.read('server.key'),
        clientCa: files.read('ca.pem'),
      },
    });
    const tls = { ca: files.read('ca.pem') };
    const url = `https://127.0.0.1:${port}/hl7`;
    const own = { certificate: files.read('client.pem'), key: files.read('client.key') };
    const known = await postMessage(Buffer.from(ORDER_TEXT), { url, tls: { ...tls, ...own } });
    expect(known).toMatchObject({ kind: 'ack', code: 'AA' });
    expect((await postMessage(Buffer.from(ORDER_TEXT), { url, tls })).kind).not.toBe('ack');
  });
});
