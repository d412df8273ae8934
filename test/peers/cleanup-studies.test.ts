import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  openAssociation,
  WORKFLOW_SOP_CLASSES,
} from '../../src/protocols/dicom/index.ts';
import { AE_TITLES } from '../../src/simulator/identity.ts';
import type { RemovalWay } from '../../src/test-study/index.ts';
import { cleanUp as run } from '../cleanup/support/hospital.ts';
import { startStoredRun } from '../cleanup/support/stored-run.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { portOf, startHospital } from '../simulator/support/start-hospital.ts';
import { storeImage } from './support/store-image.ts';
import { missingWebOrthanc, startWebOrthanc, type WebOrthanc } from './support/web-orthanc.ts';

if (missingWebOrthanc !== undefined)
  process.stderr.write(`skipped: cleanup at Orthanc, ${missingWebOrthanc}\n`);

const quick = { itemMs: 30_000, appearMs: 500, goneMs: 2_000 };
const cleanUp = (folder: string) => run(folder, { storedPatience: quick });

describe.skipIf(missingWebOrthanc !== undefined)('cleanup at Orthanc', () => {
  let orthanc: WebOrthanc;
  beforeAll(async () => {
    orthanc = await startWebOrthanc();
    vi.stubEnv('RISPACS_TEST_PASSWORD', orthanc.password);
    vi.stubEnv('RISPACS_TEST_WRONG', 'khác');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await orthanc?.stop();
  });

  const start = async (
    way: RemovalWay,
    style: 'orthanc' | 'dicomweb' | 'none' = 'orthanc',
    secret = 'RISPACS_TEST_PASSWORD',
  ) =>
    startStoredRun(await makeTempFolder(), {
      dicomPort: orthanc.port,
      webUrl: orthanc.webUrl,
      style,
      way,
      authorization: { user: orthanc.user, password: { env: secret } },
      calledAe: 'ORTHANC',
    });
  const held = async () => (await orthanc.studies()).map((one) => one.studyInstanceUid);

  it.each(['planned', 'sent'] as const)(
    'removes a study that was journalled as %s',
    async (state) => {
      const run = await start('dicomweb-delete');
      const { studyInstanceUid } = await run.addStudy(state);
      await run.addStudy('planned');
      await storeImage(orthanc.port, studyInstanceUid);
      expect(await cleanUp(run.folder)).toMatchObject({
        left: 0,
        items: [{ note: 'deleted' }, { note: 'neverStored' }],
      });
      expect(await held()).not.toContain(studyInstanceUid);
    },
  );

  it('never deletes a study of another patient under a journalled UID', async () => {
    for (const way of ['dicomweb-delete', 'iocm'] as const) {
      const run = await start(way);
      const { studyInstanceUid } = await run.addStudy('sent');
      await storeImage(orthanc.port, studyInstanceUid, 'BN0001');
      expect(await cleanUp(run.folder)).toMatchObject({
        left: 1,
        items: [{ note: 'deleteRefused' }],
      });
      expect(await orthanc.studies()).toContainEqual({ studyInstanceUid, patientId: 'BN0001' });
    }
  });

  it('with a wrong password, or by a style that it does not know, leaves the study and says why', async () => {
    const wrong = await start('dicomweb-delete', 'orthanc', 'RISPACS_TEST_WRONG');
    const { studyInstanceUid } = await wrong.addStudy('sent');
    await storeImage(orthanc.port, studyInstanceUid);
    const refused = await cleanUp(wrong.folder);
    expect(refused).toMatchObject({ left: 1, items: [{ note: 'deleteRefused' }] });
    expect(refused.lines.join('\n')).toContain('HTTP 401');
    const other = await start('dicomweb-delete', 'dicomweb');
    await other.addStudy('sent', { studyInstanceUid });
    expect((await cleanUp(other.folder)).left).toBe(1);
    expect(await held()).toContain(studyInstanceUid);
  });

  it('does not take a stored rejection note for a removal', async () => {
    const run = await start('iocm');
    const { studyInstanceUid } = await run.addStudy('sent');
    await storeImage(orthanc.port, studyInstanceUid);
    expect(await cleanUp(run.folder)).toMatchObject({ left: 1, items: [{ note: 'stillThere' }] });
    expect(await held()).toContain(studyInstanceUid);
    // The administrator deletes it by hand; the next run sees that it is gone.
    const byWeb = await start('dicomweb-delete');
    await byWeb.addStudy('sent', { studyInstanceUid });
    expect((await cleanUp(byWeb.folder)).left).toBe(0);
    expect(await cleanUp(run.folder)).toMatchObject({ left: 0, items: [{ note: 'deleted' }] });
  });

  it('that is switched off is told from one that refuses', async () => {
    const gone = await startWebOrthanc();
    const run = await startStoredRun(await makeTempFolder(), {
      dicomPort: gone.port,
      webUrl: gone.webUrl,
      way: 'dicomweb-delete',
    });
    await run.addStudy('sent');
    await gone.stop();
    const outcome = await cleanUp(run.folder);
    expect(outcome).toMatchObject({ left: 1, items: [{ note: 'notReached' }] });
    expect(outcome.lines.join('\n')).toContain('--facility');
  });
});

describe('cleanup at the simulated PACS', () => {
  const mppsClass = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;

  it('closes an MPPS that was left in progress', async () => {
    const port = portOf(await startHospital({ profile: 'advanced' }), 'pacs-chinh');
    const run = await startStoredRun(await makeTempFolder(), {
      dicomPort: port,
      way: 'administrator',
      calledAe: AE_TITLES.pacs,
    });
    const created = await run.addMpps('sent');
    await run.addMpps('planned');
    const opened = await openAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'RISPACS',
      calledAeTitle: AE_TITLES.pacs,
      contexts: [{ abstractSyntax: mppsClass, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] }],
    });
    if (opened.kind !== 'accepted') throw new Error(opened.kind);
    const answer = await opened.association.create({
      sopClassUid: mppsClass,
      sopInstanceUid: created.identifiers.sopInstanceUid ?? '',
      attributes: encodeDataset(
        [{ tag: 0x00400252, vr: 'CS', text: 'IN PROGRESS' }],
        'explicit-little-endian',
      ),
    });
    await opened.association.release();
    expect(answer).toMatchObject({ kind: 'status', status: { code: 0 } });
    expect(await cleanUp(run.folder)).toMatchObject({
      left: 0,
      items: [{ note: 'discontinued' }, { note: 'neverCreated' }],
    });
  });
});
