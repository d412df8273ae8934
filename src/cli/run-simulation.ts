import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { demonstrate, type HospitalChallenge, startSimulatedHospital } from '../simulator/index.ts';
import { openWalk } from '../walkthrough/index.ts';
import { assessmentExitCode } from './assessment-exit-code.ts';
import { finishAssessment } from './finish-assessment.ts';
import { type AssessmentRequest, assess } from './run-assessment.ts';

/** What `simulate` was asked. */
export interface SimulationRequest {
  readonly profile: 'basic' | 'advanced' | 'specialized' | 'broken';
  readonly faults: readonly string[] | undefined;
  readonly assess: boolean;
  readonly out: string | undefined;
  readonly verbose: boolean;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
}

/** Starts the simulated hospital; then either assesses it and stops, or runs until Ctrl-C. */
export async function runSimulation(request: SimulationRequest): Promise<unknown> {
  const { language, signal } = request;
  const vi = language === 'vi';
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-simulated-'));
  const hospital = await startSimulatedHospital({
    folder,
    profile: request.profile,
    ...(request.faults && { faults: request.faults }),
    // A fault says what becomes of a hospital whose functions rest on papers alone.
    ...(request.assess && request.profile !== 'broken' && { challenge: {} }),
    language,
    signal,
  });
  try {
    if (!request.assess) {
      for (const { name, address } of hospital.endpoints) request.print(`${name}: ${address}`);
      request.print(
        vi ? `Tệp cơ sở: ${hospital.facilityFile}` : `Facility file: ${hospital.facilityFile}`,
      );
      request.note(
        vi
          ? 'Bệnh viện mô phỏng đang chạy; nhấn Ctrl-C để dừng.'
          : 'The simulated hospital is running; press Ctrl-C to stop.',
      );
      await new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      return { facilityFile: hospital.facilityFile };
    }
    const out = request.out ?? (await defaultFolder());
    const result = await assess({
      facilityFile: hospital.facilityFile,
      out,
      target: undefined,
      allow: 'active,load',
      only: undefined,
      resume: false,
      language,
      signal,
      verbose: request.verbose,
      ...(hospital.challenge && actOnChallenge(hospital.challenge, request)),
    });
    process.exitCode = assessmentExitCode(result.assessment, result.rendered);
    finishAssessment(result, out, request.print, request.note);
    return result.assessment;
  } finally {
    await hospital.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What people do while the hospital is assessed: one sends the challenge study, another shows every function on it. */
function actOnChallenge(
  { folder, challenge, absent, send }: HospitalChallenge,
  { language, signal, note }: SimulationRequest,
): Pick<AssessmentRequest, 'onEvent' | 'beforeJudging'> {
  let sending: Promise<number> | undefined;
  return {
    onEvent: (event) => {
      if (event.type === 'started' && event.step.probe === 'challenge-receive') sending ??= send();
    },
    beforeJudging: async (dossierFolder) => {
      await sending;
      note(
        language === 'vi'
          ? 'Người trình diễn mô phỏng làm từng bước trên ca thử thách…'
          : 'The simulated examiner goes through the challenge study…',
      );
      const walk = await openWalk(dossierFolder, { language, challengeFolder: folder });
      await demonstrate(walk, { challenge, absent, signal });
    },
  };
}

async function defaultFolder(): Promise<string> {
  const stamp = formatLocalTimestamp(new Date())
    .slice(0, 19)
    .replace(/[-:]/g, '')
    .replace('T', '-');
  await mkdir('out', { recursive: true });
  return path.join('out', `simulated-${stamp}`);
}
