// Our iperf3 client and server beside the stock ones on a path that nothing limits but the computer. Rounds are
// interleaved, and the order within a round alternates; the ratio is the median of the ratios of each round.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pairedRatio, printSamples, runRounds } from '../dicom/measure.js';
import { findProgram } from '../dicom/processes.js';
import { makeLink } from './link.js';

const LIMIT = 0.9;
const STOCK_PORT = 5201;
const OWN_PORT = 5202;
/** A stock server reopens its port between tests. */
const PAUSE_MS = 700;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
  },
});
const rounds = Math.max(3, Number.parseInt(values.rounds, 10) || 5);
const seconds = Math.max(1, Number.parseInt(values.seconds, 10) || 3);
const iperf3 = findProgram('iperf3');
const running = new Set();

if (!iperf3) {
  console.error('not installed (Debian package iperf3): iperf3');
  process.exitCode = 2;
} else await main();

async function main() {
  const link = makeLink();
  const leave = async () => {
    for (const child of running) child.kill('SIGTERM');
    await Promise.all([...running].map((child) => child.ended));
    link.remove();
  };
  process.once('SIGINT', () => void leave().finally(() => process.exit(130)));
  try {
    await compare(link);
  } finally {
    await leave();
  }
}

async function compare(link) {
  const load = os.loadavg().map((one) => one.toFixed(2));
  console.log(
    `Node ${process.version}, ${os.cpus().length} cores, load ${load.join(' ')}, ${rounds} rounds of ${seconds} s, ${link.what}`,
  );
  await serve(link, [iperf3, '-s', '-B', link.address, '-p', STOCK_PORT, '--forceflush']);
  await serve(link, [process.execPath, script('server.js'), link.address, OWN_PORT]);
  const samples = await runRounds(
    rounds,
    ['up', 'down'].flatMap((direction) => [
      async () => ({
        [`iperf3 with iperf3, ${direction}`]: await runStock(link, STOCK_PORT, direction),
      }),
      async () => ({ [`our client, ${direction}`]: await runOwn(link, direction) }),
      async () => ({ [`our server, ${direction}`]: await runStock(link, OWN_PORT, direction) }),
    ]),
  );
  printSamples(samples, 'Mbit/s received');
  const misses = [];
  for (const direction of ['up', 'down'])
    for (const side of ['client', 'server']) {
      const name = `our ${side}, ${direction}`;
      const ratio = pairedRatio(samples, name, `iperf3 with iperf3, ${direction}`);
      console.log(`  ${name} / iperf3: ${ratio.toFixed(2)} (at least ${LIMIT})`);
      if (ratio < LIMIT) misses.push(name);
    }
  console.log(misses.length === 0 ? 'All targets met.' : `Missed: ${misses.join('; ')}`);
  if (misses.length > 0) process.exitCode = 1;
}

/** Megabits per second that arrived, as `iperf3 -c` tells. */
async function runStock(link, port, direction) {
  const output = await runToEnd(link, [
    ...[iperf3, '-c', link.address, '-p', port, '-t', seconds, '-O', 1, '-J'],
    ...(direction === 'down' ? ['-R'] : []),
  ]);
  return JSON.parse(output).end.sum_received.bits_per_second / 1e6;
}

/** The same as our client tells. */
async function runOwn(link, direction) {
  const job = { host: link.address, port: STOCK_PORT, direction, seconds, omitSeconds: 1 };
  const output = await runToEnd(link, [process.execPath, script('client.js'), JSON.stringify(job)]);
  const outcome = JSON.parse(output);
  if (outcome.kind !== 'completed') throw new Error(output);
  return outcome.receiverMbps;
}

async function runToEnd(link, command) {
  const child = start(link.command('near', command.map(String)));
  const code = await child.ended;
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${child.output()}`);
  await sleep(PAUSE_MS);
  return child.output();
}

async function serve(link, command) {
  const child = start(link.command('far', command.map(String)));
  for (let attempt = 0; attempt < 200 && child.output() === ''; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${command[0]} ended at once`);
    await sleep(50);
  }
}

function script(name) {
  return path.join(import.meta.dirname, name);
}

function start([program, ...args]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece;
  });
  child.output = () => text;
  child.ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  }).finally(() => running.delete(child));
  running.add(child);
  return child;
}
