// Our DICOM layer beside DCMTK's commands. Rounds are interleaved, and the order within a round alternates, so that a
// computer that slows down slows both; the ratio is the median of the ratios of each round.
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { median, pairedRatio, printSamples, runRounds } from './measure.js';
import { chooseTemporaryFolder, compile, makeObjects } from './prepare.js';
import {
  findFreePort,
  findProgram,
  runCommand,
  startOwnServer,
  startServer,
  stopAll,
} from './processes.js';

const FULL = { rounds: 7, slices: 500, loops: 20, few: 25, echoes: 128, answers: 10_000 };
const QUICK = { rounds: 3, slices: 100, loops: 4, few: 8, echoes: 64, answers: 10_000 };
const NODES = 32;
const LIMITS = { store: 1.1, sweep: 20, find: 0.6, peakMb: 120 };

/** DCMTK writes headers and bodies apart; with Nagle's algorithm each answer then waits 40 ms for an acknowledgement. */
const PROMPT = { TCP_NODELAY: '1' };
const DEFAULT = { TCP_NODELAY: '0' };

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const size = values.quick ? QUICK : FULL;
const missing = ['storescp', 'storescu', 'echoscu', 'findscu'].filter((name) => !findProgram(name));
const [major = 0] = process.versions.node.split('.').map(Number);
const misses = [];

if (missing.length > 0) stopEarly(`not installed (Debian package dcmtk): ${missing.join(', ')}`);
else if (major < 22) stopEarly(`needs Node 22 or newer; this is ${process.version}`);
else await main();

function stopEarly(reason) {
  console.error(reason);
  process.exitCode = 2;
}

async function main() {
  const base = chooseTemporaryFolder(3 * 1024 ** 3);
  const folder = mkdtempSync(path.join(base, 'rispacs-dicom-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('SIGINT', () => {
    void stopAll().finally(() => {
      remove();
      process.exit(130);
    });
  });
  try {
    const modules = path.join(folder, 'modules');
    compile(modules);
    const sets = await makeObjects(modules, path.join(folder, 'objects'), size);
    describeRun(folder, sets);
    await compareStores(modules, sets);
    await showDefaultPeer(modules, sets, path.join(folder, 'few'));
    await compareEchoes(modules);
    await compareFinds(modules);
  } finally {
    await stopAll();
    remove();
  }
  console.log(misses.length === 0 ? 'All targets met.' : `Missed: ${misses.join('; ')}`);
  // A short run says little: most of it is code that has not been compiled yet.
  if (misses.length > 0 && !values.quick) process.exitCode = 1;
}

function describeRun(folder, sets) {
  const load = os.loadavg().map((one) => one.toFixed(2));
  console.log(
    `Node ${process.version}, ${os.cpus().length} cores, load ${load.join(' ')}, ${size.rounds} rounds, ${folder}`,
  );
  for (const { name, count, bytes } of sets) {
    console.log(`${name}: ${count} objects, ${(bytes / 1e6).toFixed(0)} MB`);
  }
  console.log(
    'Times are of whole commands. "without start" leaves out the start of Node and the loading of our modules.\n',
  );
}

/** Our client as a process: its whole time, its time without start, and what it says of itself. */
async function runOwn(modules, job) {
  const client = path.join(import.meta.dirname, 'client.js');
  const { wholeMs, output } = await runCommand(
    process.execPath,
    [client, JSON.stringify({ modules, ...job })],
    PROMPT,
  );
  return { wholeMs, ...JSON.parse(output) };
}

function startStorescp(env, port, pduBytes) {
  const args = ['--ignore', '-pdu', String(pduBytes), String(port)];
  return startServer(findProgram('storescp'), args, env, port);
}

async function compareStores(modules, sets) {
  for (const set of sets) {
    for (const pduBytes of [16_384, 131_072]) {
      const port = await findFreePort();
      const peer = await startStorescp(PROMPT, port, pduBytes);
      const { folder, count } = set;
      const samples = await runRounds(size.rounds, [
        async () => {
          const own = await runOwn(modules, { action: 'store', ports: [port], folder });
          if (own.objects !== count) throw new Error(`${own.objects} of ${count} objects`);
          return {
            'ours, whole': own.wholeMs,
            'ours, without start': own.workMs,
            'ours, peak MB': own.peakKb / 1024,
          };
        },
        async () => {
          const { wholeMs, peakKb } = await runCommand(
            findProgram('storescu'),
            ['-xe', '+sd', '127.0.0.1', String(port), folder],
            PROMPT,
            true,
          );
          return { storescu: wholeMs, 'storescu, peak MB': peakKb / 1024 };
        },
      ]);
      peer.kill();
      await peer.ended;
      console.log(`C-STORE, ${set.name}, prompt peer with a maximum PDU of ${pduBytes} bytes`);
      printSamples(samples, 'ms (MB)');
      const whole = pairedRatio(samples, 'ours, whole', 'storescu');
      const work = pairedRatio(samples, 'ours, without start', 'storescu');
      console.log(`  whole / storescu: ${whole.toFixed(2)}`);
      judge(`without start / storescu`, work, 'at most', LIMITS.store, `C-STORE ${set.name}`);
      if (set.name === 'multi-frame') {
        const peak = Math.max(...samples.get('ours, peak MB'));
        judge('peak memory, MB', peak, 'at most', LIMITS.peakMb, 'memory');
      }
    }
  }
}

/** With Nagle's algorithm on, as DCMTK is by default, both sides wait for the peer. */
async function showDefaultPeer(modules, [set], folder) {
  mkdirSync(folder);
  for (const name of readdirSync(set.folder).sort().slice(0, size.few)) {
    linkSync(path.join(set.folder, name), path.join(folder, name));
  }
  const port = await findFreePort();
  const peer = await startStorescp(DEFAULT, port, 16_384);
  const samples = await runRounds(3, [
    async () => {
      const job = { action: 'store', ports: [port], folder };
      return { ours: (await runOwn(modules, job)).workMs / size.few };
    },
    async () => {
      const args = ['-xe', '+sd', '127.0.0.1', String(port), folder];
      const run = (env) => runCommand(findProgram('storescu'), args, env);
      return {
        'storescu, default': (await run(DEFAULT)).wholeMs / size.few,
        'storescu, TCP_NODELAY=1': (await run(PROMPT)).wholeMs / size.few,
      };
    },
  ]);
  peer.kill();
  await peer.ended;
  console.log(`C-STORE, ${set.name}, default peer: what it takes per object is the peer's latency`);
  printSamples(samples, 'ms per object');
}

async function compareEchoes(modules) {
  const ports = [];
  for (let node = 0; node < NODES; node += 1) {
    const port = await findFreePort();
    await startStorescp(PROMPT, port, 16_384);
    ports.push(port);
  }
  const own = async (name, parallel) => {
    const job = { action: 'echo', ports, count: size.echoes, parallel };
    const { wholeMs, workMs } = await runOwn(modules, job);
    return { [`ours, ${name}, whole`]: wholeMs, [`ours, ${name}, without start`]: workMs };
  };
  const echoscu = (index) =>
    runCommand(findProgram('echoscu'), ['127.0.0.1', String(ports[index % NODES])], PROMPT);
  const samples = await runRounds(Math.min(size.rounds, 5), [
    () => own('one by one', 1),
    () => own(`${NODES} at a time`, NODES),
    async () => {
      const startedMs = performance.now();
      for (let index = 0; index < size.echoes; index += 1) await echoscu(index);
      return { 'echoscu in a loop': performance.now() - startedMs };
    },
    async () => {
      const startedMs = performance.now();
      let next = 0;
      const work = async () => {
        while (next < size.echoes) await echoscu(next++);
      };
      await Promise.all(Array.from({ length: NODES }, work));
      return { [`echoscu, ${NODES} at a time`]: performance.now() - startedMs };
    },
  ]);
  await stopAll();
  console.log(`C-ECHO, ${size.echoes} associations to ${NODES} nodes, all prompt`);
  printSamples(samples, 'ms');
  const ratio = (name) => pairedRatio(samples, 'echoscu in a loop', name);
  for (const name of samples.keys()) {
    const perSecond = (1000 * size.echoes) / median(samples.get(name));
    console.log(
      `  ${name}: ${perSecond.toFixed(0)} nodes a second, ${ratio(name).toFixed(1)} × the loop`,
    );
  }
  const sweep = ratio(`ours, ${NODES} at a time, without start`);
  judge('sweep × loop of echoscu', sweep, 'at least', LIMITS.sweep, 'C-ECHO');
}

async function compareFinds(modules) {
  const server = path.join(import.meta.dirname, 'find-server.js');
  const port = await startOwnServer([server, modules, String(size.answers)]);
  const samples = await runRounds(size.rounds, [
    async () => {
      const own = await runOwn(modules, { action: 'find', ports: [port], count: size.answers });
      return { 'ours, whole': own.wholeMs, 'ours, without start': own.workMs };
    },
    async () => {
      const args = ['-q', '-S', '-k', '0008,0052=STUDY', '-k', '0020,000d'];
      const program = findProgram('findscu');
      const { wholeMs } = await runCommand(program, [...args, '127.0.0.1', String(port)], PROMPT);
      return { 'findscu -q': wholeMs };
    },
  ]);
  await stopAll();
  console.log(`C-FIND, ${size.answers} answers made beforehand`);
  printSamples(samples, 'ms');
  const whole = pairedRatio(samples, 'ours, whole', 'findscu -q');
  console.log(`  whole / findscu -q: ${whole.toFixed(2)}`);
  const work = pairedRatio(samples, 'ours, without start', 'findscu -q');
  judge('without start / findscu -q', work, 'at most', LIMITS.find, 'C-FIND');
}

function judge(what, value, bound, limit, name) {
  const isMet = bound === 'at most' ? value <= limit : value >= limit;
  const digits = limit >= 10 ? 0 : 2;
  console.log(
    `  ${what}: ${value.toFixed(digits)} (${bound} ${limit}: ${isMet ? 'met' : 'MISSED'})\n`,
  );
  if (!isMet) misses.push(`${name}: ${what} ${value.toFixed(digits)}`);
}
