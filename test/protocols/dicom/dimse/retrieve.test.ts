import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type Association,
  EXPLICIT_VR_LITTLE_ENDIAN,
  type GetRequest,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type MoveRequest,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  receiveObjects,
  STORAGE_SOP_CLASSES,
  type StoreHandler,
  storageProviderRoles,
} from '../../../../src/protocols/dicom/index.ts';
import { makeSecondaryCapture } from '../support/make-dicom-object.ts';
import {
  awaitNoSockets,
  encodeMessage,
  politePeer,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
  testOptions,
} from '../support/scripted-peer.ts';

const MOVE = QUERY_RETRIEVE_SOP_CLASSES.studyRootMove.uid;
const GET = QUERY_RETRIEVE_SOP_CLASSES.studyRootGet.uid;
const CAPTURE = STORAGE_SOP_CLASSES.secondaryCapture.uid;
const CONTEXT = { move: 1, get: 3, store: 5 } as const;
const identifier = Buffer.from('0800520006000000535455445920', 'hex');

let peer: ScriptedPeer | undefined;

afterEach(async () => {
  await peer?.connectionsClosed();
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

async function associate(overrides: Parameters<typeof testOptions>[1] = {}): Promise<Association> {
  const result = await openAssociation(
    testOptions(peer?.port ?? 1, {
      contexts: [
        { abstractSyntax: MOVE, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        { abstractSyntax: GET, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        { abstractSyntax: CAPTURE, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
      ],
      roleSelections: storageProviderRoles([CAPTURE]),
      ...overrides,
    }),
  );
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.association;
}

const accept: StoreHandler = async ({ fragments }) => {
  for await (const _ of fragments);
  return { status: 0 };
};

function move(more: Partial<MoveRequest> = {}): MoveRequest {
  return { sopClassUid: MOVE, destination: 'RISPACS', identifier, ...more };
}

function get(more: Partial<GetRequest> = {}): GetRequest {
  return { sopClassUid: GET, identifier, onStore: accept, ...more };
}

/** A response to a C-MOVE or C-GET. */
function respond(
  request: CommandFields,
  status: number,
  fields: CommandFields = {},
  dataset?: Buffer,
): Buffer {
  const isMove = request.commandField === 0x0021;
  return encodeMessage(
    isMove ? CONTEXT.move : CONTEXT.get,
    {
      commandField: isMove ? 0x8021 : 0x8010,
      messageIdBeingRespondedTo: request.messageId ?? 0,
      status,
      ...fields,
    },
    dataset,
  );
}

const counts = (remaining: number, completed: number, failed = 0, warning = 0): CommandFields => ({
  remainingSuboperations: remaining,
  completedSuboperations: completed,
  failedSuboperations: failed,
  warningSuboperations: warning,
});

function storeRequest(serial: number, fields: CommandFields = {}): Buffer {
  const object = makeSecondaryCapture({ serial, patientId: 'OURS' });
  return encodeMessage(
    CONTEXT.store,
    {
      affectedSopClassUid: CAPTURE,
      commandField: 0x0001,
      messageId: serial,
      priority: 0,
      affectedSopInstanceUid: object.sopInstanceUid,
      ...fields,
    },
    object.dataset,
  );
}

/** Whatever `onRetrieve` does, cancels are answered as the standard says. */
async function startArchive(
  onRetrieve: (command: CommandFields, socket: Socket) => void,
  onCancel: (request: CommandFields, socket: Socket) => void = (request, socket) => {
    socket.write(respond(request, 0xfe00, counts(7, 3)));
  },
): Promise<void> {
  let request: CommandFields = {};
  peer = await startPduPeer(
    politePeer((command, socket) => {
      if (command.commandField === 0x0fff) onCancel(request, socket);
      else if (command.commandField === 0x0021 || command.commandField === 0x0010) {
        request = command;
        onRetrieve(command, socket);
      }
    }),
  );
}

describe('move', () => {
  it('counts pending responses and gives the final status with its counts', async () => {
    await startArchive((request, socket) => {
      for (let done = 0; done < 3; done += 1) {
        socket.write(respond(request, 0xff00, counts(3 - done, done)));
      }
      socket.write(respond(request, 0xb000, counts(0, 2, 1), Buffer.from('failed UIDs.')));
    });
    const association = await associate();
    const seen: unknown[] = [];
    const outcome = await association.move(move({ onProgress: (step) => seen.push(step) }));
    expect(outcome).toMatchObject({
      kind: 'status',
      status: { code: 0xb000, category: 'warning' },
      pendingResponses: 3,
      pendingAfterCancel: 0,
      subOperations: { remaining: 0, completed: 2, failed: 1, warning: 0 },
      failedIdentifier: Buffer.from('failed UIDs.'),
    });
    expect(outcome).not.toHaveProperty('stoppedBy');
    expect(seen).toMatchObject([{ completed: 0 }, { completed: 1 }, { completed: 2 }]);
    const asked = peer?.received.map(readCommand).find((command) => command !== undefined);
    expect(asked).toMatchObject({
      affectedSopClassUid: MOVE,
      commandField: 0x0021,
      moveDestination: 'RISPACS',
    });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('leaves out the counts that the peer left out', async () => {
    await startArchive((request, socket) => socket.write(respond(request, 0xa801)));
    const association = await associate();
    expect(await association.move(move())).toMatchObject({
      status: { code: 0xa801, meaning: 'Move destination unknown' },
      subOperations: {},
      pendingResponses: 0,
    });
    await association.release();
  });

  it('reports counts as sent, however absurd, and notes those that go back', async () => {
    await startArchive((request, socket) => {
      socket.write(respond(request, 0xff00, counts(0xffff, 0xffff, 0xffff, 0xffff)));
      socket.write(respond(request, 0xff00, counts(1, 1)));
      socket.write(respond(request, 0));
    });
    const association = await associate();
    expect(await association.move(move())).toMatchObject({
      status: { code: 0 },
      pendingResponses: 2,
      subOperations: { remaining: 1, completed: 1 },
    });
    expect(association.deviations).toMatchObject([{ kind: 'suboperation-counts-go-back' }]);
    await association.release();
  });

  it.each([
    ['the caller', { onProgress: (_: unknown, cancel: () => void) => cancel() }, 'caller'],
    ['a cap on responses', { maxResponses: 1 }, 'responses'],
    ['a cap on time', { maxMs: 50 }, 'time'],
  ])('is cancelled by %s, and the association goes on', async (_, more, stoppedBy) => {
    await startArchive((request, socket) => socket.write(respond(request, 0xff00, counts(9, 1))));
    const association = await associate();
    expect(await association.move(move(more))).toMatchObject({
      kind: 'status',
      status: { code: 0xfe00, category: 'cancelled' },
      stoppedBy,
      subOperations: { remaining: 7, completed: 3 },
    });
    const cancel = peer?.received.map(readCommand).at(-1);
    expect(cancel).toMatchObject({ commandField: 0x0fff, messageIdBeingRespondedTo: 1 });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('is aborted when the peer ignores C-CANCEL', async () => {
    await startArchive(
      (request, socket) => {
        const timer = setInterval(() => socket.write(respond(request, 0xff00, counts(9, 1))), 5);
        socket.once('close', () => clearInterval(timer));
      },
      () => undefined,
    );
    const association = await associate();
    const outcome = await association.move(move({ maxResponses: 3, cancelGraceMs: 100 }));
    expect(outcome).toMatchObject({ kind: 'cancel-ignored', pendingResponses: 3 });
    expect(outcome).toHaveProperty('pendingAfterCancel', expect.any(Number));
    expect(peer?.received.at(-1)?.kind).toBe('abort');
  });

  it('is not kept alive by other messages without end', async () => {
    await startArchive((request, socket) => {
      const timer = setInterval(() => {
        socket.write(respond({ ...request, messageId: 4711 }, 0xff00));
        socket.write(storeRequest(9));
      }, 5);
      socket.once('close', () => clearInterval(timer));
    });
    const association = await associate();
    expect(await association.move(move())).toMatchObject({ kind: 'timeout', phase: 'dimse' });
    expect(association.deviations.map(({ kind }) => kind).sort()).toEqual([
      'foreign-message-id',
      'unexpected-command',
    ]);
  });

  it.each([
    [
      'aborts',
      (socket: Socket) => socket.write(encodePdu({ kind: 'abort', source: 2, reason: 0 })),
      'aborted',
    ],
    [
      'releases',
      (socket: Socket) => socket.write(encodePdu({ kind: 'release-request' })),
      'released-by-peer',
    ],
    ['closes', (socket: Socket) => socket.end(), 'closed'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 'reset'],
    ['is silent', () => undefined, 'timeout'],
    [
      'forgets the status',
      (socket: Socket) =>
        socket.write(encodeMessage(1, { commandField: 0x8021, messageIdBeingRespondedTo: 1 })),
      'protocol-error',
    ],
  ])('ends when the peer %s', async (_, act, kind) => {
    await startArchive((request, socket) => {
      socket.write(respond(request, 0xff00, counts(2, 1)));
      setTimeout(() => act(socket), 30);
    });
    const association = await associate();
    expect(await association.move(move())).toMatchObject({
      kind,
      pendingResponses: 1,
      subOperations: { remaining: 2, completed: 1 },
    });
  });

  it('ends at the signal of the caller', async () => {
    const controller = new AbortController();
    await startArchive(() => controller.abort());
    const association = await associate();
    expect(await association.move(move({ signal: controller.signal }))).toMatchObject({
      kind: 'cancelled',
    });
  });

  it('throws what the caller throws, after an A-ABORT', async () => {
    await startArchive((request, socket) => socket.write(respond(request, 0xff00, counts(2, 1))));
    const association = await associate();
    const onProgress = (): void => {
      throw new Error('caller');
    };
    await expect(association.move(move({ onProgress }))).rejects.toThrow('caller');
    expect(association.ending).toEqual({ kind: 'abort-sent' });
  });

  it('is not sent without a context', async () => {
    await startArchive(() => undefined);
    const association = await associate();
    const sopClassUid = QUERY_RETRIEVE_SOP_CLASSES.patientRootMove.uid;
    expect(await association.move(move({ sopClassUid }))).toMatchObject({
      kind: 'no-accepted-context',
    });
    await association.release();
  });
});

describe('get', () => {
  /** Sends one object after the other, each once the last is answered, then the final response. */
  function startStoring(objects: number): Promise<void> {
    let sent = 0;
    let request: CommandFields = {};
    const next = (socket: Socket): void => {
      sent += 1;
      if (sent <= objects) {
        socket.write(respond(request, 0xff00, counts(objects - sent + 1, sent - 1)));
        socket.write(storeRequest(sent));
      } else socket.write(respond(request, 0, counts(0, objects)));
    };
    return startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField === 0x0fff) socket.write(respond(request, 0xfe00));
        else if (command.commandField === 0x0010) {
          request = command;
          next(socket);
        } else if (command.commandField === 0x8001) next(socket);
      }),
    ).then((started) => {
      peer = started;
    });
  }

  it('answers each object and counts what the peer counts', async () => {
    await startStoring(5);
    const receiver = await receiveObjects({
      to: { kind: 'memory', onObject: () => undefined },
      only: ({ patientId }) => patientId === 'OURS',
      maxObjects: 4,
      maxBytes: 1_000_000,
    });
    const association = await associate();
    expect(await association.get(get({ onStore: receiver.handler }))).toMatchObject({
      kind: 'status',
      status: { code: 0 },
      answeredObjects: 5,
      pendingResponses: 5,
      subOperations: { completed: 5 },
    });
    const statuses = peer?.received
      .map(readCommand)
      .filter((command) => command?.commandField === 0x8001)
      .map((command) => command?.status);
    expect(statuses).toEqual([0, 0, 0, 0, 0xa700]);
    expect(receiver.objects()[0]).toMatchObject({
      peer: { aeTitle: 'SCRIPTED', associationId: 0 },
    });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('cancels when more objects come than were asked for, and takes no more', async () => {
    await startStoring(1000);
    let taken = 0;
    const onStore: StoreHandler = async () => {
      taken += 1;
      return { status: 0 };
    };
    const association = await associate();
    expect(await association.get(get({ onStore, maxObjects: 3 }))).toMatchObject({
      kind: 'status',
      status: { code: 0xfe00 },
      stoppedBy: 'objects',
      answeredObjects: 3,
    });
    expect(taken).toBe(3);
    await association.abort();
  });

  it('is aborted when objects come without end, C-CANCEL or not', async () => {
    await startArchive(
      (_, socket) => {
        const timer = setInterval(() => socket.write(storeRequest(1)), 2);
        socket.once('close', () => clearInterval(timer));
      },
      () => undefined,
    );
    const association = await associate();
    const outcome = await association.get(get({ maxObjects: 10, cancelGraceMs: 150 }));
    expect(outcome).toMatchObject({ kind: 'cancel-ignored', answeredObjects: 10 });
  });

  it('is aborted when one object has no end', async () => {
    const value = { contextId: CONTEXT.store, isCommand: false, isLast: false };
    const more = encodePdu({
      kind: 'data-transfer',
      values: [{ ...value, data: Buffer.alloc(10_000) }],
    });
    await startArchive((_, socket) => {
      socket.write(
        encodeMessage(CONTEXT.store, {
          affectedSopClassUid: CAPTURE,
          commandField: 0x0001,
          messageId: 1,
          commandDataSetType: 1,
          affectedSopInstanceUid: '1.2.3',
        }),
      );
      const timer = setInterval(() => socket.write(more), 1);
      socket.once('close', () => clearInterval(timer));
    });
    const association = await associate();
    expect(await association.get(get({ maxObjectBytes: 200_000 }))).toMatchObject({
      kind: 'limit-exceeded',
      limit: 'dataset-bytes',
      limitBytes: 200_000,
      answeredObjects: 0,
    });
  });

  it('keeps to its time in the middle of an object', async () => {
    await startArchive(
      (_, socket) => {
        const piece = encodePdu({
          kind: 'data-transfer',
          values: [
            { contextId: CONTEXT.store, isCommand: false, isLast: false, data: Buffer.alloc(10) },
          ],
        });
        socket.write(
          encodeMessage(CONTEXT.store, {
            affectedSopClassUid: CAPTURE,
            commandField: 0x0001,
            messageId: 1,
            commandDataSetType: 1,
            affectedSopInstanceUid: '1.2.3',
          }),
        );
        const timer = setInterval(() => socket.write(piece), 5);
        socket.once('close', () => clearInterval(timer));
      },
      () => undefined,
    );
    const association = await associate();
    expect(await association.get(get({ maxMs: 100, cancelGraceMs: 100 }))).toMatchObject({
      kind: 'cancel-ignored',
      stoppedBy: 'time',
    });
  });

  it.each([
    [
      'falls silent in an object',
      (socket: Socket) =>
        socket.write(
          encodeMessage(CONTEXT.store, {
            affectedSopClassUid: CAPTURE,
            commandField: 0x0001,
            messageId: 1,
            commandDataSetType: 1,
          }),
        ),
      'timeout',
    ],
    [
      'stores in a context that was not accepted',
      (socket: Socket) => socket.write(encodeMessage(99, { commandField: 0x0001, messageId: 1 })),
      'protocol-error',
    ],
    [
      'leaves out the message id',
      (socket: Socket) =>
        socket.write(encodeMessage(CONTEXT.store, { commandField: 0x0001 }, Buffer.alloc(8))),
      'protocol-error',
    ],
    [
      'resets in an object',
      (socket: Socket) =>
        socket.write(storeRequest(1).subarray(0, 500), () => socket.resetAndDestroy()),
      'reset',
    ],
    [
      'releases',
      (socket: Socket) => socket.write(encodePdu({ kind: 'release-request' })),
      'released-by-peer',
    ],
  ])('ends when the peer %s', async (_, act, kind) => {
    await startArchive((_request, socket) => act(socket));
    const association = await associate();
    expect(await association.get(get())).toMatchObject({ kind, answeredObjects: 0 });
  });

  it('refuses an object whose command names another class', async () => {
    await startArchive((request, socket) => {
      socket.write(storeRequest(1, { affectedSopClassUid: '1.2.3' }));
      setTimeout(() => socket.write(respond(request, 0)), 50);
    });
    const association = await associate();
    expect(await association.get(get())).toMatchObject({ kind: 'status' });
    const answers = peer?.received.map(readCommand);
    expect(answers?.find((command) => command?.commandField === 0x8001)?.status).toBe(0x0122);
    await association.release();
  });

  it('throws what the handler throws, after telling the peer', async () => {
    await startArchive((_, socket) => socket.write(storeRequest(1)));
    const association = await associate();
    const onStore: StoreHandler = async () => {
      throw new Error('handler');
    };
    await expect(association.get(get({ onStore }))).rejects.toThrow('handler');
    await peer?.connectionsClosed();
    const answers = peer?.received.map(readCommand);
    expect(answers?.find((command) => command?.commandField === 0x8001)?.status).toBe(0x0110);
    expect(association.ending).toEqual({ kind: 'abort-sent' });
  });
});
