import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { saveInventory } from '../probes/host/inventory.ts';
import { chooseScenario } from './choose-scenario.ts';
import { makeInventory } from './computers/make-inventory.ts';
import {
  CA_FILE,
  FACILITY_FILE,
  INVENTORY_FOLDER,
  listEndpoints,
  type SimulatedEndpoint,
  writeFacilityYaml,
} from './facility-file.ts';
import { writePapers } from './papers/write-papers.ts';
import type { SimulatorProfile } from './profiles.ts';
import type { Scenario } from './scenario.ts';
import { type RunningSystems, startSystems } from './start-systems.ts';

export type { SimulatedEndpoint } from './facility-file.ts';
export { faults } from './faults.ts';
export { type SimulatorProfile, simulatorProfiles } from './profiles.ts';

/** What a simulated hospital is to be. */
export interface SimulationOptions {
  /** New or empty; everything is written here and left here. */
  readonly folder: string;
  readonly profile: SimulatorProfile;
  /** Names from {@link faults}; for the profile `broken` only. */
  readonly faults?: readonly string[];
  readonly language: Language;
  /** Stops the hospital, also while it starts. */
  readonly signal?: AbortSignal;
}

/** A simulated hospital on loopback, ready to be assessed. */
export interface SimulatedHospital {
  readonly profile: SimulatorProfile;
  readonly folder: string;
  readonly facilityFile: string;
  readonly endpoints: readonly SimulatedEndpoint[];
  /** Ends every connection and frees every port. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Starts a PACS, a RIS, a web server and the far ends of throughput tests on free ports of 127.0.0.1, and writes the
 * facility file, inventories and statements of the hospital they belong to.
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
  const systems = await startSystems(scenario, now, signal);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    signal.removeEventListener('abort', stop);
    ending.abort();
    stopped ??= systems.stop();
    return stopped;
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await writeFiles(folder, scenario, systems, now);
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

async function writeFiles(
  folder: string,
  scenario: Scenario,
  systems: RunningSystems,
  now: Date,
): Promise<void> {
  const inventories = path.join(folder, INVENTORY_FOLDER);
  await mkdir(inventories, { recursive: true });
  const collectedAt = formatLocalTimestamp(now);
  await Promise.all([
    ...scenario.computers.map((computer) =>
      saveInventory(
        path.join(inventories, `${computer.id}.json`),
        makeInventory(computer, collectedAt),
      ),
    ),
    writePapers(folder, scenario, now),
    ...(systems.ca === undefined ? [] : [writeFile(path.join(folder, CA_FILE), systems.ca)]),
  ]);
  // Last, so that a facility file never names what is not there yet.
  await writeFile(
    path.join(folder, FACILITY_FILE),
    await writeFacilityYaml(scenario, systems.ports),
  );
}
