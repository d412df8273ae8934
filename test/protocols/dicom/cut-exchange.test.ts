import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { AssociateRequest, Pdu } from '../../../src/protocols/dicom/dul/pdu.ts';
import { openAssociation } from '../../../src/protocols/dicom/index.ts';
import { measureMemory } from './support/memory.ts';
import { SeededRandom } from './support/random.ts';
import {
  acceptAll,
  awaitNoSockets,
  encodeMessage,
  readCommand,
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

/** How many associations go on at the same time; each waits for the network most of the time. */
const PARALLEL = 24;

/** What a well-behaved peer answers. */
function answerTo(pdu: Pdu): Buffer | undefined {
  if (pdu.kind === 'associate-request') return encodePdu(acceptAll(pdu));
  if (pdu.kind === 'release-request') return encodePdu({ kind: 'release-response' });
  const command = readCommand(pdu);
  if (command === undefined) return undefined;
  const messageIdBeingRespondedTo = command.messageId ?? 0;
  return encodeMessage(1, { commandField: 0x8030, messageIdBeingRespondedTo, status: 0 });
}

/** Runs `work` for 0 to `count` - 1, some at a time. */
async function forEachIndex(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (next < count) {
        const index = next;
        next += 1;
        await work(index);
      }
    }),
  );
}

const request: AssociateRequest = {
  kind: 'associate-request',
  protocolVersion: 1,
  calledAeTitle: 'SCRIPTED',
  callingAeTitle: 'PROBE',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: testOptions(1).contexts.map((context, index) => ({ id: index * 2 + 1, ...context })),
  unknownItems: [],
};
const acceptBytes = encodePdu(acceptAll(request));
const echoBytes = encodeMessage(1, {
  commandField: 0x8030,
  messageIdBeingRespondedTo: 1,
  status: 0,
}).length;
const wholeBytes = acceptBytes.length + echoBytes + 10;

/**
 * A peer that says what it should up to a byte, and then does something else. Which byte is written in the calling AE
 * title, so that many associations can go on with one peer.
 */
async function startCuttingPeer(act: (socket: Socket) => void): Promise<ScriptedPeer> {
  const left = new WeakMap<Socket, number>();
  return startPduPeer((pdu, socket) => {
    if (pdu.kind === 'associate-request') left.set(socket, Number(pdu.callingAeTitle));
    const answer = answerTo(pdu);
    if (answer === undefined) return;
    const budget = left.get(socket) ?? 0;
    left.set(socket, budget - answer.length);
    if (budget >= answer.length) socket.write(answer);
    // What was written must have left before a reset, which would discard it.
    else socket.write(answer.subarray(0, budget), () => setTimeout(() => act(socket), 5));
  });
}

/** Associates, echoes and releases with such a peer; where that ended and how. */
async function exchangeUpTo(port: number, bytes: number) {
  const options = testOptions(port, { callingAeTitle: String(bytes) });
  const opened = await openAssociation(options);
  if (opened.kind !== 'accepted') return { step: 'association', ...opened };
  const echoed = await opened.association.echo();
  if (echoed.kind !== 'status') return { step: 'dimse', ...echoed };
  return { step: 'release', ...(await opened.association.release()) };
}

function expectedStep(bytes: number): string {
  if (bytes < acceptBytes.length) return 'association';
  return bytes < acceptBytes.length + echoBytes ? 'dimse' : 'release';
}

describe('a peer that goes away after any byte of an association, an echo and a release', () => {
  it.each([
    ['resets', 'reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closes', 'closed', (socket: Socket) => socket.end()],
  ] as const)('%s', async (_, kind, act) => {
    peer = await startCuttingPeer(act);
    const { port } = peer;
    await forEachIndex(wholeBytes, async (bytes) => {
      const step = expectedStep(bytes);
      const ended = await exchangeUpTo(port, bytes);
      expect(ended, `after ${bytes} bytes`).toMatchObject({ step, kind, phase: step });
    });
    expect(await exchangeUpTo(port, wholeBytes)).toMatchObject({ kind: 'released' });
  });

  it('falls silent', async () => {
    peer = await startCuttingPeer(() => undefined);
    const { port } = peer;
    await forEachIndex(Math.ceil(wholeBytes / 7), async (index) => {
      const step = expectedStep(index * 7);
      const ended = await exchangeUpTo(port, index * 7);
      expect(ended, `after ${index * 7} bytes`).toMatchObject({
        step,
        kind: 'timeout',
        phase: step,
        limitMs: 400,
      });
    });
  });

  it('sends junk from there on', async () => {
    const junk = Buffer.from('Proxy Error 502 \0\xff\x04\x02', 'latin1');
    peer = await startCuttingPeer((socket) => socket.write(junk));
    const { port } = peer;
    await forEachIndex(Math.ceil(wholeBytes / 3), async (index) => {
      const bytes = index * 3;
      const step = expectedStep(bytes);
      const ended = await exchangeUpTo(port, bytes);
      // Junk may end a PDU as well as break it, or leave it waiting for more.
      expect(ended.step, `after ${bytes} bytes`).toMatch(/association|dimse|release/);
      expect(ended.kind).toMatch(/protocol-error|timeout|max-pdu-too-small|no-accepted-context/);
      if (bytes === 0) expect(ended).toMatchObject({ step, kind: 'protocol-error' });
    });
  });
});

describe('an A-ASSOCIATE-AC cut short, its length made true', () => {
  it.each([0, 1])('at each length, with %i bytes of junk in its place', async (junkBytes) => {
    const answers = Array.from({ length: acceptBytes.length - 6 }, (_, kept) => {
      const body = Buffer.concat([
        acceptBytes.subarray(6, 6 + kept),
        Buffer.alloc(junkBytes, 0x51),
      ]);
      const header = Buffer.from([2, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(body.length, 2);
      return Buffer.concat([header, body]);
    });
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(answers[Number(pdu.callingAeTitle)] ?? '');
      else if (pdu.kind === 'release-request') {
        socket.write(encodePdu({ kind: 'release-response' }));
      }
    });
    const { port } = peer;
    const kinds = new Map<string, number>();
    await forEachIndex(answers.length, async (index) => {
      const options = testOptions(port, { callingAeTitle: String(index) });
      const opened = await openAssociation(options);
      kinds.set(opened.kind, (kinds.get(opened.kind) ?? 0) + 1);
      expect(opened.kind, `${index} bytes`).toMatch(/^(accepted|protocol-error)$/);
      if (opened.kind === 'accepted') {
        const { association } = opened;
        // What was cut away is reported as not said, never made up.
        for (const { outcome } of association.contexts) {
          expect(['accepted', 'not-answered', 'invalid']).toContain(outcome.state);
        }
        if (!association.contexts.some(({ outcome }) => outcome.state === 'accepted')) {
          expect(await association.echo()).toMatchObject({ kind: 'no-accepted-context' });
        }
        expect(await association.release()).toMatchObject({ kind: 'released' });
      }
    });
    expect(kinds.get('protocol-error')).toBeGreaterThan(100);
  });
});

describe('a peer whose every answer is mutated', () => {
  it('is told apart from a sound one, whatever it says (400 associations)', async () => {
    const random = new SeededRandom(20_261);
    peer = await startPduPeer((pdu, socket) => {
      const answer = answerTo(pdu);
      if (answer !== undefined)
        socket.write(random.below(3) === 0 ? answer : random.mutate(answer));
      // Nothing more comes, so that only a whole answer can keep the association.
      else if (pdu.kind === 'abort') socket.destroy();
      setTimeout(() => socket.end(), 150);
    });
    const { port } = peer;
    const kinds = new Set<string>();
    await forEachIndex(400, async () => {
      const ended = await exchangeUpTo(port, 0);
      kinds.add(ended.kind);
      expect(ended.kind).toMatch(
        /^(released|closed|reset|timeout|protocol-error|aborted|max-pdu-too-small|no-accepted-context|released-by-peer)$/,
      );
    });
    expect([...kinds]).toEqual(expect.arrayContaining(['released', 'protocol-error']));
  });
});

describe('hundreds of failed associations', () => {
  it('leave no socket, no timer and no memory behind', async () => {
    peer = await startCuttingPeer((socket) => socket.resetAndDestroy());
    const { port } = peer;
    const fail = (): Promise<void> =>
      forEachIndex(wholeBytes, async (bytes) => {
        await exchangeUpTo(port, bytes);
      });
    await fail();
    // The peer's own list of what it received is not what is measured.
    peer.received.length = 0;
    const before = await measureMemory();
    await fail();
    peer.received.length = 0;
    expect((await measureMemory()) - before).toBeLessThan(3_000_000);
    await awaitNoSockets();
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    // The test runner has timers of its own.
    expect(timers.length).toBeLessThan(10);
  });
});
