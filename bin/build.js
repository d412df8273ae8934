// Makes dist/ from src/ and the command manifest beside it. The manifest is rebuilt on every build,
// because a stale one hides new commands.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
rmSync(path.join(root, 'oclif.manifest.json'), { force: true });

const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const compiled = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const { Plugin } = await import('@oclif/core');
const plugin = new Plugin({
  root,
  type: 'core',
  ignoreManifest: true,
  errorOnManifestCreate: true,
});
await plugin.load();
writeFileSync(
  path.join(root, 'oclif.manifest.json'),
  `${JSON.stringify(plugin.manifest, null, 2)}\n`,
);

// The help of the whole tool, which bin/run.js prints without loading anything. The line with the Node version is
// filled in then.
for (const language of ['vi', 'en']) {
  const env = { ...process.env, RISPACS_LANG: language, NO_COLOR: '1' };
  for (const name of ['FORCE_COLOR', 'CLICOLOR_FORCE', 'DEBUG', 'NODE_OPTIONS']) delete env[name];
  const help = spawnSync(process.execPath, [path.join(root, 'bin', 'run.js'), '--help'], {
    encoding: 'utf8',
    env,
  });
  if (help.status !== 0 || help.stdout === '') {
    console.error(help.stderr);
    process.exit(1);
  }
  const runtime = `${process.platform}-${process.arch} node-${process.version}`;
  writeFileSync(
    path.join(root, 'dist', `root-help.${language}.txt`),
    help.stdout.replace(runtime, '{runtime}'),
  );
}
