import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Language } from '../locale/language.ts';
import { listOwnAddresses } from '../plan/own-addresses.ts';
import { projectFolder } from '../project-folders.ts';
import { type Check, sayIn } from './check.ts';
import { checkAddresses } from './check-addresses.ts';
import { checkClock, checkTimeZone, readInstallTime } from './check-clock.ts';
import { checkFolder, readFolder } from './check-folder.ts';
import { checkInstallation } from './check-installation.ts';
import { checkMemory } from './check-memory.ts';
import { checkNode } from './check-node.ts';
import { checkPorts, readPort, type WantedPort } from './check-ports.ts';
import { checkPrinting } from './check-printing.ts';
import type { Examination } from './describe-checks.ts';
import { askTime, type TimeServer } from './sntp.ts';

export interface ExamineOptions {
  readonly language: Language;
  readonly signal: AbortSignal;
  /** Where a dossier would be written. */
  readonly folder: string;
  readonly ports: readonly WantedPort[];
  /** The only peer that is ever contacted, and only when named. */
  readonly timeServer?: TimeServer & { readonly name: string };
}

/**
 * Examines this computer. Writes one small file (and removes it), prints one page, listens on each port for an
 * instant; contacts nobody but a time server the operator named.
 * @throws the signal's reason when it aborts.
 */
export async function examineComputer(options: ExamineOptions): Promise<Examination> {
  const { language, signal } = options;
  const say = sayIn(language);
  const now = new Date();
  const folder = path.resolve(options.folder);
  const checks: Check[] = [
    checkNode(say, process.versions.node, requiredNode()),
    await checkInstallation(say, language, projectFolder),
    checkFolder(say, language, folder, await readFolder(folder)),
    checkMemory(say, language, {
      totalBytes: grantedMemory(),
      availableBytes: process.availableMemory(),
    }),
    checkAddresses(say, listOwnAddresses()),
    checkPorts(say, await readPorts(options.ports)),
    checkTimeZone(say, now, Intl.DateTimeFormat().resolvedOptions().timeZone),
    await examineClock(options, say, now),
    await checkPrinting(say, signal),
  ];
  const blocked = (what: 'assessment' | 'pdf') =>
    checks.some((one) => one.state === 'error' && one.blocks === what);
  const usable = !blocked('assessment');
  return { usable, pdf: !blocked('pdf'), checks };
}

async function examineClock(
  { language, signal, timeServer }: ExamineOptions,
  say: ReturnType<typeof sayIn>,
  now: Date,
): Promise<Check> {
  const installedAt = await readInstallTime(projectFolder);
  const server = timeServer && {
    name: timeServer.name,
    reading: await askTime(timeServer, { signal }),
  };
  return checkClock(say, language, {
    now,
    ...(installedAt && { installedAt }),
    ...(server && { server }),
  });
}

async function readPorts(ports: readonly WantedPort[]) {
  const readings = [];
  // One after the other: two functions may be given the same port.
  for (const one of ports) readings.push({ ...one, reading: await readPort(one.port) });
  return readings;
}

function requiredNode(): string {
  const pjson: unknown = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8'));
  const engines: unknown =
    typeof pjson === 'object' && pjson !== null ? Reflect.get(pjson, 'engines') : undefined;
  const node: unknown =
    typeof engines === 'object' && engines !== null ? Reflect.get(engines, 'node') : undefined;
  return typeof node === 'string' ? node : '>=22.19';
}

/** What a container grants when that is less than what the machine has. */
function grantedMemory(): number {
  const constrained = process.constrainedMemory();
  const total = os.totalmem();
  return constrained > 0 && constrained < total ? constrained : total;
}
