import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpExchangeOptions, postMessage } from '../../../src/protocols/hl7/http.ts';
import type { ExchangeOutcome } from '../../../src/protocols/hl7/outcome.ts';
import { ackText, ORDER_TEXT, type RawPeer, startRawPeer } from './support.ts';

const ORDER = Buffer.from(ORDER_TEXT);
const servers: Server[] = [];
const peers: RawPeer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

interface Request {
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

async function post(
  answer: (response: ServerResponse) => void,
  options: Partial<HttpExchangeOptions> = {},
): Promise<{ outcome: ExchangeOutcome; requests: Request[] }> {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { 'content-type': contentType, authorization } = request.headers;
    requests.push({ contentType, authorization, body: Buffer.concat(chunks).toString() });
    answer(response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const url = `http://127.0.0.1:${port}/hl7`;
  return { outcome: await postMessage(ORDER, { url, ackTimeoutMs: 1000, ...options }), requests };
}

const ack =
  (status: number, text: string, contentType = 'application/hl7-v2; charset=utf-8') =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': contentType }).end(text);
  };

describe('HL7 over HTTP', () => {
  it('posts the bare message and reads the acknowledgement', async () => {
    const { outcome, requests } = await post(ack(200, ackText('AA', 'C1')), {
      headers: { authorization: 'Bearer x' },
    });
    expect(requests).toEqual([
      {
        contentType: 'application/hl7-v2; charset=utf-8',
        authorization: 'Bearer x',
        body: ORDER_TEXT,
      },
    ]);
    expect(outcome).toMatchObject({
      kind: 'ack',
      code: 'AA',
      matches: true,
      http: { status: 200 },
      findings: { framing: [], answer: [] },
    });
  });

  it('can use the other content type', async () => {
    const { outcome, requests } = await post(
      ack(200, ackText('AA', 'C1'), 'x-application/hl7-v2+er7'),
      { contentType: 'x-application/hl7-v2+er7' },
    );
    expect(requests[0]?.contentType).toBe('x-application/hl7-v2+er7; charset=utf-8');
    expect(outcome.findings.answer).toEqual([]);
  });

  it('reads a refusal sent with an error status, and notes an odd content type', async () => {
    const { outcome } = await post(ack(500, ackText('AE', 'C1', '|lỗi'), 'text/plain'));
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AE', errText: 'lỗi' });
    expect(outcome.findings.answer).toEqual([
      { kind: 'http-content-type', value: 'text/plain' },
      { kind: 'http-status', status: 500 },
    ]);
  });

  it('tells an answer for another message', async () => {
    const { outcome } = await post(ack(200, ackText('AA', 'OTHER')));
    expect(outcome).toMatchObject({ kind: 'ack', matches: false });
  });

  it.each([
    ['a page', 404, '<html>not here</html>'],
    ['a login demand', 401, ''],
    ['a redirect', 302, ''],
    ['an empty success', 200, ''],
  ])('tells %s from HL7', async (_, status, text) => {
    const { outcome } = await post(ack(status, text, 'text/html'));
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'http', http: { status } });
  });

  it('bounds the answer', async () => {
    const { outcome } = await post(ack(200, 'x'.repeat(5000)), { maxAnswerBytes: 1000 });
    expect(outcome).toMatchObject({ kind: 'noise', hint: 'oversized-frame' });
  });

  it('tells silence, half an answer and a torn connection apart', async () => {
    const silent = await post(() => undefined, { ackTimeoutMs: 150 });
    expect(silent.outcome).toMatchObject({ kind: 'timeout', phase: 'first-byte' });
    const half = await post(
      (response) => response.writeHead(200, { 'content-length': '500' }).write('MSH|'),
      { ackTimeoutMs: 150 },
    );
    expect(half.outcome).toMatchObject({ kind: 'timeout', phase: 'ack', halfFrame: true });
    const torn = await post((response) => response.socket?.destroy());
    expect(torn.outcome).toMatchObject({ kind: 'closed' });
  });

  it('tells a closed port, a peer that is not HTTP, and one without TLS', async () => {
    const peer = await startRawPeer((socket) => {
      socket.once('data', () => socket.end('\x0bMSH|^~\\&|\x1c\r'));
    });
    peers.push(peer);
    const send = (url: string) => postMessage(ORDER, { url, ackTimeoutMs: 2000 });
    expect(await send(`http://127.0.0.1:${peer.port}/`)).toMatchObject({
      kind: 'noise',
      hint: 'mllp',
    });
    expect((await send(`https://127.0.0.1:${peer.port}/`)).kind).toBe('tls-error');
    await peer.close();
    expect((await send(`http://127.0.0.1:${peer.port}/`)).kind).toBe('refused');
    expect((await send('http://peer.invalid/')).kind).toBe('unreachable');
  });

  it('can be cancelled', async () => {
    const control = new AbortController();
    const { outcome } = await post(() => control.abort(), { signal: control.signal });
    expect(outcome.kind).toBe('cancelled');
  });

  it('refuses other addresses and unusable messages', async () => {
    await expect(postMessage(ORDER, { url: 'ftp://127.0.0.1/' })).rejects.toThrow(TypeError);
    await expect(
      postMessage(Buffer.from('MSH|^~\\&|A\r'), { url: 'http://127.0.0.1/' }),
    ).rejects.toThrow(TypeError);
  });
});
