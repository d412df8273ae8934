import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  type TlsOptions,
  VERIFICATION_SOP_CLASS,
} from '../../src/protocols/dicom/index.ts';
import { type Certificates, makeCertificates } from './support/dicom-certificates.ts';
import {
  type DicomPeer,
  missingPrograms,
  startOrthanc,
  startStorescp,
} from './support/dicom-peers.ts';

const peers = [
  {
    name: 'Orthanc',
    start: ({ server, authority }: Certificates) =>
      startOrthanc({
        DicomTlsEnabled: true,
        DicomTlsCertificate: server.certPath,
        DicomTlsPrivateKey: server.keyPath,
        DicomTlsTrustedCertificates: authority.certPath,
        DicomTlsRemoteCertificateRequired: true,
      }),
  },
  {
    name: 'storescp',
    start: ({ server, authority }: Certificates) =>
      startStorescp('+tls', server.keyPath, server.certPath, '+cf', authority.certPath),
  },
];

describe.each(peers)('$name with mutual TLS', ({ name, start }) => {
  const missing = missingPrograms(name, 'openssl');
  let folder: string;
  let certificates: Certificates;
  let peer: DicomPeer;

  beforeAll(async () => {
    if (missing !== undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'rispacs-tls-'));
    certificates = await makeCertificates(folder);
    peer = await start(certificates);
  });
  afterAll(async () => {
    await peer?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  function open(tls?: TlsOptions) {
    return openAssociation({
      host: '127.0.0.1',
      port: peer.port,
      callingAeTitle: 'RISPACS',
      calledAeTitle: 'ORTHANC',
      contexts: [
        { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ],
      ...(tls === undefined ? {} : { tls }),
    });
  }

  it('is verified by its authority, and takes our certificate', async (context) => {
    context.skip(missing !== undefined, missing);
    const { authority, client } = certificates;
    const result = await open({ ca: authority.cert, key: client.key, cert: client.cert });
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    const { association, timings } = result;
    expect(timings.tlsMs).toBeGreaterThan(0);
    expect(association.tls).toMatchObject({
      protocol: expect.stringMatching(/^TLSv1\.[23]$/),
      cipher: expect.stringMatching(/^TLS_/),
      authorized: true,
      peerCertificate: {
        subject: 'CN=server.test',
        issuer: 'CN=rispacs test authority',
        fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      },
    });
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('is not trusted without its authority, unless that is asked for', async (context) => {
    context.skip(missing !== undefined, missing);
    const { key, cert } = certificates.client;
    expect(await open({ key, cert })).toMatchObject({
      kind: 'tls-error',
      phase: 'tls',
      code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
    });
    const result = await open({ key, cert, rejectUnauthorized: false });
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    expect(result.association.tls).toMatchObject({
      authorized: false,
      authorizationError: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/),
    });
    await result.association.release();
  });

  it('is not trusted under another name', async (context) => {
    context.skip(missing !== undefined, missing);
    const { authority, client } = certificates;
    const tls = { ca: authority.cert, key: client.key, cert: client.cert };
    expect(await open({ ...tls, servername: 'other.test' })).toMatchObject({
      kind: 'tls-error',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const named = await open({ ...tls, servername: 'pacs.test' });
    if (named.kind !== 'accepted') throw new Error(JSON.stringify(named));
    await named.association.release();
  });

  it('turns away a client without certificate, or without TLS', async (context) => {
    context.skip(missing !== undefined, missing);
    const anonymous = await open({ ca: certificates.authority.cert });
    expect(['tls-error', 'reset', 'closed']).toContain(anonymous.kind);
    const plain = await open();
    expect(['closed', 'reset', 'protocol-error']).toContain(plain.kind);
  });
});
