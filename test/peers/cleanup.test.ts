import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { findBrowser } from '../../src/browser/browser.ts';
import { readPdfText } from '../../src/doctor/read-pdf-text.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { checkManifest } from '../../src/evidence/manifest.ts';
import { type Facility, facilitySchema } from '../../src/facility/schema.ts';
import { cleanUp } from '../cleanup/support/hospital.ts';
import { queryWorklist } from '../cleanup/support/query-worklist.ts';
import { startStallingProxy } from '../cleanup/support/stalling-proxy.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { startHospital } from '../simulator/support/start-hospital.ts';
import { runCli, startCli } from '../support/run-cli.ts';

const browser = await findBrowser();
if (browser === undefined) process.stderr.write('skipped: the list as PDF needs a browser\n');

type Moment =
  | 'before-order'
  | 'order-on-its-way'
  | 'order-taken'
  | 'looking'
  | 'cancel-on-its-way'
  | 'cancel-taken'
  | 'looking-again';

/** A simulated hospital behind proxies that tell, and may stop, each moment of a test order. */
async function startWatchedHospital(
  onMoment: (moment: Moment) => 'pass' | 'stop',
  faults?: readonly string[],
) {
  const simulated = await startHospital(
    faults ? { profile: 'broken', faults } : { profile: 'advanced' },
  );
  const all = facilitySchema.parse(parse(await readFile(simulated.facilityFile, 'utf8')));
  const endpoint = all.hl7.endpoints.find((one) => one.send === 'test-order');
  const node = all.dicom.nodes.find((one) => one.role === 'worklist');
  if (!endpoint || !node) throw new Error('no RIS in the simulated hospital');

  let last: 'NW' | 'CA' | undefined;
  const ris = await startStallingProxy(endpoint.port, (direction, chunk) => {
    const control = /\rORC\|(NW|CA)\|/.exec(chunk.toString())?.[1];
    if (direction === 'there') {
      if (control === 'NW' || control === 'CA') last = control;
      return onMoment(last === 'CA' ? 'cancel-on-its-way' : 'order-on-its-way');
    }
    return onMoment(last === 'CA' ? 'cancel-taken' : 'order-taken');
  });
  const worklist = await startStallingProxy(node.port, (direction) => {
    if (direction === 'back') return 'pass';
    return onMoment(
      last === undefined ? 'before-order' : last === 'NW' ? 'looking' : 'looking-again',
    );
  });
  onTestFinished(async () => {
    await ris.stop();
    await worklist.stop();
  });
  const facility: Facility = {
    ...all,
    computers: [],
    statements: [],
    // Orders only: studies and procedure steps have tests of their own.
    dicom: { ...all.dicom, nodes: [{ ...node, mpps: false, port: worklist.port }] },
    dicomweb: { endpoints: [] },
    media: [],
    switches: [],
    power: [],
    hl7: { endpoints: [{ ...endpoint, port: ris.port }] },
    lan: { paths: [] },
    internet: { tests: [] },
    web: { endpoints: [] },
  };
  const folder = await makeTempFolder();
  const facilityFile = path.join(folder, 'co-so.yaml');
  await writeFile(facilityFile, JSON.stringify(facility));
  return {
    facilityFile,
    folder,
    out: path.join(folder, 'ho-so'),
    /** What the RIS itself holds of our patient. */
    held: () => queryWorklist(node, 'RISPACS-TEST'),
  };
}

/** Runs an active collection and kills it at a moment; what was on its way then is lost. */
async function killAt(moment: Moment, faults?: readonly string[]) {
  let stopping: { readonly at: Moment; readonly kill: () => void } | undefined;
  const hospital = await startWatchedHospital((now) => {
    if (stopping?.at !== now) return 'pass';
    stopping.kill();
    return 'stop';
  }, faults);
  const kill = async (at: Moment, args: readonly string[]) => {
    const run = startCli(args);
    stopping = { at, kill: () => run.child.kill('SIGKILL') };
    const { signal } = await run.finished;
    stopping = undefined;
    expect(signal).toBe('SIGKILL');
  };
  const { facilityFile, out } = hospital;
  await kill(moment, ['collect', facilityFile, '--out', out, '--allow', 'active']);
  return {
    ...hospital,
    killCleanup: (at: Moment) => kill(at, ['cleanup', out, '--yes']),
  };
}

const numbersIn = async (folder: string) =>
  (await (await Dossier.open(folder, 'vi')).readSideEffects()).map(
    (one) => one.identifiers.accessionNumber,
  );

const moments: readonly (readonly [Moment, readonly string[]])[] = [
  ['before-order', []],
  ['order-on-its-way', ['planned']],
  ['order-taken', ['planned']],
  ['looking', ['sent']],
  ['cancel-on-its-way', ['sent']],
  ['cancel-taken', ['sent']],
  ['looking-again', ['sent']],
];

describe('an active run killed in its middle', () => {
  it.each(moments)(
    '(%s) has journalled what exists, and cleanup leaves nothing',
    async (moment, states) => {
      const hospital = await killAt(moment);
      const dossier = await Dossier.open(hospital.out, 'vi');
      expect((await dossier.readSideEffects()).map((one) => one.state)).toEqual(states);
      const journalled = await numbersIn(hospital.out);
      for (const number of await hospital.held()) expect(journalled).toContain(number);

      const outcome = await cleanUp(hospital.out);
      expect(outcome.items).toHaveLength(states.length);
      expect(outcome.left).toBe(0);
      expect(await hospital.held()).toEqual([]);
      for (const one of await dossier.readSideEffects()) expect(one.state).toBe('removed-verified');
    },
  );

  it.each(['looking', 'cancel-on-its-way', 'cancel-taken', 'looking-again'] as const)(
    'and whose cleanup is killed too (%s) is finished by the next cleanup',
    async (moment) => {
      const hospital = await killAt('looking');
      await hospital.killCleanup(moment);
      expect(await cleanUp(hospital.out)).toMatchObject({ left: 0, foreign: 0 });
      expect(await hospital.held()).toEqual([]);
    },
  );

  it('is cleaned up and reported by the command line', async () => {
    const hospital = await killAt('order-taken');
    const resumed = await runCli([
      ...['assess', hospital.facilityFile, '--out', hospital.out, '--allow', 'active', '--resume'],
    ]);
    expect(resumed.code).not.toBe(0);
    expect(await hospital.held()).toHaveLength(1);

    const unasked = await runCli(['cleanup', hospital.out]);
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    expect((await runCli(['cleanup', hospital.out, '--dry-run'])).code).toBe(4);
    expect(await hospital.held()).toHaveLength(1);

    const done = await runCli(['cleanup', hospital.out, '--yes', '--json']);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      left: 0,
      assessment: 'refreshed',
      items: [{ state: 'removed-verified', ours: { kind: 'order', stateBefore: 'planned' } }],
    });
    expect(await hospital.held()).toEqual([]);
    const assessment = JSON.parse(
      await readFile(path.join(hospital.out, 'assessment.json'), 'utf8'),
    );
    expect(assessment.sideEffects.map((one: { state: string }) => one.state)).toEqual([
      'removed-verified',
      'removed-verified',
    ]);
    expect((await checkManifest(hospital.out)).state).toBe('intact');
    expect((await runCli(['cleanup', hospital.out])).code).toBe(0);
  });
});

describe('a RIS that acknowledges cancels and keeps the order', () => {
  it('ends with a list for signature and exit code 4', async () => {
    const hospital = await killAt('looking', ['cancel-ignored']);
    const file = path.join(hospital.folder, browser ? 'danh-sach.pdf' : 'danh-sach.html');
    const { code, stdout } = await runCli(['cleanup', hospital.out, '-y', '--list', file]);
    expect(code).toBe(4);
    expect(stdout).toContain('danh sách chờ vẫn còn chỉ định này');
    const held = await hospital.held();
    expect(held).toHaveLength(1);
    const bytes = await readFile(file);
    const text = browser ? readPdfText(bytes).text : bytes.toString();
    const packed = text.replaceAll(/\s/g, '');
    for (const words of [...held, 'DANH SÁCH DỮ LIỆU THỬ CẦN XÓA', 'DỮ LIỆU MÔ PHỎNG'])
      expect(packed).toContain(words.replaceAll(' ', ''));
  });
});
