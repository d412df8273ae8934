import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Challenge } from '../challenge/index.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { sendStudy } from './challenge/send-study.ts';
import { chooseShortSeries } from './challenge/short-series.ts';
import { makeSimulatedChallenge } from './challenge/simulated-challenge.ts';
import { chooseScenario } from './choose-scenario.ts';
import { FACILITY_FILE } from './facility-file.ts';
import { CHALLENGE_FOLDER } from './facility-imaging.ts';
import { listEndpoints, type SimulatedEndpoint } from './list-endpoints.ts';
import type { SimulatorProfile } from './profiles.ts';
import { type BehindTheSystems, startSystems } from './start-systems.ts';
import { writeHospitalFiles } from './write-hospital-files.ts';

export { type DemonstrationOptions, demonstrate } from './challenge/examiner.ts';
export type { Fault, OutcomeChange } from './faults/fault.ts';
export { defaultFaults, faults, type ListedFault, listFaults } from './faults/list-faults.ts';
export type { SimulatedEndpoint } from './list-endpoints.ts';
export { type SimulatorProfile, simulatorProfiles } from './profiles.ts';
export type { BehindTheSystems } from './start-systems.ts';

/** What a simulated hospital is to be. */
export interface SimulationOptions {
  /** New or empty; everything is written here and left here. */
  readonly folder: string;
  readonly profile: SimulatorProfile;
  /** Names of `faults`; for the profile `broken` only. */
  readonly faults?: readonly string[];
  readonly language: Language;
  /** Application entities on loopback, besides its own, that the PACS may send to. */
  readonly destinations?: readonly { readonly aeTitle: string; readonly port: number }[];
  /** Loopback port of the HIS that gets the results; the simulated HIS when absent. */
  readonly resultsPort?: number;
  /**
   * Makes a challenge study (131 MB, two seconds more): the PACS keeps it, and it is exported to a disc. Assessing such
   * a hospital waits for somebody to send it ({@link SimulatedHospital.challenge}).
   */
  readonly challenge?: { readonly seed?: string };
  /** Stops the hospital, also while it starts. */
  readonly signal?: AbortSignal;
}

/** The challenge study of a simulated hospital. */
export interface HospitalChallenge {
  /** Holds its recipe. */
  readonly folder: string;
  readonly challenge: Challenge;
  /** Criteria and parts that the hospital declares not to have. */
  readonly absent: readonly string[];
  /** A user chooses its short series on the PACS and sends them to the tool, once that listens; the objects taken. */
  readonly send: () => Promise<number>;
}

/** A simulated hospital on loopback, ready to be assessed. */
export interface SimulatedHospital {
  readonly profile: SimulatorProfile;
  readonly folder: string;
  readonly facilityFile: string;
  readonly endpoints: readonly SimulatedEndpoint[];
  /** What its systems hold, and the switches that nobody has on a real hospital: kill a node, move a destination. */
  readonly behind: BehindTheSystems;
  /** Present where it was asked for. */
  readonly challenge?: HospitalChallenge;
  /** Ends every connection and frees every port. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Starts the hospital's systems on free ports of 127.0.0.1 (PACS, RIS, HIS, web, balancers, UPS, switch and the far
 * ends of throughput tests) and writes the facility file, inventories, statements and exported disc of the hospital they
 * belong to.
 *
 * @throws UserError when the folder holds something or a fault does not exist; the signal's reason when it fires
 * before everything runs, with nothing left running.
 */
export async function startSimulatedHospital(
  options: SimulationOptions,
): Promise<SimulatedHospital> {
  const { profile, language } = options;
  options.signal?.throwIfAborted();
  const scenario = chooseScenario(profile, options.faults, language);
  const folder = path.resolve(options.folder);
  await claimFolder(folder, language);

  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal;
  const now = new Date();
  const made = options.challenge && (await makeSimulatedChallenge(options.challenge.seed, signal));
  const systems = await startSystems(scenario, now, signal);
  const { behind } = systems;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    signal.removeEventListener('abort', stop);
    ending.abort();
    stopped ??= systems.stop();
    return stopped;
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (const { aeTitle, port } of options.destinations ?? []) {
      behind.pacs.destinations.register(aeTitle, port);
    }
    if (options.resultsPort !== undefined) behind.results.sendTo(options.resultsPort);
    for (const object of made?.objects ?? []) behind.pacs.archive.store(object);
    await writeHospitalFiles(folder, scenario, systems, now, made);
    signal.throwIfAborted();
  } catch (error) {
    await stop();
    // A facility file would invite to assess a hospital that is not there.
    await rm(path.join(folder, FACILITY_FILE), { force: true });
    throw error;
  }
  return {
    profile,
    folder,
    facilityFile: path.join(folder, FACILITY_FILE),
    endpoints: listEndpoints(scenario, systems.ports),
    behind,
    ...(made && {
      challenge: {
        folder: path.join(folder, CHALLENGE_FOLDER),
        challenge: made.challenge,
        absent: scenario.absences.flatMap((one) => one.for),
        send: () => sendStudy(chooseShortSeries(made), systems.ports.receive, signal),
      },
    }),
    stop,
  };
}

async function claimFolder(folder: string, language: Language): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new UserError(
      language === 'vi'
        ? `Không dùng được thư mục ${folder} (${code}).`
        : `The folder ${folder} cannot be used (${code}).`,
      { cause: error },
    );
  }
  throw new UserError(
    language === 'vi'
      ? `Thư mục ${folder} không trống; hãy chọn một thư mục mới cho bệnh viện mô phỏng.`
      : `The folder ${folder} is not empty; choose a new one for the simulated hospital.`,
  );
}
