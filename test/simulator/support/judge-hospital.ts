import path from 'node:path';
import { prepareDossier } from '../../../src/cli/prepare-dossier.ts';
import { collect, judge } from '../../../src/flow.ts';
import type { Outcome } from '../../../src/findings/finding.ts';
import type { Assessment } from '../../../src/report/assessment.ts';
import { type SimulatorProfile, startSimulatedHospital } from '../../../src/simulator/index.ts';

/** What to simulate and assess. */
export interface HospitalRun {
  readonly folder: string;
  readonly profile: SimulatorProfile;
  readonly faults?: readonly string[];
  /** Risk classes besides `observe`. */
  readonly allow: string;
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

/** The outcome of every criterion and specialized condition by id. */
export function outcomesOf(assessment: Assessment): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(
    [...assessment.findings, ...assessment.specialized].map((one) => [one.criterion, one.outcome]),
  );
}
