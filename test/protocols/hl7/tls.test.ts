import { createServer } from 'node:https';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendMessage } from '../../../src/protocols/hl7/client.ts';
import { checkConnection } from '../../../src/protocols/hl7/connection.ts';
import { postMessage } from '../../../src/protocols/hl7/http.ts';
import {
  type Hl7Listener,
  type ServerTls,
  startListener,
} from '../../../src/protocols/hl7/listener.ts';
import type { ListenerEvent } from '../../../src/protocols/hl7/listener-session.ts';
import { createOwnershipCheck } from '../../../src/protocols/hl7/own-message.ts';
import {
  canMakeCertificates,
  makeCertificates,
  type TestCertificates,
} from '../../peers/support/hl7-certificates.ts';
import { ackText, kinds, ORDER_TEXT, startRawPeer } from './support.ts';

const ORDER = Buffer.from(ORDER_TEXT);

describe.skipIf(!canMakeCertificates())('TLS (needs the openssl command for certificates)', () => {
  let certificates: TestCertificates;
  const listeners: Hl7Listener[] = [];

  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => certificates.remove());
  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });

  const serverTls = (): ServerTls => ({
    certificate: certificates.read('server.pem'),
    key: certificates.read('server.key'),
  });
  const clientCertificate = () => ({
    certificate: certificates.read('client.pem'),
    key: certificates.read('client.key'),
  });

  async function listen(tls: ServerTls | undefined, events: ListenerEvent[] = []) {
    const listener = await startListener({
      host: '127.0.0.1',
      port: 0,
      allowedPeers: ['127.0.0.1'],
      handler: () => ({ kind: 'ack', code: 'AA' }),
      maxConnections: 4,
      onEvent: (event) => events.push(event),
      ...(tls === undefined ? {} : { tls }),
    });
    listeners.push(listener);
    return { host: '127.0.0.1', port: listener.port, ackTimeoutMs: 3000 };
  }

  it('carries a message under the authority we were given, and frees places', async () => {
    const target = await listen(serverTls());
    for (let round = 0; round < 5; round += 1) {
      const outcome = await sendMessage(ORDER, {
        ...target,
        tls: { ca: certificates.read('ca.pem') },
      });
      expect(outcome).toMatchObject({ kind: 'ack', code: 'AA', tls: { protocol: 'TLSv1.3' } });
    }
  });

  it('frees the places of peers that give up during the handshake', async () => {
    const target = await listen(serverTls());
    for (let round = 0; round < 4; round += 1) {
      const tls = { ca: certificates.read('other-ca.pem') };
      await sendMessage(ORDER, { ...target, tls });
      const probe = connect({ host: target.host, port: target.port });
      await new Promise((resolve) => probe.once('connect', resolve));
      probe.destroy();
    }
    const tls = { ca: certificates.read('ca.pem') };
    await expect.poll(async () => (await sendMessage(ORDER, { ...target, tls })).kind).toBe('ack');
  });

  it('carries 16 MiB', async () => {
    const target = await listen(serverTls());
    const large = Buffer.concat([ORDER, Buffer.from(`NTE|1||${'x'.repeat(16 * 1024 * 1024)}\r`)]);
    const tls = { ca: certificates.read('ca.pem') };
    expect(await sendMessage(large, { ...target, tls, ackTimeoutMs: 15_000 })).toMatchObject({
      kind: 'ack',
    });
  });

  it('checks the authority and the name', async () => {
    const target = await listen(serverTls());
    const ca = certificates.read('ca.pem');
    expect(
      await sendMessage(ORDER, { ...target, tls: { ca: certificates.read('other-ca.pem') } }),
    ).toMatchObject({ kind: 'tls-error', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(
      await sendMessage(ORDER, { ...target, tls: { ca, serverName: 'ris.example' } }),
    ).toMatchObject({ kind: 'tls-error', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(
      await checkConnection({ ...target, tls: { ca, serverName: 'localhost' } }),
    ).toMatchObject({ kind: 'connected', tls: { protocol: 'TLSv1.3' } });
  });

  it('shows our certificate where it is required, and says when it was missing', async () => {
    const ca = certificates.read('ca.pem');
    const target = await listen({ ...serverTls(), clientCa: ca });
    const tls = { ca, ...clientCertificate() };
    expect(await sendMessage(ORDER, { ...target, tls })).toMatchObject({ kind: 'ack' });
    const without = await sendMessage(ORDER, { ...target, tls: { ca } });
    if (without.kind === 'tls-error') expect(without.code).toMatch(/CERTIFICATE_REQUIRED/);
    else {
      expect(['closed', 'reset']).toContain(without.kind);
      expect(kinds(without.findings.answer)).toEqual(['client-certificate-probably-required']);
    }
  });

  it('refuses unusable certificates as an outcome', async () => {
    const target = await listen(serverTls());
    const tls = { ca: certificates.read('ca.pem'), certificate: 'x', key: 'y' };
    expect(await sendMessage(ORDER, { ...target, tls })).toMatchObject({ kind: 'tls-error' });
  });

  it('meets plain peers', async () => {
    const events: ListenerEvent[] = [];
    const secured = await listen(serverTls(), events);
    const plain = await sendMessage(ORDER, secured);
    expect(['noise', 'closed', 'reset']).toContain(plain.kind);
    if (plain.kind === 'noise') expect(plain.hint).toBe('tls');
    expect(kinds(events)).toContain('socket-error');
    const open = await listen(undefined);
    const tls = { ca: certificates.read('ca.pem') };
    const failed = await sendMessage(ORDER, { ...open, tls, connectTimeoutMs: 500 });
    expect(['tls-error', 'timeout']).toContain(failed.kind);
    const silent = await startRawPeer(() => undefined);
    expect(
      await sendMessage(ORDER, { ...open, port: silent.port, tls, connectTimeoutMs: 200 }),
    ).toMatchObject({ kind: 'timeout', phase: 'tls' });
    await silent.close();
  });

  it('carries HL7 over HTTPS', async () => {
    const { certificate: cert, key } = serverTls();
    const server = createServer({ cert, key }, (request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/hl7-v2').end(ackText('AA', 'C1'));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const url = `https://127.0.0.1:${port}/`;
    const good = await postMessage(ORDER, { url, tls: { ca: certificates.read('ca.pem') } });
    expect(good).toMatchObject({ kind: 'ack', code: 'AA', tls: { protocol: 'TLSv1.3' } });
    const bad = await postMessage(ORDER, { url, tls: { ca: certificates.read('other-ca.pem') } });
    expect(bad).toMatchObject({ kind: 'tls-error', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    await new Promise((resolve) => server.close(resolve));
  });

  /** An HTTPS server that acknowledges, and its address. */
  async function serveHttps(options: { readonly requireCertificate?: boolean } = {}) {
    const { certificate: cert, key } = serverTls();
    const mutual = options.requireCertificate
      ? { ca: certificates.read('ca.pem'), requestCert: true, rejectUnauthorized: true }
      : {};
    const server = createServer({ cert, key, ...mutual }, (request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/hl7-v2').end(ackText('AA', 'C1'));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const close = () => new Promise((resolve) => server.close(resolve));
    return { port, url: `https://127.0.0.1:${port}/`, close };
  }

  it('shows our certificate over HTTPS where it is required, and says when it was missing', async () => {
    const ca = certificates.read('ca.pem');
    const server = await serveHttps({ requireCertificate: true });
    const { url } = server;
    const tls = { ca, ...clientCertificate() };
    expect(await postMessage(ORDER, { url, tls })).toMatchObject({ kind: 'ack', code: 'AA' });
    const without = await postMessage(ORDER, { url, tls: { ca } });
    if (without.kind === 'tls-error') expect(without.code).toMatch(/CERTIFICATE_REQUIRED/);
    else {
      expect(['closed', 'reset']).toContain(without.kind);
      expect(kinds(without.findings.answer)).toEqual(['client-certificate-probably-required']);
    }
    await server.close();
  });

  it('tells HTTP and bare MLLP on a port of HTTPS', async () => {
    const server = await serveHttps();
    const { port } = server;
    const http = await postMessage(ORDER, { url: `http://127.0.0.1:${port}/`, ackTimeoutMs: 3000 });
    expect(['noise', 'closed', 'reset']).toContain(http.kind);
    const mllp = await sendMessage(ORDER, { host: '127.0.0.1', port, ackTimeoutMs: 3000 });
    expect(['noise', 'closed', 'reset']).toContain(mllp.kind);
    await server.close();
  });

  it('refuses messages about somebody else over mutual TLS as well', async () => {
    const ca = certificates.read('ca.pem');
    const listener = await startListener({
      host: '127.0.0.1',
      port: 0,
      allowedPeers: ['127.0.0.1'],
      handler: () => ({ kind: 'ack', code: 'AA' }),
      isOurs: createOwnershipCheck(['RISPACS-TEST']),
      tls: { ...serverTls(), clientCa: ca },
    });
    listeners.push(listener);
    const outcome = await sendMessage(ORDER, {
      host: '127.0.0.1',
      port: listener.port,
      tls: { ca, ...clientCertificate() },
    });
    expect(outcome).toMatchObject({ kind: 'ack', code: 'AR', errCodes: ['204'] });
  });
});
