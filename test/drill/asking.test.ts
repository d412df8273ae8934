import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askEcho } from '../../src/drill/ask-echo.ts';
import { makeHttpAsk } from '../../src/drill/ask-http.ts';
import { askTcp } from '../../src/drill/ask-tcp.ts';
import { startDicomServer } from '../../src/protocols/dicom/index.ts';
import { findClosedPort } from '../../src/simulator/listen-on-loopback.ts';

const host = '127.0.0.1';
/** For what hangs. */
const soon = () => AbortSignal.timeout(150);
/** For what answers, on whatever computer. */
const patient = () => AbortSignal.timeout(10_000);

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Takes connections and says nothing. */
const silent = () => listen(createServer(() => undefined));
const closed = () => findClosedPort(new AbortController().signal);
const serve = (listener: RequestListener) => listen(createHttpServer(listener));

describe('bare TCP', () => {
  it('is answered by whoever takes the connection, even if nothing more comes', async () => {
    expect(await askTcp({ host, port: await silent() }, patient())).toMatchObject({
      kind: 'answered',
    });
  });

  it('tells a refusal and a deadline apart', async () => {
    expect(await askTcp({ host, port: await closed() }, patient())).toMatchObject({
      code: 'ECONNREFUSED',
    });
    const gone = AbortSignal.abort();
    expect(await askTcp({ host, port: await silent() }, gone)).toMatchObject({ code: 'timeout' });
  });
});

describe('HTTP', () => {
  const at = (port: number) => makeHttpAsk(`http://${host}:${port}/`);

  it('is answered with the names that servers give themselves', async () => {
    const port = await serve((_, response) => {
      response.setHeader('x-served-by', 'may-1');
      response.setHeader('x-request-id', '42');
      response.end('ok');
    });
    expect(await at(port)(patient())).toMatchObject({
      kind: 'answered',
      names: [['x-served-by', 'may-1']],
    });
  });

  it.each([500, 502, 503])('%d is a failure', async (status) => {
    const port = await serve((_, response) => response.writeHead(status).end());
    expect(await at(port)(patient())).toMatchObject({ kind: 'failed', code: `http-${status}` });
  });

  it('a status that was usual is an answer, another class of it is not', async () => {
    const statuses = [302, 301, 404, 302, 200];
    const port = await serve((_, response) => response.writeHead(statuses.shift() ?? 500).end());
    const ask = at(port);
    const kinds: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) kinds.push((await ask(patient())).kind);
    expect(kinds).toEqual(['answered', 'answered', 'failed', 'answered', 'failed']);
  });

  it('a server that hangs before or within its answer is a timeout', async () => {
    expect(await at(await silent())(soon())).toMatchObject({ kind: 'failed', code: 'timeout' });
    const port = await serve((_, response) => {
      response.writeHead(200);
      response.write('begin');
    });
    expect(await at(port)(soon())).toMatchObject({ kind: 'failed', code: 'timeout' });
  });

  it('an endless page is an answer: only its beginning is read', async () => {
    const port = await serve((_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    expect(await at(port)(AbortSignal.timeout(5_000))).toMatchObject({ kind: 'answered' });
  });

  it('names what broke the connection', async () => {
    expect(await at(await closed())(patient())).toMatchObject({ code: 'ECONNREFUSED' });
    const port = await listen(createServer((socket) => socket.destroy()));
    expect(await at(port)(patient())).toMatchObject({ kind: 'failed' });
  });
});

describe('C-ECHO', () => {
  const ask = (port: number, calledAeTitle = 'PACS', signal = patient()) =>
    askEcho({ host, port, callingAeTitle: 'RISPACS', calledAeTitle }, signal);

  it('is answered with the implementation of the node, and refused by title', async () => {
    const server = await startDicomServer({
      address: host,
      port: 0,
      admit: { called: ['PACS'] },
      contexts: [{ abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
    });
    onTestFinished(() => server.close());
    expect(await ask(server.port)).toMatchObject({
      kind: 'answered',
      names: [
        ['implementationVersion', expect.any(String)],
        ['implementationClassUid', expect.any(String)],
      ],
    });
    expect(await ask(server.port, 'KHAC')).toMatchObject({
      kind: 'failed',
      code: 'rejected-called-ae-title-not-recognised',
    });
  });

  it('a node that takes the connection and says nothing is a timeout; one that closes it is told apart', async () => {
    expect(await ask(await silent(), 'PACS', soon())).toMatchObject({
      kind: 'failed',
      code: 'timeout',
    });
    expect(await ask(await closed())).toMatchObject({ kind: 'failed', code: 'ECONNREFUSED' });
    const closing = await listen(createServer((socket) => socket.end()));
    expect(await ask(closing)).toMatchObject({ kind: 'failed', code: 'closed' });
  });
});
