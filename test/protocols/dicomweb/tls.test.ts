import { createServer } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { search } from '../../../src/protocols/dicomweb/index.ts';
import {
  canMakeCertificates,
  makeCertificates,
  type TestCertificates,
} from '../../peers/support/hl7-certificates.ts';
import { Cleanups, listen, open, serve, serveRaw } from './support.ts';

const cleanups = new Cleanups();
afterEach(() => cleanups.run());

describe.skipIf(!canMakeCertificates())('TLS (needs the openssl command for certificates)', () => {
  let certificates: TestCertificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => certificates.remove());

  async function listenSecurely(requestCert = false): Promise<string> {
    const server = createServer(
      {
        cert: certificates.read('server.pem'),
        key: certificates.read('server.key'),
        ...(requestCert ? { ca: certificates.read('ca.pem'), requestCert } : {}),
      },
      (_request, response) =>
        response.setHeader('content-type', 'application/dicom+json').end('[]'),
    );
    return `https://127.0.0.1:${await listen(cleanups, server)}`;
  }

  it('verifies the certificate and tells what the handshake showed', async () => {
    const origin = await listenSecurely();
    const trusting = await open(cleanups, origin, { tls: { ca: certificates.read('ca.pem') } });
    expect(await search(trusting, { level: 'studies' })).toMatchObject({
      kind: 'answered',
      transport: {
        tls: {
          protocol: 'TLSv1.3',
          authorized: true,
          peerCertificate: { fingerprint256: expect.any(String), validTo: expect.any(String) },
        },
      },
    });
    const again = await search(trusting, { level: 'studies' });
    expect(again.transport).toMatchObject({ tls: { protocol: 'TLSv1.3' } });
    expect(again.transport.connectMs).toBeUndefined();
    const strange = await open(cleanups, origin);
    expect(await search(strange, { level: 'studies' })).toMatchObject({
      kind: 'tls-error',
      phase: 'tls',
      code: expect.stringMatching(/^(UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/),
    });
  });

  it('can be told to look at any certificate, and then says that it is not trusted', async () => {
    const origin = await listenSecurely();
    const blind = await open(cleanups, origin, { tls: { rejectUnauthorized: false } });
    expect(await search(blind, { level: 'studies' })).toMatchObject({
      kind: 'answered',
      transport: { tls: { authorized: false, authorizationError: expect.any(String) } },
    });
  });

  it('shows a certificate of its own where one is wanted', async () => {
    const origin = await listenSecurely(true);
    const ca = certificates.read('ca.pem');
    const cert = certificates.read('client.pem');
    const key = certificates.read('client.key');
    const known = await open(cleanups, origin, { tls: { ca, cert, key } });
    expect(await search(known, { level: 'studies' })).toMatchObject({ kind: 'answered' });
    const nameless = await open(cleanups, origin, { tls: { ca } });
    const outcome = await search(nameless, { level: 'studies' });
    // With TLS 1.3 the alert comes after the handshake, and a reset may overtake it.
    expect(['tls-error', 'reset', 'closed']).toContain(outcome.kind);
  });

  it('names a peer that speaks no TLS, is silent, or hangs up', async () => {
    const secure = async (origin: string) => {
      const connection = await open(cleanups, origin.replace('http:', 'https:'));
      return search(connection, { level: 'studies' });
    };
    const plain = await serve(cleanups, (_request, response) => response.end());
    expect(await secure(plain.settings.baseUrl.origin)).toMatchObject({ kind: 'tls-error' });
    const silent = await serveRaw(cleanups, (socket) => void socket.resume());
    expect(await secure(silent.settings.baseUrl.origin)).toMatchObject({
      kind: 'timeout',
      phase: 'tls',
    });
    const closing = await serveRaw(cleanups, (socket) => void socket.resume().end());
    expect(await secure(closing.settings.baseUrl.origin)).toMatchObject({
      kind: 'closed',
      phase: 'tls',
    });
  });

  it('names an HTTPS service that was asked for HTTP', async () => {
    const origin = await listenSecurely();
    const connection = await open(cleanups, origin.replace('https:', 'http:'));
    const outcome = await search(connection, { level: 'studies' });
    expect(['http-status', 'protocol-error', 'closed', 'reset']).toContain(outcome.kind);
    const socket = connect({ port: Number(new URL(origin).port), rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.destroy();
  });
});
