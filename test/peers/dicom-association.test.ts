import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Association,
  chooseEncoding,
  combineSyntaxPairs,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  probeTransferSyntaxes,
  QUERY_RETRIEVE_SOP_CLASSES,
  type ReadDataset,
  readDataset,
  readFileMeta,
  STORAGE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  VERIFICATION_SOP_CLASS,
} from '../../src/protocols/dicom/index.ts';
import {
  makeSecondaryCapture,
  type SyntheticObject,
  writeDicomFile,
} from '../protocols/dicom/support/make-dicom-object.ts';
import { negotiateByStorescu } from './support/dicom-negotiation.ts';
import {
  type DicomPeer,
  missingPrograms,
  startDcmqrscp,
  startOrthanc,
  startStorescp,
} from './support/dicom-peers.ts';

const FIND = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid;
const STORE = STORAGE_SOP_CLASSES.secondaryCapture.uid;
const ALL_SYNTAXES = TRANSFER_SYNTAXES.map(({ uid }) => uid);

async function associate(
  port: number,
  calledAeTitle: string,
  transferSyntaxes: readonly string[] = [IMPLICIT_VR_LITTLE_ENDIAN],
): Promise<Association> {
  const result = await openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'RISPACS',
    calledAeTitle,
    contexts: [
      { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      { abstractSyntax: FIND, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ...transferSyntaxes.map((uid) => ({ abstractSyntax: STORE, transferSyntaxes: [uid] })),
    ],
  });
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.association;
}

/** Studies of one patient that the peer answers with. */
async function findStudies(association: Association, patientId: string): Promise<ReadDataset[]> {
  const studies: ReadDataset[] = [];
  const outcome = await association.find({
    sopClassUid: FIND,
    identifier: encodeDataset(
      [
        { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
        { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
        { tag: 0x00080050, vr: 'SH', text: '' },
        { tag: 0x00100010, vr: 'PN', text: '' },
        { tag: 0x00100020, vr: 'LO', text: patientId },
        { tag: 0x0020000d, vr: 'UI', text: '' },
      ],
      'implicit-little-endian',
    ),
    onAnswer: ({ identifier, transferSyntax }) => {
      const read = readDataset(
        identifier,
        chooseEncoding(transferSyntax) ?? 'implicit-little-endian',
      );
      if (!read.ok) throw new Error(read.message);
      studies.push(read.dataset);
    },
  });
  expect(outcome).toMatchObject({ kind: 'status', status: { code: 0 } });
  return studies;
}

async function storeObject(association: Association, object: SyntheticObject): Promise<void> {
  const outcome = await association.store({
    ...object,
    dataset: { kind: 'bytes', bytes: object.dataset },
  });
  expect(outcome).toMatchObject({
    kind: 'status',
    status: { code: 0 },
    sentBytes: object.dataset.length,
  });
}

const archives = [
  { name: 'Orthanc', program: 'Orthanc', start: () => startOrthanc(), calledAeTitle: 'ORTHANC' },
  { name: 'dcmqrscp', program: 'dcmqrscp', start: () => startDcmqrscp(), calledAeTitle: 'ARCHIVE' },
];

describe.each(archives)('$name', ({ program, start, calledAeTitle }) => {
  const missing = missingPrograms(program);
  let peer: DicomPeer;

  beforeAll(async () => {
    if (missing === undefined) peer = await start();
  });
  afterAll(async () => {
    await peer?.stop();
  });

  it('answers C-ECHO, tells its limits and confirms the release', async (context) => {
    context.skip(missing !== undefined, missing);
    const association = await associate(peer.port, calledAeTitle);
    expect(association.peer).toMatchObject({
      maxPduBytes: 16_384,
      implementationVersion: expect.stringContaining('DCMTK'),
    });
    for (let count = 0; count < 3; count += 1) {
      expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    }
    expect(association.deviations).toEqual([]);
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('shows a study after C-STORE, and not before', async (context) => {
    context.skip(missing !== undefined, missing);
    const object = makeSecondaryCapture({ serial: 11, patientId: 'RISPACS-11' });
    const association = await associate(peer.port, calledAeTitle, [object.transferSyntaxUid]);
    expect(await findStudies(association, 'RISPACS-11')).toEqual([]);
    await storeObject(association, object);
    const [study, ...others] = await findStudies(association, 'RISPACS-11');
    expect(others).toEqual([]);
    expect(study?.text(0x0020000d)).toBe(object.studyInstanceUid);
    expect(study?.text(0x00080050)).toBe('A11');
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('stops a C-FIND by C-CANCEL or by its end', async (context) => {
    context.skip(missing !== undefined, missing);
    const objects = Array.from({ length: 40 }, (_, index) =>
      makeSecondaryCapture({ serial: 100 + index, patientId: 'RISPACS-MANY' }),
    );
    const [first] = objects;
    if (first === undefined) throw new Error('no object');
    const association = await associate(peer.port, calledAeTitle, [first.transferSyntaxUid]);
    for (const object of objects) await storeObject(association, object);
    expect((await findStudies(association, 'RISPACS-MANY')).length).toBe(40);
    const outcome = await association.find({
      sopClassUid: FIND,
      identifier: encodeDataset(
        [
          { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
          { tag: 0x0020000d, vr: 'UI', text: '' },
        ],
        'implicit-little-endian',
      ),
      maxAnswers: 5,
    });
    expect(outcome).toMatchObject({ kind: 'status', stoppedBy: 'answers', answers: 5 });
    // The association is still good after C-CANCEL.
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('accepts the same transfer syntaxes for us as for storescu', async (context) => {
    const tools = missing ?? missingPrograms('storescu');
    context.skip(tools !== undefined, tools);
    await compareWithStorescu(peer.port, calledAeTitle);
  });
});

async function compareWithStorescu(port: number, calledAeTitle: string): Promise<string[]> {
  const probe = await probeTransferSyntaxes({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'RISPACS',
    calledAeTitle,
    pairs: combineSyntaxPairs([STORE], ALL_SYNTAXES),
  });
  const ours = probe.pairs.map(({ transferSyntaxUid, outcome }) => ({
    transferSyntaxUid,
    accepted: outcome.state === 'accepted',
  }));
  const theirs = await negotiateByStorescu(
    { port, calledAeTitle, sopClassUid: STORE },
    ALL_SYNTAXES,
  );
  expect(ours).toEqual(theirs);
  return ours.filter(({ accepted }) => accepted).map(({ transferSyntaxUid }) => transferSyntaxUid);
}

describe('storescp', () => {
  const missing = missingPrograms('storescp', 'storescu');

  it.for([
    { option: '+x=', atLeast: 3 },
    { option: '+xi', atLeast: 1 },
    { option: '+xs', atLeast: 4 },
    { option: '+xv', atLeast: 4 },
    { option: '+xr', atLeast: 4 },
    { option: '+xa', atLeast: 15 },
  ])(
    'with $option accepts the same for us as for storescu',
    async ({ option, atLeast }, context) => {
      context.skip(missing !== undefined, missing);
      const peer = await startStorescp(option);
      try {
        const accepted = await compareWithStorescu(peer.port, 'ANY-SCP');
        expect(accepted).toContain(IMPLICIT_VR_LITTLE_ENDIAN);
        expect(accepted.length).toBeGreaterThanOrEqual(atLeast);
        expect(accepted.length).toBeLessThan(ALL_SYNTAXES.length);
      } finally {
        await peer.stop();
      }
    },
  );

  it('keeps the very bytes that we stream from a file', async (context) => {
    context.skip(missing !== undefined, missing);
    const peer = await startStorescp('+B', '-pdu', '4096');
    try {
      const source = join(peer.folder, 'source.img');
      const object = makeSecondaryCapture({
        serial: 7,
        patientId: 'RISPACS-7',
        rows: 2000,
        columns: 2000,
      });
      await writeDicomFile(source, object);
      const read = await readFileMeta(source);
      if (!read.ok) throw new Error(read.message);
      const association = await associate(peer.port, 'ANY-SCP', [object.transferSyntaxUid]);
      expect(association.peer.maxPduBytes).toBe(4096);
      expect(await association.store(read.file)).toMatchObject({
        kind: 'status',
        status: { code: 0 },
      });
      await association.release();
      const stored = (await readdir(peer.folder)).filter((name) => name !== 'source.img');
      expect(stored.length).toBe(1);
      const bytes = await readFile(join(peer.folder, stored[0] ?? ''));
      expect(bytes.subarray(-object.dataset.length).equals(object.dataset)).toBe(true);
    } finally {
      await peer.stop();
    }
  });

  it('that refuses or aborts is reported as it is', async (context) => {
    context.skip(missing !== undefined, missing);
    const refusing = await startStorescp('--refuse');
    try {
      await expect(associate(refusing.port, 'ANY-SCP')).rejects.toThrow('"kind":"rejected"');
    } finally {
      await refusing.stop();
    }
    for (const option of ['--abort-during', '--abort-after']) {
      const aborting = await startStorescp(option);
      try {
        const object = makeSecondaryCapture({
          serial: 8,
          patientId: 'P',
          rows: 2000,
          columns: 2000,
        });
        const dataset = { kind: 'bytes', bytes: object.dataset } as const;
        const kinds: string[] = [];
        for (let attempt = 0; attempt < 5; attempt += 1) {
          const association = await associate(aborting.port, 'ANY-SCP', [object.transferSyntaxUid]);
          kinds.push((await association.store({ ...object, dataset })).kind);
        }
        // DCMTK closes with unread data behind its A-ABORT; seldom the reset overtakes it.
        expect(kinds).toContain('aborted');
        expect(kinds.filter((kind) => kind !== 'aborted' && kind !== 'reset')).toEqual([]);
      } finally {
        await aborting.stop();
      }
    }
  });
});

describe('Orthanc with another encoding', () => {
  const missing = missingPrograms('Orthanc');

  it.for([
    { encoding: 'Latin1', declared: 'ISO_IR 100', name: 'KIM TH^RISPACS' },
    { encoding: 'Utf8', declared: 'ISO_IR 192', name: 'KIỂM THỬ^RISPACS' },
  ])('$encoding answers as the wire says', async ({ encoding, declared, name }, context) => {
    context.skip(missing !== undefined, missing);
    const peer = await startOrthanc({ DefaultEncoding: encoding });
    try {
      const object = makeSecondaryCapture({ serial: 12, patientId: 'RISPACS-12' });
      const association = await associate(peer.port, 'ORTHANC', [object.transferSyntaxUid]);
      await storeObject(association, object);
      const [study] = await findStudies(association, 'RISPACS-12');
      expect(study?.declaredCharacterSets).toEqual([declared]);
      expect(study?.readText(0x00100010)).toEqual({ text: name, problems: [] });
      await association.release();
    } finally {
      await peer.stop();
    }
  });
});

describe('Orthanc that checks AE titles', () => {
  const missing = missingPrograms('Orthanc');

  it('rejects a wrong called AE title, and says that this is why', async (context) => {
    context.skip(missing !== undefined, missing);
    const peer = await startOrthanc({ DicomCheckCalledAet: true });
    try {
      const options = {
        host: '127.0.0.1',
        port: peer.port,
        callingAeTitle: 'RISPACS',
        contexts: [
          { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        ],
      };
      expect(await openAssociation({ ...options, calledAeTitle: 'WRONG' })).toMatchObject({
        kind: 'rejected',
        result: 1,
        source: 1,
        reason: 7,
        reasonKey: 'called-ae-title-not-recognised',
      });
      const right = await openAssociation({ ...options, calledAeTitle: 'ORTHANC' });
      if (right.kind !== 'accepted') throw new Error(right.kind);
      expect(await right.association.release()).toMatchObject({ kind: 'released' });
    } finally {
      await peer.stop();
    }
  });
});
