// Our HL7 reader and deframer beside hl7-standard and python3-hl7. Every sample is a process of its own; the subjects of
// a job take turns within a round, in an order that alternates, and rates are per second of processor time, so that a
// busy computer slows all of them alike. The ratio is the median of the ratios of each round.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, pairedRatio } from '../dicom/measure.js';
import { frames, order, picture, report } from './make-messages.js';

const MIB = 1024 * 1024;
const SIZES = [1, 2, 4, 8, 16];
/** A block 16 times as large may take so many times 16 times as long: caches fill up; quadratic would be 16. */
const LINEAR_LIMIT = 2;
const PYTHON = '/usr/bin/python3';
const here = path.dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Math.max(3, Number.parseInt(values.rounds, 10) || 7);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const missed = [];

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `needs Node 22.18 or newer, which runs TypeScript as it is; this is ${process.version}`,
  );
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rispacs-hl7-'));
  try {
    main(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(folder) {
  const python = findPython();
  const load = os.loadavg().map((one) => one.toFixed(2));
  console.log(
    `Node ${process.version}, ${os.cpus().length} cores, load ${load.join(' ')}, ${rounds} rounds${python === undefined ? '' : `, ${python}`}`,
  );
  if (python === undefined) console.log('python3-hl7 is not installed and left out.');
  const write = (name, content) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const ours = (job, file, ...rest) => [
    process.execPath,
    path.join(here, 'subject.js'),
    'ours',
    job,
    file,
    ...rest,
  ];
  const standard = (job, file) => [
    process.execPath,
    path.join(here, 'subject.js'),
    'hl7-standard',
    job,
    file,
  ];
  const py = (job, file, ...rest) => [PYTHON, path.join(here, 'subject.py'), job, file, ...rest];
  const readers = (job, file) => ({
    ours: ours(job, file),
    'hl7-standard': standard(job, file),
    ...(python !== undefined && { 'python3-hl7': py(job, file) }),
  });

  compare(
    'Reading an order of 6 segments: 3 values',
    'messages',
    readers('order', write('order', order)),
  );
  compare(
    'Reading a report of 206 segments: 606 values',
    'messages',
    readers('report', write('report', report)),
  );
  compare(
    'Reading a report with 1 MiB of Base64',
    'messages',
    readers('picture', write('picture', picture(MIB))),
  );
  for (const chunk of ['1460', '65536']) {
    const file = write(`frames-${chunk}`, frames(order, 1000));
    compare(`Deframing 1,000 orders, ${chunk} bytes at a time`, 'streams', {
      ours: ours('deframe', file, chunk),
      ...(python !== undefined && { 'python3-hl7': py('deframe', file, chunk) }),
    });
  }

  const tables = [
    [
      'Deframing one block, 1460 bytes at a time',
      (file) => ours('deframe', file, '1460'),
      (file) => py('deframe', file, '1460'),
      frames,
    ],
    [
      'Reading it',
      (file) => ours('picture', file),
      (file) => py('picture', file),
      (payload) => payload,
    ],
  ];
  for (const [title, own, other, wrap] of tables) {
    const files = SIZES.map((size) => [size, write(`size-${size}`, wrap(picture(size * MIB), 1))]);
    showGrowth(title, 'ours', files, own, true);
    if (title === 'Reading it')
      showGrowth(title, 'hl7-standard', files, (file) => standard('picture', file), false);
    if (python !== undefined) showGrowth(title, 'python3-hl7', files, other, false);
  }
  console.log(missed.length === 0 ? '\nAll targets met.' : `\nMissed: ${missed.join('; ')}`);
  if (missed.length > 0) process.exitCode = 1;
}

/** One job by several subjects; the first is ours. */
function compare(title, unit, subjects) {
  const names = Object.keys(subjects);
  const samples = new Map(names.map((name) => [name, []]));
  const wall = new Map(names.map((name) => [name, []]));
  const found = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const sample = run(subjects[name]);
      samples.get(name).push(1000 / (sample.userMs + sample.systemMs));
      wall.get(name).push(1000 / sample.wallMs);
      found.set(name, JSON.stringify(sample.found));
    }
  }
  console.log(
    `\n${title} (${unit} per second of processor time; per second of wall time in brackets)`,
  );
  for (const name of names) {
    if (found.get(name) !== found.get('ours')) missed.push(`${title}: ${name} found other values`);
    console.log(
      `  ${name}: median ${round(median(samples.get(name)))} (${round(median(wall.get(name)))})`,
    );
    console.log(`    ${samples.get(name).map(round).join(' ')}`);
  }
  for (const name of names.slice(1)) {
    const ratios = samples.get('ours').map((value, index) => value / samples.get(name)[index]);
    console.log(
      `  ours / ${name}: ${pairedRatio(samples, 'ours', name).toFixed(1)} (${ratios.map((one) => one.toFixed(1)).join(' ')})`,
    );
  }
}

/**
 * One pass over blocks of growing size: the program's own time and the kernel's, which for large blocks is that of
 * finding fresh memory. The least of the rounds is the least disturbed; linear is judged by the program's own time.
 */
function showGrowth(title, name, files, command, isJudged) {
  const own = files.map(() => []);
  const kernel = files.map(() => []);
  for (let turn = 0; turn < rounds; turn += 1) {
    const indexes = files.map((_, index) => index);
    for (const index of turn % 2 === 0 ? indexes : indexes.reverse()) {
      const { userMs, systemMs } = run(command(files[index][1]));
      own[index].push(userMs);
      kernel[index].push(systemMs);
    }
  }
  const least = own.map((list) => Math.min(...list));
  const list = (numbers) => numbers.map((one) => one.toFixed(2)).join(' ');
  console.log(`\n${title}, ${name}`);
  console.log('  MiB   own ms   own ms per MiB   kernel ms   all samples, own + kernel');
  for (const [index, [size]] of files.entries()) {
    const cells = [
      String(size).padStart(5),
      least[index].toFixed(2).padStart(9),
      (least[index] / size).toFixed(2).padStart(17),
      Math.min(...kernel[index])
        .toFixed(2)
        .padStart(12),
    ];
    console.log(`${cells.join('')}   ${list(own[index])} + ${list(kernel[index])}`);
  }
  const growth = least[least.length - 1] / least[0] / (SIZES[SIZES.length - 1] / SIZES[0]);
  console.log(`  16 MiB against 16 times 1 MiB: ${growth.toFixed(2)}`);
  if (isJudged && growth > LINEAR_LIMIT) missed.push(`${title}: ${growth.toFixed(2)} times linear`);
}

function run([program, ...args]) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * MIB,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function findPython() {
  const { status, stdout } = spawnSync(
    PYTHON,
    [
      '-c',
      'import hl7, hl7.mllp, platform; print("python3-hl7", hl7.__version__, "on Python", platform.python_version())',
    ],
    { encoding: 'utf8' },
  );
  return status === 0 ? stdout.trim() : undefined;
}

function round(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
