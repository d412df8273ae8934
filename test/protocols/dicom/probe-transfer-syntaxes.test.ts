import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  combineSyntaxPairs,
  probeTransferSyntaxes,
  STORAGE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
} from '../../../src/protocols/dicom/index.ts';
import {
  acceptAll,
  awaitNoSockets,
  type ScriptedPeer,
  startPduPeer,
  testOptions,
} from './support/scripted-peer.ts';

let peer: ScriptedPeer | undefined;

afterEach(async () => {
  await peer?.connectionsClosed();
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

const pairs = combineSyntaxPairs(
  Object.values(STORAGE_SOP_CLASSES).map(({ uid }) => uid),
  TRANSFER_SYNTAXES.map(({ uid }) => uid),
);

function probe(overrides: { contextsPerAssociation?: number; pairs?: typeof pairs } = {}) {
  const { contexts: _, ...options } = testOptions(peer?.port ?? 1);
  return probeTransferSyntaxes({ ...options, pairs, ...overrides });
}

/** Accepts lossless JPEG and nothing else; releases politely. */
async function startPicky(rejectFromAssociation = Number.POSITIVE_INFINITY): Promise<ScriptedPeer> {
  let associations = 0;
  return startPduPeer((pdu, socket) => {
    if (pdu.kind === 'release-request') socket.write(encodePdu({ kind: 'release-response' }));
    if (pdu.kind !== 'associate-request') return;
    associations += 1;
    if (associations >= rejectFromAssociation) {
      socket.write(encodePdu({ kind: 'associate-reject', result: 2, source: 3, reason: 2 }));
      return;
    }
    const contexts = pdu.contexts.map(({ id, transferSyntaxes: [only = ''] }) =>
      only.endsWith('.4.70') ? { id, result: 0, transferSyntax: only } : { id, result: 4 },
    );
    socket.write(encodePdu(acceptAll(pdu, { contexts })));
  });
}

describe('probeTransferSyntaxes', () => {
  it('asks for every pair in its own context, 128 at most in an association', async () => {
    peer = await startPicky();
    const result = await probe();
    expect(result.pairs.length).toBe(pairs.length);
    for (const { transferSyntaxUid, outcome } of result.pairs) {
      expect(outcome).toMatchObject(
        transferSyntaxUid.endsWith('.4.70')
          ? { state: 'accepted', transferSyntax: transferSyntaxUid }
          : { state: 'refused', code: 4, reason: 'transfer-syntaxes-not-supported' },
      );
    }
    expect(result.associations.every(({ result: { kind } }) => kind === 'accepted')).toBe(true);
    const requests = peer.received.filter((pdu) => pdu.kind === 'associate-request');
    expect(requests.length).toBe(Math.ceil(pairs.length / 128));
    for (const { contexts } of requests) {
      expect(contexts.map(({ id }) => id)).toEqual(contexts.map((_, index) => index * 2 + 1));
      expect(contexts.every(({ transferSyntaxes }) => transferSyntaxes.length === 1)).toBe(true);
    }
  });

  it('leaves open what a rejected association could not answer', async () => {
    peer = await startPicky(2);
    const result = await probe({ pairs: pairs.slice(0, 30), contextsPerAssociation: 10 });
    expect(result.associations.map(({ result: { kind } }) => kind)).toEqual([
      'accepted',
      'rejected',
    ]);
    expect(result.pairs.map(({ outcome }) => outcome.state === 'not-probed')).toEqual([
      ...Array(10).fill(false),
      ...Array(20).fill(true),
    ]);
  });

  it('asks nothing when there is nothing to ask', async () => {
    expect(await probe({ pairs: [] })).toEqual({ pairs: [], associations: [] });
    await expect(probe({ contextsPerAssociation: 129 })).rejects.toThrow(RangeError);
  });
});
