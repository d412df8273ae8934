import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { faults } from '../../src/simulator/index.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import {
  makeSecondaryCapture,
  writeDicomFile,
} from '../protocols/dicom/support/make-dicom-object.ts';
import { expectedWithFault, slowFaults } from '../simulator/support/expected-with-fault.ts';
import { judgeHospital, openOutcomesOf } from '../simulator/support/judge-hospital.ts';
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
  it.each(faults.filter((one) => slowFaults.has(one.name)))(
    'changes the criteria it names and no other: $name',
    async (fault) => {
      const folder = await makeTempFolder();
      const faulty = { profile: 'broken', faults: [fault.name], allow: 'active' } as const;
      const assessment = await judgeHospital({ folder, ...faulty });
      expect(openOutcomesOf(assessment)).toEqual(expectedWithFault(fault));
      const journal = await readFile(path.join(folder, 'ho-so', 'side-effects.ndjson'), 'utf8');
      // Gone for certain only when it was seen to go; an order that was never seen cannot be.
      expect(journal.trimEnd().split('\n').at(-1)).toContain(
        fault.name === 'ack-wrong-control-id' ? '"removed-verified"' : '"left"',
      );
    },
  );
});
