import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareDossier } from '../../../src/cli/prepare-dossier.ts';
import type { Outcome } from '../../../src/findings/finding.ts';
import { collect, judge } from '../../../src/flow.ts';
import type { Assessment } from '../../../src/report/assessment.ts';
import { type SimulatorProfile, startSimulatedHospital } from '../../../src/simulator/index.ts';

/** What to simulate and assess. */
export interface HospitalRun {
  readonly folder: string;
  readonly profile: SimulatorProfile;
  readonly faults?: readonly string[];
  /** Risk classes besides `observe`. */
  readonly allow: string;
  /** Takes the mark `simulated` out of the facility file. */
  readonly unmarked?: boolean;
  /** Also measures the test server that is no Internet line. */
  readonly keepInternet?: boolean;
  /** Level asked for instead of the facility file's. */
  readonly target?: 'basic' | 'advanced' | 'specialized';
}

/** Starts a simulated hospital, collects evidence from it, stops it, and judges what was collected. */
export async function judgeHospital(run: HospitalRun): Promise<Assessment> {
  const { folder, profile } = run;
  const signal = AbortSignal.timeout(120_000);
  const hospital = await startSimulatedHospital({
    folder: path.join(folder, 'benh-vien'),
    profile,
    ...(run.faults && { faults: run.faults }),
    language: 'vi',
    signal,
  });
  try {
    await changeFacilityFile(hospital.facilityFile, run);
    const prepared = await prepareDossier({
      facilityFile: hospital.facilityFile,
      out: path.join(folder, 'ho-so'),
      target: run.target,
      allow: run.allow,
      only: undefined,
      resume: false,
      language: 'vi',
    });
    await collect({ ...prepared, resume: false, signal, onEvent: () => undefined });
    await hospital.stop();
    return await judge(prepared.dossier);
  } finally {
    await hospital.stop();
  }
}

/** One run each way on the LAN, and none to the test server that is no Internet line anyway: a quarter of the time. */
async function changeFacilityFile(
  facilityFile: string,
  { unmarked = false, keepInternet = false }: HospitalRun,
): Promise<void> {
  const text = await readFile(facilityFile, 'utf8');
  const quick = text.replaceAll('runs: 3', 'runs: 1');
  const short = keepInternet ? quick : quick.replace(/ {4}- id: do-trong-may\n(?: {6}.*\n)+/, '');
  if (short.includes('runs: 3') || short.includes('do-trong-may') !== keepInternet)
    throw new Error('not shortened');
  await writeFile(facilityFile, unmarked ? short.replace('simulated: true\n', '') : short);
}

/** The outcome of every criterion and specialized condition that is not `met`, by id. */
export function openOutcomesOf(assessment: Assessment): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(
    [...assessment.findings, ...assessment.specialized]
      .filter((one) => one.outcome !== 'met')
      .map((one) => [one.criterion, one.outcome]),
  );
}
