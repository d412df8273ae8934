import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { describeTls } from '../../../src/probes/dicom/describe-tls.ts';
import { dicomPlainFacts, dicomTlsFacts } from '../../../src/probes/dicom/facts.ts';
import { tryPlainPorts, tryTlsPorts } from '../../../src/probes/dicom/try-ports.ts';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  awaitNoSockets,
  politePeer,
  type ScriptedPeer,
  startPduPeer,
  startRawPeer,
  testOptions,
} from '../../protocols/dicom/support/scripted-peer.ts';

const peers: ScriptedPeer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop();
  await awaitNoSockets();
});

async function keep(starting: Promise<ScriptedPeer>): Promise<number> {
  const peer = await starting;
  peers.push(peer);
  return peer.port;
}

const onData = (act: (socket: Socket) => void) =>
  keep(startRawPeer((socket) => void socket.once('data', () => act(socket))));

async function closedPort(): Promise<number> {
  const peer = await startRawPeer(() => undefined);
  await peer.stop();
  return peer.port;
}

const alert = Buffer.from('15030300020228', 'hex');
const rejection = encodePdu({ kind: 'associate-reject', result: 1, source: 1, reason: 7 });

function round(mayBegin = () => true) {
  return {
    connection: { ...testOptions(1), tls: {} },
    common: { node: 'pacs', role: 'pacs' } as const,
    mayBegin,
  };
}

describe('a port tried in the clear', () => {
  it.each([
    ['accepts', () => keep(startPduPeer(politePeer(() => undefined))), 'accepted', true],
    ['rejects the title', () => onData((socket) => socket.end(rejection)), 'rejected', true],
    ['sends a TLS alert', () => onData((socket) => socket.end(alert)), 'not-dicom', false],
    ['hangs up', () => onData((socket) => socket.end()), 'not-dicom', false],
    ['has nothing behind it', closedPort, 'nothing-listens', false],
    ['is silent', () => onData(() => undefined), 'no-answer', undefined],
  ] as const)('that %s', async (_name, start, outcome, answered) => {
    const port = await start();
    const rows = await tryPlainPorts([{ port, calledAe: 'X' }], round());
    for (const row of rows) dicomPlainFacts.row.parse(row);
    expect(rows).toEqual([
      { node: 'pacs', role: 'pacs', port, outcome, ...(answered !== undefined && { answered }) },
    ]);
  });

  it('is called by the title given for it', async () => {
    const peer = await startPduPeer(politePeer(() => undefined));
    peers.push(peer);
    await tryPlainPorts([{ port: peer.port, calledAe: 'OTHER' }], round());
    expect(peer.received[0]).toMatchObject({ calledAeTitle: 'OTHER' });
  });

  it('is left alone once there is no time', async () => {
    expect(
      await tryPlainPorts(
        [{ port: 1, calledAe: 'X' }],
        round(() => false),
      ),
    ).toEqual([]);
    expect(
      await tryTlsPorts(
        [1],
        round(() => false),
      ),
    ).toEqual([]);
  });
});

describe('a port tried for TLS', () => {
  it.each([
    ['speaks DICOM in the clear', () => onData((socket) => socket.end(rejection)), false],
    ['hangs up', () => onData((socket) => socket.end()), false],
    ['is silent', () => onData(() => undefined), undefined],
    ['has nothing behind it', closedPort, false],
    ['refuses our handshake with an alert', () => onData((socket) => socket.end(alert)), true],
  ] as const)('that %s', async (_name, start, offered) => {
    const port = await start();
    const rows = await tryTlsPorts([port], round());
    for (const row of rows) dicomTlsFacts.row.parse(row);
    expect(rows).toMatchObject([{ node: 'pacs', port }]);
    expect(rows[0]?.offered).toBe(offered);
  });
});

describe('a handshake', () => {
  const facts = {
    protocol: 'TLSv1.2',
    cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    authorized: true,
    peerCertificate: {
      subject: 'CN=pacs.test',
      issuer: 'CN=authority',
      validFrom: 'Nov 22 10:00:00 2026 GMT',
      validTo: 'Nov 23 10:00:00 2027 GMT',
      fingerprint256: 'AA',
    },
  };

  it('is told with its certificate', () => {
    expect(describeTls(facts)).toEqual({
      protocol: 'TLSv1.2',
      cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      certificateSubject: 'CN=pacs.test',
      certificateIssuer: 'CN=authority',
      certificateValidFrom: '2026-11-22',
      certificateValidTo: '2027-11-23',
      certificateTrusted: true,
      nameMatches: true,
    });
  });

  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', { certificateTrusted: true, nameMatches: false }],
    ['CERT_HAS_EXPIRED', { certificateTrusted: false }],
  ])('with the error %s says what it is about', (authorizationError, told) => {
    const row = describeTls({ ...facts, authorized: false, authorizationError });
    expect(row).toMatchObject({ ...told, problem: authorizationError });
    expect('nameMatches' in row).toBe('nameMatches' in told);
  });

  it('with an odd certificate keeps one bounded line and no day that is none', () => {
    const row = describeTls({
      ...facts,
      peerCertificate: {
        ...facts.peerCertificate,
        subject: `CN=a\n\u001b[31m${'b'.repeat(500)}`,
        validTo: 'never',
      },
    });
    expect(row.certificateSubject).toMatch(/^CN=a \[31mb+$/);
    expect(row.certificateSubject?.length).toBe(200);
    expect(row).not.toHaveProperty('certificateValidTo');
  });
});
