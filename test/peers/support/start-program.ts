import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './dicom-peers.ts';

/** A program that this test started in the foreground, and only this test may stop. */
export interface RunningProgram {
  /** What it printed so far, the last 8,000 characters. */
  readonly output: () => string;
  readonly isRunning: () => boolean;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** A folder of its own for one peer; remove it with `rm`. */
export async function makePeerFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'rispacs-peer-'));
}

/**
 * Starts a program and waits until `isReady` says so.
 * @throws Error with its output when it ends or is not ready within 15 seconds
 */
export async function startProgram(
  name: string,
  args: readonly string[],
  isReady: () => Promise<boolean>,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProgram> {
  const program = name.startsWith('/') ? name : findProgram(name);
  if (program === undefined) throw new Error(`not installed: ${name}`);
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (data: Buffer): void => {
    output = (output + data.toString('utf8')).slice(-8_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running = false;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (running) child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(killer);
  };
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (!running) throw new Error(`${name} ended at once: ${output}`);
    if (await isReady())
      return {
        output: () => output,
        isRunning: () => running,
        kill: (how) => child.kill(how),
        stop,
      };
    await sleep(100);
  }
  await stop();
  throw new Error(`${name} is not ready: ${output}`);
}

/** Removes a peer's folder. */
export async function removePeerFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Whether something takes connections on a port of loopback; a readiness test for {@link startProgram}. */
export function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
