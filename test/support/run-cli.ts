import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const projectFolder = path.resolve(import.meta.dirname, '../..');

/** What a run of the command line left. */
export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that is running. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly finished: Promise<CliRun>;
  /** Resolves when stderr has matched; rejects when the process ends first. */
  readonly sawOnStderr: (pattern: RegExp) => Promise<void>;
}

/** Starts `rispacs …` from the sources, as a user would, in a folder of its own. */
export function startCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): RunningCli {
  const child = spawn(process.execPath, [path.join(projectFolder, 'bin', 'dev.js'), ...args], {
    cwd: options.cwd ?? projectFolder,
    env: { ...process.env, RISPACS_LANG: '', NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const check of waiting) check();
  });
  const finished = new Promise<CliRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    finished,
    sawOnStderr: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!pattern.test(stderr)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        finished.then((run) => reject(new Error(`ended before ${pattern}: ${run.stderr}`)), reject);
      }),
  };
}

/** Runs `rispacs …` to its end. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CliRun> {
  return startCli(args, options).finished;
}
