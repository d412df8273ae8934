import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
} from '../../../src/protocols/dicom/index.ts';
import { SIMULATOR_UID_ROOT } from '../../../src/simulator/pacs/synthetic-studies.ts';
import { findFreePort } from '../../peers/support/dicom-peers.ts';
import { type Exchanged, exchange, type FacilityWishes } from './support/exchange.ts';
import { type ArchiveFaults, startFaultyArchive } from './support/faulty-archive.ts';
import { padText, rewriteDataset, stripMarks } from './support/rewrite-dataset.ts';

// Each test is a whole step against an archive that decodes every object.
vi.setConfig({ testTimeout: 60_000 });

const objectsInStudy = 17;
const patientName = 0x00100010;
const patientId = 0x00100020;
const pixelData = 0x7fe00010;

async function tryArchive(
  faults: ArchiveFaults = {},
  wishes: Partial<FacilityWishes> = {},
  options: Parameters<typeof exchange>[1] = {},
): Promise<Exchanged> {
  const receivePort = await findFreePort();
  const archive = await startFaultyArchive({ destinations: { RISPACS: receivePort }, ...faults });
  const node = { port: archive.port, calledAe: archive.aeTitle };
  return exchange({ node, receivePort, ...wishes }, options);
}

const statesOf = ({ journalled }: Exchanged, id = 'archive') =>
  journalled.filter(({ system }) => system === id).map(({ state }) => state);

/** Journalled before it is sent, and asked about again after. */
function expectJournalled(seen: Exchanged): void {
  expect(seen.rows('dicom.removal')).toMatchObject([
    { place: 'archive', textForm: 'NFC', state: 'left', note: 'byAdministrator' },
    { place: 'archive', textForm: 'NFD', state: 'left', note: 'byAdministrator' },
  ]);
  expect(statesOf(seen)).toEqual(['planned', 'sent', 'planned', 'sent', 'left', 'left']);
  expect(seen.journalled[0]).toMatchObject({
    kind: 'study',
    identifiers: { patientId: 'RISPACS-TEST', instances: String(objectsInStudy) },
  });
}

/** A comparison and one object of ours are kept. */
function expectProof(seen: Exchanged): void {
  const { attachments = [] } = seen.observation;
  expect(attachments.map(({ originalName }) => originalName)).toEqual([
    'archive-comparison.json',
    'received-object.dcm',
  ]);
  const [comparison, proof] = attachments.map(({ sha256 }) =>
    Buffer.from(seen.attached.get(sha256) ?? []),
  );
  expect(JSON.parse(comparison?.toString() ?? '')).toMatchObject({
    node: 'archive',
    comparisons: [{ method: 'move' }, { method: 'get' }],
  });
  expect(proof?.toString('latin1', 128, 132)).toBe('DICM');
  expect(proof?.toString('utf8')).toContain('KIỂM THỬ^RISPACS');
  expect(proof?.length).toBeLessThan(1_000_000);
}

describe('an archive that does what it should', () => {
  it('is seen to store, find, hand back and commit to everything', async () => {
    const seen = await tryArchive({ commitment: 'what-it-holds' });
    const stored = seen.rows('dicom.store');
    expect(stored).toHaveLength(11);
    for (const row of stored) {
      expect(row).toMatchObject({ status: 0, objects: row.accepted, answered: row.accepted });
      expect(row).not.toHaveProperty('refusal');
    }
    expect(stored.reduce((sum, { accepted }) => sum + Number(accepted), 0)).toBe(objectsInStudy);
    const found = seen.rows('dicom.find');
    expect(found.map(({ model, level }) => `${model} ${level}`)).toEqual([
      'study-root study',
      'study-root series',
      'study-root image',
      'patient-root patient',
      'patient-root study',
      'patient-root series',
      'patient-root image',
    ]);
    for (const row of found) expect(row).toMatchObject({ status: 0, ours: row.expected });
    expect(found[2]).toMatchObject({ expected: objectsInStudy, capped: false });
    expect(found[2]).toHaveProperty('foundAfterMs');
    for (const row of seen.rows('dicom.retrieve'))
      expect(row).toMatchObject({
        status: 0,
        expected: objectsInStudy,
        received: objectsInStudy,
        foreign: 0,
        bytesIdentical: objectsInStudy,
        datasetIdentical: objectsInStudy,
      });
    expect(seen.rows('dicom.retrieve').map(({ method }) => method)).toEqual(['move', 'get']);
    expect(seen.rows('dicom.change')).toEqual([]);
    expect(new Set(seen.rows('dicom.text').map(({ verdict }) => verdict))).toEqual(
      new Set(['intact']),
    );
    expect(new Set(seen.rows('dicom.text').map(({ textForm }) => textForm))).toEqual(
      new Set(['NFC', 'NFD']),
    );
    expect(seen.rows('dicom.commitment')).toMatchObject([
      { outcome: 'answered', committed: objectsInStudy, failed: 0, association: 'second' },
    ]);
    expect(seen.observation.simulated).toBe(true);
    expectJournalled(seen);
    expectProof(seen);
  });

  it('may take implicit VR only', async () => {
    const seen = await tryArchive({ onlySyntax: IMPLICIT_VR_LITTLE_ENDIAN });
    expect(seen.rows('dicom.store')[0]).toMatchObject({
      status: 0,
      transferSyntax: IMPLICIT_VR_LITTLE_ENDIAN,
    });
    for (const row of seen.rows('dicom.retrieve'))
      expect(row).toMatchObject({ bytesIdentical: objectsInStudy, pixelsIdentical: 12 });
  });

  it('may take its time to index', async () => {
    const seen = await tryArchive({ indexMs: 900 });
    expect(seen.rows('dicom.find')[2]).toMatchObject({ ours: objectsInStudy });
  });
});

describe('an archive that changes what it keeps', () => {
  it('is found to strip marks, drop private elements and touch pixels', async () => {
    const seen = await tryArchive({
      keep: (object) => ({
        ...object,
        bytes: rewriteDataset(object.bytes, ({ tag, raw }) => {
          if ((tag >>> 16) % 2 === 1) return undefined;
          if (tag === patientName) return padText(stripMarks(raw.toString('utf8')));
          if (tag !== pixelData) return raw;
          return Buffer.concat([Buffer.from([raw[0] === 0 ? 1 : 0]), raw.subarray(1)]);
        }),
      }),
    });
    expect(seen.rows('dicom.retrieve')[0]).toMatchObject({
      received: objectsInStudy,
      bytesIdentical: 0,
      datasetIdentical: 0,
      pixelsCompared: 12,
      pixelsIdentical: 0,
    });
    const changes = seen.rows('dicom.change').filter(({ method }) => method === 'move');
    expect(changes).toMatchObject([
      { keyword: 'PatientName', kind: 'changed', objects: objectsInStudy },
      { keyword: 'PixelData', kind: 'pixels', objects: 12 },
      { tag: '(0029,0010)', kind: 'removed', privateTag: true, objects: 3 },
      { tag: '(0029,1001)', kind: 'removed', privateTag: true },
      { tag: '(0029,1002)', kind: 'removed', privateTag: true },
    ]);
    const stripped = seen.rows('dicom.text').filter(({ verdict }) => verdict !== 'intact');
    expect(stripped).toMatchObject([
      { route: 'retrieve', textForm: 'NFC', keyword: 'PatientName', verdict: 'stripped' },
      { route: 'retrieve', textForm: 'NFD', keyword: 'PatientName', verdict: 'stripped' },
    ]);
  });

  it('acknowledges one object and loses it', async () => {
    const seen = await tryArchive({
      commitment: 'what-it-holds',
      keep: (object, serial) => (serial === 5 ? undefined : object),
    });
    expect(seen.rows('dicom.store').every(({ status }) => status === 0)).toBe(true);
    expect(seen.rows('dicom.find')[2]).toMatchObject({
      expected: objectsInStudy,
      ours: objectsInStudy - 1,
    });
    expect(seen.rows('dicom.retrieve')[0]).toMatchObject({ received: objectsInStudy - 1 });
    expect(seen.rows('dicom.commitment')).toMatchObject([
      { committed: objectsInStudy - 1, failed: 1, failureReasons: ['0x0112'] },
    ]);
  });

  it('moves our objects to a real patient: none of its values is kept', async () => {
    const seen = await tryArchive({
      keep: (object) => ({
        ...object,
        bytes: rewriteDataset(object.bytes, ({ tag, raw }) => {
          if (tag === patientName) return padText('NGUYỄN VĂN THẬT');
          return tag === patientId ? padText('BN0012345') : raw;
        }),
      }),
    });
    expect(seen.rows('dicom.retrieve')[0]).toMatchObject({
      received: objectsInStudy,
      datasetIdentical: 0,
    });
    const kept = [JSON.stringify(seen.observation), JSON.stringify(seen.logged)];
    for (const bytes of seen.attached.values()) kept.push(Buffer.from(bytes).toString('utf8'));
    expect(kept.join()).toContain('another-patient');
    expect(kept.join()).not.toMatch(/BN0012345|VĂN THẬT/);
  });

  it('sends images of others along: they are refused and only counted', async () => {
    const foreign = `${SIMULATOR_UID_ROOT}.1.1.1.1`;
    const seen = await tryArchive({ sendsAlong: [foreign] });
    for (const row of seen.rows('dicom.retrieve'))
      expect(row).toMatchObject({ received: objectsInStudy, foreign: 1, failed: 1 });
    expect(JSON.stringify([seen.observation, seen.logged])).not.toContain(foreign);
  });

  it('ignores the keys of a query: the list of others is counted and dropped', async () => {
    const others = Array.from({ length: 110 }, (_, index) => ({
      PatientID: `BN${index}`,
      PatientName: 'NGUYỄN VĂN THẬT',
      StudyInstanceUID: `1.2.3.${index}`,
      SeriesInstanceUID: `1.2.4.${index}`,
      SOPInstanceUID: `1.2.5.${index}`,
      SpecificCharacterSet: 'ISO_IR 192',
    }));
    const seen = await tryArchive({ query: () => ({ kind: 'records', records: others }) });
    for (const row of seen.rows('dicom.find')) expect(row).toMatchObject({ ours: 0, capped: true });
    expect(JSON.stringify([seen.observation, seen.logged])).not.toContain('VĂN THẬT');
  });
});

describe('an archive that refuses', () => {
  it('a SOP class, by its contexts: the others are still stored', async () => {
    const seen = await tryArchive({
      withoutClasses: [STORAGE_SOP_CLASSES.keyObjectSelection.uid],
    });
    const refused = seen.rows('dicom.store').filter(({ accepted }) => accepted === 0);
    expect(refused).toMatchObject([
      {
        sopClass: STORAGE_SOP_CLASSES.keyObjectSelection.uid,
        objects: 1,
        answered: 0,
        refusal: 'abstract-syntax-not-supported',
      },
    ]);
    expect(refused[0]).not.toHaveProperty('status');
    expect(seen.rows('dicom.find')[2]).toMatchObject({ expected: objectsInStudy - 1 });
  });

  it('an object, by its status', async () => {
    const seen = await tryArchive({
      refuse: (_object, serial) => (serial === 1 ? 0xa700 : undefined),
    });
    expect(seen.rows('dicom.store')[0]).toMatchObject({
      objects: 3,
      answered: 3,
      accepted: 2,
      status: 0xa700,
      refusal: '0xa700',
    });
    expect(seen.notes.join('\n')).toContain('0xa700');
  });

  it('everything: nothing else is asked, and nothing is left', async () => {
    const seen = await tryArchive({ refuse: () => 0x0124 });
    expect(seen.rows('dicom.store').every(({ accepted }) => accepted === 0)).toBe(true);
    expect(seen.rows('dicom.find')).toEqual([]);
    expect(seen.rows('dicom.removal')).toEqual([]);
    expect(statesOf(seen)).toEqual(['planned', 'removed-verified']);
  });

  it('retrieval: no row, and the reason', async () => {
    const { studyRootGet, patientRootGet } = QUERY_RETRIEVE_SOP_CLASSES;
    const seen = await tryArchive({ withoutClasses: [studyRootGet.uid, patientRootGet.uid] });
    expect(seen.rows('dicom.retrieve').map(({ method }) => method)).toEqual(['move']);
    expect(seen.notes.join('\n')).toContain('C-GET');
  });

  it('our title: nothing was sent, hence nothing journalled', async () => {
    const archive = await startFaultyArchive();
    const node = { port: archive.port, calledAe: archive.aeTitle, callingAe: 'STRANGER' };
    const seen = await exchange({ node });
    expect(seen.observation).toMatchObject({ state: 'refused' });
    expect(seen.journalled).toEqual([]);
    expect(archive.stored()).toBe(0);
  });
});

describe('storage commitment', () => {
  it.each([
    ['none', { outcome: 'not-supported' }],
    ['refuses', { outcome: 'refused', status: 0x0110 }],
    ['silent', { outcome: 'no-answer', status: 0 }],
    ['fails-all', { outcome: 'answered', committed: 0, failed: objectsInStudy }],
  ] as const)('%s', async (commitment, row) => {
    const seen = await tryArchive({ commitment }, {}, { patience: { commitmentMs: 600 } });
    expect(seen.rows('dicom.commitment')).toMatchObject([{ requested: objectsInStudy, ...row }]);
  });
});

describe('the way back to this computer', () => {
  it('is not given: C-GET is still measured', async () => {
    const archive = await startFaultyArchive();
    const seen = await exchange({ node: { port: archive.port, calledAe: archive.aeTitle } });
    expect(seen.rows('dicom.retrieve').map(({ method }) => method)).toEqual(['get']);
    expect(seen.notes.join('\n')).toContain('dicom.receive');
  });

  it('is taken by another program: says so, and measures the rest', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const address = other.address();
    const receivePort = typeof address === 'object' && address !== null ? address.port : 0;
    const seen = await tryArchive({}, { receivePort });
    expect(seen.notes.join('\n')).toMatch(
      new RegExp(`${receivePort}.*EADDRINUSE.*another program`),
    );
    expect(seen.rows('dicom.retrieve').map(({ method }) => method)).toEqual(['get']);
    expect(seen.rows('dicom.find')).toHaveLength(7);
  });

  it('is unknown to the archive: says what to register', async () => {
    const seen = await tryArchive({ destinations: {} }, {}, { context: { language: 'vi' } });
    expect(seen.rows('dicom.retrieve')[0]).toMatchObject({
      method: 'move',
      status: 0xa801,
      received: 0,
    });
    expect(seen.notes.join('\n')).toMatch(/khai AE title, IP, cổng trên PACS cho RISPACS/);
  });

  it('leads nowhere: the archive says success or failure, nothing came', async () => {
    const seen = await tryArchive({ destinations: { RISPACS: await findFreePort() } });
    expect(seen.rows('dicom.retrieve')[0]).toMatchObject({ method: 'move', received: 0 });
    expect(seen.rows('dicom.retrieve')[1]).toMatchObject({ received: objectsInStudy });
  });
});
