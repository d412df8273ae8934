import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { Ending } from '../../../src/protocols/dicom/index.ts';
import { openAssociation } from '../../../src/protocols/dicom/index.ts';
import {
  acceptAll,
  awaitNoSockets,
  encodeMessage,
  politePeer,
  type ScriptedPeer,
  startPduPeer,
  startRawPeer,
  testOptions,
  userInformation,
} from './support/scripted-peer.ts';

let peer: ScriptedPeer | undefined;

afterEach(async () => {
  // Every connection must have been closed by the tested side, not by stopping the peer.
  await peer?.connectionsClosed();
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

async function open(overrides: Parameters<typeof testOptions>[1] = {}) {
  return openAssociation(testOptions(peer?.port ?? 1, overrides));
}

async function openAccepted(overrides: Parameters<typeof testOptions>[1] = {}) {
  const result = await open(overrides);
  if (result.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(result)}`);
  return result.association;
}

describe('openAssociation', () => {
  it('associates, echoes and releases, and says how long each phase took', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) =>
        socket.write(
          encodeMessage(1, {
            commandField: 0x8030,
            messageIdBeingRespondedTo: command.messageId ?? 0,
            status: 0,
          }),
        ),
      ),
    );
    const result = await open();
    if (result.kind !== 'accepted') throw new Error(result.kind);
    expect(result.timings.tcpMs).toBeGreaterThanOrEqual(0);
    expect(result.timings.associationMs).toBeGreaterThanOrEqual(0);
    expect(result.timings).not.toHaveProperty('tlsMs');
    const { association } = result;
    expect(association.peer).toMatchObject({
      maxPduBytes: 16_384,
      implementationClassUid: '1.2.3.4',
      implementationVersion: 'SCRIPTED',
    });
    expect(association.contexts.map(({ id, outcome }) => [id, outcome.state])).toEqual([
      [1, 'accepted'],
      [3, 'accepted'],
      [5, 'accepted'],
    ]);
    expect(await association.echo()).toMatchObject({
      kind: 'status',
      status: { code: 0, category: 'success' },
    });
    expect(await association.release()).toMatchObject({ kind: 'released' });
    expect(await association.echo()).toMatchObject({ kind: 'released' });
    expect(association.deviations).toEqual([]);
  });

  it('reports a rejection in numbers and in words', async () => {
    peer = await startPduPeer((_, socket) =>
      socket.write(encodePdu({ kind: 'associate-reject', result: 1, source: 1, reason: 7 })),
    );
    expect(await open()).toMatchObject({
      kind: 'rejected',
      result: 1,
      source: 1,
      reason: 7,
      permanence: 'permanent',
      reasonKey: 'called-ae-title-not-recognised',
      words: 'called AE title not recognised',
    });
  });

  it('reports an A-ABORT of a peer that leaves the socket open', async () => {
    peer = await startPduPeer((_, socket) =>
      socket.write(encodePdu({ kind: 'abort', source: 2, reason: 4 })),
    );
    expect(await open()).toMatchObject({
      kind: 'aborted',
      phase: 'association',
      source: 2,
      reason: 4,
      reasonKey: 'unrecognised-pdu-parameter',
    });
  });

  it('gives up on a peer that never answers, and aborts', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'abort') socket.destroy();
    });
    expect(await open()).toMatchObject({ kind: 'timeout', phase: 'association', limitMs: 400 });
    await peer.connectionsClosed();
    expect(peer.received.map((pdu) => pdu.kind)).toEqual(['associate-request', 'abort']);
  });

  it('gives up on a peer that neither reads nor answers', async () => {
    peer = await startRawPeer((socket) => {
      socket.pause();
      setTimeout(() => socket.resume(), 900);
    });
    expect(await open()).toMatchObject({ kind: 'timeout', phase: 'association' });
  });

  it('gives up on a peer that sends its answer for ever', async () => {
    peer = await startRawPeer((socket) => {
      socket.write(Buffer.from('020000010000', 'hex'));
      const drip = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(drip)).resume();
    });
    expect(await open()).toMatchObject({ kind: 'timeout', phase: 'association' });
  });

  it('reports a port where nothing listens', async () => {
    const unused = await startRawPeer(() => undefined);
    await unused.stop();
    expect(await openAssociation(testOptions(unused.port))).toMatchObject({
      kind: 'refused',
      code: 'ECONNREFUSED',
    });
  });

  it('reports a name that does not exist', async () => {
    const notFound = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    expect(
      await open({
        host: 'pacs.invalid',
        lookup: (_name, _options, callback) => callback(notFound, ''),
      }),
    ).toMatchObject({ kind: 'unreachable', code: 'ENOTFOUND' });
  });

  it('gives up on a connection that is never made', async () => {
    expect(await open({ host: 'pacs.invalid', lookup: () => undefined })).toMatchObject({
      kind: 'timeout',
      phase: 'tcp',
      limitMs: 400,
    });
  });

  it.each([0, 1, 5, 6, 7, 74, 100])(
    'reports a reset after %i bytes of the answer',
    async (sent) => {
      peer = await startPduPeer((pdu, socket) => {
        if (pdu.kind !== 'associate-request') return;
        socket.write(encodePdu(acceptAll(pdu)).subarray(0, sent), () =>
          setTimeout(() => socket.resetAndDestroy(), 20),
        );
      });
      expect(await open()).toMatchObject({
        kind: 'reset',
        phase: 'association',
        code: 'ECONNRESET',
      });
    },
  );

  it.each([0, 1, 5, 6, 100])('reports a close after %i bytes of the answer', async (sent) => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        socket.end(encodePdu(acceptAll(pdu)).subarray(0, sent));
      }
    });
    const result = await open();
    expect(result).toMatchObject({ kind: 'closed', phase: 'association' });
    if (sent === 0) expect(result).not.toHaveProperty('unfinishedBytesHex');
    else {
      expect(result).toHaveProperty('unfinishedBytesHex', expect.stringMatching(/^02/));
    }
  });

  it.each([
    ['HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', 'http'],
    ['SSH-2.0-OpenSSH_9.2p1\r\n', 'ssh'],
    ['\x0bMSH|^~\\&|HIS', 'mllp'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'tls'],
  ])('names the protocol that answers %j', async (answer, hint) => {
    peer = await startRawPeer((socket) => {
      socket.once('data', () => socket.write(answer, 'latin1'));
    });
    expect(await open()).toMatchObject({
      kind: 'protocol-error',
      phase: 'association',
      hint,
      firstBytesHex: Buffer.from(answer, 'latin1').toString('hex'),
    });
  });

  it.each([
    ['an unknown PDU type', '0a0000000004'],
    ['a declared length of 4 GB', '0200ffffffff0001'],
    ['a P-DATA-TF of 4 GB', '0400ffffffff'],
    ['an answer with a broken item', `0200000000480001${'00'.repeat(66)}10000005`],
    ['a release request', '05000000000400000000'],
    ['our own kind of request', `0100000000440001${'00'.repeat(66)}`],
  ])('ends at once on %s and tells the peer', async (_, hex) => {
    let answered = '';
    peer = await startRawPeer((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from(hex, 'hex'));
        socket.on('data', (data) => {
          answered += data.toString('hex');
        });
      });
    });
    const result = await open();
    expect(result).toMatchObject({
      kind: 'protocol-error',
      phase: 'association',
      message: expect.stringMatching(/./),
      firstBytesHex: hex.slice(0, 128),
    });
    await peer.connectionsClosed();
    expect(answered).toMatch(/^070000000004000002/);
  });

  it.each([1, 2, 3, 4, 5, 6, 1023])('refuses a maximum PDU of %i bytes', async (maxPduBytes) => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind !== 'associate-request') return;
      const info = userInformation({ maxPduBytes });
      socket.write(encodePdu(acceptAll(pdu, { userInformation: info })));
    });
    expect(await open()).toMatchObject({ kind: 'max-pdu-too-small', maxPduBytes });
    await peer.connectionsClosed();
    expect(peer.received.map((pdu) => pdu.kind)).toEqual(['associate-request', 'abort']);
  });

  it('takes a maximum PDU of 0 as no limit', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind !== 'associate-request') return;
      const info = userInformation({ maxPduBytes: 0 });
      socket.write(encodePdu(acceptAll(pdu, { userInformation: info })));
    });
    const association = await openAccepted();
    expect(association.peer.maxPduBytes).toBe(0);
    expect(await association.abort()).toEqual({ kind: 'abort-sent' });
  });

  it('invents nothing for a peer that says nothing about itself', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind !== 'associate-request') return;
      const { userInformation: _, ...silent } = acceptAll(pdu);
      socket.write(encodePdu(silent));
    });
    const association = await openAccepted({ asyncWindow: { maxInvoked: 8, maxPerformed: 8 } });
    expect(association.peer).toEqual({
      protocolVersion: 1,
      applicationContext: '1.2.840.10008.3.1.1.1',
      calledAeTitle: 'SCRIPTED',
      callingAeTitle: 'PROBE',
      roleSelections: [],
      unknownItems: [],
    });
    expect(association.deviations).toMatchObject([{ kind: 'missing-user-information' }]);
    await association.abort();
  });

  it('keeps to what it proposed when the answer names other contexts', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind !== 'associate-request') return;
      const contexts = [
        { id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2.1' },
        { id: 2, result: 0, transferSyntax: '1.2.840.10008.1.2' },
        { id: 3, result: 4 },
        { id: 255, result: 0, transferSyntax: '1.2.840.10008.1.2' },
      ];
      socket.write(encodePdu(acceptAll(pdu, { contexts })));
    });
    const association = await openAccepted();
    expect(association.contexts.map((context) => context.outcome)).toEqual([
      { state: 'invalid', transferSyntax: '1.2.840.10008.1.2.1' },
      { state: 'refused', code: 4, reason: 'transfer-syntaxes-not-supported' },
      { state: 'not-answered' },
    ]);
    expect(association.deviations).toMatchObject([
      { kind: 'accepted-unproposed-transfer-syntax', count: 1 },
      { kind: 'answered-unproposed-context', count: 2 },
    ]);
    expect(await association.echo()).toMatchObject({
      kind: 'no-accepted-context',
      contexts: [{ id: 1 }],
    });
    await association.abort();
  });

  it('proposes roles, window and identity and reads the answers', async () => {
    const sopClassUid = '1.2.840.10008.5.1.4.1.1.7';
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind !== 'associate-request') return;
      const info = userInformation({
        asyncWindow: { maxInvoked: 2, maxPerformed: 1 },
        roleSelections: [{ sopClassUid, scu: false, scp: true }],
        userIdentityResponse: Buffer.from('ticket'),
      });
      socket.write(encodePdu(acceptAll(pdu, { userInformation: info })));
    });
    const userIdentity = {
      type: 2,
      positiveResponseRequested: true,
      primary: Buffer.from('name'),
      secondary: Buffer.from('word'),
    };
    const proposal = {
      asyncWindow: { maxInvoked: 4, maxPerformed: 4 },
      roleSelections: [{ sopClassUid, scu: true, scp: true }],
      userIdentity,
    };
    const association = await openAccepted(proposal);
    expect(peer.received[0]).toMatchObject({ userInformation: proposal });
    expect(association.peer).toMatchObject({
      asyncWindow: { maxInvoked: 2, maxPerformed: 1 },
      roleSelections: [{ sopClassUid, scu: false, scp: true }],
      userIdentityResponse: Buffer.from('ticket'),
    });
    await association.abort();
  });

  it.each([
    ['no context', { contexts: [] }],
    [
      '129 contexts',
      {
        contexts: Array.from({ length: 129 }, () => ({
          abstractSyntax: '1.2',
          transferSyntaxes: ['1.2'],
        })),
      },
    ],
    [
      'a context without transfer syntax',
      { contexts: [{ abstractSyntax: '1.2', transferSyntaxes: [] }] },
    ],
    ['an AE title of 17 characters', { calledAeTitle: 'SEVENTEEN_LETTERS' }],
    ['an empty AE title', { callingAeTitle: ' ' }],
  ])('throws for a caller that asks for %s', async (_, overrides) => {
    await expect(open(overrides)).rejects.toThrow(RangeError);
  });
});

describe('TLS', () => {
  it('gives up on a peer that does not shake hands', async () => {
    peer = await startRawPeer((socket) => socket.resume());
    const result = await open({ tls: {} });
    expect(result).toMatchObject({ kind: 'timeout', phase: 'tls', limitMs: 400 });
    expect(result.timings.tcpMs).toBeGreaterThanOrEqual(0);
  });

  it('reports a peer that closes instead', async () => {
    peer = await startRawPeer((socket) => socket.once('data', () => socket.end()));
    expect(await open({ tls: {} })).toMatchObject({ kind: 'closed', phase: 'tls' });
  });

  it('reports a peer that resets instead', async () => {
    peer = await startRawPeer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await open({ tls: {} })).toMatchObject({ kind: 'reset', phase: 'tls' });
  });

  it('reports a peer that speaks plain DICOM', async () => {
    peer = await startRawPeer((socket) =>
      socket.once('data', () => socket.write(encodePdu({ kind: 'abort', source: 2, reason: 1 }))),
    );
    expect(await open({ tls: {} })).toMatchObject({
      kind: 'tls-error',
      phase: 'tls',
      code: expect.stringMatching(/SSL/),
    });
  });

  it('throws for a key that cannot be read', async () => {
    peer = await startRawPeer((socket) => socket.resume());
    await expect(open({ tls: { key: 'no key', cert: 'no certificate' } })).rejects.toThrow();
  });
});

describe('an AbortSignal', () => {
  it('that has already fired stops everything', async () => {
    expect(await open({ signal: AbortSignal.abort() })).toMatchObject({
      kind: 'cancelled',
      phase: 'tcp',
    });
  });

  it.each([
    ['tcp', { host: 'pacs.invalid', lookup: () => undefined }],
    ['tls', { tls: {} }],
    ['association', {}],
  ])('ends the %s phase', async (phase, overrides) => {
    peer = await startRawPeer((socket) => socket.resume());
    const controller = new AbortController();
    const opening = open({ ...overrides, signal: controller.signal });
    await sleep(60);
    controller.abort();
    expect(await opening).toMatchObject({ kind: 'cancelled', phase });
  });

  it.each(['dimse', 'release', 'idle'] as const)('ends the %s phase', async (phase) => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
      if (pdu.kind === 'abort') socket.destroy();
    });
    const controller = new AbortController();
    const association = await openAccepted({ signal: controller.signal });
    const running: Promise<{ kind: string }> =
      phase === 'dimse'
        ? association.echo()
        : phase === 'release'
          ? association.release()
          : sleep(100).then(() => association.ending ?? { kind: 'none' });
    await sleep(40);
    controller.abort();
    expect(await running).toMatchObject({ kind: 'cancelled', phase });
    await peer.connectionsClosed();
    expect(peer.received.at(-1)).toEqual({ kind: 'abort', source: 0, reason: 0 });
  });

  it('of one operation ends that operation', async () => {
    peer = await startPduPeer(politePeer(() => undefined));
    const association = await openAccepted();
    const signal = AbortSignal.timeout(40);
    expect(await association.echo({ signal })).toMatchObject({ kind: 'cancelled', phase: 'dimse' });
  });
});

describe('release', () => {
  it('gives up on a peer that does not confirm', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
    });
    const association = await openAccepted();
    expect(await association.release()).toMatchObject({ kind: 'timeout', phase: 'release' });
  });

  it('reports a peer that closes instead of confirming', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
      else socket.end();
    });
    const association = await openAccepted();
    expect(await association.release()).toMatchObject({ kind: 'closed', phase: 'release' });
  });

  it('survives a release of the peer that crosses ours', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
      if (pdu.kind === 'release-request') socket.write(encodePdu({ kind: 'release-request' }));
      if (pdu.kind === 'release-response') socket.write(encodePdu({ kind: 'release-response' }));
    });
    const association = await openAccepted();
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('answers a peer that releases while nothing is going on', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        socket.write(encodePdu(acceptAll(pdu)));
        setTimeout(() => socket.write(encodePdu({ kind: 'release-request' })), 20);
      }
    });
    const association = await openAccepted();
    await peer.connectionsClosed();
    const expected: Ending = { kind: 'released-by-peer', phase: 'idle' };
    expect(association.ending).toEqual(expected);
    expect(await association.echo()).toMatchObject(expected);
    expect(peer.received.at(-1)?.kind).toBe('release-response');
  });

  it('answers a release that comes together with the acceptance', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind !== 'associate-request') return;
      socket.write(
        Buffer.concat([encodePdu(acceptAll(pdu)), encodePdu({ kind: 'release-request' })]),
      );
    });
    const association = await openAccepted();
    expect(await association.echo()).toMatchObject({ kind: 'released-by-peer' });
  });
});
