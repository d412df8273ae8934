import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { runHttpSpeedTest } from '../../../src/protocols/http-speed/client.ts';
import type {
  HttpSpeedOptions,
  HttpSpeedOutcome,
} from '../../../src/protocols/http-speed/outcome.ts';
import { type FakeServer, startFakeServer } from '../iperf3/fake-peers.ts';

const cleanups: (() => Promise<unknown> | undefined)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function fake(handle: Parameters<typeof startFakeServer>[0]): Promise<string> {
  const server: FakeServer = await startFakeServer(handle);
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${server.port}/`;
}

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function web(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}/`;
}

function measure(
  baseUrl: string,
  change: Partial<HttpSpeedOptions> = {},
): Promise<HttpSpeedOutcome> {
  return runHttpSpeedTest({
    baseUrl,
    style: 'librespeed',
    direction: 'down',
    seconds: 1,
    graceSeconds: 0.2,
    connections: 2,
    connectTimeoutMs: 1000,
    stepTimeoutMs: 700,
    ...change,
  });
}

/** Answers round-trip requests well, and the rest as told. */
function pingsBut(answer: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method === 'GET' && request.url?.includes('empty') === true) response.end();
    else answer(request, response);
  };
}

describe('an HTTP speed client that meets a bad test point', () => {
  it('reports one that is not there', async () => {
    const server = await startFakeServer(() => undefined);
    await server.close();
    const outcome = await measure(`http://127.0.0.1:${server.port}/`);
    expect(outcome).toEqual({ kind: 'refused', code: 'ECONNREFUSED', phase: 'connect' });
  });

  it('does not wait for ever for a silent one', async () => {
    const outcome = await measure(await fake((socket) => void socket.resume()));
    expect(outcome).toEqual({ kind: 'timeout', limit: 'step', phase: 'connect' });
  });

  it('reports one that hangs up', async () => {
    const outcome = await measure(await fake((socket) => void socket.resume().end()));
    expect(outcome).toMatchObject({ kind: 'closed', phase: 'connect' });
  });

  it('reports one that resets', async () => {
    const outcome = await measure(
      await fake((socket) => void socket.once('data', () => socket.resetAndDestroy())),
    );
    expect(outcome).toMatchObject({ kind: 'reset', phase: 'connect' });
  });

  it('shows what one said that is not HTTP', async () => {
    const outcome = await measure(
      await fake((socket) => void socket.resume().end('SSH-2.0-x\r\n')),
    );
    expect(outcome).toMatchObject({
      kind: 'protocol-error',
      phase: 'connect',
      firstBytesHex: Buffer.from('SSH-2.0-x\r\n').toString('hex'),
    });
  });

  it('reports an error status with its path', async () => {
    const base = await web((_request, response) => response.writeHead(404).end('no'));
    expect(await measure(base)).toEqual({
      kind: 'http-status',
      status: 404,
      path: '/backend/empty.php',
      phase: 'connect',
    });
  });

  it('reports a redirect and does not follow it', async () => {
    const base = await web((_request, response) =>
      response.writeHead(302, { location: 'http://login.hospital.local/' }).end(),
    );
    expect(await measure(base)).toMatchObject({
      kind: 'http-status',
      status: 302,
      location: 'http://login.hospital.local/',
    });
  });

  it('does not take the page of a captive portal for a download', async () => {
    const base = await web(pingsBut((_request, response) => response.end('<html>log in</html>')));
    expect(await measure(base)).toMatchObject({ kind: 'protocol-error' });
  });

  it('reports a server that refuses uploads', async () => {
    const base = await web(
      pingsBut((_request, response) => response.writeHead(413, { connection: 'close' }).end()),
    );
    const outcome = await measure(base, { direction: 'up' });
    expect(['http-status', 'closed', 'reset']).toContain(outcome.kind);
  });

  it('does not believe a server that received more than was sent', async () => {
    const base = await web(
      pingsBut((request, response) => {
        request.resume().on('end', () => response.setHeader('x-received', 99_999_999).end());
      }),
    );
    expect(await measure(base, { direction: 'up' })).toMatchObject({ kind: 'protocol-error' });
  });

  it('does not take the early answers of one that reads slowly for arrivals', async () => {
    const base = await web(
      pingsBut((request, response) => {
        response.end();
        const timer = setInterval(() => request.read(), 20);
        request.on('close', () => clearInterval(timer));
      }),
    );
    const outcome = await measure(base, { direction: 'up', connections: 1 });
    if (outcome.kind === 'completed') expect(outcome.countedBy).toBe('acceptance');
    else expect(['closed', 'reset', 'timeout']).toContain(outcome.kind);
  });

  it.each(['down', 'up'] as const)(
    'gives up when nothing moves any more (%s)',
    async (direction) => {
      const base = await web(
        pingsBut((_request, response) => {
          if (direction === 'down') response.writeHead(200, { 'content-length': 1e9 }).write('x');
        }),
      );
      const outcome = await measure(base, { direction, seconds: 20, connections: 1 });
      expect(outcome).toMatchObject({ kind: 'timeout', limit: 'step' });
    },
  );
});

describe('certificates', () => {
  it('are verified unless told otherwise', async ({ skip }) => {
    const folder = await mkdtemp(join(tmpdir(), 'speed-tls-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    try {
      await promisify(execFile)('openssl', [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', keyFile, '-out', certFile],
      ]);
    } catch (error) {
      skip(`openssl is needed to make a certificate: ${String(error)}`);
    }
    const cert = await readFile(certFile, 'utf8');
    const key = await readFile(keyFile, 'utf8');
    const body = Buffer.alloc(2_000_000);
    const server = createTlsServer({ cert, key }, (request, response) => {
      response.end(request.url?.includes('empty') === true ? '' : body);
    });
    const base = `https://127.0.0.1:${await listen(server)}/`;
    expect(await measure(base)).toMatchObject({
      kind: 'tls-error',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      phase: 'connect',
    });
    expect(await measure(base, { extraCa: cert, maxMbps: 50 })).toMatchObject({
      kind: 'completed',
      transport: 'https-verified',
    });
    expect(await measure(base, { acceptUntrusted: true, maxMbps: 50 })).toMatchObject({
      kind: 'completed',
      transport: 'https-unverified',
    });
  });
});
