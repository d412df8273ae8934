// Programs started by the benchmark, and what they cost.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();

/** Debian keeps servers in sbin. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Runs a command to its end: milliseconds from spawn to exit, output, and the peak memory where the system tells. */
export async function runCommand(program, args, env, watchMemory = false) {
  const startedMs = performance.now();
  const child = start(program, args, env);
  let peakKb = 0;
  const look = () => {
    peakKb = Math.max(peakKb, readPeakKb(child.pid));
  };
  const timer = watchMemory ? setInterval(look, 10) : undefined;
  const code = await child.ended;
  const wholeMs = performance.now() - startedMs;
  clearInterval(timer);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${child.output()}`);
  return { wholeMs, output: child.output(), peakKb };
}

/** Starts a server and waits for its port. */
export async function startServer(program, args, env, port) {
  const child = start(program, args, env);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${program} ended at once: ${child.output()}`);
    if (await answers(port)) return child;
    await sleep(50);
  }
  throw new Error(`${program} does not listen on ${port}`);
}

/** Starts a server of ours, which prints the port it chose. */
export async function startOwnServer(args, env) {
  const child = start(process.execPath, args, env);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = Number.parseInt(child.output(), 10);
    if (port > 0) return port;
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  throw new Error(`${args[0]} did not start: ${child.output()}`);
}

/** Ends everything that was started and still runs. */
export async function stopAll() {
  const children = [...running];
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map((child) => child.ended));
}

export async function findFreePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function start(program, args, env) {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces = [];
  const collect = (data) => pieces.push(data);
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.output = () => Buffer.concat(pieces).toString('utf8').slice(-4000);
  child.ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  }).finally(() => running.delete(child));
  running.add(child);
  return child;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function readPeakKb(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch (error) {
    // It has just ended, or this system does not tell.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}
