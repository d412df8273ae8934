#!/usr/bin/env node
// The command as installed: compiled code from dist/. On a machine whose own Node is too old the `node` package beside
// it, when installed, takes over.
import { existsSync, readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const vietnamese =
  process.env.RISPACS_LANG !== 'en' && !process.argv.join(' ').includes('--lang en');

if (major < 22 || (major === 22 && minor < 19)) await runWithBundledNode();
else if (!existsSync(path.join(root, 'dist', 'commands'))) {
  console.error(
    vietnamese ? 'Chưa có thư mục dist; hãy chạy: npm ci' : 'There is no dist folder; run: npm ci',
  );
  process.exitCode = 2;
} else {
  const cache = path.join(
    process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
    'rispacs',
    'compiled',
  );
  module.enableCompileCache?.(cache);
  const { execute } = await import('@oclif/core/execute');
  // Not awaited here: when whoever reads our output has gone (`rispacs plan … | head -1`) oclif waits for a drain that
  // never comes, and Node would complain of this file.
  void execute({ loadOptions: { root, pjson: readPackage() } });
}

/** Handed to oclif, package.json is not searched for and read again; a plugin is loaded for its own commands and help. */
function readPackage() {
  const pjson = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const [first] = process.argv.slice(2);
  const needsPlugins =
    first === undefined || first === 'autocomplete' || process.argv.includes('--help');
  if (!needsPlugins) delete pjson.oclif.plugins;
  return pjson;
}

async function runWithBundledNode() {
  const node = findBundledNode();
  if (!node) {
    console.error(
      vietnamese
        ? `rispacs cần Node 22.19 trở lên; máy này có ${process.versions.node}. Cài Node 24, hoặc chạy npm ci trong thư mục của rispacs để có kèm Node 24.`
        : `rispacs needs Node 22.19 or newer; this is ${process.versions.node}. Install Node 24, or run npm ci in the rispacs folder, which brings Node 24 along.`,
    );
    process.exitCode = 2;
    return;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A Ctrl-C at the terminal reaches the child too; sent twice it would end the child at once.
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + (os.constants.signals[signal] ?? 0) : (code ?? 1);
  });
}

function findBundledNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const node = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(node) ? node : undefined;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
