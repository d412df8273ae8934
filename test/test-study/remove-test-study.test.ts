import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { planStudy } from '../../src/synthetic/index.ts';
import {
  type RemovalContext,
  type RemovalOptions,
  type RemovalWay,
  removeTestStudy,
  type StudyIdentity,
  type StudyPlace,
  tellRemoval,
} from '../../src/test-study/index.ts';
import { type ArchiveBehaviour, startFakeArchive } from './support/fake-archive.ts';

const context: RemovalContext = {
  baseFolder: '/nonexistent',
  language: 'vi',
  readSecret: async (ref) => {
    if ('env' in ref && ref.env === 'MISSING') throw new UserError('Chưa có biến MISSING.');
    return 'mật khẩu';
  },
};
const quick: RemovalOptions = { appearMs: 300, goneMs: 600 };
const ctImage = '1.2.840.10008.5.1.4.1.1.2';
const keyObjects = '1.2.840.10008.5.1.4.1.1.88.59';

function makeStudy(count = 2): StudyIdentity {
  const study = planStudy();
  return {
    studyInstanceUid: study.studyInstanceUid,
    patientId: study.patientId,
    accessionNumber: study.accessionNumber,
    instances: Array.from({ length: count }, (_, index) => ({
      sopClassUid: ctImage,
      sopInstanceUid: study.uid(`instance/${index}`),
      seriesInstanceUid: study.uid('series'),
    })),
  };
}

async function start(behaviour: Partial<ArchiveBehaviour> = {}) {
  const archive = await startFakeArchive(behaviour);
  onTestFinished(() => archive.stop());
  const study = makeStudy();
  const hold = (patientId: string | undefined = study.patientId) =>
    archive.studies.set(study.studyInstanceUid, {
      studyInstanceUid: study.studyInstanceUid,
      instances: study.instances,
      ...(patientId !== '' && { patientId }),
    });
  const node: StudyPlace = { kind: 'dicom', node: archive.node, callingAe: 'RISPACS' };
  const nodeWith = (...args: Parameters<typeof archive.endpoint>): StudyPlace => ({
    ...node,
    dicomweb: archive.endpoint(...args),
  });
  const webOnly = (...args: Parameters<typeof archive.endpoint>): StudyPlace => ({
    kind: 'dicomweb',
    endpoint: archive.endpoint(...args),
  });
  const remove = (place: StudyPlace, way: RemovalWay, options = quick, identity = study) =>
    removeTestStudy(place, identity, way, context, AbortSignal.timeout(20_000), options);
  return { archive, study, hold, node, nodeWith, webOnly, remove };
}

describe('a test study', () => {
  it.each(['orthanc', 'dcm4chee', 'dicomweb'] as const)(
    'is deleted by an endpoint of style %s and no longer found',
    async (style) => {
      const { archive, hold, nodeWith, webOnly, remove } = await start();
      for (const place of [nodeWith(style), webOnly(style)]) {
        hold();
        expect(await remove(place, 'dicomweb-delete')).toEqual({
          state: 'removed-verified',
          note: 'deleted',
        });
        expect(archive.studies.size).toBe(0);
      }
    },
  );

  it('that was never stored is told by the service that knows none', async () => {
    for (const style of ['orthanc', 'dcm4chee', 'dicomweb'] as const) {
      const { nodeWith, remove } = await start();
      expect(await remove(nodeWith(style), 'dicomweb-delete')).toEqual({
        state: 'removed-verified',
        note: 'neverStored',
      });
    }
  });

  it('is not called gone by a view that has never shown it', async () => {
    const { archive, hold, node, remove } = await start({ find: 'blind' });
    hold();
    for (const way of ['dicomweb-delete', 'iocm', 'administrator'] as const)
      expect(await remove(node, way)).toMatchObject({ state: 'left', note: 'unverified' });
    expect(archive.changes).toEqual([]);
  });

  it('is gone when an earlier query showed it and this one does not', async () => {
    const { archive, node, remove } = await start();
    expect(await remove(node, 'administrator', { ...quick, seenBefore: true })).toEqual({
      state: 'removed-verified',
      note: 'deleted',
    });
    expect(archive.changes).toEqual([]);
  });

  it('that shows only a while after it was stored is waited for', async () => {
    const { archive, hold, nodeWith, remove } = await start();
    const removing = remove(nodeWith('dicomweb'), 'dicomweb-delete', { ...quick, appearMs: 5_000 });
    setTimeout(hold, 400);
    expect(await removing).toEqual({ state: 'removed-verified', note: 'deleted' });
    expect(archive.studies.size).toBe(0);
  });

  it('is left where the delete is acknowledged only', async () => {
    const { hold, nodeWith, remove } = await start({ deletes: 'acknowledges' });
    hold();
    const removal = await remove(nodeWith('dicomweb'), 'dicomweb-delete');
    expect(removal).toEqual({ state: 'left', note: 'stillThere' });
    expect(tellRemoval(removal, 'vi')).toContain('vẫn thấy');
  });

  it('is left where the delete is refused, with the status', async () => {
    const { hold, nodeWith, remove } = await start({ deletes: 'refuses' });
    hold();
    const removal = await remove(nodeWith('orthanc'), 'dicomweb-delete');
    expect(removal).toMatchObject({ state: 'left', note: 'deleteRefused' });
    expect(tellRemoval(removal, 'vi')).toContain('HTTP 403');
  });

  it('is gone even when the answer to the delete was lost', async () => {
    const { hold, nodeWith, remove } = await start({ deletes: 'breaks-off-but-deletes' });
    hold();
    expect(await remove(nodeWith('dicomweb'), 'dicomweb-delete')).toEqual({
      state: 'removed-verified',
      note: 'deleted',
    });
  });

  it.each(['administrator', 'order-cancel'] as const)(
    'is only looked for where removal is %s',
    async (way) => {
      const { archive, hold, nodeWith, remove } = await start();
      hold();
      expect(await remove(nodeWith('orthanc'), way)).toEqual({
        state: 'left',
        note: 'byAdministrator',
      });
      expect(archive.changes).toEqual([]);
    },
  );

  it('is an administrator’s where the place has no way to delete', async () => {
    const { archive, hold, node, nodeWith, remove } = await start();
    hold();
    for (const place of [node, nodeWith('none')])
      expect(await remove(place, 'dicomweb-delete')).toMatchObject({ note: 'byAdministrator' });
    expect(archive.changes).toEqual([]);
  });
});

describe('what is not ours', () => {
  it.each([
    ['a study of a patient', 'BN0001'],
    ['a study that starts like ours', 'RISPACS_1'],
    ['a study of nobody that is named', ''],
  ])('(%s) is never deleted nor rejected', async (_name, patientId) => {
    const { archive, hold, node, nodeWith, webOnly, remove } = await start();
    hold(patientId);
    for (const [place, way] of [
      [nodeWith('orthanc'), 'dicomweb-delete'],
      [webOnly('dicomweb'), 'dicomweb-delete'],
      [node, 'iocm'],
      [webOnly('none'), 'iocm'],
    ] as const)
      expect(await remove(place, way)).toMatchObject({ state: 'left', note: 'deleteRefused' });
    expect(archive.changes).toEqual([]);
    expect(archive.studies.size).toBe(1);
  });

  it('is refused by its identifiers before anything is asked', async () => {
    const { archive, study, nodeWith, remove } = await start();
    const others: readonly StudyIdentity[] = [
      { ...study, studyInstanceUid: '1.2.840.113619.2.1' },
      { ...study, studyInstanceUid: '2.25.1' },
      { ...study, studyInstanceUid: `${study.studyInstanceUid}.1` },
      { ...study, studyInstanceUid: '../../patients' },
      { ...study, patientId: 'BN0001' },
    ];
    for (const other of others) {
      archive.studies.set(other.studyInstanceUid, { ...other });
      expect(await remove(nodeWith('orthanc'), 'dicomweb-delete', quick, other)).toMatchObject({
        note: 'deleteRefused',
      });
    }
    expect(archive.changes).toEqual([]);
  });

  it('does not confuse a query that is answered with everything', async () => {
    const { archive, hold, node, remove } = await start({ find: 'ignores-key' });
    const other = makeStudy();
    archive.studies.set(other.studyInstanceUid, { ...other, patientId: 'BN0001' });
    // Another patient's study beside ours changes nothing; ours is told by its UID.
    hold();
    expect(await remove(node, 'administrator')).toMatchObject({ note: 'byAdministrator' });
    for (let count = 0; count < 120; count += 1) {
      const more = makeStudy(0);
      archive.studies.set(more.studyInstanceUid, { ...more, patientId: 'BN0002' });
    }
    archive.studies.delete([...archive.studies.keys()][1] ?? '');
    expect(await remove(node, 'administrator')).toMatchObject({ note: 'unverified' });
  });
});

describe('a study under a UID that the worklist gave', () => {
  const assigned = '1.2.826.0.1.3680043.9.7.1';
  const ways = ['dicomweb-delete', 'iocm'] as const;

  async function startAssigned(behaviour: Partial<ArchiveBehaviour> = {}) {
    const bench = await start({ honoursRejection: true, ...behaviour });
    const study = {
      ...bench.study,
      studyInstanceUid: assigned,
      uidAssignedBy: 'worklist' as const,
    };
    const hold = (patientId: string, instances = study.instances) =>
      bench.archive.studies.set(assigned, { studyInstanceUid: assigned, patientId, instances });
    const removeBy = (way: (typeof ways)[number], known = study.instances) =>
      bench.remove(bench.nodeWith('orthanc'), way, quick, { ...study, instances: known });
    return { ...bench, study, hold, removeBy };
  }

  it.each(ways)('is removed by %s where it is ours, in a run and by a cleanup', async (way) => {
    const { archive, study, hold, removeBy } = await startAssigned();
    for (const known of [study.instances, []]) {
      hold('RISPACS-TEST');
      expect(await removeBy(way, known)).toMatchObject({ state: 'removed-verified' });
      expect(archive.studies.size).toBe(0);
    }
  });

  it.each(ways)('is never touched by %s where it is somebody’s', async (way) => {
    const { archive, hold, removeBy } = await startAssigned();
    hold('BN0001');
    expect(await removeBy(way)).toMatchObject({ state: 'left', note: 'deleteRefused' });
    expect(archive.changes).toEqual([]);
    expect(archive.studies.size).toBe(1);
  });

  it.each(ways)('is never touched by %s where one object in it is not ours', async (way) => {
    const { archive, study, hold, removeBy } = await startAssigned();
    const [first] = study.instances;
    if (first === undefined) throw new Error('no object');
    hold('RISPACS-TEST', [...study.instances, { ...first, sopInstanceUid: '1.2.840.1.7' }]);
    expect(await removeBy(way)).toMatchObject({ state: 'left', note: 'deleteRefused' });
    expect(archive.changes).toEqual([]);
  });

  it('is not asked to be deleted where no view shows it, or none tells what it holds', async () => {
    const { archive, hold, removeBy } = await startAssigned();
    expect(await removeBy('dicomweb-delete')).toMatchObject({ state: 'left', note: 'unverified' });
    hold('RISPACS-TEST', []);
    expect(await removeBy('dicomweb-delete')).toMatchObject({ state: 'left' });
    expect(archive.changes).toEqual([]);
  });

  it('is ours only as far as somebody says that the worklist gave it', async () => {
    const { archive, study, hold, remove, nodeWith } = await startAssigned();
    hold('RISPACS-TEST');
    const { uidAssignedBy: _, ...unsaid } = study;
    for (const identity of [
      unsaid,
      { ...study, studyInstanceUid: '../../patients' },
      { ...study, patientId: 'BN0001' },
    ])
      expect(await remove(nodeWith('orthanc'), 'dicomweb-delete', quick, identity)).toMatchObject({
        note: 'deleteRefused',
      });
    expect(archive.changes).toEqual([]);
  });
});

describe('a place that cannot tell', () => {
  it.each([
    ['fails', 'A700'],
    ['garbage', 'không đọc được'],
  ] as const)('because C-FIND %s is sent no removal', async (find, words) => {
    const { archive, hold, node, remove } = await start({ find });
    hold();
    const removal = await remove(node, 'iocm');
    expect(removal).toMatchObject({ state: 'left', note: 'unverified' });
    expect(tellRemoval(removal, 'vi')).toContain(words);
    expect(archive.changes).toEqual([]);
  });

  it('is told from one that cannot be reached', async () => {
    const { archive, nodeWith, webOnly, remove } = await start();
    const places = [nodeWith('orthanc'), webOnly('orthanc')];
    await archive.stop();
    for (const place of places)
      expect(await remove(place, 'dicomweb-delete')).toMatchObject({ note: 'notReached' });
  });

  it('with a wrong password keeps the study', async () => {
    const { archive, hold, nodeWith, webOnly, remove } = await start({ password: 'khác' });
    hold();
    const authorization = { user: 'rispacs', password: { env: 'PACS_PASSWORD' } };
    const refused = await remove(nodeWith('orthanc', { authorization }), 'dicomweb-delete');
    expect(refused).toMatchObject({ state: 'left', note: 'deleteRefused' });
    const unanswered = await remove(webOnly('orthanc', { authorization }), 'dicomweb-delete');
    expect(unanswered).toMatchObject({ state: 'left', note: 'unverified' });
    for (const removal of [refused, unanswered])
      expect(tellRemoval(removal, 'vi')).toContain('HTTP 401');
    expect(archive.studies.size).toBe(1);
  });

  it('for want of a secret or a TLS file says which', async () => {
    const { hold, webOnly, nodeWith, remove } = await start();
    hold();
    const missing = { bearer: { env: 'MISSING' } };
    for (const place of [
      webOnly('dicomweb', { authorization: missing }),
      nodeWith('dicomweb', { authorization: missing }),
    ]) {
      const removal = await remove(place, 'dicomweb-delete');
      expect(removal).toMatchObject({ state: 'left', note: 'notReached' });
      expect(tellRemoval(removal, 'vi')).toContain('MISSING');
    }
    const removal = await remove(webOnly('dicomweb', { tls: { ca: 'ca.pem' } }), 'dicomweb-delete');
    expect(tellRemoval(removal, 'vi')).toContain('ca.pem');
  });

  it('ends by the caller’s signal, without an error', async () => {
    const { hold, node, study } = await start({ find: 'silent' });
    hold();
    const removal = await removeTestStudy(node, study, 'iocm', context, AbortSignal.timeout(300));
    expect(removal).toMatchObject({ state: 'left' });
  });
});

describe('a rejection note', () => {
  it('is stored for every object of the study and hides it where it is honoured', async () => {
    const { archive, study, hold, node, remove } = await start({ honoursRejection: true });
    hold();
    expect(await remove(node, 'iocm')).toEqual({ state: 'removed-verified', note: 'rejected' });
    expect(archive.changes).toEqual([`C-STORE ${keyObjects}`]);
    const [note] = archive.stored;
    expect(note?.text(0x0020000d)).toBe(study.studyInstanceUid);
    expect(note?.text(0x00100020)).toBe(study.patientId);
    // As the archive has the study, not as today is.
    expect(note?.text(0x00080020)).toBe('20260105');
    const title = note?.items(0x0040a043)?.[0];
    expect([title?.text(0x00080100), title?.text(0x00080102)]).toEqual(['113039', 'DCM']);
    const named = note
      ?.items(0x0040a375)?.[0]
      ?.items(0x00081115)?.[0]
      ?.items(0x00081199)
      ?.map((one) => one.text(0x00081155));
    expect(named).toEqual(study.instances.map((one) => one.sopInstanceUid));
  });

  it.each([
    ['', false],
    [', by an archive that leaves out the keys above the level', true],
  ])(
    'names what the archive holds when the objects are not known any more%s',
    async (_, omitsKeysAbove) => {
      const { archive, study, hold, node, webOnly, remove } = await start({
        honoursRejection: true,
        omitsKeysAbove,
      });
      for (const place of [node, webOnly('none')]) {
        hold();
        const forgotten = { ...study, instances: [] };
        expect(await remove(place, 'iocm', quick, forgotten)).toMatchObject({ note: 'rejected' });
      }
      expect(archive.studies.size).toBe(0);
      expect(archive.stored[0]?.items(0x0040a730)).toHaveLength(study.instances.length);
    },
  );

  it('leaves the study where it is stored like any object', async () => {
    const { hold, node, remove } = await start();
    hold();
    expect(await remove(node, 'iocm')).toEqual({ state: 'left', note: 'stillThere' });
  });

  it('that is not stored is told with the status', async () => {
    const { hold, node, remove } = await start({ storesNotes: false });
    hold();
    const removal = await remove(node, 'iocm');
    expect(removal).toMatchObject({ state: 'left', note: 'deleteRefused' });
    expect(tellRemoval(removal, 'en')).toContain('A900');
  });
});
