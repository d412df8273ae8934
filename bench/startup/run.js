// Start-up cost of the built command beside bare oclif. Rounds are interleaved, and the order within a round alternates,
// so that a computer that slows down slows all of them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const limit = 1.25;
const warmUps = 3;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Math.max(5, Number.parseInt(values.rounds, 10) || 30);

const folder = mkdtempSync(path.join(os.tmpdir(), 'rispacs-startup-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const bare = await makeBareCommand();
  const ours = path.join(root, 'bin', 'run.js');
  const cached = path.join(bare, 'run-cached.js');
  const subjects = [
    { name: 'rispacs --help', args: [ours, '--help'] },
    { name: 'bare oclif --help', args: [cached, '--help'] },
    { name: 'bare oclif --help, no compile cache', args: [path.join(bare, 'run.js'), '--help'] },
    { name: 'rispacs --version', args: [ours, '--version'] },
    { name: 'bare oclif --version', args: [cached, '--version'] },
    { name: 'node, empty file', args: [path.join(bare, 'empty.js')] },
  ];
  const samples = new Map(subjects.map((one) => [one.name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    for (const { name, args } of order) {
      const ms = time(args);
      if (round >= 0) samples.get(name).push(ms);
    }
  }
  const load = os.loadavg().map((one) => one.toFixed(2));
  console.log(
    `Node ${process.version}, ${os.cpus().length} cores, load ${load.join(' ')}, ${rounds} rounds`,
  );
  for (const [name, list] of samples) {
    console.log(
      `${name}: median ${median(list).toFixed(1)} ms, least ${Math.min(...list).toFixed(1)} ms`,
    );
    console.log(`  ${list.map((one) => one.toFixed(1)).join(' ')}`);
  }
  const ratio = (a, b) => median(samples.get(a).map((ms, round) => ms / samples.get(b)[round]));
  const pairs = [
    ['rispacs --help', 'bare oclif --help'],
    ['rispacs --help', 'bare oclif --help, no compile cache'],
    ['rispacs --version', 'bare oclif --version'],
  ];
  for (const [a, b] of pairs) console.log(`${a} / ${b}: ${ratio(a, b).toFixed(3)}`);
  // The limit is against a bare command as the oclif documentation begins one: without a compile cache.
  if (ratio('rispacs --help', 'bare oclif --help, no compile cache') > limit) process.exitCode = 1;
}

/** One command in one file, as the oclif documentation begins, with its manifest. */
async function makeBareCommand() {
  const bare = path.join(folder, 'bare');
  mkdirSync(path.join(bare, 'commands'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(bare, 'node_modules'), 'junction');
  const write = (name, text) => writeFileSync(path.join(bare, name), text);
  write(
    'package.json',
    JSON.stringify({
      name: 'bare',
      version: '1.0.0',
      type: 'module',
      files: ['oclif.manifest.json'],
      oclif: { bin: 'bare', dirname: 'bare', commands: './commands' },
    }),
  );
  write(
    'commands/hello.js',
    `import { Command } from '@oclif/core';
export default class Hello extends Command {
  static summary = 'Says hello';
  async run() {
    this.log('hello');
  }
}
`,
  );
  const start = `const { execute } = await import('@oclif/core/execute');
await execute({ dir: import.meta.url });
`;
  write('run.js', start);
  write(
    'run-cached.js',
    `import module from 'node:module';
module.enableCompileCache(${JSON.stringify(path.join(folder, 'compiled'))});
${start}`,
  );
  write('empty.js', '');
  const { Plugin } = await import('@oclif/core');
  const plugin = new Plugin({ root: bare, type: 'core', ignoreManifest: true });
  await plugin.load();
  write('oclif.manifest.json', JSON.stringify(plugin.manifest));
  return bare;
}

function time(args) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache'), NO_COLOR: '1' },
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
