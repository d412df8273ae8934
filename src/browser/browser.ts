import { access, constants, stat } from 'node:fs/promises';
import { prepareBundledChromium } from './bundled-chromium.ts';
import { installedBrowserPaths } from './installed-browsers.ts';

/** A browser program that can print, and the environment its process needs. */
export interface FoundBrowser {
  readonly executablePath: string;
  /** How it was chosen; printed by `doctor`. */
  readonly origin: 'override' | 'environment' | 'bundled' | 'installed';
  /** The whole environment of the child process: never ours, which may hold secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One place where a browser was looked for in vain, and why. */
export interface BrowserMiss {
  readonly where: string;
  readonly problem: string;
}

export interface BrowserSearch {
  readonly found?: FoundBrowser;
  readonly missed: readonly BrowserMiss[];
}

export interface FindBrowserOptions {
  /** Path the operator named. When it cannot be run, nothing else is taken in its place. */
  readonly override?: string;
  /** `bundled` gives the same PDF everywhere; `installed` is the browser real users have. */
  readonly prefer?: 'bundled' | 'installed';
  /** Defaults to `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Where the bundled browser is unpacked; defaults to the user's cache folder. */
  readonly cacheFolder?: string;
}

/** Variables that name a browser, in order. */
const browserVariables = ['RISPACS_BROWSER', 'PUPPETEER_EXECUTABLE_PATH'] as const;

const passedOn = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'DISPLAY',
  'XDG_RUNTIME_DIR',
  'SystemRoot',
  'windir',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramData',
];

/** Looks for a browser and says where it looked; {@link findBrowser} gives the answer alone. */
export async function searchBrowser(options: FindBrowserOptions = {}): Promise<BrowserSearch> {
  const environment = options.environment ?? process.env;
  const named = namedBrowser(options.override, environment);
  if (named !== undefined) {
    const problem = await whyNotRunnable(named.path);
    if (problem !== undefined) return { missed: [{ where: named.where, problem }] };
    return {
      found: {
        executablePath: named.path,
        origin: named.origin,
        environment: childEnvironment(environment),
      },
      missed: [],
    };
  }
  const missed: BrowserMiss[] = [];
  const bundled = () => findBundled(options, environment, missed);
  const installed = () => findInstalled(environment, missed);
  const order = options.prefer === 'installed' ? [installed, bundled] : [bundled, installed];
  for (const look of order) {
    const found = await look();
    if (found !== undefined) return { found, missed };
  }
  return { missed };
}

/**
 * A browser for printing: the one the operator named, else the bundled Chromium (Linux x64), else one installed on
 * this computer. `undefined` when there is none, or when the named one cannot be run.
 */
export async function findBrowser(
  options: FindBrowserOptions = {},
): Promise<FoundBrowser | undefined> {
  return (await searchBrowser(options)).found;
}

function namedBrowser(override: string | undefined, environment: NodeJS.ProcessEnv) {
  if (override !== undefined && override !== '') {
    return { path: override, where: override, origin: 'override' as const };
  }
  for (const name of browserVariables) {
    const path = environment[name];
    if (path !== undefined && path !== '') {
      return { path, where: `${name}=${path}`, origin: 'environment' as const };
    }
  }
  return undefined;
}

async function findBundled(
  options: FindBrowserOptions,
  environment: NodeJS.ProcessEnv,
  missed: BrowserMiss[],
): Promise<FoundBrowser | undefined> {
  const prepared = await prepareBundledChromium({
    environment,
    ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }),
  });
  if (prepared.state === 'unavailable') {
    missed.push({ where: '@sparticuz/chromium', problem: prepared.problem });
    return undefined;
  }
  return {
    executablePath: prepared.executablePath,
    origin: 'bundled',
    environment: {
      ...childEnvironment(environment),
      FONTCONFIG_FILE: prepared.fontsConf,
      LD_LIBRARY_PATH: prepared.libraryFolder,
    },
  };
}

async function findInstalled(
  environment: NodeJS.ProcessEnv,
  missed: BrowserMiss[],
): Promise<FoundBrowser | undefined> {
  for (const path of installedBrowserPaths(process.platform, environment)) {
    const problem = await whyNotRunnable(path);
    if (problem === undefined) {
      return {
        executablePath: path,
        origin: 'installed',
        environment: childEnvironment(environment),
      };
    }
    missed.push({ where: path, problem });
  }
  return undefined;
}

async function whyNotRunnable(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return 'not a file';
    await access(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

function childEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const child: Record<string, string> = {};
  for (const name of passedOn) {
    const value = environment[name];
    if (value !== undefined) child[name] = value;
  }
  return child;
}
