import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Association,
  COMMITMENT_RESULT_CONTEXT,
  type ContextProposal,
  type DataElement,
  type DicomServer,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  receiveCommitmentResults,
  receiveObjects,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageContexts,
  storageProviderRoles,
  WORKFLOW_SOP_CLASSES,
} from '../../src/protocols/dicom/index.ts';
import { type Pacs, startPacs } from '../../src/simulator/pacs/start-pacs.ts';
import { SIMULATOR_UID_ROOT } from '../../src/simulator/pacs/synthetic-studies.ts';
import { scenarioOfLevel } from '../../src/simulator/profiles.ts';
import { makeSecondaryCapture } from '../protocols/dicom/support/make-dicom-object.ts';

const { studyRootMove, studyRootGet } = QUERY_RETRIEVE_SOP_CLASSES;
const { modalityPerformedProcedureStep, storageCommitmentPushModel } = WORKFLOW_SOP_CLASSES;
const firstStudy = `${SIMULATOR_UID_ROOT}.1.1`;

let pacs: Pacs;
const servers: DicomServer[] = [];
const associations: Association[] = [];
beforeEach(async () => {
  pacs = await startPacs(scenarioOfLevel('advanced').pacs, new AbortController().signal);
});
afterEach(async () => {
  for (const one of associations.splice(0)) if (one.ending === undefined) await one.release();
  await Promise.all(servers.splice(0).map((one) => one.close()));
  await pacs.stop();
});

async function open(sopClasses: readonly string[], stored: readonly string[] = []) {
  const contexts: ContextProposal[] = [...sopClasses, ...stored].map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN],
  }));
  const opened = await openAssociation({
    host: '127.0.0.1',
    port: pacs.port,
    callingAeTitle: 'RISPACS',
    calledAeTitle: 'PACS_SIM',
    contexts,
    roleSelections: storageProviderRoles(stored),
  });
  if (opened.kind !== 'accepted') throw new Error(`not accepted: ${opened.kind}`);
  associations.push(opened.association);
  return opened.association;
}

/** A store of ours that counts what it gets, byte for byte. */
async function collectObjects() {
  const got = new Map<string, Buffer>();
  const receiver = await receiveObjects({
    to: { kind: 'memory', onObject: (object, bytes) => got.set(object.sopInstanceUid, bytes) },
    only: () => true,
    maxObjects: 100,
    maxBytes: 64 * 1024 * 1024,
  });
  return { got, receiver };
}

function identifier(level: string, keys: readonly DataElement[]): Buffer {
  return encodeDataset(
    [{ tag: 0x00080052, vr: 'CS', text: level }, ...keys],
    'explicit-little-endian',
  );
}
const study = (uid: string): DataElement => ({ tag: 0x0020000d, vr: 'UI', text: uid });

async function storeOwn() {
  const image = makeSecondaryCapture({ serial: 31, patientId: 'RISPACS-31' });
  const association = await open([image.sopClassUid]);
  await association.store({
    sopClassUid: image.sopClassUid,
    sopInstanceUid: image.sopInstanceUid,
    transferSyntaxUid: image.transferSyntaxUid,
    dataset: { kind: 'bytes', bytes: image.dataset },
  });
  return image;
}

describe('C-MOVE from the simulated PACS', () => {
  it('sends a study to a registered destination, byte for byte as it was stored', async () => {
    const image = await storeOwn();
    const { got, receiver } = await collectObjects();
    const destination = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'], calling: ['PACS_SIM'] },
      contexts: storageContexts(),
      handlers: { store: receiver.handler },
    });
    servers.push(destination);
    pacs.destinations.register('RISPACS', destination.port);
    const association = await open([studyRootMove.uid]);
    const move = (uid: string) =>
      association.move({
        sopClassUid: studyRootMove.uid,
        destination: 'RISPACS',
        identifier: identifier('STUDY', [study(uid)]),
      });
    expect(await move(image.studyInstanceUid)).toMatchObject({
      kind: 'status',
      status: { code: 0 },
      subOperations: { completed: 1, failed: 0 },
    });
    expect(got.get(image.sopInstanceUid)?.equals(image.dataset)).toBe(true);
    // The four synthetic images of this study are made when they are asked for.
    expect(await move(firstStudy)).toMatchObject({
      status: { code: 0 },
      pendingResponses: 3,
      subOperations: { completed: 4 },
    });
    expect(got.size).toBe(5);
  });

  it('answers A801 for a destination it does not know, A900 without a key, A702 when nobody listens', async () => {
    const association = await open([studyRootMove.uid]);
    const move = (destination: string, bytes: Buffer) =>
      association.move({ sopClassUid: studyRootMove.uid, destination, identifier: bytes });
    const whole = identifier('STUDY', [study(firstStudy)]);
    expect(await move('NOBODY', whole)).toMatchObject({ status: { code: 0xa801 } });
    pacs.destinations.register('RISPACS', 1);
    expect(await move('RISPACS', identifier('STUDY', []))).toMatchObject({
      status: { code: 0xa900 },
    });
    expect(await move('RISPACS', whole)).toMatchObject({
      status: { code: 0xa702 },
      subOperations: { completed: 0, failed: 4 },
    });
  });
});

describe('C-GET from the simulated PACS', () => {
  const ct = STORAGE_SOP_CLASSES.computedTomography.uid;

  it('sends a series back on the same association', async () => {
    const { got, receiver } = await collectObjects();
    const association = await open([studyRootGet.uid], [ct]);
    const outcome = await association.get({
      sopClassUid: studyRootGet.uid,
      identifier: identifier('SERIES', [
        study(firstStudy),
        { tag: 0x0020000e, vr: 'UI', text: `${firstStudy}.1` },
      ]),
      onStore: receiver.handler,
    });
    expect(outcome).toMatchObject({
      status: { code: 0 },
      answeredObjects: 4,
      subOperations: { completed: 4, failed: 0 },
    });
    expect(got.size).toBe(4);
    // The association goes on after it.
    expect(
      await association.get({
        sopClassUid: studyRootGet.uid,
        identifier: identifier('IMAGE', [{ tag: 0x00080018, vr: 'UI', text: `${firstStudy}.1.2` }]),
        onStore: receiver.handler,
      }),
    ).toMatchObject({ status: { code: 0 }, answeredObjects: 1 });
  });

  it('gives back what was stored, byte for byte, and counts what the caller does not take as failed', async () => {
    const image = await storeOwn();
    const { got, receiver } = await collectObjects();
    const get = async (association: Association) =>
      await association.get({
        sopClassUid: studyRootGet.uid,
        identifier: identifier('STUDY', [study(image.studyInstanceUid)]),
        onStore: receiver.handler,
      });
    expect(await get(await open([studyRootGet.uid], [ct]))).toMatchObject({
      status: { code: 0xa702 },
      subOperations: { failed: 1 },
    });
    expect(await get(await open([studyRootGet.uid], [image.sopClassUid]))).toMatchObject({
      status: { code: 0 },
    });
    expect(got.get(image.sopInstanceUid)?.equals(image.dataset)).toBe(true);
  });

  it('stops when it is asked to', async () => {
    const association = await open([studyRootGet.uid], [ct]);
    const outcome = await association.get({
      sopClassUid: studyRootGet.uid,
      identifier: identifier('STUDY', [study(firstStudy)]),
      onStore: (await collectObjects()).receiver.handler,
      onProgress: (_progress, cancel) => cancel(),
    });
    expect(outcome).toMatchObject({ stoppedBy: 'caller', status: { code: 0xfe00 } });
  });
});

describe('performed procedure steps at the simulated PACS', () => {
  const attributes = (status: string, ...more: readonly DataElement[]): Buffer =>
    encodeDataset([{ tag: 0x00400252, vr: 'CS', text: status }, ...more], 'explicit-little-endian');
  const scheduled: DataElement = {
    tag: 0x00400270,
    vr: 'SQ',
    items: [[{ tag: 0x00080050, vr: 'SH', text: 'SIMACC1' }]],
  };

  it('begin in progress, end once, and are never created twice', async () => {
    const sopClassUid = modalityPerformedProcedureStep.uid;
    const association = await open([sopClassUid]);
    const create = (status: string, sopInstanceUid = '2.25.41') =>
      association.create({
        sopClassUid,
        sopInstanceUid,
        attributes: attributes(status, scheduled),
      });
    const set = (status: string, sopInstanceUid = '2.25.41') =>
      association.set({ sopClassUid, sopInstanceUid, attributes: attributes(status) });
    expect(await create('COMPLETED')).toMatchObject({ status: { code: 0x0110 } });
    expect(await create('IN PROGRESS')).toMatchObject({ status: { code: 0 } });
    expect(await create('IN PROGRESS')).toMatchObject({ status: { code: 0x0111 } });
    expect(await set('COMPLETED', '2.25.42')).toMatchObject({ status: { code: 0x0112 } });
    expect(await set('COMPLETED')).toMatchObject({ status: { code: 0 } });
    expect(await set('DISCONTINUED')).toMatchObject({ status: { code: 0x0110 } });
    expect(pacs.steps.step('2.25.41')).toMatchObject({
      status: 'COMPLETED',
      accessionNumbers: ['SIMACC1'],
    });
  });
});

describe('storage commitment by the simulated PACS', () => {
  it('reports on a second association what it holds and what it does not', async () => {
    const inbox = receiveCommitmentResults();
    const listener = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'], calling: ['PACS_SIM'] },
      contexts: [COMMITMENT_RESULT_CONTEXT],
      handlers: { eventReport: inbox.handler },
    });
    servers.push(listener);
    const image = await storeOwn();
    const held = { sopClassUid: image.sopClassUid, sopInstanceUid: image.sopInstanceUid };
    const lost = { sopClassUid: image.sopClassUid, sopInstanceUid: '2.25.999' };
    const association = await open([storageCommitmentPushModel.uid]);
    const ask = (transactionUid: string, objects: readonly (typeof held)[]) => {
      inbox.expect(transactionUid);
      return association.requestCommitment({
        transactionUid,
        objects,
        onEventReport: inbox.handler,
      });
    };
    // Nobody who is not known gets a report, so the request itself fails.
    expect(await ask('2.25.50', [held])).toMatchObject({ status: { code: 0x0110 } });
    pacs.destinations.register('RISPACS', listener.port);
    expect(await ask('2.25.51', [held])).toMatchObject({ status: { code: 0 } });
    expect(await inbox.awaitResult('2.25.51', 5_000)).toMatchObject({
      eventTypeId: 1,
      committed: [held],
      failed: [],
    });
    expect(await ask('2.25.52', [held, lost])).toMatchObject({ status: { code: 0 } });
    const partly = await inbox.awaitResult('2.25.52', 5_000);
    expect(partly).toMatchObject({
      eventTypeId: 2,
      committed: [held],
      failed: [{ ...lost, failureReason: 0x0112 }],
    });
    expect(partly?.associationId).not.toBe(0);
  });
});
