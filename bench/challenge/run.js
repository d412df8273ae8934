// What the challenge study costs: making it, and reading pictures of it. Every sample is a process of its own, as a user
// would start it; see README.md.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../dicom/measure.js';

const MAKE_LIMIT_S = 15;
const MEMORY_LIMIT_MB = 600;
const SCREEN_LIMIT_MS = 1000;
const SEED = 'bench challenge 0001';
const DATE = '2026-01-05';
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Math.max(3, Number.parseInt(values.rounds, 10) || 5);
const missed = [];
const folder = mkdtempSync(path.join(os.tmpdir(), 'rispacs-bench-challenge-'));
try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function main() {
  const load = os.loadavg().map((one) => one.toFixed(2));
  console.log(
    `Node ${process.version}, ${os.cpus().length} cores, load ${load.join(' ')}, ${rounds} rounds`,
  );
  measureMaking();
  measureReading();
  console.log(missed.length === 0 ? '\nAll targets met.' : `\nMissed: ${missed.join('; ')}`);
  if (missed.length > 0) process.exitCode = 1;
}

function measureMaking() {
  const seconds = [];
  const megabytes = [];
  let made;
  for (let round = 0; round < rounds; round += 1) {
    const out = path.join(folder, `study-${round}`);
    const startedAt = performance.now();
    made = rispacs(['challenge', 'make', '--out', out, '--seed', SEED, '--date', DATE]);
    seconds.push((performance.now() - startedAt) / 1000);
    megabytes.push(made.peakMemoryBytes / 1e6);
    if (round > 0) rmSync(out, { recursive: true });
  }
  console.log(
    `\nMaking the study: ${made.objects} objects, ${Math.round(made.sizeBytes / 1e6)} MB on disk`,
  );
  show('seconds, the whole command', seconds, 2, MAKE_LIMIT_S);
  show('MB of memory at most', megabytes, 0, MEMORY_LIMIT_MB);
}

function measureReading() {
  const pictures = path.join(folder, 'pictures');
  mkdirSync(pictures);
  run([process.execPath, path.join(here, 'prepare.js'), pictures, SEED, DATE]);
  const names = readdirSync(pictures).sort();
  const samples = new Map(names.map((name) => [name, []]));
  const found = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const file = path.join(pictures, name);
      const { pictures: checked } = rispacs([
        'challenge',
        'check',
        file,
        '--challenge',
        path.join(folder, 'study-0'),
      ]);
      const [picture] = checked;
      samples.get(name).push(picture.elapsedMs);
      found.set(name, `${picture.images.length} images; codes: ${picture.codes.join(' ') || '-'}`);
      if (!picture.accepted) missed.push(`${name}: ${picture.sentence}`);
    }
  }
  console.log(
    '\nReading one picture for every code, in ms, with loading the reader; the command starts besides',
  );
  for (const name of names) {
    console.log(`  ${name}: ${found.get(name)}`);
    show('ms', samples.get(name), 0, name.startsWith('screen') ? SCREEN_LIMIT_MS : undefined);
  }
}

/** The median decides: one sample may meet another program's work. */
function show(title, samples, digits, limit) {
  const middle = median(samples);
  const aim = limit === undefined ? '' : ` (target: below ${limit})`;
  console.log(`    ${title}: median ${middle.toFixed(digits)}${aim}`);
  console.log(`      ${samples.map((one) => one.toFixed(digits)).join(' ')}`);
  if (limit !== undefined && middle >= limit) missed.push(`${title} ${middle.toFixed(digits)}`);
}

function rispacs(args) {
  const command = [process.execPath, path.join(root, 'bin', 'dev.js'), ...args, '--json'];
  return JSON.parse(run(command));
}

function run([program, ...args]) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}
