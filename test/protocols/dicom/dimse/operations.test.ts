import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { Pdu } from '../../../../src/protocols/dicom/dul/pdu.ts';
import {
  type FindAnswer,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  readFileMeta,
} from '../../../../src/protocols/dicom/index.ts';
import { makeSecondaryCapture, writeDicomFile } from '../support/make-dicom-object.ts';
import {
  acceptAll,
  awaitNoSockets,
  CONTEXT,
  encodeMessage,
  politePeer,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
  startRawPeer,
  testOptions,
  userInformation,
} from '../support/scripted-peer.ts';

const FIND = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid;
const identifier = Buffer.from('0800520006000000535455445920', 'hex');

let peer: ScriptedPeer | undefined;

afterEach(async () => {
  await peer?.connectionsClosed();
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

async function associate(overrides: Parameters<typeof testOptions>[1] = {}) {
  const result = await openAssociation(testOptions(peer?.port ?? 1, overrides));
  if (result.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(result)}`);
  return result.association;
}

function echoResponse(request: CommandFields, fields: CommandFields = {}): Buffer {
  return encodeMessage(CONTEXT.verification, {
    commandField: 0x8030,
    messageIdBeingRespondedTo: request.messageId ?? 0,
    status: 0,
    ...fields,
  });
}

function findResponse(request: CommandFields, status: number, dataset?: Buffer): Buffer {
  return encodeMessage(
    CONTEXT.find,
    { commandField: 0x8020, messageIdBeingRespondedTo: request.messageId ?? 0, status },
    dataset,
  );
}

/** Sends pending answers for ever, as fast as they are read. */
function flood(request: CommandFields, socket: Socket): void {
  const answer = findResponse(request, 0xff00, identifier);
  const batch = Buffer.concat(Array.from({ length: 50 }, () => answer));
  const send = (): void => {
    if (!socket.destroyed) socket.write(batch, () => setImmediate(send));
  };
  send();
}

describe('echo', () => {
  it.each([
    [
      'aborts',
      (socket: Socket) => socket.write(encodePdu({ kind: 'abort', source: 0, reason: 0 })),
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
    ['speaks HTTP', (socket: Socket) => socket.write('HTTP/1.1 200 OK'), 'protocol-error'],
    [
      'associates again',
      (socket: Socket) => socket.write(Buffer.from('03000000000400010101', 'hex')),
      'protocol-error',
    ],
  ])('says so when the peer %s', async (_, act, kind) => {
    peer = await startPduPeer(politePeer((_command, socket) => act(socket)));
    const association = await associate();
    const outcome = await association.echo();
    expect(outcome).toMatchObject({ kind, phase: 'dimse' });
    // The association is over: the same ending answers every later call.
    expect(await association.release()).toMatchObject({ kind });
  });

  it.each([0, 1, 6, 12, 30])('says so when the peer resets after %i bytes', async (sent) => {
    peer = await startPduPeer(
      politePeer((command, socket) =>
        socket.write(echoResponse(command).subarray(0, sent), () =>
          setTimeout(() => socket.resetAndDestroy(), 10),
        ),
      ),
    );
    const association = await associate();
    expect(await association.echo()).toMatchObject({ kind: 'reset', phase: 'dimse' });
  });

  const value = { contextId: 1, isLast: true, data: Buffer.alloc(3) };

  it.each([
    [
      'no status',
      (messageId: number) =>
        encodeMessage(1, { commandField: 0x8030, messageIdBeingRespondedTo: messageId }),
    ],
    [
      'a broken command set',
      () => encodePdu({ kind: 'data-transfer', values: [{ ...value, isCommand: true }] }),
    ],
    [
      'a data set without command',
      () => encodePdu({ kind: 'data-transfer', values: [{ ...value, isCommand: false }] }),
    ],
    ['data in a context that was not accepted', () => encodeMessage(77, { commandField: 0x8030 })],
  ])('calls %s a protocol error', async (_, answer) => {
    peer = await startPduPeer(
      politePeer((command, socket) => socket.write(answer(command.messageId ?? 0))),
    );
    const association = await associate();
    expect(await association.echo()).toMatchObject({ kind: 'protocol-error', phase: 'dimse' });
  });

  it('waits for its own answer among foreign ones, and notes those', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        socket.write(echoResponse(command, { messageIdBeingRespondedTo: 4711, status: 0x0110 }));
        socket.write(encodeMessage(1, { commandField: 0x0030, messageId: 1 }));
        socket.write(echoResponse(command));
      }),
    );
    const association = await associate();
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(association.deviations).toMatchObject([
      { kind: 'foreign-message-id', count: 1 },
      { kind: 'unexpected-command', count: 1 },
    ]);
    await association.release();
  });

  it('is not kept waiting by foreign answers without end', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        const answer = echoResponse(command, { messageIdBeingRespondedTo: 4711 });
        const timer = setInterval(() => socket.write(answer), 5);
        socket.once('close', () => clearInterval(timer));
      }),
    );
    const association = await associate();
    expect(await association.echo()).toMatchObject({ kind: 'timeout', phase: 'dimse' });
  });

  it('stops at the data set limit', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        const { messageId = 0 } = command;
        const fields = { commandField: 0x8030, messageIdBeingRespondedTo: messageId, status: 0 };
        socket.write(encodeMessage(1, fields, Buffer.alloc(2000)));
      }),
    );
    const association = await associate({ maxDatasetBytes: 1000 });
    expect(await association.echo()).toMatchObject({
      kind: 'limit-exceeded',
      limit: 'dataset-bytes',
      limitBytes: 1000,
    });
  });

  it('notes a PDU longer than we announced to accept', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) =>
        socket.write(echoResponse(command, { errorComment: 'x'.repeat(60) })),
      ),
    );
    const association = await associate({ maxPduBytes: 64 });
    expect(await association.echo()).toMatchObject({ kind: 'status' });
    expect(association.deviations).toMatchObject([{ kind: 'pdu-longer-than-announced' }]);
    await association.release();
  });

  it('refuses a second operation while one is in progress', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => setTimeout(() => socket.write(echoResponse(command)), 50)),
    );
    const association = await associate();
    const first = association.echo();
    await expect(association.echo()).rejects.toThrow('in progress');
    expect(await first).toMatchObject({ kind: 'status' });
    await association.release();
  });
});

describe('find', () => {
  it('hands over every pending answer, FF00 and FF01 alike', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        socket.write(findResponse(command, 0xff00, identifier));
        socket.write(findResponse(command, 0xff01, identifier));
        socket.write(findResponse(command, 0xff01, identifier));
        socket.write(findResponse(command, 0x0000));
      }),
    );
    const association = await associate();
    const answers: FindAnswer[] = [];
    const outcome = await association.find({
      sopClassUid: FIND,
      identifier,
      onAnswer: (answer) => {
        answers.push(answer);
      },
    });
    expect(outcome).toMatchObject({
      kind: 'status',
      status: { code: 0 },
      answers: 3,
      unsupportedKeyAnswers: 2,
      answerBytes: 3 * identifier.length,
    });
    expect(outcome).not.toHaveProperty('stoppedBy');
    expect(answers.map(({ index, statusCode }) => [index, statusCode])).toEqual([
      [0, 0xff00],
      [1, 0xff01],
      [2, 0xff01],
    ]);
    expect(answers.every((answer) => answer.identifier.equals(identifier))).toBe(true);
    await association.release();
  });

  it.each([
    ['answers', { maxAnswers: 5 }],
    ['bytes', { maxBytes: 100 }],
    ['time', { maxMs: 60 }],
  ])('cancels at the cap on %s when the peer honours C-CANCEL', async (stoppedBy, caps) => {
    let find: CommandFields = {};
    let timer: NodeJS.Timeout | undefined;
    peer = await startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField === 0x0020) {
          find = command;
          timer = setInterval(() => socket.write(findResponse(find, 0xff00, identifier)), 5);
        } else if (command.commandField === 0x0fff) {
          clearInterval(timer);
          expect(command.messageIdBeingRespondedTo).toBe(find.messageId);
          socket.write(findResponse(find, 0xfe00));
        }
      }),
    );
    const association = await associate();
    const outcome = await association.find({ sopClassUid: FIND, identifier, ...caps });
    expect(outcome).toMatchObject({ kind: 'status', status: { category: 'cancelled' }, stoppedBy });
    if (stoppedBy === 'answers') expect(outcome).toMatchObject({ answers: 5 });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('aborts a peer that answers without end and ignores C-CANCEL', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField === 0x0020) flood(command, socket);
      }),
    );
    const association = await associate();
    const request = { sopClassUid: FIND, identifier, maxAnswers: 1000, cancelGraceMs: 200 };
    const outcome = await association.find(request);
    expect(outcome).toMatchObject({ kind: 'cancel-ignored', stoppedBy: 'answers', answers: 1000 });
    expect(association.ending).toMatchObject({ kind: 'timeout', phase: 'dimse' });
  });

  it('cancels when the caller has seen enough', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField === 0x0fff) {
          const messageId = command.messageIdBeingRespondedTo ?? 0;
          socket.write(findResponse({ messageId }, 0xfe00));
        } else {
          socket.write(findResponse(command, 0xff00, identifier));
          socket.write(findResponse(command, 0xff00, identifier));
        }
      }),
    );
    const association = await associate();
    const outcome = await association.find({
      sopClassUid: FIND,
      identifier,
      onAnswer: (_answer, cancel) => cancel(),
    });
    expect(outcome).toMatchObject({
      kind: 'status',
      stoppedBy: 'caller',
      answers: 1,
      answersAfterCancel: 1,
    });
    await association.release();
  });

  it('does not count the time of a slow caller as silence of the peer', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        socket.write(findResponse(command, 0xff00, identifier));
        socket.write(findResponse(command, 0x0000));
      }),
    );
    const association = await associate({ deadlines: { dimse: 100 } });
    const outcome = await association.find({
      sopClassUid: FIND,
      identifier,
      onAnswer: () => sleep(250),
    });
    expect(outcome).toMatchObject({ kind: 'status', answers: 1 });
    await association.release();
  });

  it('does not blame the peer for a caller who is slow past the time cap', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        if (command.commandField === 0x0020)
          socket.write(findResponse(command, 0xff00, identifier));
        else
          socket.write(findResponse({ messageId: command.messageIdBeingRespondedTo ?? 0 }, 0xfe00));
      }),
    );
    const association = await associate();
    const outcome = await association.find({
      sopClassUid: FIND,
      identifier,
      maxMs: 50,
      cancelGraceMs: 100,
      onAnswer: () => sleep(300),
    });
    expect(outcome).toMatchObject({ kind: 'status', stoppedBy: 'time', answers: 1 });
    await association.release();
  });

  it('aborts and throws when the caller throws', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => socket.write(findResponse(command, 0xff00, identifier))),
    );
    const association = await associate();
    await expect(
      association.find({
        sopClassUid: FIND,
        identifier,
        onAnswer: () => {
          throw new Error('caller');
        },
      }),
    ).rejects.toThrow('caller');
    expect(association.ending).toEqual({ kind: 'abort-sent' });
  });

  it('keeps the count when the peer goes away in the middle', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        socket.write(findResponse(command, 0xff00, identifier));
        socket.write(encodePdu({ kind: 'release-request' }));
      }),
    );
    const association = await associate();
    expect(await association.find({ sopClassUid: FIND, identifier })).toMatchObject({
      kind: 'released-by-peer',
      phase: 'dimse',
      answers: 1,
    });
    expect(peer.received.at(-1)?.kind).toBe('release-response');
  });

  it('notes pending answers without identifier and a final one with', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        socket.write(findResponse(command, 0xff00));
        socket.write(findResponse(command, 0x0000, identifier));
      }),
    );
    const association = await associate();
    expect(await association.find({ sopClassUid: FIND, identifier })).toMatchObject({
      kind: 'status',
      answers: 0,
    });
    expect(association.deviations.map(({ kind }) => kind)).toEqual([
      'pending-without-identifier',
      'dataset-in-final-response',
    ]);
    await association.release();
  });
});

/** The data set fragments received, joined. */
function receivedDataset(pdus: readonly Pdu[]): Buffer {
  const values = pdus.flatMap((pdu) => (pdu.kind === 'data-transfer' ? pdu.values : []));
  return Buffer.concat(values.filter((value) => !value.isCommand).map((value) => value.data));
}

/** Accepts with a maximum PDU and answers a C-STORE after its last fragment. */
async function startStorePeer(maxPduBytes: number, status: number): Promise<ScriptedPeer> {
  let request: CommandFields = {};
  return startPduPeer((pdu, socket) => {
    if (pdu.kind === 'associate-request') {
      const info = userInformation({ maxPduBytes });
      socket.write(encodePdu(acceptAll(pdu, { userInformation: info })));
    } else if (pdu.kind === 'release-request') {
      socket.write(encodePdu({ kind: 'release-response' }));
    } else if (pdu.kind === 'data-transfer') {
      expect(encodePdu(pdu).length - 6).toBeLessThanOrEqual(maxPduBytes || Number.MAX_SAFE_INTEGER);
      request = readCommand(pdu) ?? request;
      if (pdu.values.some((value) => !value.isCommand && value.isLast)) {
        const messageIdBeingRespondedTo = request.messageId ?? 0;
        const fields = { commandField: 0x8001, messageIdBeingRespondedTo, status };
        socket.write(encodeMessage(CONTEXT.store, fields));
      }
    }
  });
}

describe('store', () => {
  const large = makeSecondaryCapture({ serial: 1, patientId: 'P1', rows: 1500, columns: 2001 });

  it.each([0, 1024, 16_384, 1_000_000])(
    'sends a data set as it is, within a maximum PDU of %i',
    async (maxPduBytes) => {
      peer = await startStorePeer(maxPduBytes, 0);
      const association = await associate();
      const outcome = await association.store({
        ...large,
        dataset: { kind: 'bytes', bytes: large.dataset },
      });
      expect(outcome).toMatchObject({
        kind: 'status',
        status: { code: 0 },
        sentBytes: large.dataset.length,
      });
      expect(receivedDataset(peer.received).equals(large.dataset)).toBe(true);
      await association.release();
    },
  );

  it.each([0, 1024, 16_384])('streams a file within a maximum PDU of %i', async (maxPduBytes) => {
    const folder = await mkdtemp(join(tmpdir(), 'rispacs-store-'));
    try {
      const path = join(folder, 'image.dcm');
      await writeDicomFile(path, large);
      const read = await readFileMeta(path);
      if (!read.ok) throw new Error(read.message);
      peer = await startStorePeer(maxPduBytes, 0xb000);
      const association = await associate();
      expect(await association.store(read.file)).toMatchObject({
        kind: 'status',
        status: { code: 0xb000, category: 'warning' },
        sentBytes: large.dataset.length,
      });
      expect(receivedDataset(peer.received).equals(large.dataset)).toBe(true);
      // The association serves the next object as well.
      expect(await association.store(read.file)).toMatchObject({ kind: 'status' });
      await association.release();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('sends an empty data set as one empty fragment', async () => {
    peer = await startStorePeer(16_384, 0xa900);
    const association = await associate();
    const dataset = { kind: 'bytes', bytes: Buffer.alloc(0) } as const;
    expect(await association.store({ ...large, dataset })).toMatchObject({
      kind: 'status',
      status: { code: 0xa900, category: 'failure' },
    });
    await association.release();
  });

  it('sends nothing when the transfer syntax of the object was not accepted', async () => {
    peer = await startStorePeer(16_384, 0);
    const association = await associate();
    const outcome = await association.store({
      ...large,
      transferSyntaxUid: '1.2.840.10008.1.2.4.70',
      dataset: { kind: 'bytes', bytes: large.dataset },
    });
    expect(outcome).toMatchObject({
      kind: 'no-accepted-context',
      transferSyntaxUid: '1.2.840.10008.1.2.4.70',
      contexts: [{ id: CONTEXT.store, outcome: { state: 'accepted' } }],
    });
    await association.release();
    expect(peer.received.map((pdu) => pdu.kind)).toEqual(['associate-request', 'release-request']);
  });

  it('gives up on a peer that stops reading in the middle', async () => {
    let socket: Socket | undefined;
    peer = await startRawPeer((connection) => {
      socket = connection;
      connection.once('data', () => {
        const request = {
          kind: 'associate-request',
          protocolVersion: 1,
          calledAeTitle: 'A',
          callingAeTitle: 'B',
          contexts: [1, 3, 5].map((id) => ({
            id,
            transferSyntaxes: [id === 5 ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2'],
          })),
          unknownItems: [],
        } as const;
        connection.write(encodePdu(acceptAll(request)));
        connection.pause();
      });
    });
    const association = await associate();
    const bytes = Buffer.alloc(40 * 1024 * 1024);
    const outcome = await association.store({ ...large, dataset: { kind: 'bytes', bytes } });
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'dimse' });
    if (!('sentBytes' in outcome)) throw new Error('sentBytes is missing');
    expect(outcome.sentBytes).toBeLessThan(bytes.length);
    socket?.resume();
  });

  it('notices an A-ABORT while it is sending', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
      else if (pdu.kind === 'data-transfer' && !socket.writableEnded) {
        socket.end(encodePdu({ kind: 'abort', source: 2, reason: 0 }));
      }
    });
    const association = await associate();
    const bytes = Buffer.alloc(40 * 1024 * 1024);
    const outcome = await association.store({ ...large, dataset: { kind: 'bytes', bytes } });
    expect(outcome).toMatchObject({ kind: 'aborted', source: 2 });
  });

  it('aborts and throws when the file is shorter than announced', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rispacs-store-'));
    try {
      const path = join(folder, 'image.dcm');
      await writeDicomFile(path, large);
      const read = await readFileMeta(path);
      if (!read.ok) throw new Error(read.message);
      peer = await startStorePeer(16_384, 0);
      const association = await associate();
      const { dataset } = read.file;
      const longer = { ...dataset, lengthBytes: dataset.lengthBytes + 2 };
      await expect(association.store({ ...read.file, dataset: longer })).rejects.toThrow(
        'too early',
      );
      expect(association.ending).toEqual({ kind: 'abort-sent' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
