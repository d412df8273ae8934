import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatLocalTimestamp } from '../locale/local-time.ts';
import { saveInventory } from '../probes/host/inventory.ts';
import { makeBackupFiles } from './backups/backup-files.ts';
import type { SimulatedChallenge } from './challenge/simulated-challenge.ts';
import { makeInventory } from './computers/make-inventory.ts';
import type { SimulatedComputer } from './computers/simulated-computers.ts';
import {
  COMMUNITY_FILE,
  FACILITY_FILE,
  INVENTORY_FOLDER,
  type SimulatedPorts,
  writeFacilityYaml,
} from './facility-file.ts';
import {
  CA_FILE,
  CHALLENGE_FOLDER,
  CLAIMS_FILE,
  EXPORT_FOLDER,
  TOKEN_FILE,
} from './facility-imaging.ts';
import { DICOMWEB_TOKEN } from './identity.ts';
import { writeChallengeDisc } from './media/write-challenge-disc.ts';
import { writeExport } from './media/write-export.ts';
import { SWITCH_COMMUNITY } from './network/start-switch.ts';
import { writePapers } from './papers/write-papers.ts';
import { COLLECTED_FOLDER, makeClusterFiles } from './redundancy/cluster-files.ts';
import type { Scenario } from './scenario.ts';
import { writeClaims } from './write-claims.ts';

/** A file cut off here is no JSON any more. */
const damagedBytes = 200;

/** Where the systems run, and what their web server's certificate is checked with. */
export interface WhereSystemsRun {
  readonly ports: SimulatedPorts;
  readonly ca?: string;
}

/** Writes inventories, collected files, papers, statements and an exported disc of a hospital into an existing folder, and last its facility file. */
export async function writeHospitalFiles(
  folder: string,
  scenario: Scenario,
  systems: WhereSystemsRun,
  now: Date,
  challenge?: SimulatedChallenge,
): Promise<void> {
  const inventories = path.join(folder, INVENTORY_FOLDER);
  await mkdir(inventories, { recursive: true });
  const collectedAt = formatLocalTimestamp(now);
  await Promise.all([
    ...scenario.computers.map((computer) => writeInventory(inventories, computer, collectedAt)),
    writeCollected(path.join(folder, COLLECTED_FOLDER), scenario, now),
    writePapers(folder, scenario, now),
    challenge === undefined
      ? writeExport(path.join(folder, EXPORT_FOLDER), scenario.media)
      : writeChallenge(folder, challenge),
    writeFile(path.join(folder, COMMUNITY_FILE), `${SWITCH_COMMUNITY}\n`),
    writeFile(path.join(folder, TOKEN_FILE), `${DICOMWEB_TOKEN}\n`),
    writeFile(path.join(folder, CLAIMS_FILE), writeClaims(scenario)),
    ...(systems.ca === undefined ? [] : [writeFile(path.join(folder, CA_FILE), systems.ca)]),
  ]);
  // Last, so that a facility file never names what is not there yet.
  await writeFile(
    path.join(folder, FACILITY_FILE),
    await writeFacilityYaml(scenario, systems.ports, challenge !== undefined),
  );
}

/** The recipe, as `challenge make` writes it, and a disc that the study was exported to. */
async function writeChallenge(
  folder: string,
  { challenge, objects }: SimulatedChallenge,
): Promise<void> {
  const recipeFolder = path.join(folder, CHALLENGE_FOLDER);
  await mkdir(recipeFolder);
  const recipe = `${JSON.stringify(challenge.recipe, undefined, 2)}\n`;
  await writeFile(path.join(recipeFolder, 'recipe.json'), recipe);
  await writeChallengeDisc(path.join(folder, EXPORT_FOLDER), objects);
}

/** What a person would have collected on the servers: the state of clusters, the records of backups. */
async function writeCollected(
  folder: string,
  { clusters, backups }: Scenario,
  now: Date,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = [...makeClusterFiles(clusters, now), ...makeBackupFiles(backups, now)];
  await Promise.all(files.map(({ name, text }) => writeFile(path.join(folder, name), text)));
}

async function writeInventory(
  folder: string,
  computer: SimulatedComputer,
  collectedAt: string,
): Promise<void> {
  const file = path.join(folder, `${computer.id}.json`);
  await saveInventory(file, makeInventory(computer, collectedAt));
  if (computer.inventory === 'damaged') await truncate(file, damagedBytes);
}
