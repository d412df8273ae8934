import { describe, expect, it } from 'vitest';
import {
  COMMITMENT_RESULT_CONTEXT,
  chooseEncoding,
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type IncomingMessage,
  readDataset,
  receiveCommitmentResults,
  type ServerEvent,
  STATUS,
  startDicomServer,
  WORKFLOW_SOP_CLASSES,
} from '../../src/protocols/dicom/index.ts';
import { sendPerformedStep, startDcmjsServer } from './support/dcmjs-peer.ts';
import { findFreePort, missingPrograms, startOrthanc } from './support/dicom-peers.ts';
import { makeObjects, openAccepted, storeAll } from './support/dicom-study.ts';

const MPPS = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;
const COMMITMENT = WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid;
const UNKNOWN = '2.25.999999';

function encodeFor(transferSyntaxUid: string, elements: readonly DataElement[]): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) throw new Error(transferSyntaxUid);
  return encodeDataset(elements, encoding);
}

describe('Storage Commitment with Orthanc', () => {
  const missing = missingPrograms('Orthanc');

  it.for([
    { name: 'confirms what it holds', asked: 2, unknown: false },
    { name: 'names what it does not hold', asked: 2, unknown: true },
  ])('$name, on an association of its own', async ({ asked, unknown }, context) => {
    context.skip(missing !== undefined, missing);
    const inbox = receiveCommitmentResults();
    const events: ServerEvent[] = [];
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: await findFreePort(),
      admit: { called: ['RISPACS'], calling: ['ORTHANC'] },
      contexts: [COMMITMENT_RESULT_CONTEXT],
      handlers: { eventReport: inbox.handler },
      onEvent: (event) => events.push(event),
    });
    const peer = await startOrthanc({
      DicomModalities: {
        us: {
          AET: 'RISPACS',
          Host: '127.0.0.1',
          Port: server.port,
          AllowStorageCommitment: true,
        },
      },
    });
    try {
      const objects = makeObjects(700, asked, 'RISPACS-COMMIT');
      await storeAll(peer.port, 'ORTHANC', objects);
      const association = await openAccepted(peer.port, 'ORTHANC', [
        { abstractSyntax: COMMITMENT, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
        { abstractSyntax: COMMITMENT, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ]);
      const transactionUid = '2.25.4711';
      inbox.expect(transactionUid);
      const strange = { sopClassUid: objects[0]?.sopClassUid ?? '', sopInstanceUid: UNKNOWN };
      const outcome = await association.requestCommitment({
        transactionUid,
        objects: unknown ? [...objects, strange] : objects,
        onEventReport: inbox.handler,
      });
      expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 } });
      await association.release();
      const result = await inbox.awaitResult(transactionUid, 30_000);
      expect(result).toMatchObject({ eventTypeId: unknown ? 2 : 1, associationId: 1 });
      expect(result?.committed.map(({ sopInstanceUid }) => sopInstanceUid).sort()).toEqual(
        objects.map(({ sopInstanceUid }) => sopInstanceUid).sort(),
      );
      expect(result?.failed).toEqual(unknown ? [{ ...strange, failureReason: 0x0112 }] : []);
      const [accepted] = events.filter((event) => event.kind === 'association-accepted');
      expect(accepted?.roleSelections).toEqual([
        { sopClassUid: COMMITMENT, scu: false, scp: true },
      ]);
    } finally {
      await peer.stop();
      await server.close();
    }
  });
});

describe('dcmjs-dimse as the second opinion', () => {
  it('takes our N-CREATE and N-SET of a performed step', async () => {
    const server = await startDcmjsServer(await findFreePort(), 0);
    try {
      const association = await openAccepted(server.port, 'DCMJS', [
        { abstractSyntax: MPPS, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
      ]);
      const sopInstanceUid = '2.25.8001';
      expect(
        await association.create({
          sopClassUid: MPPS,
          sopInstanceUid,
          attributes: (syntax) =>
            encodeFor(syntax, [
              { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
              { tag: 0x00100010, vr: 'PN', text: 'KIỂM THỬ^RISPACS' },
              { tag: 0x00400252, vr: 'CS', text: 'IN PROGRESS' },
            ]),
        }),
      ).toMatchObject({
        kind: 'status',
        status: { code: 0 },
        command: { affectedSopInstanceUid: sopInstanceUid },
      });
      expect(
        await association.set({
          sopClassUid: MPPS,
          sopInstanceUid,
          attributes: (syntax) =>
            encodeFor(syntax, [{ tag: 0x00400252, vr: 'CS', text: 'COMPLETED' }]),
        }),
      ).toMatchObject({ kind: 'status', status: { code: 0 } });
      expect(await association.release()).toMatchObject({ kind: 'released' });
      expect(server.received).toMatchObject([
        {
          service: 'n-create',
          sopInstanceUid,
          elements: { PerformedProcedureStepStatus: 'IN PROGRESS' },
        },
        {
          service: 'n-set',
          sopInstanceUid,
          elements: { PerformedProcedureStepStatus: 'COMPLETED' },
        },
      ]);
      expect(JSON.stringify(server.received[0]?.elements.PatientName)).toContain(
        'KIỂM THỬ^RISPACS',
      );
    } finally {
      await server.stop();
    }
  });

  it('sends us N-CREATE and N-SET of a performed step', async () => {
    const seen: string[] = [];
    const take = (service: string) => (message: IncomingMessage) => {
      const encoding = chooseEncoding(message.transferSyntaxUid) ?? 'implicit-little-endian';
      const read = readDataset(message.dataset ?? Buffer.alloc(0), encoding);
      if (!read.ok) throw new Error(read.message);
      seen.push(`${service} ${read.dataset.text(0x00400252)} ${read.dataset.text(0x00100010)}`);
      return { status: STATUS.success };
    };
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'] },
      contexts: [
        {
          abstractSyntax: MPPS,
          transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
        },
      ],
      handlers: { nCreate: take('create'), nSet: take('set') },
    });
    try {
      const target = { port: server.port, calledAeTitle: 'RISPACS' };
      expect(await sendPerformedStep(target, '2.25.8002', 'KIỂM THỬ^RISPACS')).toEqual([0, 0]);
      expect(seen).toEqual(['create IN PROGRESS KIỂM THỬ^RISPACS', 'set COMPLETED undefined']);
    } finally {
      await server.close();
    }
  });

  it.for([
    { name: 'before or with its response', reportMs: 0 },
    { name: 'later', reportMs: 300 },
  ])('reports a commitment on the same association, $name', async ({ reportMs }) => {
    const peer = await startDcmjsServer(await findFreePort(), reportMs);
    const inbox = receiveCommitmentResults();
    try {
      const association = await openAccepted(peer.port, 'DCMJS', [
        { abstractSyntax: COMMITMENT, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
      ]);
      const transactionUid = '2.25.4712';
      inbox.expect(transactionUid);
      const objects = makeObjects(750, 2, 'RISPACS-COMMIT').map(
        ({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid }),
      );
      expect(
        await association.requestCommitment({
          transactionUid,
          objects,
          onEventReport: inbox.handler,
        }),
      ).toMatchObject({ kind: 'status', status: { code: 0 } });
      if (inbox.result(transactionUid) === undefined) {
        expect(
          await association.awaitEventReport({ handler: inbox.handler, waitMs: 20_000 }),
        ).toMatchObject({ kind: 'answered', status: 0 });
      }
      expect(inbox.result(transactionUid)).toMatchObject({
        associationId: 0,
        committed: objects,
        failed: [],
      });
      expect(await association.release()).toMatchObject({ kind: 'released' });
    } finally {
      await peer.stop();
    }
  });
});
