import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeDataset } from '../../../../src/protocols/dicom/data/encode-dataset.ts';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type Association,
  type CommitmentInbox,
  encodeCommitmentRequest,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  readCommitmentResult,
  receiveCommitmentResults,
  STATUS,
  STORAGE_COMMITMENT_INSTANCE,
  WORKFLOW_SOP_CLASSES,
} from '../../../../src/protocols/dicom/index.ts';
import {
  awaitNoSockets,
  encodeMessage,
  politePeer,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
  testOptions,
} from '../support/scripted-peer.ts';

const COMMITMENT = WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid;
const MPPS = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;
const objects = [
  { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '1.2.3' },
  { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '1.2.4' },
];
const transactionUid = '2.25.1';

let peer: ScriptedPeer | undefined;

afterEach(async () => {
  await peer?.connectionsClosed();
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

async function associate(): Promise<Association> {
  const result = await openAssociation(
    testOptions(peer?.port ?? 1, {
      contexts: [COMMITMENT, MPPS].map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN],
      })),
    }),
  );
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.association;
}

/** What a committing archive reports; it echoes the request, so committed objects are the ones asked for. */
function report(
  fields: CommandFields = {},
  dataset: Buffer = encodeCommitmentRequest(transactionUid, objects, IMPLICIT_VR_LITTLE_ENDIAN),
): Buffer {
  return encodeMessage(
    1,
    {
      affectedSopClassUid: COMMITMENT,
      commandField: 0x0100,
      messageId: 77,
      affectedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
      eventTypeId: 1,
      ...fields,
    },
    dataset,
  );
}

function actionResponse(request: CommandFields, status = 0): Buffer {
  return encodeMessage(1, {
    commandField: 0x8130,
    messageIdBeingRespondedTo: request.messageId ?? 0,
    status,
  });
}

async function startArchive(onAction: (request: CommandFields, socket: Socket) => void) {
  peer = await startPduPeer(
    politePeer((command, socket) => {
      if (command.commandField === 0x0130) onAction(command, socket);
    }),
  );
}

function statusesOfReports(): (number | undefined)[] {
  return (peer?.received ?? [])
    .map(readCommand)
    .filter((command) => command?.commandField === 0x8100)
    .map((command) => command?.status);
}

async function request(inbox: CommitmentInbox) {
  const association = await associate();
  inbox.expect(transactionUid);
  const onEventReport = inbox.handler;
  const outcome = await association.requestCommitment({ transactionUid, objects, onEventReport });
  return { association, outcome };
}

describe('requestCommitment', () => {
  it('says what it wants committed, and takes the result that comes after the response', async () => {
    await startArchive((command, socket) => {
      socket.write(actionResponse(command));
      setTimeout(() => socket.write(report()), 50);
    });
    const inbox = receiveCommitmentResults();
    const { association, outcome } = await request(inbox);
    expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(inbox.result(transactionUid)).toBeUndefined();
    const waited = await association.awaitEventReport({ handler: inbox.handler, waitMs: 5000 });
    expect(waited).toMatchObject({ kind: 'answered', status: 0 });
    expect(inbox.result(transactionUid)).toEqual({
      transactionUid,
      eventTypeId: 1,
      committed: objects,
      failed: [],
      associationId: 0,
      repeats: 0,
    });
    const asked = peer?.received.map(readCommand).find((command) => command !== undefined);
    expect(asked).toMatchObject({
      requestedSopClassUid: COMMITMENT,
      requestedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
      actionTypeId: 1,
    });
    expect(await association.release()).toMatchObject({ kind: 'released' });
    expect(statusesOfReports()).toEqual([0]);
  });

  it('takes a result that overtakes the response', async () => {
    await startArchive((command, socket) => {
      socket.write(Buffer.concat([report(), actionResponse(command)]));
    });
    const inbox = receiveCommitmentResults();
    const { association, outcome } = await request(inbox);
    expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(inbox.result(transactionUid)).toMatchObject({ committed: objects });
    await association.release();
  });

  it('reports a refusal', async () => {
    await startArchive((command, socket) => socket.write(actionResponse(command, 0x0213)));
    const { association, outcome } = await request(receiveCommitmentResults());
    expect(outcome).toMatchObject({ status: { code: 0x0213, meaning: 'Resource limitation' } });
    await association.release();
  });

  it('is not kept waiting by results without end and without response', async () => {
    await startArchive((_, socket) => {
      const timer = setInterval(() => socket.write(encodeMessage(1, { commandField: 0x8130 })), 5);
      socket.once('close', () => clearInterval(timer));
    });
    const { outcome } = await request(receiveCommitmentResults());
    expect(outcome).toMatchObject({ kind: 'timeout', phase: 'dimse' });
  });
});

describe('awaitEventReport', () => {
  it('waits no longer than asked, and the association goes on', async () => {
    await startArchive((command, socket) => socket.write(actionResponse(command)));
    const inbox = receiveCommitmentResults();
    const { association } = await request(inbox);
    const { handler } = inbox;
    expect(await association.awaitEventReport({ handler, waitMs: 30 })).toMatchObject({
      kind: 'nothing-came',
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    expect(
      await association.awaitEventReport({ handler, waitMs: 60_000, stopWaiting: stop.signal }),
    ).toMatchObject({ kind: 'nothing-came' });
    expect(
      await association.awaitEventReport({ handler, waitMs: 60_000, stopWaiting: stop.signal }),
    ).toMatchObject({ kind: 'nothing-came' });
    // Longer than the deadline of a DIMSE operation: waiting is no silence.
    expect(await association.awaitEventReport({ handler, waitMs: 600 })).toMatchObject({
      kind: 'nothing-came',
    });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it.each([
    [
      'releases',
      (socket: Socket) => socket.write(encodePdu({ kind: 'release-request' })),
      'released-by-peer',
    ],
    ['closes', (socket: Socket) => socket.end(), 'closed'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 'reset'],
    [
      'begins a report and falls silent',
      (socket: Socket) => socket.write(report().subarray(0, 80)),
      'nothing-came',
    ],
    [
      'begins a report in one PDU and falls silent',
      (socket: Socket) =>
        socket.write(
          encodeMessage(1, { commandField: 0x0100, messageId: 1, commandDataSetType: 1 }),
        ),
      'timeout',
    ],
    [
      'leaves out the message id',
      (socket: Socket) =>
        socket.write(encodeMessage(1, { commandField: 0x0100, affectedSopClassUid: COMMITMENT })),
      'protocol-error',
    ],
  ])('ends when the peer %s', async (_, act, kind) => {
    await startArchive((command, socket) => {
      socket.write(actionResponse(command));
      setTimeout(() => act(socket), 50);
    });
    const inbox = receiveCommitmentResults();
    const { association } = await request(inbox);
    const outcome = await association.awaitEventReport({ handler: inbox.handler, waitMs: 500 });
    expect(outcome).toMatchObject({ kind });
    await association.abort();
  });

  it('ends at the signal of the caller', async () => {
    await startArchive((command, socket) => socket.write(actionResponse(command)));
    const inbox = receiveCommitmentResults();
    const { association } = await request(inbox);
    const signal = AbortSignal.timeout(30);
    expect(
      await association.awaitEventReport({ handler: inbox.handler, waitMs: 60_000, signal }),
    ).toMatchObject({ kind: 'cancelled' });
  });
});

describe('receiveCommitmentResults', () => {
  const referencing = (tag: number, items: number): Buffer =>
    encodeDataset(
      [
        { tag: 0x00081195, vr: 'UI', text: transactionUid },
        {
          tag,
          vr: 'SQ',
          items: Array.from({ length: items }, (_, index) => [
            { tag: 0x00081150, vr: 'UI', text: '1.2' },
            { tag: 0x00081155, vr: 'UI', text: `1.2.${index}` },
            { tag: 0x00081197, vr: 'US', numbers: [0x0112] },
          ]),
        },
      ],
      'implicit-little-endian',
    );

  it.each([
    [
      'of a transaction that we did not ask for',
      report({}, encodeCommitmentRequest('2.25.9', objects, IMPLICIT_VR_LITTLE_ENDIAN)),
      STATUS.invalidArgumentValue,
    ],
    [
      'without a transaction',
      report({}, encodeDataset([], 'implicit-little-endian')),
      STATUS.processingFailure,
    ],
    [
      'without a data set',
      encodeMessage(1, {
        affectedSopClassUid: COMMITMENT,
        commandField: 0x0100,
        messageId: 1,
        eventTypeId: 1,
        affectedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
      }),
      STATUS.processingFailure,
    ],
    ['that is junk', report({}, Buffer.alloc(999, 0xa5)), STATUS.processingFailure],
    ['with 30 000 objects', report({}, referencing(0x00081199, 30_000)), STATUS.processingFailure],
    ['of an unknown event', report({ eventTypeId: 3 }), STATUS.noSuchEventType],
    [
      'of another instance',
      report({ affectedSopInstanceUid: '1.2.3' }),
      STATUS.invalidObjectInstance,
    ],
    ['of another class', report({ affectedSopClassUid: MPPS }), STATUS.noSuchSopClass],
  ])('refuses a report %s', async (_, bytes, status) => {
    await startArchive((command, socket) => {
      socket.write(Buffer.concat([bytes, actionResponse(command)]));
    });
    const inbox = receiveCommitmentResults();
    const { association, outcome } = await request(inbox);
    expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(inbox.result(transactionUid)).toBeUndefined();
    await association.release();
    expect(statusesOfReports()).toEqual([status]);
  });

  it('keeps the first of several results, counts the others, and reads failures', async () => {
    const failures = report({ eventTypeId: 2 }, referencing(0x00081198, 2));
    await startArchive((command, socket) => {
      socket.write(Buffer.concat([failures, report(), report(), actionResponse(command)]));
    });
    const inbox = receiveCommitmentResults();
    const { association } = await request(inbox);
    expect(inbox.result(transactionUid)).toMatchObject({
      eventTypeId: 2,
      committed: [],
      failed: [
        { sopClassUid: '1.2', sopInstanceUid: '1.2.0', failureReason: 0x0112 },
        { sopInstanceUid: '1.2.1' },
      ],
      repeats: 2,
    });
    await association.release();
    expect(statusesOfReports()).toEqual([0, 0, 0]);
  });

  it('waits for a result, for a time, or for a signal', async () => {
    const inbox = receiveCommitmentResults();
    inbox.expect(transactionUid);
    expect(await inbox.awaitResult(transactionUid, 20)).toBeUndefined();
    expect(
      await inbox.awaitResult(transactionUid, 60_000, AbortSignal.timeout(20)),
    ).toBeUndefined();
    expect(await inbox.awaitResult(transactionUid, 60_000, AbortSignal.abort())).toBeUndefined();
    const waiting = inbox.awaitResult(transactionUid, 60_000);
    await inbox.handler({
      peer: { aeTitle: 'ARCHIVE', associationId: 4 },
      sopClassUid: COMMITMENT,
      transferSyntaxUid: IMPLICIT_VR_LITTLE_ENDIAN,
      command: {
        eventTypeId: 1,
        affectedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
        unknownElements: [],
      },
      dataset: encodeCommitmentRequest(transactionUid, objects, IMPLICIT_VR_LITTLE_ENDIAN),
      signal: new AbortController().signal,
    });
    expect(await waiting).toMatchObject({ associationId: 4, committed: objects });
  });

  it('reads what it writes in both encodings, and refuses others', () => {
    for (const syntax of [IMPLICIT_VR_LITTLE_ENDIAN, '1.2.840.10008.1.2.1']) {
      const bytes = encodeCommitmentRequest(transactionUid, objects, syntax);
      expect(readCommitmentResult(bytes, syntax, 1)).toMatchObject({
        ok: true,
        result: { transactionUid, committed: objects },
      });
    }
    expect(() => encodeCommitmentRequest(transactionUid, objects, '1.2.840.10008.1.2.2')).toThrow(
      RangeError,
    );
    expect(readCommitmentResult(Buffer.alloc(0), '1.2.840.10008.1.2.2', 1).ok).toBe(false);
  });
});

describe('create and set', () => {
  it('name the instance as PS3.7 10.3 says, and give back the response', async () => {
    peer = await startPduPeer(
      politePeer((command, socket) => {
        const { messageId = 0, commandField = 0 } = command;
        socket.write(
          encodeMessage(
            3,
            {
              commandField: commandField | 0x8000,
              messageIdBeingRespondedTo: messageId,
              status: commandField === 0x0140 ? 0 : 0x0110,
              affectedSopInstanceUid: '2.25.7',
            },
            commandField === 0x0140 ? Buffer.alloc(8) : undefined,
          ),
        );
      }),
    );
    const association = await associate();
    const attributes = (syntax: string): Buffer => {
      expect(syntax).toBe(IMPLICIT_VR_LITTLE_ENDIAN);
      return Buffer.alloc(10);
    };
    expect(await association.create({ sopClassUid: MPPS, attributes })).toMatchObject({
      kind: 'status',
      status: { code: 0 },
      command: { affectedSopInstanceUid: '2.25.7' },
      dataset: Buffer.alloc(8),
    });
    expect(
      await association.set({ sopClassUid: MPPS, sopInstanceUid: '2.25.7', attributes }),
    ).toMatchObject({ kind: 'status', status: { code: 0x0110 } });
    const sent = peer.received.map(readCommand).filter((command) => command !== undefined);
    expect(sent[0]).toMatchObject({ commandField: 0x0140, affectedSopClassUid: MPPS });
    expect(sent[0]).not.toHaveProperty('affectedSopInstanceUid');
    expect(sent[1]).toMatchObject({
      commandField: 0x0120,
      requestedSopClassUid: MPPS,
      requestedSopInstanceUid: '2.25.7',
    });
    const sopClassUid = '1.2.3';
    expect(await association.create({ sopClassUid, attributes })).toMatchObject({
      kind: 'no-accepted-context',
    });
    await association.release();
  });
});
