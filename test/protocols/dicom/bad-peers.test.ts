import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandFields } from '../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type Association,
  type FindAnswer,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  readDataset,
} from '../../../src/protocols/dicom/index.ts';
import { makeSecondaryCapture } from './support/make-dicom-object.ts';
import { measureMemory } from './support/memory.ts';
import {
  acceptAll,
  awaitNoSockets,
  CONTEXT,
  encodeMessage,
  type PduScript,
  politePeer,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
  startRawPeer,
  testOptions,
  userInformation,
} from './support/scripted-peer.ts';

const FIND = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid;

let peer: ScriptedPeer | undefined;

afterEach(async () => {
  await peer?.connectionsClosed();
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

async function associate(overrides: Parameters<typeof testOptions>[1] = {}): Promise<Association> {
  const result = await openAssociation(testOptions(peer?.port ?? 1, overrides));
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.association;
}

const object = makeSecondaryCapture({ serial: 1, patientId: 'P1' });
const store = { ...object, dataset: { kind: 'bytes', bytes: object.dataset } } as const;
const query = { sopClassUid: FIND, identifier: Buffer.alloc(8) };

/** Every operation with one context of the test. */
const OPERATIONS: readonly (readonly [
  string,
  (association: Association) => Promise<{ kind: string }>,
])[] = [
  ['echo', (association) => association.echo()],
  ['find', (association) => association.find(query)],
  ['store', (association) => association.store(store)],
  ['move', (association) => association.move({ ...query, destination: 'HERE' })],
  ['get', (association) => association.get({ ...query, onStore: async () => ({ status: 0 }) })],
  [
    'create',
    (association) => association.create({ sopClassUid: FIND, attributes: Buffer.alloc(8) }),
  ],
  [
    'set',
    (association) =>
      association.set({
        sopClassUid: FIND,
        sopInstanceUid: '1.2',
        attributes: Buffer.alloc(8),
      }),
  ],
];

/** A peer that associates, takes a whole request, and then does what the test says. */
function onRequest(act: (socket: Socket, command: CommandFields) => void): PduScript {
  let command: CommandFields = {};
  return (pdu, socket) => {
    if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
    if (pdu.kind === 'data-transfer') {
      command = readCommand(pdu) ?? command;
      const hasDataset = command.commandDataSetType !== 0x0101;
      const isEnd = pdu.values.some(({ isCommand, isLast }) => isLast && isCommand !== hasDataset);
      if (isEnd) act(socket, command);
    }
  };
}

function respond(command: CommandFields, fields: CommandFields, dataset?: Buffer): Buffer {
  const contextId = command.affectedSopClassUid === FIND ? CONTEXT.find : CONTEXT.verification;
  return encodeMessage(
    contextId,
    {
      commandField: (command.commandField ?? 0) | 0x8000,
      messageIdBeingRespondedTo: command.messageId ?? 0,
      status: 0,
      ...fields,
    },
    dataset,
  );
}

describe.each(OPERATIONS)('a peer that, asked for %s,', (_, run) => {
  it.each([
    ['never answers', () => undefined, 'timeout'],
    [
      'aborts and leaves the socket open',
      (socket: Socket) => socket.write(encodePdu({ kind: 'abort', source: 2, reason: 1 })),
      'aborted',
    ],
    [
      'releases and leaves the socket open',
      (socket: Socket) => socket.write(encodePdu({ kind: 'release-request' })),
      'released-by-peer',
    ],
    [
      'sends a PDU of an unknown type',
      (socket: Socket) => socket.write(Buffer.from('f00000000004', 'hex')),
      'protocol-error',
    ],
    [
      'declares a PDU of 4 GB',
      (socket: Socket) => socket.write(Buffer.from('0400ffffffff', 'hex')),
      'protocol-error',
    ],
    [
      'declares a value of 4 GB in its PDU',
      (socket: Socket) => socket.write(Buffer.from('040000000008ffffffff01030000', 'hex')),
      'protocol-error',
    ],
    [
      'declares a command element of 4 GB',
      (socket: Socket) =>
        socket.write(
          encodePdu({
            kind: 'data-transfer',
            values: [
              {
                contextId: 1,
                isCommand: true,
                isLast: true,
                data: Buffer.from('00000200ffffffff31', 'hex'),
              },
            ],
          }),
        ),
      'protocol-error',
    ],
    [
      'begins a PDU and never ends it',
      (socket: Socket) => {
        socket.write(Buffer.from('040000010000', 'hex'));
        const drip = setInterval(() => socket.write('x'), 20);
        socket.once('close', () => clearInterval(drip));
      },
      'timeout',
    ],
    [
      'answers in a context that does not exist',
      (socket: Socket) => socket.write(encodeMessage(99, { commandField: 0x8001, status: 0 })),
      'protocol-error',
    ],
    ['speaks HTTP', (socket: Socket) => socket.write('HTTP/1.1 500 Oops\r\n'), 'protocol-error'],
    [
      'speaks TLS',
      (socket: Socket) => socket.write(Buffer.from('15030300020228', 'hex')),
      'protocol-error',
    ],
    ['closes', (socket: Socket) => socket.end(), 'closed'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 'reset'],
  ] as const)('%s', async (_, act, kind) => {
    peer = await startPduPeer(onRequest(act));
    const association = await associate();
    expect(await run(association)).toMatchObject({ kind, phase: 'dimse' });
    // The association is over and its socket closed, though the peer may have kept its own open.
    expect(await association.release()).toMatchObject({ kind });
  });
});

describe('a peer that speaks first', () => {
  it.each([
    ['220 ftp.example ready\r\n', undefined],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'ssh'],
    ['HTTP/1.1 408 Request Timeout\r\n\r\n', 'http'],
  ])('with %j is no DICOM peer', async (banner, hint) => {
    peer = await startRawPeer((socket) => socket.resume().write(banner));
    const result = await openAssociation(testOptions(peer.port));
    expect(result).toMatchObject({ kind: 'protocol-error', phase: 'association' });
    if (hint === undefined) expect(result).not.toHaveProperty('hint');
    else expect(result).toMatchObject({ hint });
  });

  it('with junk for ever is ended at once', async () => {
    peer = await startRawPeer((socket) => {
      const junk = Buffer.alloc(65_536, 0xee);
      const send = (): void => {
        if (!socket.destroyed) socket.write(junk, () => setImmediate(send));
      };
      send();
    });
    expect(await openAssociation(testOptions(peer.port))).toMatchObject({
      kind: 'protocol-error',
      phase: 'association',
    });
  });
});

describe('an A-ASSOCIATE-AC', () => {
  it.each([
    ['200 contexts', (index: number) => ({ id: index & 0xff, result: 0 })],
    ['context 1, 200 times', () => ({ id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' })],
    ['only even contexts', (index: number) => ({ id: (index * 2) & 0xff, result: 0 })],
    ['only refused contexts', (index: number) => ({ id: index | 1, result: 3 })],
    ['unknown results', (index: number) => ({ id: index | 1, result: 77 })],
  ])('with %s is laid beside what was proposed, and no more', async (_, make) => {
    const contexts = Array.from({ length: 200 }, (_, index) => make(index));
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        socket.write(encodePdu(acceptAll(pdu, { contexts })));
      } else if (pdu.kind === 'abort') socket.destroy();
    });
    const association = await associate();
    expect(association.contexts.map(({ id }) => id)).toEqual([1, 3, 5]);
    expect(association.deviations.length).toBeLessThan(10);
    await association.abort();
  });

  it('with 20,000 items is refused', async () => {
    const unknownItems = Array.from({ length: 20_000 }, () => ({
      type: 0x77,
      data: Buffer.alloc(0),
    }));
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        socket.write(encodePdu(acceptAll(pdu, { unknownItems })));
      }
    });
    expect(await openAssociation(testOptions(peer.port))).toMatchObject({
      kind: 'protocol-error',
      phase: 'association',
    });
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('with a maximum PDU of %i never makes us hang', async (limit) => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        const info = userInformation({ maxPduBytes: limit });
        socket.write(encodePdu(acceptAll(pdu, { userInformation: info })));
      } else if (pdu.kind === 'abort') socket.destroy();
    });
    const result = await openAssociation(testOptions(peer.port));
    expect(result.kind).toBe(limit === 0 ? 'accepted' : 'max-pdu-too-small');
    if (result.kind === 'accepted') {
      expect(await result.association.store(store)).toMatchObject({ kind: 'timeout' });
    }
  });
});

describe('answers', () => {
  it('that come twice do not answer the next request', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        const status = command.messageId === 1 ? 0x0110 : 0;
        for (let count = 0; count < 3; count += 1) socket.write(respond(command, { status }));
      }),
    );
    const association = await associate();
    expect(await association.echo()).toMatchObject({ status: { code: 0x0110 } });
    expect(await association.echo()).toMatchObject({ status: { code: 0 } });
    expect(association.deviations).toMatchObject([{ kind: 'foreign-message-id', count: 2 }]);
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it.each([
    ['FF00', { status: 0xff00 }, true],
    ['FF01', { status: 0xff01 }, true],
    ['FF00 without identifier', { status: 0xff00 }, false],
    ['foreign', { status: 0xff00, messageIdBeingRespondedTo: 4711 }, true],
    ['of another service', { commandField: 0x8021, status: 0xff00 }, true],
  ])('%s without end are stopped', async (_, fields, hasIdentifier) => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField !== 0x0020) return;
        const answer = respond(command, fields, hasIdentifier ? Buffer.alloc(100) : undefined);
        const batch = Buffer.concat(Array.from({ length: 40 }, () => answer));
        const flood = (): void => {
          if (!socket.destroyed) socket.write(batch, () => setImmediate(flood));
        };
        flood();
      }),
    );
    const association = await associate();
    const before = await measureMemory();
    const outcome = await association.find({
      ...query,
      maxAnswers: 2000,
      maxMs: 700,
      cancelGraceMs: 200,
    });
    expect(outcome).toMatchObject({ kind: expect.stringMatching(/cancel-ignored|timeout/) });
    expect((await measureMemory()) - before).toBeLessThan(20_000_000);
  });

  it('of 100 MB in one identifier are cut off at the limit', async () => {
    const fragment = encodePdu({
      kind: 'data-transfer',
      values: [
        { contextId: CONTEXT.find, isCommand: false, isLast: false, data: Buffer.alloc(120_000) },
      ],
    });
    let sentBytes = 0;
    peer = await startPduPeer(
      politePeer((command, socket) => {
        const fields = { status: 0xff00, commandDataSetType: 1 };
        socket.write(respond(command, fields));
        const send = (): void => {
          if (socket.destroyed || sentBytes >= 100_000_000) return;
          sentBytes += 120_000;
          socket.write(fragment, () => setImmediate(send));
        };
        send();
      }),
    );
    const before = await measureMemory();
    const association = await associate({ deadlines: { dimse: 20_000 } });
    expect(await association.find(query)).toMatchObject({
      kind: 'limit-exceeded',
      limit: 'dataset-bytes',
      limitBytes: 64 * 1024 * 1024,
    });
    expect(sentBytes).toBeLessThan(100_000_000);
    expect((await measureMemory()) - before).toBeLessThan(10_000_000);
  });

  it('of 100 MB in many identifiers are cancelled at the limit, and not kept', async () => {
    let cancelled = false;
    peer = await startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField === 0x0fff) {
          cancelled = true;
          return;
        }
        const answer = respond(command, { status: 0xff00 }, Buffer.alloc(100_000));
        let left = 1000;
        const send = (): void => {
          if (socket.destroyed) return;
          if (cancelled || left === 0) socket.write(respond(command, { status: 0xfe00 }));
          else socket.write(answer, () => setImmediate(send));
          left -= 1;
        };
        send();
      }),
    );
    const before = await measureMemory();
    const association = await associate({ deadlines: { dimse: 20_000 } });
    const outcome = await association.find({ ...query, maxBytes: 5_000_000 });
    expect(outcome).toMatchObject({
      kind: 'status',
      status: { category: 'cancelled' },
      stoppedBy: 'bytes',
    });
    expect((await measureMemory()) - before).toBeLessThan(10_000_000);
    await association.release();
  });

  it('with 5,000 nested sequences are handed over, and reading them says why not', async () => {
    const level = Buffer.from('40000001fffffffffeff00e0ffffffff', 'hex');
    const nested = Buffer.concat(Array.from({ length: 5000 }, () => level));
    peer = await startPduPeer(
      politePeer((command, socket) => {
        socket.write(respond(command, { status: 0xff00 }, nested));
        socket.write(respond(command, {}));
      }),
    );
    const association = await associate();
    const answers: FindAnswer[] = [];
    await association.find({
      ...query,
      onAnswer: (answer) => {
        answers.push(answer);
      },
    });
    const [answer] = answers;
    expect(answer?.identifier.length).toBe(nested.length);
    expect(readDataset(answer?.identifier ?? nested, 'implicit-little-endian')).toMatchObject({
      ok: false,
      message: expect.stringContaining('nest'),
    });
    await association.release();
  });
});

describe('the asynchronous operations window', () => {
  it.each([
    ['none', undefined],
    ['one', { maxInvoked: 1, maxPerformed: 1 }],
    ['eight', { maxInvoked: 8, maxPerformed: 8 }],
    ['no limit', { maxInvoked: 0, maxPerformed: 0 }],
  ])('of %s is kept: no request goes out before the last is answered', async (_, asyncWindow) => {
    let outstanding = 0;
    let most = 0;
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        const info = userInformation(asyncWindow === undefined ? {} : { asyncWindow });
        socket.write(encodePdu(acceptAll(pdu, { userInformation: info })));
      } else if (pdu.kind === 'release-request') {
        socket.write(encodePdu({ kind: 'release-response' }));
      }
      const command = readCommand(pdu);
      if (command === undefined) return;
      outstanding += 1;
      most = Math.max(most, outstanding);
      setTimeout(() => {
        outstanding -= 1;
        socket.write(respond(command, {}));
      }, 15);
    });
    const association = await associate({ asyncWindow: { maxInvoked: 8, maxPerformed: 8 } });
    for (let count = 0; count < 4; count += 1) {
      expect(await association.echo()).toMatchObject({ kind: 'status' });
    }
    expect(most).toBe(1);
    await association.release();
  });
});

describe('a name of our implementation', () => {
  it('is ours unless the caller gives another', async () => {
    peer = await startPduPeer(politePeer(() => undefined));
    await (await associate()).release();
    await (await associate({ implementationVersion: 'TEST_PACS_1' })).release();
    const names = peer.received.flatMap((pdu) =>
      pdu.kind === 'associate-request' ? [pdu.userInformation?.implementationVersion] : [],
    );
    expect(names).toEqual(['RISPACS_0', 'TEST_PACS_1']);
  });

  it.each(['', 'SEVENTEEN_LETTERS', 'Ổ'])('is not "%s"', async (implementationVersion) => {
    await expect(openAssociation(testOptions(1, { implementationVersion }))).rejects.toThrow(
      RangeError,
    );
  });
});

describe('a peer that crosses our A-RELEASE-RQ', () => {
  it.each([
    [
      'with A-ABORT, its socket left open',
      (socket: Socket) => socket.write(encodePdu({ kind: 'abort', source: 0, reason: 0 })),
      'aborted',
    ],
    ['with a reset', (socket: Socket) => socket.resetAndDestroy(), 'reset'],
    ['with HTTP', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n'), 'protocol-error'],
    [
      'with data for ever',
      (socket: Socket) => {
        const late = encodeMessage(1, { commandField: 0x8030, status: 0 });
        const timer = setInterval(() => socket.write(late), 5);
        socket.once('close', () => clearInterval(timer));
      },
      'timeout',
    ],
    [
      'with a second A-ASSOCIATE-AC',
      (socket: Socket) =>
        socket.write(Buffer.from('030000000004 00010101'.replace(' ', ''), 'hex')),
      'protocol-error',
    ],
  ] as const)('%s', async (_, act, kind) => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
      else if (pdu.kind === 'release-request') act(socket);
    });
    const association = await associate();
    expect(await association.release()).toMatchObject({ kind, phase: 'release' });
    await sleep(10);
  });
});
