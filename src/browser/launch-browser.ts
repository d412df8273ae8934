import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'puppeteer';
import type { FoundBrowser } from './browser.ts';

/** What ran, as it named itself, and whether its own sandbox was on. */
export interface BrowserIdentity {
  readonly name: string;
  readonly version: string;
  readonly sandboxed: boolean;
}

export interface LaunchedBrowser extends BrowserIdentity {
  readonly browser: Browser;
  /** Ends the process and removes its profile, also when the browser no longer answers. Safe to call twice. */
  readonly close: () => Promise<void>;
}

export interface LaunchOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Further command line switches. */
  readonly extraArguments?: readonly string[];
  /** Longest wait for one answer of the browser, in milliseconds; puppeteer's own (3 minutes) when absent. */
  readonly protocolTimeoutMs?: number;
}

const closeWaitMs = 3_000;
const refusesSandbox = /no usable sandbox|without --no-sandbox|sandbox_host_linux|setuid sandbox/i;

/**
 * Starts a browser with an empty profile, driven through a pipe so that no other local user can reach it.
 * The sandbox is on, except for uid 0 or when the system offers none; the answer says which.
 * @throws when the browser does not start in time, or `signal` aborts.
 */
export async function launchBrowser(
  found: FoundBrowser,
  options: LaunchOptions,
): Promise<LaunchedBrowser> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'rispacs-browser-'));
  try {
    if (process.getuid?.() === 0) return await start(found, options, profile, false);
    try {
      return await start(found, options, profile, true);
    } catch (error) {
      if (!refusesSandbox.test(String(error))) throw error;
      return await start(found, options, profile, false);
    }
  } catch (error) {
    await removeProfile(profile);
    throw error;
  }
}

async function start(
  found: FoundBrowser,
  options: LaunchOptions,
  profile: string,
  sandboxed: boolean,
): Promise<LaunchedBrowser> {
  options.signal.throwIfAborted();
  const { default: puppeteer } = await import('puppeteer');
  const shell = found.origin === 'bundled' || path.basename(found.executablePath).includes('shell');
  const browser = await puppeteer.launch({
    executablePath: found.executablePath,
    env: { ...found.environment },
    headless: shell ? 'shell' : true,
    pipe: true,
    userDataDir: profile,
    timeout: options.timeoutMs,
    ...(options.protocolTimeoutMs === undefined
      ? {}
      : { protocolTimeout: options.protocolTimeoutMs }),
    signal: options.signal,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...(sandboxed ? [] : ['--no-sandbox']),
      // Small /dev/shm in containers makes the renderer crash on long reports.
      '--disable-dev-shm-usage',
      ...(options.extraArguments ?? []),
    ],
  });
  outliveItsPipes(browser);
  const close = () => endBrowser(browser, profile);
  try {
    const [name = 'unknown', version = 'unknown'] = (await browser.version()).split('/');
    return { browser, name, version, sandboxed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A browser that is killed resets its pipes (ECONNRESET), and puppeteer stops listening to them as soon as one closes: the
 * other's error would then end this process. Nothing is lost: the browser's end is known by its exit, and every call
 * that waits for it fails.
 */
function outliveItsPipes(browser: Browser): void {
  for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => undefined);
}

async function endBrowser(browser: Browser, profile: string): Promise<void> {
  const child = browser.process();
  const exited =
    child === null || child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = new AbortController();
  const gaveUp = () =>
    delay(closeWaitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([
    browser.close().then(
      () => exited,
      () => undefined,
    ),
    gaveUp(),
  ]);
  if (child !== null && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await Promise.race([exited, gaveUp()]);
  }
  timer.abort();
  await removeProfile(profile);
}

async function removeProfile(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
