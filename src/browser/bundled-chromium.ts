import { createReadStream, createWriteStream } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

export type BundledChromium =
  | {
      readonly state: 'ready';
      readonly executablePath: string;
      /** Shared libraries that bare systems lack (NSS, expat); for the child process only. */
      readonly libraryFolder: string;
      /** Without a fontconfig file that names a font folder, Chromium on a bare system prints no text at all. */
      readonly fontsConf: string;
    }
  | { readonly state: 'unavailable'; readonly problem: string };

export interface BundledChromiumOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly cacheFolder?: string;
}

const archives = ['swiftshader', 'al2023', 'fonts'] as const;
const unpackingPrefix = '.unpacking-';
/** Raised when what is written beside the browser changes, so that older folders are not used. */
const layout = 'r2';
const staleAfterMs = 3_600_000;

/**
 * Unpacks the Chromium that comes with the npm package, once per version, into a folder that only this user can write.
 * The package's own `executablePath()` is not used: it trusts whatever lies in the shared temporary folder.
 * Concurrent first starts each unpack aside and rename; the first rename wins.
 */
export async function prepareBundledChromium(
  options: BundledChromiumOptions,
): Promise<BundledChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { state: 'unavailable', problem: 'only for Linux on x64' };
  }
  const found = await locatePackage();
  if (found.state === 'unavailable') return found;
  const problems: string[] = [];
  for (const folder of cacheFolders(options)) {
    try {
      await makePrivateFolder(folder);
      return await unpackOnce(found.package, folder);
    } catch (error) {
      problems.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { state: 'unavailable', problem: problems.join('; ') };
}

interface ChromiumPackage {
  readonly entry: string;
  readonly binFolder: string;
  readonly version: string;
}

async function locatePackage(): Promise<
  | { readonly state: 'found'; readonly package: ChromiumPackage }
  | { readonly state: 'unavailable'; readonly problem: string }
> {
  try {
    const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
    const root = path.resolve(path.dirname(entry), '..');
    const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const version = readVersion(manifest);
    return { state: 'found', package: { entry, binFolder: path.join(root, 'bin'), version } };
  } catch (error) {
    return {
      state: 'unavailable',
      problem: error instanceof Error && 'code' in error ? String(error.code) : String(error),
    };
  }
}

function readVersion(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    const { version } = manifest;
    if (typeof version === 'string' && /^[\w.+-]+$/.test(version)) return version;
  }
  throw new Error('package.json without a version');
}

function cacheFolders(options: BundledChromiumOptions): readonly string[] {
  if (options.cacheFolder !== undefined) return [options.cacheFolder];
  const base = options.environment.XDG_CACHE_HOME;
  const cache = base && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache');
  const uid = process.getuid?.() ?? 0;
  return [path.join(cache, 'rispacs'), path.join(os.tmpdir(), `rispacs-${uid}`)];
}

/** A folder planted by another user is refused: what lies in it would be run as us. */
async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const info = await lstat(folder);
  if (!info.isDirectory() || info.uid !== process.getuid?.()) {
    throw new Error('not a folder of this user');
  }
  if ((info.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function unpackOnce(source: ChromiumPackage, cache: string): Promise<BundledChromium> {
  const folder = path.join(cache, `chromium-${source.version}-${layout}`);
  const ready: BundledChromium = {
    state: 'ready',
    executablePath: path.join(folder, 'chromium'),
    libraryFolder: path.join(folder, 'lib'),
    fontsConf: path.join(folder, 'fonts.conf'),
  };
  if (await exists(ready.executablePath)) return ready;
  await removeStale(cache);
  const aside = await mkdtemp(path.join(cache, unpackingPrefix));
  try {
    await unpack(source, aside);
    await writeFile(path.join(aside, 'fonts.conf'), fontsConf(folder));
    await rename(aside, folder);
  } catch (error) {
    // Another process may have renamed first; its folder is as good as ours.
    if (!(await exists(ready.executablePath))) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return ready;
}

async function unpack(source: ChromiumPackage, folder: string): Promise<void> {
  const extract = loadTarExtract(source.entry);
  const inflate = (name: string, into: Writable) =>
    pipeline(createReadStream(path.join(source.binFolder, name)), createBrotliDecompress(), into);
  await Promise.all([
    inflate('chromium.br', createWriteStream(path.join(folder, 'chromium'), { mode: 0o755 })),
    ...archives.map((name) => inflate(`${name}.tar.br`, extract(folder))),
  ]);
}

/** `tar-fs` is a dependency of the Chromium package, so it is resolved from there. */
function loadTarExtract(entry: string): (folder: string) => Writable {
  const tarFs: unknown = createRequire(entry)('tar-fs');
  if (typeof tarFs !== 'object' || tarFs === null || !('extract' in tarFs)) {
    throw new Error('tar-fs has no extract');
  }
  const { extract } = tarFs;
  if (typeof extract !== 'function') throw new Error('tar-fs has no extract');
  return (folder) => extract(folder) as Writable;
}

function fontsConf(folder: string): string {
  // Our own folder comes first and is enough; the system's fonts only serve scripts that neither it nor Tinos has.
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${escapeXml(path.join(folder, 'fonts'))}</dir>
<dir>/usr/share/fonts</dir>
<dir>/usr/local/share/fonts</dir>
<cachedir>${escapeXml(path.join(folder, 'font-cache'))}</cachedir>
${['serif', 'sans-serif', 'monospace'].map((name) => `<alias><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`).join('\n')}
</fontconfig>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What an interrupted unpacking left behind. */
async function removeStale(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(unpackingPrefix)) continue;
    const folder = path.join(cache, name);
    const info = await stat(folder).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > staleAfterMs) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (info) => info.isFile(),
    () => false,
  );
}
