import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planStudy } from '../../src/synthetic/index.ts';
import type { RemovalWay } from '../../src/test-study/index.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import {
  type ArchiveBehaviour,
  type FakeArchive,
  startFakeArchive,
} from '../test-study/support/fake-archive.ts';
import { cleanUp as run } from './support/hospital.ts';
import { startStoredRun } from './support/stored-run.ts';

const quick = { itemMs: 20_000, appearMs: 200, goneMs: 500 };
const cleanUp = (folder: string, options: Parameters<typeof run>[1] = {}) =>
  run(folder, { storedPatience: quick, ...options });

async function start(
  behaviour: Partial<ArchiveBehaviour> = {},
  way: RemovalWay = 'dicomweb-delete',
) {
  const archive = await startFakeArchive(behaviour);
  onTestFinished(() => archive.stop());
  const systems = {
    dicomPort: archive.node.port,
    webUrl: archive.endpoint('orthanc').url,
    way,
  };
  const stored = await startStoredRun(await makeTempFolder(), systems);
  return { archive, ...stored };
}

function hold(archive: FakeArchive, studyInstanceUid: string, patientId = 'RISPACS-TEST'): void {
  const instance = { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUid: '2.25.7' };
  archive.studies.set(studyInstanceUid, {
    studyInstanceUid,
    patientId,
    instances: [{ ...instance, sopInstanceUid: '2.25.8' }],
  });
}

const lastOf = async (one: Awaited<ReturnType<typeof start>>) =>
  (await one.dossier.readSideEffects()).map(({ state, note }) => [state, note]);

describe('a study left by a run that was cut short', () => {
  it.each(['planned', 'sent', 'left'] as const)('(%s) is removed and verified', async (state) => {
    const hospital = await start();
    const { studyInstanceUid } = await hospital.addStudy(state);
    hold(hospital.archive, studyInstanceUid);
    const outcome = await cleanUp(hospital.folder);
    expect(outcome).toMatchObject({
      left: 0,
      items: [{ state: 'removed-verified', note: 'deleted', ours: { kind: 'study' } }],
    });
    expect(outcome.noted.join('\n')).toContain('xóa ca thử qua pacs-web');
    expect(hospital.archive.studies.size).toBe(0);
    expect(await lastOf(hospital)).toEqual([['removed-verified', 'deleted']]);
    expect(await cleanUp(hospital.folder)).toMatchObject({ items: [], left: 0 });
  });

  it('and never stored is told by the archive', async () => {
    const hospital = await start();
    await hospital.addStudy('planned');
    expect(await cleanUp(hospital.folder)).toMatchObject({
      left: 0,
      items: [{ note: 'neverStored' }],
    });
  });

  it('at a DICOMweb endpoint of the same id as a node is looked for there', async () => {
    const hospital = await start();
    const place = hospital.webPlace;
    if (!place) throw new Error('no endpoint');
    const { studyInstanceUid } = await hospital.addStudy('sent', { place });
    hold(hospital.archive, studyInstanceUid);
    hospital.archive.behaviour.find = 'blind';
    expect(await cleanUp(hospital.folder)).toMatchObject({ items: [{ note: 'deleted' }] });
  });

  it('is rejected by a note over its objects, which the journal does not name', async () => {
    const hospital = await start({ honoursRejection: true }, 'iocm');
    const { studyInstanceUid } = await hospital.addStudy('sent');
    hold(hospital.archive, studyInstanceUid);
    expect(await cleanUp(hospital.folder)).toMatchObject({
      left: 0,
      items: [{ note: 'rejected' }],
    });
    // That it was seen is on disk before the note is sent.
    expect((await hospital.journal()).at(-2)).toMatchObject({ state: 'sent', note: 'removing' });
  });

  it('and was rejected by a cleanup that was killed then, counts as gone', async () => {
    const hospital = await start({ find: 'answers' }, 'iocm');
    await hospital.addStudy('sent', { note: 'removing' });
    expect(await cleanUp(hospital.folder)).toMatchObject({ left: 0, items: [{ note: 'deleted' }] });
    expect(hospital.archive.changes).toEqual([]);
  });

  it('is sent one rejection note only where the archive does not honour it', async () => {
    const hospital = await start({}, 'iocm');
    const { studyInstanceUid } = await hospital.addStudy('sent');
    hold(hospital.archive, studyInstanceUid);
    const notes = [];
    for (let run = 0; run < 3; run += 1)
      notes.push((await cleanUp(hospital.folder)).items.map(({ note }) => note));
    expect(notes).toEqual([['stillThere'], ['byAdministrator'], ['byAdministrator']]);
    expect(hospital.archive.changes).toHaveLength(1);
  });

  it('that an administrator removes is only asked for, without a confirmation, until it is gone', async () => {
    const hospital = await start({}, 'administrator');
    const { studyInstanceUid } = await hospital.addStudy('sent');
    hold(hospital.archive, studyInstanceUid);
    const first = await cleanUp(hospital.folder, { yes: false });
    expect(first).toMatchObject({
      confirmation: 'not-needed',
      left: 1,
      items: [{ state: 'left', note: 'byAdministrator' }],
    });
    expect(first.noted.join('\n')).toContain('Không xóa, chỉ hỏi');
    hospital.archive.studies.clear();
    expect(await cleanUp(hospital.folder, { yes: false })).toMatchObject({
      left: 0,
      items: [{ state: 'removed-verified', note: 'deleted' }],
    });
    expect(hospital.archive.changes).toEqual([]);
  });

  it('is taken off the list of a system that the facility file no longer names', async () => {
    const hospital = await start();
    await hospital.addStudy('sent');
    const other = await hospital.writeFacility('khac.yaml', hospital.systems);
    const text = (await readFile(other, 'utf8')).replaceAll('"pacs"', '"pacs-moi"');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(other, text);
    expect(await cleanUp(hospital.folder, { facilityFile: other })).toMatchObject({
      items: [{ state: 'left', note: 'placeUnknown' }],
    });
  });

  it('is not knocked for again at an archive that is gone', async () => {
    const hospital = await start();
    await hospital.addStudy('sent');
    await hospital.addStudy('planned');
    await hospital.addMpps('sent');
    await hospital.archive.stop();
    const outcome = await cleanUp(hospital.folder);
    expect(outcome.items.map(({ note }) => note)).toEqual([
      'notReached',
      'notReached',
      'notReached',
    ]);
    expect(outcome.lines.join('\n')).toContain('--facility');
    // One closing attempt would have been journalled.
    expect((await hospital.journal()).filter((one) => one.note === 'closing')).toEqual([]);
  });

  it('is printed on the removal list with where it is', async () => {
    const hospital = await start({ deletes: 'refuses' });
    const { studyInstanceUid } = await hospital.addStudy('sent');
    hold(hospital.archive, studyInstanceUid);
    await hospital.addMpps('planned');
    hospital.archive.behaviour.mpps = 'refuses';
    const file = path.join(hospital.parent, 'danh-sach.html');
    const outcome = await cleanUp(hospital.folder, { listFile: file });
    expect(outcome.left).toBe(2);
    const html = await readFile(file, 'utf8');
    for (const words of [
      studyInstanceUid,
      `127.0.0.1:${hospital.archive.node.port}`,
      'HTTP 403',
      'Xóa ca chụp',
      'Đóng (DISCONTINUED)',
      '--record-removal',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('storedBy');
  });
});

describe('a study under a UID that the worklist gave', () => {
  const studyInstanceUid = '1.2.826.0.1.3680043.9.7.3';

  it.each([
    ['ours', 'RISPACS-TEST', planStudy().uid('instance'), 'removed-verified'],
    ['somebody’s', 'BN0001', planStudy().uid('instance'), 'left'],
    ['not all ours', 'RISPACS-TEST', '1.2.840.113619.7', 'left'],
  ] as const)('is asked about before anything is removed: %s', async (_, patientId, uid, state) => {
    for (const way of ['dicomweb-delete', 'iocm'] as const) {
      const hospital = await start({ honoursRejection: true }, way);
      const { archive } = hospital;
      await hospital.addStudy('sent', { studyInstanceUid, uidAssignedBy: 'worklist' });
      const [sopClassUid, seriesInstanceUid] = ['1.2.840.10008.5.1.4.1.1.2', '1.2.3'];
      archive.studies.set(studyInstanceUid, {
        studyInstanceUid,
        patientId,
        instances: [{ sopClassUid, seriesInstanceUid, sopInstanceUid: uid }],
      });
      expect(await cleanUp(hospital.folder)).toMatchObject({ items: [{ state }] });
      expect(archive.studies.size).toBe(state === 'left' ? 1 : 0);
      if (state === 'left') expect(archive.changes).toEqual([]);
    }
  });
});

describe('a study that is not ours', () => {
  it('under a journalled UID is never touched, whatever the way', async () => {
    for (const way of ['dicomweb-delete', 'iocm'] as const) {
      const hospital = await start({}, way);
      const { studyInstanceUid } = await hospital.addStudy('sent');
      hold(hospital.archive, studyInstanceUid, 'BN0001');
      const outcome = await cleanUp(hospital.folder);
      expect(outcome).toMatchObject({ left: 1, items: [{ note: 'deleteRefused' }] });
      expect(outcome.lines.join('\n')).toContain('công cụ không đụng tới');
      expect(hospital.archive.changes).toEqual([]);
      expect(hospital.archive.studies.size).toBe(1);
    }
  });

  it.each([
    ['patientId', { patientId: 'BN0001' }],
    ['studyInstanceUid', { studyInstanceUid: '1.2.840.113619.2.1' }],
    ['studyInstanceUid', { studyInstanceUid: '2.25.99' }],
    ['accessionNumber', { accessionNumber: '1\\2' }],
    ['storedBy', { storedBy: 'ftp' }],
  ])('because the journal was edited (%s) is refused unseen', async (field, change) => {
    const hospital = await start();
    const { effect } = await hospital.addStudy('removed-verified');
    const identifiers: Record<string, string> = { ...effect.identifiers, ...change };
    const id = `study-${identifiers.studyInstanceUid?.slice(-8)}-at-pacs`;
    await hospital.dossier.journal({ ...effect, id: `${id}x`, identifiers, state: 'sent' });
    await hospital.dossier.journal({ ...effect, id, identifiers, state: 'sent' });
    hold(hospital.archive, identifiers.studyInstanceUid ?? '');
    const outcome = await cleanUp(hospital.folder);
    expect(outcome.foreign).toBeGreaterThan(0);
    expect(outcome.lines.join()).toContain(field === 'patientId' ? 'patientId' : 'trường');
    expect(JSON.stringify(outcome)).not.toContain('BN0001');
    expect(hospital.archive.changes).toEqual([]);
  });
});

describe('an MPPS left open', () => {
  it('is closed, verified, and told as closed', async () => {
    const hospital = await start();
    await hospital.addMpps('sent');
    const outcome = await cleanUp(hospital.folder);
    expect(outcome).toMatchObject({
      left: 0,
      items: [{ state: 'removed-verified', note: 'discontinued' }],
    });
    expect(outcome.lines.join('\n')).toContain('đã đóng và kiểm tra lại');
    expect((await hospital.journal()).map((one) => one.note)).toEqual([
      undefined,
      undefined,
      'closing',
      'discontinued',
    ]);
  });

  it('and closed by a cleanup that was killed then, is not begun anew', async () => {
    const hospital = await start({ mpps: 'plain' });
    await hospital.addMpps('sent');
    await cleanUp(hospital.folder);
    const [effect] = await hospital.dossier.readSideEffects();
    if (!effect) throw new Error('nothing in the journal');
    await hospital.dossier.journal({ ...effect, state: 'sent', note: 'closing' });
    expect(await cleanUp(hospital.folder)).toMatchObject({
      left: 0,
      items: [{ note: 'discontinued' }],
    });
  });

  it('at a system that fails every time is not called closed, however often it is tried', async () => {
    const hospital = await start({ mpps: 'fails' });
    await hospital.addMpps('left', 'closeRefused');
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(await cleanUp(hospital.folder)).toMatchObject({
        left: 1,
        items: [{ note: 'closeRefused' }],
      });
  });

  it('of somebody else is refused', async () => {
    const hospital = await start();
    const effect = await hospital.addMpps('removed-verified');
    const identifiers = { ...effect.identifiers, sopInstanceUid: '1.2.840.113619.2.1' };
    await hospital.dossier.journal({ ...effect, id: 'mpps-1', identifiers, state: 'sent' });
    expect(await cleanUp(hospital.folder)).toMatchObject({ foreign: 1 });
    expect(hospital.archive.changes).toEqual([]);
  });
});

describe('consent', () => {
  it('is needed to delete and to close, counted together', async () => {
    const hospital = await start();
    await hospital.addStudy('sent');
    await hospital.addMpps('sent');
    await expect(cleanUp(hospital.folder, { yes: false })).rejects.toThrow(/2 mục thử.*--yes/);
    expect(hospital.archive.changes).toEqual([]);
  });

  it('is not needed for a dry run, which asks nobody anything', async () => {
    const hospital = await start();
    const { studyInstanceUid } = await hospital.addStudy('sent');
    hold(hospital.archive, studyInstanceUid);
    const before = await hospital.journal();
    expect(await cleanUp(hospital.folder, { dryRun: true, yes: false })).toMatchObject({ left: 1 });
    expect(await hospital.journal()).toEqual(before);
    expect(hospital.archive.studies.size).toBe(1);
  });
});
