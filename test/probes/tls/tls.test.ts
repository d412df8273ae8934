import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import fc from 'fast-check';
import selfsigned from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectTls } from '../../../src/probes/tls/collect.ts';
import { securityPlainFacts, securityTlsFacts } from '../../../src/probes/tls/facts.ts';
import { probe } from '../../../src/probes/tls/index.ts';
import { listTlsEndpoints } from '../../../src/probes/tls/list-endpoints.ts';
import type { TlsTarget } from '../../../src/probes/tls/target.ts';
import { readHttpHead } from '../../../src/probes/tls/try-plain.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const host = '127.0.0.1';
const day = 86_400_000;
const assessedOn = '2026-11-22';
const certificate = await selfsigned.generate([{ name: 'commonName', value: 'pacs.test' }], {
  keyType: 'ec',
  notBeforeDate: new Date(Date.parse(assessedOn) - 30 * day),
  notAfterDate: new Date(Date.parse(assessedOn) + 90 * day),
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: host }] }],
});
const credentials = { cert: certificate.cert, key: certificate.private };

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((one) => new Promise((resolve) => one.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return port;
}

function serveTls(options: TlsOptions = {}): Promise<number> {
  const server = createTlsServer({ ...credentials, ...options });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

async function look(
  port: number,
  change: Partial<TlsTarget> = {},
  options: { language?: 'vi' | 'en'; baseFolder?: string } = {},
): Promise<Observation> {
  const target: TlsTarget = {
    endpoint: 'ris',
    system: 'hl7',
    host,
    port,
    start: 'direct',
    tls: {},
    plainPorts: [],
    simulated: false,
    ...change,
  };
  return collectTls(target, makeProbeContext(options).context);
}

function rowOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return securityTlsFacts.row.parse(observation.facts['security.tls']?.[0]);
}

function plainOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return securityPlainFacts.row.parse(observation.facts['security.plain']?.[0]);
}

describe('a TLS port', () => {
  it('tells version, cipher and certificate; days are counted from the day assessed', async () => {
    const row = rowOf(await look(await serveTls()));
    expect(row).toMatchObject({
      endpoint: 'ris',
      system: 'hl7',
      offered: true,
      protocol: 'TLSv1.3',
      withdrawnAccepted: false,
      certificateSubject: 'CN=pacs.test',
      certificateDaysLeft: 90,
      keyType: 'ec',
      certificateTrusted: false,
      problem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(row.cipher).toMatch(/^TLS_/);
    expect(row).not.toHaveProperty('nameMatches');
  });

  it('whose authority is declared is trusted, by its address or not', async () => {
    const baseFolder = await makeTempFolder();
    await writeFile(join(baseFolder, 'ca.pem'), certificate.cert);
    const port = await serveTls();
    const trusted = await look(port, { tls: { ca: 'ca.pem' } }, { baseFolder });
    expect(rowOf(trusted)).toMatchObject({ certificateTrusted: true, nameMatches: true });
    const named = await look(
      port,
      { tls: { ca: 'ca.pem', serverName: 'khac.test' } },
      { baseFolder },
    );
    expect(rowOf(named)).toMatchObject({ certificateTrusted: true, nameMatches: false });
  });

  it('that still takes TLS 1.0 is told', async () => {
    const port = await serveTls({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    expect(rowOf(await look(port))).toMatchObject({ withdrawnAccepted: true });
  });

  it('with an expired certificate is told in both languages', async () => {
    const old = await selfsigned.generate([{ name: 'commonName', value: 'cu.test' }], {
      keyType: 'ec',
      notBeforeDate: new Date(Date.parse(assessedOn) - 30 * day),
      notAfterDate: new Date(Date.parse(assessedOn) - 5 * day),
    });
    const port = await serveTls({ cert: old.cert, key: old.private });
    for (const [language, words] of [
      ['vi', /đã hết hạn/],
      ['en', /had expired/],
    ] as const) {
      const observation = await look(port, {}, { language });
      expect(rowOf(observation).certificateDaysLeft).toBe(-5);
      expect(observation.notes?.join()).toMatch(words);
    }
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that wants our certificate says so (%s)',
    async (maxVersion) => {
      const port = await serveTls({
        requestCert: true,
        rejectUnauthorized: true,
        ca: certificate.cert,
        maxVersion,
      });
      const row = rowOf(await look(port));
      expect(row.offered).toBe(true);
    },
  );
});

describe('a port without TLS', () => {
  it('that answers something else, hangs up, or speaks first: TLS is not offered, and why', async () => {
    const ports = [
      await listen(createTcpServer((socket) => socket.end('xin chào\n'))),
      await listen(createTcpServer((socket) => socket.destroy())),
      await listen(createTcpServer((socket) => socket.once('data', () => socket.end('\x0bMSH|')))),
    ];
    for (const port of ports) {
      for (const language of ['vi', 'en'] as const) {
        const observation = await look(port, {}, { language });
        expect(rowOf(observation)).toMatchObject({ offered: false, problem: expect.any(String) });
        expect(observation.notes?.[0]).toMatch(/không nói TLS|does not speak it/);
      }
    }
  });

  it('that is closed has refused; a stop ends the look', async () => {
    const port = await serveTls();
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await look(port)).toMatchObject({ state: 'refused', reason: { code: 'ECONNREFUSED' } });
    const { context } = makeProbeContext({ signal: AbortSignal.timeout(50) });
    const silent = await listen(createTcpServer(() => undefined));
    const target: TlsTarget = {
      ...{ endpoint: 'x', system: 'hl7', host, port: silent, start: 'direct', tls: {} },
      plainPorts: [],
      simulated: false,
    };
    await expect(collectTls(target, context)).rejects.toThrow();
  });

  it('of PostgreSQL that does not take TLS is told', async () => {
    const port = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.write('N'))),
    );
    expect(rowOf(await look(port, { start: 'postgresql' }))).toMatchObject({
      offered: false,
      problem: 'NOT_OFFERED',
    });
  });

  it('whose files cannot be read is not configured', async () => {
    expect(await look(1, { tls: { ca: 'khong-co.pem' } })).toMatchObject({
      state: 'not-configured',
      reason: { code: 'tls-file' },
    });
  });
});

describe('the port in the clear beside it', () => {
  const beside = (port: number, speaks: 'http' | 'mllp') => ({ plainPorts: [{ port, speaks }] });

  it.each([
    ['redirects', 301, 'https://pacs.test/', true],
    ['redirects to itself', 302, 'http://pacs.test/xem', false],
    ['serves a page', 200, undefined, false],
  ] as const)('of a web server that %s', async (_, status, location, redirectsToHttps) => {
    const server = createHttpServer((_request, response) => {
      response.writeHead(status, location === undefined ? {} : { location }).end('x');
    });
    const port = await listen(server);
    const observation = await look(await serveTls(), beside(port, 'http'));
    expect(plainOf(observation)).toMatchObject({
      port,
      open: true,
      httpStatus: status,
      redirectsToHttps,
    });
    expect(observation.notes?.length).toBe(redirectsToHttps ? 0 : 1);
  });

  it('of HL7: closed, in the clear, or with TLS as well', async () => {
    const closedPort = await serveTls();
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    const tls = await serveTls();
    expect(plainOf(await look(tls, beside(closedPort, 'mllp')))).toMatchObject({ open: false });
    const clear = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.end())),
    );
    const seen = await look(tls, beside(clear, 'mllp'));
    expect(plainOf(seen)).toMatchObject({ open: true, tls: false });
    expect(seen.notes?.join()).toContain(String(clear));
    expect(plainOf(await look(tls, beside(await serveTls(), 'mllp')))).toMatchObject({
      open: true,
      tls: true,
    });
  });

  it('is read from any head without an exception', () => {
    fc.assert(
      fc.property(fc.string(), (head) => {
        expect(typeof readHttpHead(head)).toBe('object');
      }),
      { seed: 3 },
    );
  });
});

describe('the plan', () => {
  const facility = (more: object) =>
    facilitySchema.parse({ schemaVersion: 1, facility: { name: 'X' }, ...more });

  it('has each declared TLS port once, with the usual port in the clear beside it', () => {
    const found = listTlsEndpoints(
      facility({
        dicom: {
          nodes: [
            { id: 'pacs', host: 'pacs', port: 2762, calledAe: 'PACS', tls: {} },
            { id: 'cu', host: 'pacs', port: 104, calledAe: 'PACS' },
          ],
        },
        hl7: {
          endpoints: [
            { id: 'ris', host: 'ris', port: 2576, tls: {} },
            { id: 'ris-2', host: 'RIS', port: 2576, tls: {} },
            { id: 'ris-3', host: 'ris', port: 2577, tls: {} },
          ],
        },
        web: {
          endpoints: [
            { id: 'xem', url: 'https://xem.bv.vn/viewer' },
            { id: 'cong', url: 'http://cong.bv.vn/' },
          ],
        },
        databases: [
          { id: 'csdl', product: 'postgresql', host: 'db', user: 'u', tls: {} },
          { id: 'csdl-2', product: 'mysql', host: 'db', user: 'u', tls: {} },
        ],
      }),
    );
    expect(
      found.map(({ endpoint, host: at, port, plainPorts }) => [
        endpoint,
        `${at}:${port}`,
        ...plainPorts.map((one) => one.port),
      ]),
    ).toEqual([
      ['pacs', 'pacs:2762'],
      ['ris', 'ris:2576', 2575],
      ['ris-3', 'ris:2577'],
      ['xem', 'xem.bv.vn:443', 80],
      ['csdl', 'db:5432'],
    ]);
  });

  it('names every port it will contact, and does nothing where no TLS is declared', () => {
    const [step] = probe.planSteps(
      facility({ hl7: { endpoints: [{ id: 'ris', host: 'ris', port: 2576, tls: {} }] } }),
      'vi',
    );
    expect(step).toMatchObject({
      risk: 'observe',
      contacts: [
        { host: 'ris', port: 2576, protocol: 'tls' },
        { host: 'ris', port: 2575, protocol: 'mllp' },
      ],
    });
    expect(probe.planSteps(facility({}), 'vi')).toEqual([]);
  });
});
