import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type HostInventory, parseInventory } from '../../../src/probes/host/inventory.ts';
import { projectFolder } from '../../../src/project-folders.ts';

export const collectLinux = path.join(projectFolder, 'collectors', 'collect-linux.sh');

/** Finds a program in `PATH`. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** How a run of the collector ended. */
export interface CollectorRun {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface CollectorOptions {
  /** Shell and its arguments, absolute; the usual one by default. */
  readonly shell?: readonly string[];
  readonly args?: readonly string[];
  /** A made-up tree instead of this computer's. */
  readonly root?: string;
  /** Folders to look for programs in, before or instead of the usual ones. */
  readonly path?: string;
}

/** Runs the Linux collector to its end. */
export async function runCollector(options: CollectorOptions = {}): Promise<CollectorRun> {
  const [program = '/bin/sh', ...before] = options.shell ?? [];
  const env = {
    PATH: options.path ?? process.env.PATH ?? '',
    ...(options.root !== undefined && { RISPACS_COLLECT_ROOT: options.root }),
  };
  const args = [...before, collectLinux, ...(options.args ?? [])];
  try {
    const done = await promisify(execFile)(program, args, {
      env,
      encoding: 'buffer',
      timeout: 30_000,
    });
    return { exitCode: 0, stdout: done.stdout, stderr: done.stderr.toString() };
  } catch (error) {
    const read = (key: string): unknown => Reflect.get(Object(error), key);
    const [code, stdout, stderr] = [read('code'), read('stdout'), read('stderr')];
    if (typeof code !== 'number' || !Buffer.isBuffer(stdout)) throw error;
    return { exitCode: code, stdout, stderr: String(stderr) };
  }
}

/** What the collector says, read as an assessment reads it; a refusal fails the test. */
export async function collectInventory(options: CollectorOptions = {}): Promise<HostInventory> {
  const run = await runCollector(options);
  const parsed = parseInventory(run.stdout);
  if (!parsed.ok || run.exitCode !== 0 || run.stderr !== '') {
    throw new Error(
      `${JSON.stringify(parsed)} exit ${run.exitCode} ${run.stderr}\n${run.stdout.toString()}`,
    );
  }
  return parsed.inventory;
}

/** Writes files of a made-up computer; a text or bytes by path from its root. */
export async function writeTree(
  root: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  return root;
}

/** A folder with a program of that name and body, and then the usual folders: a value for `PATH`. */
export async function withProgram(folder: string, name: string, body: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return [folder, process.env.PATH ?? ''].join(path.delimiter);
}
