import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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
): Promise<void> {
  const placer = message.at('ORC-2.1') ?? '';
  switch (message.at('ORC-1') ?? message.triggerEvent) {
    case 'NW':
      await folder.put(message);
      for (const status of ['F', 'C'])
        ris.send(hisPort, await writeResult(describeResult(message, status)));
      break;
    case 'XO':
      await folder.put(message);
      break;
    case 'CA':
      await folder.remove(placer);
      break;
    case 'A08': {
      const order = ris.received.findLast((one) => one.at('ORC-1') === 'XO');
      if (order) await folder.put(order, { PatientName: toItem(message).PatientName });
    }
  }
}

/** wlmscpfs and an Orthanc apart, or one Orthanc for both. */
async function startPeers(kind: 'wlmscpfs' | 'orthanc', encoding = 'Utf8') {
  const hisPort = await findFreePort();
  const folder = await makeWorklistFolder('MWL');
  const ris = await startPythonRis((message, self) => {
    void serveOrder(message, self, folder, hisPort);
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
      endpoints: [{ id: 'ris', role: 'ris', host, port: ris.port, send: 'workflow' }],
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

const is =
  (what: string) =>
  (message: Er7Message): boolean =>
    [message.at('ORC-1'), message.triggerEvent].includes(what);

/** The message that the run is killed at, before it is answered. */
const moments = [
  { name: 'the registration', isIt: is('A04') },
  { name: 'the order', isIt: is('NW') },
  { name: 'the change of the order', isIt: is('XO') },
  { name: 'the update of the patient', isIt: is('A08') },
  { name: 'the merge', isIt: is('A40') },
  { name: 'the cancel', isIt: is('CA') },
] as const;

describe('a run that is killed', () => {
  it.each(moments)(
    'at $name is ended by cleanup, and what is left is listed',
    async ({ isIt }) => {
      let kill: (() => void) | undefined;
      const hospital = await startHospital({
        ris: {
          answer: (message, usual) => {
            if (kill === undefined || !isIt(message)) return usual;
            kill();
            kill = undefined;
            return { kind: 'close' };
          },
        },
      });
      const folder = await makeTempFolder();
      const facilityFile = path.join(folder, 'co-so.yaml');
      await writeFile(facilityFile, JSON.stringify(hospital.facility));
      const out = path.join(folder, 'ho-so');
      const started = startCli(['collect', facilityFile, '--out', out, '--allow', 'active']);
      kill = () => started.child.kill('SIGKILL');
      expect((await started.finished).signal).toBe('SIGKILL');

      const dossier = await Dossier.open(out, 'vi');
      const before = await dossier.readSideEffects();
      expect(before.length).toBeGreaterThan(0);
      expect(before.some(({ state }) => state === 'planned' || state === 'sent')).toBe(true);

      const cleaned = await runCli(['cleanup', out, '--yes', '--json']);
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
      const left = after.filter(({ state }) => state === 'left').length;
      expect(JSON.parse(cleaned.stdout).left).toBe(left);
      expect(cleaned.code).toBe(left > 0 ? 4 : 0);
    },
    60_000,
  );
});
