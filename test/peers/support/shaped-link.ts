import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProgram, missingPrograms } from './dicom-peers.ts';

const execute = promisify(execFile);
const projectFolder = path.resolve(import.meta.dirname, '../../..');

/** One end of a {@link ShapedLink}: a network namespace with one Ethernet device. */
export type LinkEnd = 'near' | 'far';

/** What a program in a namespace left. */
export interface EndedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program running in a namespace that this test made. */
export interface InnerProgram {
  readonly output: () => string;
  readonly ended: Promise<EndedProgram>;
  stop(): Promise<void>;
}

/** The rate of a line, as the wire carries it. */
export interface LineRate {
  readonly wireMbps: number;
  /** Bucket of the shaper. A large one lets whole GSO packets through, which a fast line needs on a slow computer. */
  readonly burst: '16kb' | '1mb';
}

/** Two computers that see nothing but each other: two namespaces joined by a veth pair. */
export interface ShapedLink {
  /** IPv4 address of an end. */
  readonly address: Readonly<Record<LinkEnd, string>>;
  /** Starts a program at one end. */
  start(end: LinkEnd, program: string, args: readonly string[]): InnerProgram;
  /** Starts `rispacs …` from the sources at one end. */
  startOwn(end: LinkEnd, args: readonly string[]): InnerProgram;
  /** Pulls the cable at one end, or plugs it in again. */
  setCable(end: LinkEnd, state: 'up' | 'down'): Promise<void>;
  /** Ends the programs and removes both namespaces. */
  remove(): Promise<void>;
}

/** Payload frames of MTU 1500: 1514 bytes are what a shaper counts, 1538 what the line spends (IEEE 802.3). */
const countedShare = 1514 / 1538;
const existing = new Set<string>();
let madeSoFar = 0;

// A test run that is interrupted leaves no namespace behind.
process.once('exit', () => {
  for (const name of existing) execFileSync('ip', ['netns', 'del', name]);
});

/**
 * Joins two new namespaces and, when a rate is given, shapes both directions to it.
 * @throws the system's error when this computer does not allow it; nothing is left behind then
 */
export async function makeLink(rate?: LineRate): Promise<ShapedLink> {
  madeSoFar += 1;
  const tag = `${process.pid}-${madeSoFar}`;
  const names = { near: `rispacs-${tag}-a`, far: `rispacs-${tag}-b` };
  const devices = { near: `rpa${tag}`, far: `rpb${tag}` };
  const address = { near: '10.213.7.1', far: '10.213.7.2' };
  const running = new Set<{ child: ChildProcess; ended: Promise<EndedProgram> }>();

  const remove = async (): Promise<void> => {
    for (const { child } of running) child.kill('SIGTERM');
    const killer = setTimeout(() => {
      for (const { child } of running) child.kill('SIGKILL');
    }, 5_000);
    await Promise.all([...running].map((one) => one.ended));
    clearTimeout(killer);
    for (const name of Object.values(names)) {
      if (!existing.has(name)) continue;
      await execute('ip', ['netns', 'del', name]);
      existing.delete(name);
    }
  };
  const start = (end: LinkEnd, program: string, args: readonly string[]): InnerProgram => {
    const child = spawn('ip', ['netns', 'exec', names[end], program, ...args], {
      cwd: projectFolder,
      env: { ...process.env, RISPACS_LANG: 'en', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<EndedProgram>((resolve) => {
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
    const entry = { child, ended };
    running.add(entry);
    void ended.then(() => running.delete(entry));
    return {
      output: () => stdout + stderr,
      ended,
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  };

  try {
    for (const end of ['near', 'far'] as const) {
      await execute('ip', ['netns', 'add', names[end]]);
      existing.add(names[end]);
    }
    await inside(
      'near',
      ['ip', 'link', 'add', devices.near, 'type', 'veth'].concat([
        'peer',
        'name',
        devices.far,
        'netns',
        names.far,
      ]),
    );
    for (const end of ['near', 'far'] as const) {
      await inside(end, ['ip', 'addr', 'add', `${address[end]}/24`, 'dev', devices[end]]);
      await inside(end, ['ip', 'link', 'set', 'lo', 'up']);
      await inside(end, ['ip', 'link', 'set', devices[end], 'up']);
      if (rate === undefined) continue;
      const bitsPerSecond = Math.round(rate.wireMbps * 1e6 * countedShare);
      await inside(
        end,
        ['tc', 'qdisc', 'add', 'dev', devices[end], 'root', 'tbf'].concat([
          'rate',
          `${bitsPerSecond}bit`,
          'burst',
          rate.burst,
          'latency',
          '50ms',
        ]),
      );
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    address,
    start,
    startOwn: (end, args) => start(end, process.execPath, ['bin/dev.js', ...args]),
    setCable: (end, state) => inside(end, ['ip', 'link', 'set', devices[end], state]),
    remove,
  };

  async function inside(end: LinkEnd, command: readonly string[]): Promise<void> {
    await execute('ip', ['netns', 'exec', names[end], ...command]);
  }
}

/** Why no shaped link can be made here; `undefined` when it can. */
export async function whyNoShapedLink(...programs: string[]): Promise<string | undefined> {
  const missing = missingPrograms('ip', 'tc', ...programs);
  if (missing !== undefined) return missing;
  try {
    const link = await makeLink({ wireMbps: 50, burst: '16kb' });
    await link.remove();
    return undefined;
  } catch (error) {
    return `this computer allows no network namespace with a shaped veth pair (${String(error)})`;
  }
}

/**
 * Waits until a program has printed what shows that it is ready.
 * @throws Error with its output when it ends first or does not get there within 30 seconds
 */
export async function awaitOutput(program: InnerProgram, pattern: RegExp): Promise<void> {
  let over = false;
  void program.ended.then(() => {
    over = true;
  });
  for (let attempt = 0; attempt < 300 && !over; attempt += 1) {
    if (pattern.test(program.output())) return;
    await sleep(100);
  }
  throw new Error(`not ready: ${program.output()}`);
}

/** iperf3's server at one end. */
export async function startStockServer(
  link: ShapedLink,
  end: LinkEnd,
  port: number,
): Promise<InnerProgram> {
  const iperf3 = findProgram('iperf3');
  if (iperf3 === undefined) throw new Error('iperf3 is not installed');
  const args = ['-s', '-B', link.address[end], '-p', String(port), '--forceflush'];
  const server = link.start(end, iperf3, args);
  await awaitOutput(server, /listening/i);
  return server;
}
