import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Association,
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ObjectCandidate,
  QUERY_RETRIEVE_SOP_CLASSES,
  type ReadDataset,
  readDataset,
  receiveObjects,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageContexts,
  VERIFICATION_SOP_CLASS,
} from '../../src/protocols/dicom/index.ts';
import { type DcmjsArchive, sendByDcmjs, startDcmjsArchive } from './support/dcmjs-archive.ts';
import { makeObjects, openAccepted } from './support/dicom-study.ts';

const { studyRootFind, studyRootGet } = QUERY_RETRIEVE_SOP_CLASSES;
const CAPTURE = STORAGE_SOP_CLASSES.secondaryCapture.uid;
const NAME = 'KIỂM THỬ^RISPACS';
const PATIENT_NAME = 0x00100010;

function read(bytes: Buffer, transferSyntaxUid: string): ReadDataset {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) throw new Error(transferSyntaxUid);
  const result = readDataset(bytes, encoding);
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
}

describe('dcmjs-dimse as the archive', () => {
  let archive: DcmjsArchive;
  let association: Association;

  beforeEach(async () => {
    archive = await startDcmjsArchive();
    association = await openAccepted(
      archive.port,
      'DCMJS',
      [
        { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        { abstractSyntax: studyRootFind.uid, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        { abstractSyntax: studyRootGet.uid, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        { abstractSyntax: CAPTURE, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
      ],
      // SCU for our C-STORE, SCP for the objects of a C-GET.
      { roleSelections: [{ sopClassUid: CAPTURE, scu: true, scp: true }] },
    );
  });
  afterEach(() => archive.stop());

  it('takes our C-ECHO and C-STORE, and reads what we wrote', async () => {
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    const objects = makeObjects(900, 3, 'RISPACS-D');
    const requests = objects.map((object) => ({
      ...object,
      dataset: { kind: 'bytes', bytes: object.dataset } as const,
    }));
    const statuses: unknown[] = [];
    for await (const outcome of association.storeAll(requests)) {
      statuses.push(outcome.kind === 'status' ? outcome.status.code : outcome);
    }
    expect(statuses).toEqual([0, 0, 0]);
    expect(await association.release()).toMatchObject({ kind: 'released' });
    expect(archive.kept).toMatchObject(
      objects.map(({ sopInstanceUid, studyInstanceUid }) => ({
        sopClassUid: CAPTURE,
        sopInstanceUid,
        elements: {
          StudyInstanceUID: studyInstanceUid,
          PatientID: 'RISPACS-D',
          Rows: 200,
          Columns: 200,
        },
      })),
    );
    expect(JSON.stringify(archive.kept[0]?.elements.PatientName)).toContain(NAME);
  });

  it('answers our C-FIND in Vietnamese', async () => {
    const [object] = makeObjects(910, 1, 'RISPACS-D');
    if (object === undefined) throw new Error('no object');
    const dataset = { kind: 'bytes', bytes: object.dataset } as const;
    await association.store({ ...object, dataset });
    const names: unknown[] = [];
    const outcome = await association.find({
      sopClassUid: studyRootFind.uid,
      identifier: Buffer.from('0800520006000000535455445920', 'hex'),
      onAnswer: ({ identifier, transferSyntax }) => {
        names.push(read(identifier, transferSyntax).text(PATIENT_NAME));
      },
    });
    expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 }, answers: 1 });
    expect(names).toEqual([NAME]);
    expect(archive.queries).toMatchObject([{ QueryRetrieveLevel: 'STUDY' }]);
    await association.release();
  });

  it('gives its objects back by C-GET on the same association', async () => {
    const objects = makeObjects(920, 2, 'RISPACS-D');
    for (const object of objects) {
      await association.store({ ...object, dataset: { kind: 'bytes', bytes: object.dataset } });
    }
    const got: ReadDataset[] = [];
    const outcome = await association.get({
      sopClassUid: studyRootGet.uid,
      identifier: Buffer.from('0800520006000000535455445920', 'hex'),
      onStore: async ({ fragments, transferSyntaxUid }) => {
        const pieces: Buffer[] = [];
        for await (const piece of fragments) pieces.push(Buffer.from(piece));
        got.push(read(Buffer.concat(pieces), transferSyntaxUid));
        return { status: 0 };
      },
    });
    expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 }, answeredObjects: 2 });
    expect(got.map((dataset) => dataset.text(0x00080018))).toEqual(
      objects.map(({ sopInstanceUid }) => sopInstanceUid),
    );
    expect(got.map((dataset) => dataset.text(PATIENT_NAME))).toEqual([NAME, NAME]);
    expect(association.peer.roleSelections).toEqual(
      expect.arrayContaining([expect.objectContaining({ sopClassUid: CAPTURE })]),
    );
    await association.release();
  });
});

describe('dcmjs-dimse as the client of our server', () => {
  const elements = {
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: CAPTURE,
    SOPInstanceUID: '2.25.93001',
    PatientName: NAME,
    PatientID: 'RISPACS-D',
    StudyInstanceUID: '2.25.93002',
    SeriesInstanceUID: '2.25.93003',
    Modality: 'OT',
    Rows: 4,
    Columns: 4,
  };

  async function receive(
    only: (candidate: ObjectCandidate) => boolean,
    transferSyntaxUid: string,
  ): Promise<{ statuses: number[]; datasets: ReadDataset[]; refusals: unknown }> {
    const datasets: ReadDataset[] = [];
    const receiver = await receiveObjects({
      to: {
        kind: 'memory',
        onObject: (object, dataset) => datasets.push(read(dataset, object.transferSyntaxUid)),
      },
      only,
      maxObjects: 5,
      maxBytes: 1_000_000,
    });
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'], calling: ['DCMJS'] },
      contexts: [
        { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        ...storageContexts([CAPTURE]),
      ],
      handlers: { store: receiver.handler },
    });
    try {
      const target = { port: server.port, calledAeTitle: 'RISPACS' };
      const statuses = await sendByDcmjs(target, [
        { elements, transferSyntaxUid },
        { elements: { ...elements, SOPInstanceUID: '2.25.93004' }, transferSyntaxUid },
      ]);
      return { statuses, datasets, refusals: receiver.refusals() };
    } finally {
      await server.close();
    }
  }

  it.each([
    ['explicit', EXPLICIT_VR_LITTLE_ENDIAN],
    ['implicit', IMPLICIT_VR_LITTLE_ENDIAN],
  ])('echoes and stores in %s VR, and we read what it wrote', async (_, transferSyntaxUid) => {
    const { statuses, datasets } = await receive(() => true, transferSyntaxUid);
    expect(statuses).toEqual([0, 0, 0]);
    expect(datasets.map((dataset) => dataset.text(0x00080018))).toEqual([
      '2.25.93001',
      '2.25.93004',
    ]);
    for (const dataset of datasets) {
      expect(dataset.text(PATIENT_NAME)).toBe(NAME);
      expect(dataset.elements.get(0x00280010)?.raw.readUInt16LE()).toBe(4);
    }
  });

  it('is told that what is not ours is refused', async () => {
    const { statuses, datasets, refusals } = await receive(() => false, EXPLICIT_VR_LITTLE_ENDIAN);
    expect(statuses).toEqual([0, 0x0124, 0x0124]);
    expect(datasets).toEqual([]);
    expect(refusals).toEqual({ 'not-ours': 2 });
  });

  it('is rejected under another title', async () => {
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'] },
      contexts: storageContexts([CAPTURE]),
    });
    try {
      const target = { port: server.port, calledAeTitle: 'OTHER' };
      await expect(sendByDcmjs(target, [])).rejects.toThrow('rejected 1/1/7');
    } finally {
      await server.close();
    }
  });
});
