import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { probe } from '../../src/probes/workflow/index.ts';
import type { StepId, StepOutcome } from '../../src/probes/workflow/step-ids.ts';
import type { Er7Message } from '../../src/protocols/hl7/er7.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { describeResult, writeResult } from '../probes/workflow/support/fake-result.ts';
import type { RisFaults } from '../probes/workflow/support/fake-ris.ts';
import { type Followed, follow, startHospital } from '../probes/workflow/support/follow.ts';
import { type PythonRis, startPythonRis } from '../probes/workflow/support/python-ris.ts';
import {
  makeWorklistFolder,
  type WorklistFolder,
} from '../probes/workflow/support/worklist-file.ts';
import { toItem } from '../probes/workflow/support/worklist-item.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { findFreePort, missingPrograms } from './support/dicom-peers.ts';
import { missingPythonHl7 } from './support/hl7-python.ts';
import { startProgram } from './support/start-program.ts';
import { missingWebOrthanc, startWebOrthanc } from './support/web-orthanc.ts';

const worklistPlugin = [
  '/usr/share/orthanc/plugins/libModalityWorklists.so',
  '/usr/lib/orthanc/libModalityWorklists.so',
].find((file) => existsSync(file));
const webPlugin = [
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
  '/usr/lib/orthanc/libOrthancDicomWeb.so',
].find((file) => existsSync(file));
const missing = missingPythonHl7() ?? missingPrograms('wlmscpfs', 'dump2dcm') ?? missingWebOrthanc;
if (missing !== undefined) process.stderr.write(`skipped: the workflow at peers, ${missing}\n`);

const secret = 'RISPACS_TEST_PASSWORD';

/** What the job of the RIS does with each message: it writes the files that the worklist serves, and reports. */
async function serveOrder(
  message: Er7Message,
  ris: PythonRis,
  folder: WorklistFolder,
  hisPort: number,
  assignedUid: string | undefined,
): Promise<void> {
  const assigned = assignedUid === undefined ? {} : { StudyInstanceUID: assignedUid };
  const placer = message.at('ORC-2.1') ?? '';
  switch (message.at('ORC-1') ?? message.triggerEvent) {
    case 'NW':
      await folder.put(message, assigned);
      for (const status of ['F', 'C']) {
        const parts = describeResult(message, status);
        const studyUid = assignedUid ?? parts.studyUid;
        ris.send(hisPort, await writeResult({ ...parts, studyUid }));
      }
      break;
    case 'XO':
      await folder.put(message, assigned);
      break;
    case 'CA':
      await folder.remove(placer);
      break;
    case 'A08': {
      const order = ris.received.findLast((one) => one.at('ORC-1') === 'XO');
      if (order) await folder.put(order, { ...assigned, PatientName: toItem(message).PatientName });
    }
  }
}

/** wlmscpfs and an Orthanc apart, or one Orthanc for both. */
async function startPeers(
  kind: 'wlmscpfs' | 'orthanc',
  encoding = 'Utf8',
  endpoint: Readonly<Record<string, unknown>> = {},
  assignedUid?: string,
) {
  const hisPort = await findFreePort();
  const folder = await makeWorklistFolder('MWL');
  const ris = await startPythonRis((message, self) => {
    void serveOrder(message, self, folder, hisPort, assignedUid);
  });
  const orthanc = await startWebOrthanc({
    ...(kind === 'orthanc' && {
      Plugins: [webPlugin, worklistPlugin],
      Worklists: { Enable: true, Database: folder.list, FilterIssuerAet: false },
    }),
    DicomAlwaysAllowFindWorklist: true,
    DefaultEncoding: encoding,
  });
  onTestFinished(() => orthanc.stop());
  const worklistPort = kind === 'wlmscpfs' ? await startWlmscpfs(folder) : orthanc.port;
  const host = '127.0.0.1';
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện kiểm thử' },
    dicom: {
      nodes: [
        {
          id: 'pacs',
          role: 'pacs',
          host,
          port: orthanc.port,
          calledAe: 'ORTHANC',
          dicomweb: 'web',
        },
        ...(kind === 'wlmscpfs'
          ? [{ id: 'mwl', role: 'worklist', host, port: worklistPort, calledAe: 'MWL' }]
          : []),
      ],
    },
    dicomweb: {
      endpoints: [
        {
          id: 'web',
          url: orthanc.webUrl,
          removal: 'orthanc',
          authorization: { user: orthanc.user, password: { env: secret } },
        },
      ],
    },
    hl7: {
      receive: { host, port: hisPort },
      endpoints: [{ id: 'ris', role: 'ris', host, port: ris.port, send: 'workflow', ...endpoint }],
    },
    testData: { removal: 'dicomweb-delete' },
  });
  const target = probe.planSteps(facility, 'en')[0]?.target;
  if (target === undefined) throw new Error('no step is planned');
  return { target, ris, orthanc, folder };
}

async function startWlmscpfs(folder: WorklistFolder): Promise<number> {
  const port = await findFreePort();
  const started = await startProgram('wlmscpfs', ['-csk', '-dfp', folder.root, String(port)], () =>
    isOpen(port),
  );
  onTestFinished(() => started.stop());
  return port;
}

async function isOpen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}

const patience = { worklistMs: 4_000, settleMs: 4_000, reportMs: 5_000, correctionMs: 5_000 };

describe.skipIf(missing !== undefined)('an order followed through foreign systems', () => {
  it.each(['wlmscpfs', 'orthanc'] as const)(
    'python3-hl7 as RIS, %s as worklist, Orthanc as PACS',
    async (kind) => {
      if (kind === 'orthanc' && worklistPlugin === undefined) {
        process.stderr.write('skipped: Orthanc has no worklist plugin here\n');
        return;
      }
      const { target, ris, orthanc } = await startPeers(kind);
      const followed = await follow({ target }, { patience, context: passwordOf(orthanc) });
      expect(followed.outcomes, tell(followed)).toEqual(expectedOutcomes);
      const differing = followed
        .rows('workflow.mapping')
        .filter(({ equal, received }) => !equal && received !== undefined);
      expect(differing).toEqual([]);
      expect(followed.rows('workflow.report')).toMatchObject([
        { status: 'F', jpegValid: true, textIntact: true, studyUidEqual: true },
        { status: 'C', jpegValid: true, textIntact: true, studyUidEqual: true },
      ]);
      expect(ris.answers).toHaveLength(2);
      for (const answer of ris.answers) expect(answer).toContain('MSA|AA|');
      expect(await orthanc.studies()).toEqual([]);
      for (const [id, { state }] of followed.effects)
        expect([id, state]).toEqual([id, 'removed-verified']);
    },
  );

  it('images under a Study Instance UID that the worklist gave are removed from Orthanc', async () => {
    const uid = `1.2.826.0.1.3680043.9.${Date.now()}.1`;
    const { target, ris, orthanc } = await startPeers('wlmscpfs', 'Utf8', { version: '2.7' }, uid);
    const followed = await follow({ target }, { patience, context: passwordOf(orthanc) });
    expect(followed.outcomes, tell(followed)).toEqual(expectedOutcomes);
    expect(ris.received.every((message) => message.at('IPC-3') === undefined)).toBe(true);
    const study = followed.journalled.find(
      ({ kind, identifiers }) => kind === 'study' && identifiers.studyInstanceUid === uid,
    );
    expect(study?.identifiers.uidAssignedBy).toBe('worklist');
    expect(followed.effects.get(study?.id ?? '')).toMatchObject({ state: 'removed-verified' });
    expect(await orthanc.studies()).toEqual([]);
  });

  it('letters that Orthanc loses in its usual Latin1 are flagged', async () => {
    const { target, orthanc } = await startPeers('wlmscpfs', 'Latin1');
    const followed = await follow({ target }, { patience, context: passwordOf(orthanc) });
    expect(followed.outcomes, tell(followed)).toEqual({
      ...expectedOutcomes,
      'pacs-study': 'failed',
    });
    expect(
      followed.rows('workflow.mapping').find(({ view, equal }) => view === 'pacs' && !equal),
    ).toMatchObject({ attribute: 'PatientName', text: 'stripped' });
  });
});

const passwordOf = ({ password }: { readonly password: string }) => ({
  readSecret: async () => password,
});

const tell = (followed: Followed): string =>
  followed
    .rows('workflow.step')
    .map(({ step, outcome, observed }) => `${step}: ${outcome} ${observed}`)
    .join('\n');

/** None of these peers takes MPPS, and nobody tells Orthanc of a merge. */
const expectedOutcomes: Readonly<Record<StepId, StepOutcome>> = {
  'negative-control': 'passed',
  adt: 'passed',
  order: 'passed',
  'order-ack': 'passed',
  worklist: 'passed',
  'mpps-in-progress': 'warned',
  images: 'passed',
  'mpps-completed': 'not-reached',
  'pacs-study': 'passed',
  report: 'passed',
  'correction-to-his': 'passed',
  'correction-to-ris': 'passed',
  'patient-update': 'passed',
  'patient-merge': 'warned',
  cancel: 'passed',
  removal: 'passed',
};

/**
 * The request that the run is killed at, before it is answered: the `nth` of its kind, counted from the first `after`.
 */
const moments = [
  { name: 'the registration', at: 'A04' },
  { name: 'the order', at: 'NW' },
  { name: 'the look at the worklist', at: 'C-FIND worklist', after: 'NW' },
  { name: 'the begin of the examination', at: 'N-CREATE' },
  { name: 'the first image', at: 'C-STORE' },
  { name: 'the second image', at: 'C-STORE', nth: 2 },
  { name: 'the end of the examination', at: 'N-SET' },
  { name: 'the look into the archive', at: 'C-FIND archive', after: 'N-SET' },
  { name: 'the change of the order', at: 'XO' },
  { name: 'the update of the patient', at: 'A08' },
  { name: 'the name given back', at: 'A08', nth: 2 },
  { name: 'the second patient', at: 'A04', nth: 2 },
  { name: 'the merge', at: 'A40' },
  { name: 'the cancel', at: 'CA' },
  { name: 'the cancel of the visit', at: 'A11' },
  { name: 'the removal of the images', at: 'rejection note' },
] as const;

/** A hospital that tells each request before it answers. */
function startWatchedHospital(
  onRequest: (what: string) => boolean,
  ris: RisFaults = {},
): ReturnType<typeof startHospital> {
  return startHospital({
    ris: {
      ...ris,
      onRequest: (what) => void onRequest(what),
      answer: (message, usual) => {
        const what = message.at('ORC-1') ?? message.triggerEvent ?? '';
        return onRequest(what) ? { kind: 'close' } : usual;
      },
    },
    pacs: { onRequest: (what) => void onRequest(what) },
  });
}

async function startRun(hospital: Awaited<ReturnType<typeof startHospital>>) {
  const folder = await makeTempFolder();
  const facilityFile = path.join(folder, 'co-so.yaml');
  await writeFile(facilityFile, JSON.stringify(hospital.facility));
  const out = path.join(folder, 'ho-so');
  const args = [facilityFile, '--out', out, '--allow', 'active'];
  return { out, args, started: startCli(['collect', ...args]) };
}

/** Every order is cancelled and no longer found, no image is left, and what is left is listed. */
async function expectCleanedUp(
  hospital: Awaited<ReturnType<typeof startHospital>>,
  out: string,
): Promise<void> {
  const dossier = await Dossier.open(out, 'vi');
  const before = await dossier.readSideEffects();
  expect(before.length).toBeGreaterThan(0);
  expect(before.some(({ state }) => state === 'planned' || state === 'sent')).toBe(true);

  const list = path.join(path.dirname(out), 'danh-sach.html');
  const cleaned = await runCli(['cleanup', out, '--yes', '--json', '--list', list]);
  expect(cleaned.stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(hospital.ris.items).toEqual([]);
  expect([...hospital.pacs.studies.keys()]).toEqual([]);
  const after = await dossier.readSideEffects();
  for (const { id, kind, state } of after) {
    const isRegistration = kind === 'message';
    expect([id, state]).toEqual([
      id,
      isRegistration && state === 'left' ? 'left' : 'removed-verified',
    ]);
  }
  const left = after.filter(({ state }) => state === 'left');
  expect(JSON.parse(cleaned.stdout).left).toBe(left.length);
  expect(cleaned.code).toBe(left.length > 0 ? 4 : 0);
  if (left.length === 0) return;
  const printed = await readFile(list, 'utf8');
  for (const { identifiers } of left)
    for (const value of Object.values(identifiers))
      expect(printed.includes(value), value).toBe(true);
}

describe('a run that is killed', () => {
  it.each(moments)(
    'at $name is ended by cleanup, and what is left is listed',
    async (moment) => {
      let kill: (() => void) | undefined;
      let count = 0;
      let isCounting = !('after' in moment);
      const hospital = await startWatchedHospital((what) => {
        isCounting ||= 'after' in moment && what === moment.after;
        if (what !== moment.at || !isCounting || kill === undefined) return false;
        count += 1;
        if (count < ('nth' in moment ? moment.nth : 1)) return false;
        kill();
        kill = undefined;
        return true;
      });
      const { out, started } = await startRun(hospital);
      kill = () => started.child.kill('SIGKILL');
      expect((await started.finished).signal).toBe('SIGKILL');
      await expectCleanedUp(hospital, out);
    },
    60_000,
  );

  it('while it waits for a radiologist is ended by cleanup', async () => {
    const hospital = await startHospital({ ris: { waitsForPerson: true } });
    const { out, started } = await startRun(hospital);
    await started.sawOnStderr(/^Đang chờ bác sĩ .*, còn 3 phút$/m);
    started.child.kill('SIGKILL');
    expect((await started.finished).signal).toBe('SIGKILL');
    expect(hospital.ris.items).toHaveLength(1);
    await expectCleanedUp(hospital, out);
  }, 60_000);

  it('of an order in Vietnamese practice, whose Study Instance UID is not ours', async () => {
    const hospital = await startHospital({ version: '2.7', ris: { waitsForPerson: true } });
    const { out, started } = await startRun(hospital);
    await started.sawOnStderr(/^Đang chờ bác sĩ/m);
    const [uid = ''] = hospital.pacs.studies.keys();
    expect(uid).toMatch(/^1\.2\.826\./);
    started.child.kill('SIGKILL');
    await started.finished;
    await expectCleanedUp(hospital, out);
  }, 60_000);
});
