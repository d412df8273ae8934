import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ContextProposal,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  readDataset,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
} from '../../src/protocols/dicom/index.ts';
import { type Pacs, startPacs } from '../../src/simulator/pacs/start-pacs.ts';
import {
  makeRecentInstances,
  makeSyntheticInstances,
} from '../../src/simulator/pacs/synthetic-studies.ts';
import { scenarioOfLevel } from '../../src/simulator/profiles.ts';
import { makeSecondaryCapture } from '../protocols/dicom/support/make-dicom-object.ts';

const { studyRootFind, patientRootFind } = QUERY_RETRIEVE_SOP_CLASSES;
const channels = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
let pacs: Pacs;
let noise: unknown[][];

beforeEach(async () => {
  noise = [];
  for (const name of channels) {
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void noise.push(words));
  }
  pacs = await startPacs(scenarioOfLevel('advanced').pacs, new AbortController().signal);
});
afterEach(async () => {
  await pacs.stop();
  vi.restoreAllMocks();
  // Whatever a peer sends, the library behind the PACS prints nothing.
  expect(noise).toEqual([]);
});

function associate(
  proposals: readonly (readonly [string, ...string[]])[],
  titles: { called?: string; calling?: string } = {},
) {
  const contexts: ContextProposal[] = proposals.map(([abstractSyntax, ...rest]) => ({
    abstractSyntax,
    transferSyntaxes: rest.length > 0 ? rest : [EXPLICIT_VR_LITTLE_ENDIAN],
  }));
  return openAssociation({
    host: '127.0.0.1',
    port: pacs.port,
    callingAeTitle: titles.calling ?? 'RISPACS',
    calledAeTitle: titles.called ?? 'PACS_SIM',
    contexts,
  });
}

async function open(...proposals: (readonly [string, ...string[]])[]) {
  const opened = await associate(proposals);
  if (opened.kind !== 'accepted') throw new Error(`not accepted: ${opened.kind}`);
  return opened.association;
}

describe('the simulated PACS', () => {
  it('answers C-ECHO and names itself as the simulator', async () => {
    const association = await open([VERIFICATION_SOP_CLASS]);
    expect(association.peer.implementationVersion).toMatch(/^RISPACS_SIM/);
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    await association.release();
  });

  it('rejects callers and called titles that it does not know', async () => {
    expect(await associate([[VERIFICATION_SOP_CLASS]], { called: 'OTHER' })).toMatchObject({
      kind: 'rejected',
    });
    expect(await associate([[VERIFICATION_SOP_CLASS]], { calling: 'STRANGER' })).toMatchObject({
      kind: 'rejected',
    });
  });

  it('accepts JPEG 2000, JPEG lossless and JPEG lossy for images, nothing compressed for queries', async () => {
    const ct = STORAGE_SOP_CLASSES.computedTomography.uid;
    const association = await open(
      [ct, '1.2.840.10008.1.2.4.90'],
      [ct, '1.2.840.10008.1.2.4.70'],
      [ct, '1.2.840.10008.1.2.4.50'],
      [ct, '1.2.840.10008.1.2.4.100'],
      [studyRootFind.uid, '1.2.840.10008.1.2.4.90'],
      ['1.2.3.4'],
    );
    expect(association.contexts.map((one) => one.outcome.state === 'accepted')).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    await association.release();
  });

  it.each([
    ['PATIENT', patientRootFind.uid, 5],
    ['STUDY', patientRootFind.uid, 6],
    ['STUDY', studyRootFind.uid, 6],
    ['SERIES', studyRootFind.uid, 6],
    ['IMAGE', studyRootFind.uid, 16],
  ])('answers at level %s', async (level, sopClassUid, expected) => {
    const association = await open([sopClassUid]);
    const identifier = encodeDataset(
      [{ tag: 0x00080052, vr: 'CS', text: level }],
      'explicit-little-endian',
    );
    const found = await association.find({ sopClassUid, identifier });
    expect(found).toMatchObject({ kind: 'status', status: { code: 0 }, answers: expected });
    await association.release();
  });

  it('refuses a level that the model does not have', async () => {
    const association = await open([studyRootFind.uid]);
    for (const level of ['PATIENT', 'NONSENSE']) {
      const identifier = encodeDataset(
        [{ tag: 0x00080052, vr: 'CS', text: level }],
        'explicit-little-endian',
      );
      const found = await association.find({ sopClassUid: studyRootFind.uid, identifier });
      expect(found).toMatchObject({ kind: 'status', status: { code: 0xa900 }, answers: 0 });
    }
    await association.release();
  });

  it('keeps a stored image, byte for byte, and finds it by its Vietnamese name', async () => {
    const image = makeSecondaryCapture({
      serial: 71,
      patientId: 'RISPACS-71',
      patientName: 'KIỂM THỬ^ĐẶC BIỆT',
    });
    const association = await open(
      [image.sopClassUid, image.transferSyntaxUid],
      [studyRootFind.uid],
    );
    const stored = await association.store({
      sopClassUid: image.sopClassUid,
      sopInstanceUid: image.sopInstanceUid,
      transferSyntaxUid: image.transferSyntaxUid,
      dataset: { kind: 'bytes', bytes: image.dataset },
    });
    expect(stored).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(pacs.archive.object(image.sopInstanceUid)?.bytes.equals(image.dataset)).toBe(true);
    const names: (string | undefined)[] = [];
    const identifier = encodeDataset(
      [
        { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
        { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
        { tag: 0x00100010, vr: 'PN', text: '*ĐẶC*' },
        { tag: 0x0020000d, vr: 'UI', text: '' },
      ],
      'explicit-little-endian',
    );
    await association.find({
      sopClassUid: studyRootFind.uid,
      identifier,
      onAnswer: (answer) => {
        const read = readDataset(answer.identifier, 'explicit-little-endian');
        names.push(read.ok ? read.dataset.text(0x00100010) : undefined);
      },
    });
    expect(names).toEqual(['KIỂM THỬ^ĐẶC BIỆT']);
    await association.release();
  });

  it('refuses what is no image and goes on working', async () => {
    const uid = STORAGE_SOP_CLASSES.secondaryCapture.uid;
    for (const bytes of [
      Buffer.alloc(64, 0xff),
      Buffer.from([8, 0, 0x16, 0, 0x55, 0x49, 0xff, 0xff]),
    ]) {
      const association = await open([uid]);
      const stored = await association.store({
        sopClassUid: uid,
        sopInstanceUid: '2.25.1',
        transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
        dataset: { kind: 'bytes', bytes },
      });
      if (stored.kind === 'status') expect(stored.status.code).not.toBe(0);
      if (association.ending === undefined) await association.release();
    }
    expect(pacs.archive.size).toBe(16);
    const association = await open([VERIFICATION_SOP_CLASS]);
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
    await association.release();
  });
});

describe('what came to the simulated PACS lately', () => {
  const now = new Date('2026-11-22T00:10:00');
  const instances = makeRecentInstances(now);

  it('is a few studies on each of the fourteen days before, fewer at weekends', () => {
    const studies = new Map(instances.map((one) => [one.StudyInstanceUID, String(one.StudyDate)]));
    const perDay = Map.groupBy(studies.values(), (day) => day);
    expect([...perDay.keys()].sort()).toEqual(
      Array.from({ length: 14 }, (_, index) => `202611${String(index + 8).padStart(2, '0')}`),
    );
    expect(perDay.get('20261121')).toHaveLength(2);
    expect(perDay.get('20261119')).toHaveLength(5);
    expect(studies.size).toBeGreaterThan(40);
  });

  it('has UIDs of its own, and patients that nobody can be', () => {
    const all = [...makeSyntheticInstances(), ...instances];
    expect(new Set(all.map((one) => one.SOPInstanceUID)).size).toBe(all.length);
    for (const { PatientID } of instances) expect(PatientID).toMatch(/^RISPACS-SIM-\d+$/);
  });
});
