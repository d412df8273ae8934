import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ObjectReceiver,
  QUERY_RETRIEVE_SOP_CLASSES,
  receiveObjects,
  type ServerEvent,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageContexts,
  storageProviderRoles,
} from '../../src/protocols/dicom/index.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
  startDcmqrscp,
  startOrthanc,
} from './support/dicom-peers.ts';
import {
  expectSameBytes,
  makeObjects,
  openAccepted,
  storeAll,
  studiesIdentifier,
  withFolder,
} from './support/dicom-study.ts';

const MOVE = QUERY_RETRIEVE_SOP_CLASSES.studyRootMove.uid;
const GET = QUERY_RETRIEVE_SOP_CLASSES.studyRootGet.uid;
const CAPTURE = STORAGE_SOP_CLASSES.secondaryCapture.uid;
const EXPLICIT = '1.2.840.10008.1.2.1';

const archives = [
  {
    name: 'Orthanc',
    calledAeTitle: 'ORTHANC',
    start: (ourPort: number) =>
      startOrthanc({
        DicomAlwaysAllowMove: true,
        DicomAlwaysAllowGet: true,
        DicomModalities: { us: ['RISPACS', '127.0.0.1', ourPort] },
      }),
  },
  {
    name: 'dcmqrscp',
    calledAeTitle: 'ARCHIVE',
    start: (ourPort: number) => startDcmqrscp({ RISPACS: ourPort }),
  },
];

/** Our Storage SCP on a free port and an archive that knows it. */
async function withArchive(
  archive: (typeof archives)[number],
  patientId: string,
  work: (parts: {
    peer: DicomPeer;
    receiver: ObjectReceiver;
    events: ServerEvent[];
    folder: string;
  }) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const receiver = await receiveObjects({
      to: { kind: 'folder', path: folder },
      only: (candidate) => candidate.patientId === patientId,
      maxObjects: 100,
      maxBytes: 100_000_000,
    });
    const events: ServerEvent[] = [];
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: await findFreePort(),
      admit: { called: ['RISPACS'], calling: [archive.calledAeTitle] },
      allowedPeers: ['127.0.0.1'],
      contexts: storageContexts(),
      handlers: { store: receiver.handler },
      onEvent: (event) => events.push(event),
    });
    try {
      const peer = await archive.start(server.port);
      try {
        await work({ peer, receiver, events, folder });
      } finally {
        await peer.stop();
      }
    } finally {
      await server.close();
    }
  });
}

describe.each(archives)('$name', (archive) => {
  const missing = missingPrograms(archive.name);
  const { calledAeTitle } = archive;

  it('moves studies to our Storage SCP, byte for byte, and counts them', async (context) => {
    context.skip(missing !== undefined, missing);
    await withArchive(archive, 'RISPACS-MOVE', async ({ peer, receiver, events, folder }) => {
      const objects = makeObjects(500, 8, 'RISPACS-MOVE');
      await storeAll(peer.port, calledAeTitle, objects);
      const association = await openAccepted(peer.port, calledAeTitle, [
        { abstractSyntax: MOVE, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ]);
      const outcome = await association.move({
        sopClassUid: MOVE,
        destination: 'RISPACS',
        identifier: studiesIdentifier(objects),
      });
      expect(outcome).toMatchObject({
        kind: 'status',
        status: { code: 0 },
        subOperations: { completed: 8, failed: 0 },
      });
      await association.release();
      await expectSameBytes(receiver, objects);
      expect(receiver.refusals()).toEqual({});
      expect((await readdir(folder)).every((name) => /^[0-9a-f]{64}\.dcm$/.test(name))).toBe(true);
      expect(receiver.objects()[0]?.peer).toMatchObject({
        aeTitle: calledAeTitle,
        address: '127.0.0.1',
      });
      expect(receiver.objects()[0]?.moveOriginatorAeTitle).toBe('RISPACS');
      expect(events.filter(({ kind }) => kind === 'request-answered').length).toBe(8);
    });
  });

  it('is told when we refuse what is not ours, and nothing of it is kept', async (context) => {
    context.skip(missing !== undefined, missing);
    await withArchive(archive, 'RISPACS-OURS', async ({ peer, receiver, folder }) => {
      const objects = [...makeObjects(520, 2, 'RISPACS-OURS'), ...makeObjects(530, 3, 'STRANGER')];
      await storeAll(peer.port, calledAeTitle, objects);
      const association = await openAccepted(peer.port, calledAeTitle, [
        { abstractSyntax: MOVE, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ]);
      const outcome = await association.move({
        sopClassUid: MOVE,
        destination: 'RISPACS',
        identifier: studiesIdentifier(objects),
      });
      expect(outcome).toHaveProperty('kind', 'status');
      await association.release();
      expect(receiver.refusals()).toMatchObject({ 'not-ours': expect.any(Number) });
      expect(receiver.objects().every(({ patientId }) => patientId === 'RISPACS-OURS')).toBe(true);
      expect((await readdir(folder)).length).toBe(receiver.objects().length);
    });
  });

  it('says that it does not know a destination', async (context) => {
    context.skip(missing !== undefined, missing);
    await withArchive(archive, 'RISPACS-NOWHERE', async ({ peer }) => {
      const objects = makeObjects(540, 1, 'RISPACS-NOWHERE');
      await storeAll(peer.port, calledAeTitle, objects);
      const association = await openAccepted(peer.port, calledAeTitle, [
        { abstractSyntax: MOVE, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ]);
      const outcome = await association.move({
        sopClassUid: MOVE,
        destination: 'NOWHERE',
        identifier: studiesIdentifier(objects),
      });
      expect(outcome).toMatchObject({ kind: 'status', status: { category: 'failure' } });
      await association.release();
    });
  });

  it('gives studies on the same association, byte for byte', async (context) => {
    context.skip(missing !== undefined, missing);
    await withArchive(archive, 'RISPACS-GET', async ({ peer, receiver }) => {
      const objects = makeObjects(560, 8, 'RISPACS-GET');
      await storeAll(peer.port, calledAeTitle, objects);
      const association = await openAccepted(
        peer.port,
        calledAeTitle,
        [
          { abstractSyntax: GET, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
          { abstractSyntax: CAPTURE, transferSyntaxes: [EXPLICIT] },
        ],
        { roleSelections: storageProviderRoles([CAPTURE]) },
      );
      expect(association.peer.roleSelections).toMatchObject([{ sopClassUid: CAPTURE, scp: true }]);
      const outcome = await association.get({
        sopClassUid: GET,
        identifier: studiesIdentifier(objects),
        onStore: receiver.handler,
      });
      expect(outcome).toMatchObject({
        kind: 'status',
        status: { code: 0 },
        answeredObjects: 8,
        subOperations: { completed: 8 },
      });
      expect(await association.release()).toMatchObject({ kind: 'released' });
      await expectSameBytes(receiver, objects);
      expect(receiver.objects()[0]?.peer).toEqual({ aeTitle: calledAeTitle, associationId: 0 });
    });
  });

  it('stops a C-GET at our cap, and the association stays usable or is closed', async (context) => {
    context.skip(missing !== undefined, missing);
    await withArchive(archive, 'RISPACS-CAP', async ({ peer, receiver }) => {
      const objects = makeObjects(580, 20, 'RISPACS-CAP');
      await storeAll(peer.port, calledAeTitle, objects);
      const association = await openAccepted(
        peer.port,
        calledAeTitle,
        [
          { abstractSyntax: GET, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
          { abstractSyntax: CAPTURE, transferSyntaxes: [EXPLICIT] },
        ],
        { roleSelections: storageProviderRoles([CAPTURE]) },
      );
      const outcome = await association.get({
        sopClassUid: GET,
        identifier: studiesIdentifier(objects),
        onStore: receiver.handler,
        maxObjects: 3,
      });
      expect(outcome).toMatchObject({ kind: 'status', stoppedBy: 'objects', answeredObjects: 3 });
      expect(receiver.objects().length).toBe(3);
      await association.release();
    });
  });
});
