import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { collectWeb } from '../../../src/probes/web/collect.ts';
import { webEndpointFacts } from '../../../src/probes/web/facts.ts';
import { probe } from '../../../src/probes/web/index.ts';
import { classifyFailure } from '../../../src/probes/web/parse.ts';
import { defaultWebLimits } from '../../../src/probes/web/request.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const limits = { ...defaultWebLimits, connectMs: 1500, headersMs: 1000, bodyMs: 300 };

async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function planFor(endpoint: Record<string, unknown>) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    web: { endpoints: [{ id: 'xem-anh', ...endpoint }] },
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (step === undefined) throw new Error('nothing was planned');
  return step;
}

async function look(
  endpoint: Record<string, unknown>,
  context = makeProbeContext().context,
  ownLimits = limits,
) {
  const observation = await collectWeb(planFor(endpoint).target, context, ownLimits);
  if (observation.state !== 'observed') return { observation, row: undefined };
  const row = webEndpointFacts.row.parse(observation.facts['web.endpoint']?.[0]);
  return { observation, row };
}

const localhostNames = {
  name: 'subjectAltName' as const,
  altNames: [{ type: 7 as const, ip: '127.0.0.1' }],
};

describe('planning', () => {
  it('names the host and port, and prints no password or token of the address', () => {
    const step = planFor({ url: 'https://user:hunter2@[::1]:8443/app?token=abc#x' });
    expect(step.contacts).toEqual([{ host: '::1', port: 8443, protocol: 'https' }]);
    expect(`${step.subject} ${step.sends}`).not.toMatch(/hunter2|token|user/);
    expect(planFor({ url: 'http://a.example/' }).contacts[0]?.port).toBe(80);
    expect(step.risk).toBe('observe');
  });
});

describe('an HTTP address', () => {
  it('is observed with its status, and only the declared path is asked for, once', async () => {
    const asked: string[] = [];
    const port = await listen(
      http.createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        response.end('<html>');
      }),
    );
    const { row, observation } = await look({ url: `http://127.0.0.1:${port}/xem?x=1` });
    expect(row).toMatchObject({ httpStatus: 200, answers: true, https: false });
    expect(row?.firstByteMs).toBeGreaterThan(0);
    expect(row).not.toHaveProperty('authenticationRequired');
    expect(row).not.toHaveProperty('certificateTrusted');
    expect(observation.simulated).toBeUndefined();
    expect(asked).toEqual(['GET /xem?x=1']);
  });

  it.each([
    [401, true, true],
    [403, true, true],
    [404, false, undefined],
    [500, false, undefined],
    [204, true, undefined],
  ])('with status %i answers: %s, asks for authentication: %s', async (status, answers, auth) => {
    const port = await listen(
      http.createServer((_request, response) => {
        response.statusCode = status;
        response.end();
      }),
    );
    const { row } = await look({ url: `http://127.0.0.1:${port}/` });
    expect(row?.answers).toBe(answers);
    expect(row?.authenticationRequired).toBe(auth);
  });

  it('is marked as simulated by the header of the simulator', async () => {
    const port = await listen(
      http.createServer((_request, response) => {
        response.setHeader('x-rispacs-simulator', '1').end();
      }),
    );
    const { observation } = await look({ url: `http://127.0.0.1:${port}/` });
    expect(observation.simulated).toBe(true);
  });

  it('follows redirects inside its origin and notes each', async () => {
    const port = await listen(
      http.createServer((request, response) => {
        if (request.url === '/') response.writeHead(302, { location: '/login?token=bimat' }).end();
        else response.end('ok');
      }),
    );
    const { row, observation } = await look({ url: `http://127.0.0.1:${port}/` });
    expect(row).toMatchObject({ httpStatus: 200, answers: true });
    expect(observation.notes?.[0]).toContain('/login');
    expect(observation.notes?.[0]).not.toContain('bimat');
  });

  it('never contacts an address that was not declared', async () => {
    let wasAsked = false;
    const other = await listen(http.createServer(() => (wasAsked = true)));
    const port = await listen(
      http.createServer((_request, response) => {
        response.writeHead(301, { location: `http://127.0.0.1:${other}/` }).end();
      }),
    );
    const { row, observation } = await look({ url: `http://127.0.0.1:${port}/` });
    expect(row?.httpStatus).toBe(301);
    expect(observation.notes?.join()).toContain('không khai');
    expect(wasAsked).toBe(false);
  });

  it('stops after five redirects and then does not claim that the page answers', async () => {
    let count = 0;
    const port = await listen(
      http.createServer((_request, response) => {
        count += 1;
        response.writeHead(302, { location: `/${count}` }).end();
      }),
    );
    const { row } = await look({ url: `http://127.0.0.1:${port}/` });
    expect(count).toBe(6);
    expect(row).not.toHaveProperty('answers');
  });

  it('reads no more than its bound of an endless body, and no longer than its deadline', async () => {
    let sentBytes = 0;
    const flood = await listen(
      http.createServer((_request, response) => {
        const block = Buffer.alloc(64 * 1024);
        const pump = (): void => {
          if (response.destroyed) return;
          sentBytes += block.length;
          if (response.write(block)) setImmediate(pump);
          else response.once('drain', pump);
        };
        pump();
      }),
    );
    const stalled = await listen(http.createServer((_request, response) => response.write('a')));
    const first = await look({ url: `http://127.0.0.1:${flood}/` });
    expect(first.row?.httpStatus).toBe(200);
    expect(first.observation.notes?.join()).toContain('64 KiB');
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
    const second = await look({ url: `http://127.0.0.1:${stalled}/` });
    expect(second.row?.answers).toBe(true);
  });
});

describe('an HTTPS address', () => {
  async function serve(certificate: { private: string; cert: string }, more = {}): Promise<number> {
    const options = { key: certificate.private, cert: certificate.cert, ...more };
    return listen(https.createServer(options, (_request, response) => response.end('ok')));
  }

  it('with a self-signed certificate is observed, untrusted, with its dates', async () => {
    const certificate = await generate([{ name: 'commonName', value: 'pacs' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date('2026-01-02T00:00:00Z'),
      notAfterDate: new Date('2036-03-04T00:00:00Z'),
      extensions: [localhostNames],
    });
    const port = await serve(certificate);
    const { row, observation } = await look({ url: `https://127.0.0.1:${port}/` });
    expect(row).toMatchObject({
      https: true,
      answers: true,
      certificateTrusted: false,
      certificateValidFrom: '2026-01-02',
      certificateValidTo: '2036-03-04',
      tlsVersion: 'TLSv1.3',
    });
    expect(observation.notes?.join()).toContain('SELF_SIGNED');
  });

  it('is trusted through the declared CA, unless the name differs or it has expired', async () => {
    const authority = await generate([{ name: 'commonName', value: 'CA noi bo' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
    });
    const issue = (more: object) =>
      generate([{ name: 'commonName', value: 'pacs' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { key: authority.private, cert: authority.cert },
        extensions: [localhostNames],
        ...more,
      });
    const folder = await makeTempFolder();
    await writeFile(join(folder, 'ca.pem'), authority.cert);
    const { context } = makeProbeContext({ baseFolder: folder });
    const lookAt = async (more: object) => {
      const port = await serve(await issue(more));
      return look({ url: `https://127.0.0.1:${port}/`, ca: 'ca.pem' }, context);
    };
    expect((await lookAt({})).row?.certificateTrusted).toBe(true);
    const renamed = await lookAt({
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'khac.example' }] }],
    });
    expect(renamed.row?.certificateTrusted).toBe(false);
    expect(renamed.observation.notes?.join()).toContain('ALTNAME');
    const expired = await lookAt({
      notBeforeDate: new Date('2020-01-01T00:00:00Z'),
      notAfterDate: new Date('2021-01-01T00:00:00Z'),
    });
    expect(expired.row).toMatchObject({
      certificateTrusted: false,
      certificateValidTo: '2021-01-01',
    });
  });

  it('that only speaks TLS 1.0 is still seen, with its version', async () => {
    const certificate = await generate([{ name: 'commonName', value: 'cu' }], {
      algorithm: 'sha256',
      extensions: [localhostNames],
    });
    const port = await serve(certificate, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const { row } = await look({ url: `https://127.0.0.1:${port}/` });
    expect(row?.tlsVersion).toBe('TLSv1');
  });

  it.each(['missing.pem', 'not-a-certificate.pem'])('asks for a usable CA file: %s', async (ca) => {
    const folder = await makeTempFolder();
    await writeFile(join(folder, 'not-a-certificate.pem'), 'xin chào');
    const { context } = makeProbeContext({ baseFolder: folder });
    const { observation } = await look({ url: 'https://127.0.0.1:1/', ca }, context);
    expect(observation).toMatchObject({
      state: 'not-configured',
      reason: { code: 'ca-unreadable' },
    });
  });
});

describe('a peer that gives no answer', () => {
  const behaviours: Readonly<Record<string, (socket: net.Socket) => void>> = {
    silent: () => undefined,
    resetting: (socket) => socket.resetAndDestroy(),
    closing: (socket) => socket.end(),
    ssh: (socket) => socket.end('SSH-2.0-OpenSSH_9\r\n'),
    dicom: (socket) => socket.end(Buffer.from([3, 0, 0, 0, 0, 4, 0, 1, 1, 1])),
    cutOff: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
    switching: (socket) => socket.end('HTTP/1.1 101 x\r\n\r\n'),
    longHeader: (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(200_000)}`),
  };

  async function lookAt(name: string, protocol: string, ownLimits = limits) {
    const port = await listen(
      net.createServer((socket) => socket.once('data', () => behaviours[name]?.(socket))),
    );
    const url = `${protocol}://127.0.0.1:${port}/`;
    const { observation } = await look({ url }, undefined, ownLimits);
    if (observation.state === 'observed') throw new Error('it was observed');
    return observation;
  }

  it.each([
    ['silent', 'http', 'timed-out', 'answer-timeout'],
    ['silent', 'https', 'timed-out', 'connect-timeout'],
    ['resetting', 'http', 'protocol-error', 'closed'],
    ['resetting', 'https', 'protocol-error', 'closed'],
    ['closing', 'http', 'protocol-error', 'closed'],
    ['closing', 'https', 'protocol-error', 'closed'],
    ['ssh', 'http', 'protocol-error', 'not-http'],
    ['ssh', 'https', 'protocol-error', 'not-tls'],
    ['dicom', 'http', 'protocol-error', 'not-http'],
    ['cutOff', 'http', 'protocol-error', 'closed'],
    ['switching', 'http', 'protocol-error', 'not-http'],
    ['longHeader', 'http', 'protocol-error', 'headers-too-large'],
  ])('%s over %s is %s (%s), in one sentence', async (name, protocol, state, code) => {
    const observation = await lookAt(name, protocol);
    expect(observation).toMatchObject({ state, reason: { code } });
    expect(observation.reason.message).toMatch(/127\.0\.0\.1.*\.$/);
  });

  it('is refused when nothing listens', async () => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    const port = typeof address === 'object' && address !== null ? address.port : 1;
    const refused = await look({ url: `http://127.0.0.1:${port}/` });
    expect(refused.observation).toMatchObject({ state: 'refused', reason: { code: 'refused' } });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'is unreachable when the system says %s',
    (code) => {
      expect(classifyFailure(Object.assign(new Error('x'), { code }))?.state).toBe('unreachable');
    },
  );

  it('is not blamed for an error that is ours', () => {
    expect(classifyFailure(new TypeError('x is not a function'))).toBeUndefined();
  });

  it('ends at the overall deadline even when header lines keep dripping in', async () => {
    const port = await listen(
      net.createServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('a: b\r\n'), 20);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const { observation } = await look({ url: `http://127.0.0.1:${port}/` }, undefined, {
      ...limits,
      headersMs: 60_000,
      totalMs: 300,
    });
    expect(observation.state).toBe('timed-out');
  });

  it('is reported as timed out at the deadline of the step, and thrown when the operator stops', async () => {
    const port = await listen(net.createServer(() => undefined));
    const endpoint = { url: `http://127.0.0.1:${port}/` };
    const timedOut = await look(
      endpoint,
      makeProbeContext({ signal: AbortSignal.timeout(100) }).context,
    );
    expect(timedOut.observation.state).toBe('timed-out');
    const controller = new AbortController();
    const stopped = look(endpoint, makeProbeContext({ signal: controller.signal }).context);
    setTimeout(() => controller.abort(new Error('stopped')), 50);
    await expect(stopped).rejects.toThrow('stopped');
  });
});
