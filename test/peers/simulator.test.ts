import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultFaults, faults } from '../../src/simulator/index.ts';
import { SIMULATOR_UID_ROOT } from '../../src/simulator/pacs/synthetic-studies.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import {
  makeSecondaryCapture,
  writeDicomFile,
} from '../protocols/dicom/support/make-dicom-object.ts';
import { FaultWalk } from '../simulator/support/fault-walk.ts';
import { judgeHospital, openOutcomesOf } from '../simulator/support/judge-hospital.ts';
import { leftBehind } from '../simulator/support/left-behind.ts';
import { slowFaults } from '../simulator/support/slow-faults.ts';
import { portOf, startHospital } from '../simulator/support/start-hospital.ts';
import { findProgram, missingPrograms } from './support/dicom-peers.ts';

const run = promisify(execFile);
const missing = missingPrograms('echoscu', 'findscu', 'storescu');
if (missing) console.warn(`simulator peers skipped: ${missing}`);
const missingIperf = missingPrograms('iperf3');
if (missingIperf) console.warn(`simulator iperf3 skipped: ${missingIperf}`);

/** Runs a DCMTK tool to its end; both streams together, whatever it returned. */
async function dcmtk(tool: string, args: readonly string[]): Promise<string> {
  const program = findProgram(tool) ?? tool;
  try {
    const { stdout, stderr } = await run(program, [...args], { timeout: 30_000 });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && 'stderr' in error) {
      return `${String(error.stdout)}${String(error.stderr)}`;
    }
    throw error;
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

describe.skipIf(missing !== undefined)('the simulated hospital and DCMTK', () => {
  it('answers echoscu, by its right name only', async () => {
    const port = portOf(await startHospital(), 'pacs-chinh');
    const echo = (called: string) =>
      dcmtk('echoscu', ['-d', '-aet', 'RISPACS', '-aec', called, '127.0.0.1', String(port)]);
    const good = await echo('PACS_SIM');
    expect(good).toContain('Received Echo Response (Success)');
    expect(good).toMatch(/Their Implementation Version Name: RISPACS_SIM/);
    expect(await echo('OTHER')).toContain('Called AE Title Not Recognized');
  });

  it('answers findscu at study level and on the worklist, in Vietnamese', async () => {
    const hospital = await startHospital();
    const study = await dcmtk('findscu', [
      ...['-v', '-S', '-aet', 'RISPACS', '-aec', 'PACS_SIM'],
      ...['127.0.0.1', String(portOf(hospital, 'pacs-chinh'))],
      ...['-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientID=RISPACS-SIM-1', '-k', 'PatientName'],
    ]);
    expect(study.match(/Find Response: \d+ \(Pending\)/g)).toHaveLength(2);
    expect(study).toContain('KIỂM THỬ^MÔ PHỎNG 1');
    const worklist = await dcmtk('findscu', [
      ...['-v', '-W', '-aet', 'RISPACS', '-aec', 'RIS_MWL_SIM'],
      ...['127.0.0.1', String(portOf(hospital, 'danh-sach-cho'))],
      ...['-k', 'PatientName', '-k', 'ScheduledProcedureStepSequence[0].Modality=CT'],
    ]);
    expect(worklist.match(/Find Response: \d+ \(Pending\)/g)).toHaveLength(3);
    expect(worklist).toContain('KIỂM THỬ^MÔ PHỎNG 2');
  });

  it('takes an image from storescu and finds it again', async () => {
    const port = String(portOf(await startHospital(), 'pacs-chinh'));
    const file = path.join(await makeTempFolder(), 'image.dcm');
    await writeDicomFile(file, makeSecondaryCapture({ serial: 909, patientId: 'RISPACS-909' }));
    const titles = ['-v', '-aet', 'RISPACS', '-aec', 'PACS_SIM'];
    const stored = await dcmtk('storescu', [...titles, '127.0.0.1', port, file]);
    expect(stored).toContain('Received Store Response (Success)');
    const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientID=RISPACS-909'];
    const found = await dcmtk('findscu', [...titles, '-S', '127.0.0.1', port, ...keys]);
    expect(found.match(/Find Response: \d+ \(Pending\)/g)).toHaveLength(1);
  });
});

const missingRetrieve = missingPrograms('movescu', 'getscu', 'dcmdump', 'dcmftest');
if (missingRetrieve) console.warn(`simulator retrieve peers skipped: ${missingRetrieve}`);

describe.skipIf(missingRetrieve !== undefined)('the simulated PACS and DCMTK retrieving', () => {
  const study = `${SIMULATOR_UID_ROOT}.1.1`;
  const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study}`];
  const titles = ['-v', '-aet', 'RISPACS', '-aec', 'PACS_SIM'];

  async function expectStudy(folder: string): Promise<void> {
    const names = await readdir(folder);
    expect(names).toHaveLength(4);
    for (const name of names) {
      const file = path.join(folder, name);
      expect(await dcmtk('dcmftest', [file])).toMatch(/^yes:/);
      const dump = await dcmtk('dcmdump', [file, '+P', 'PatientName', '+P', 'Rows', '+U8']);
      expect(dump).toContain('KIỂM THỬ^MÔ PHỎNG 1');
      expect(dump).toMatch(/Rows/);
    }
  }

  it('gives a study to getscu', async () => {
    const port = String(portOf(await startHospital(), 'pacs-chinh'));
    const folder = await makeTempFolder();
    const told = await dcmtk('getscu', [
      ...titles,
      '-S',
      '-od',
      folder,
      '127.0.0.1',
      port,
      ...keys,
    ]);
    expect(told).toContain('Success');
    await expectStudy(folder);
  });

  it('moves a study to movescu', async () => {
    const hospital = await startHospital();
    const receiving = await findFreePort();
    hospital.behind.pacs.destinations.register('RISPACS', receiving);
    const folder = await makeTempFolder();
    const told = await dcmtk('movescu', [
      ...titles,
      ...['-S', '-aem', 'RISPACS', '--port', String(receiving), '-od', folder],
      ...['127.0.0.1', String(portOf(hospital, 'pacs-chinh')), ...keys],
    ]);
    expect(told).toMatch(/Move Response.*Success/s);
    await expectStudy(folder);
  });

  it('forwards a study to the second PACS', async () => {
    const hospital = await startHospital();
    expect(hospital.behind.secondArchive.size).toBe(0);
    await dcmtk('movescu', [
      ...titles,
      ...['-S', '-aem', 'KHO_SIM', '127.0.0.1', String(portOf(hospital, 'pacs-chinh')), ...keys],
    ]);
    expect(hospital.behind.secondArchive.size).toBe(4);
  });
});

describe.skipIf(missingIperf !== undefined)('the simulated hospital and iperf3', () => {
  it('measures with the stock client', async () => {
    const port = portOf(await startHospital(), 'tram-doc-toi-pacs');
    const args = ['-c', '127.0.0.1', '-p', String(port), '-t', '1', '-J'];
    const { stdout } = await run(findProgram('iperf3') ?? 'iperf3', args, { timeout: 30_000 });
    expect(JSON.parse(stdout)).toMatchObject({
      end: { sum_received: { bytes: expect.any(Number) } },
    });
  });
});

describe('a fault that the probe has to wait for', () => {
  let walk: FaultWalk;
  beforeAll(async () => {
    walk = await FaultWalk.begin();
    await walk.sound('advanced');
  });
  afterAll(() => walk.end());

  it.each(faults.filter((one) => slowFaults.has(one.name)))(
    'changes the outcome of its criteria and of no other: $name',
    async (fault) => {
      const { changes, left } = await walk.walk(fault);
      expect(changes).toEqual(fault.changes);
      expect(left).toEqual(leftBehind[fault.name] ?? []);
    },
  );
});

describe('a broken hospital', () => {
  it('is what its faults make of it when all of it is assessed at once', async () => {
    const folder = await makeTempFolder();
    const assessment = await judgeHospital({ folder, profile: 'broken', allow: 'active' });
    const expected = faults
      .filter((one) => defaultFaults.includes(one.name))
      .flatMap((one) => Object.entries(one.changes).map(([id, { after }]) => [id, after]));
    expect(openOutcomesOf(assessment)).toEqual({
      // What an advanced hospital declares not to have.
      'cs-01': 'not-met',
      'cs-02': 'not-met',
      ...Object.fromEntries(expected),
    });
  });
});
