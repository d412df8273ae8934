import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, searchBrowser } from '../../src/browser/browser.ts';
import { prepareBundledChromium } from '../../src/browser/bundled-chromium.ts';
import { installedBrowserPaths } from '../../src/browser/installed-browsers.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';

const posix = process.platform !== 'win32';
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, script);
  await chmod(file, 0o755);
  return file;
}

describe('findBrowser', () => {
  it('takes the named browser first, then the environment', async () => {
    const named = await program('named', '#!/bin/sh\n');
    const other = await program('other', '#!/bin/sh\n');
    const environment = { RISPACS_BROWSER: other, PATH: '/usr/bin', DB_PASSWORD: 'secret' };
    const first = await findBrowser({ override: named, environment });
    expect(first).toMatchObject({ executablePath: named, origin: 'override' });
    const second = await findBrowser({ environment });
    expect(second).toMatchObject({ executablePath: other, origin: 'environment' });
    expect(second?.environment).toEqual({ PATH: '/usr/bin' });
  });

  it('does not replace a named browser that cannot be run, and says why', async () => {
    const missing = path.join(folder, 'missing');
    expect(await findBrowser({ override: missing })).toBeUndefined();
    expect(await searchBrowser({ override: folder })).toEqual({
      missed: [{ where: folder, problem: 'not a file' }],
    });
  });

  it.runIf(posix)('refuses a cache folder that is a link into somewhere else', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    await symlink(os.tmpdir(), elsewhere);
    const prepared = await prepareBundledChromium({ environment: {}, cacheFolder: elsewhere });
    expect(prepared.state).toBe('unavailable');
  });

  it('knows Chrome and Edge on Windows and macOS', () => {
    const windows = installedBrowserPaths('win32', { ProgramFiles: 'C:\\Program Files' });
    expect(windows).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe');
    const mac = installedBrowserPaths('darwin', {});
    expect(mac).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  });
});

describe('renderPdf without a working browser', () => {
  const html = '<!doctype html><p>x';

  it('says which browser is missing', async () => {
    const browser = path.join(folder, 'missing');
    const result = await renderPdf({
      html,
      browser,
      deadlineMs: 5_000,
      signal: new AbortController().signal,
    });
    expect(result).toMatchObject({ state: 'no-browser' });
    expect(JSON.stringify(result)).toContain('ENOENT');
  });

  it.runIf(posix)('reports a program that is no browser', async () => {
    const browser = await program('false', '#!/bin/sh\nexit 7\n');
    const result = await renderPdf({
      html,
      browser,
      deadlineMs: 10_000,
      signal: new AbortController().signal,
    });
    expect(result.state).toBe('failed');
  });

  it.runIf(posix)('gives up at the deadline and ends a browser that never answers', async () => {
    const pidFile = path.join(folder, 'pid');
    const browser = await program('stuck', `#!/bin/sh\necho $$ > ${pidFile}\nexec sleep 300\n`);
    const before = await browserProfiles();
    const result = await renderPdf({
      html,
      browser,
      deadlineMs: 1_500,
      signal: new AbortController().signal,
    });
    expect(result.state).toBe('timed-out');
    const pid = Number(await readFile(pidFile, 'utf8'));
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(await browserProfiles()).toEqual(before);
  });

  it.runIf(posix)('throws the reason when the caller aborts', async () => {
    const browser = await program('stuck', '#!/bin/sh\nexec sleep 300\n');
    const controller = new AbortController();
    const pending = renderPdf({ html, browser, deadlineMs: 60_000, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('interrupted')), 200);
    await expect(pending).rejects.toThrow('interrupted');
  });
});

async function browserProfiles(): Promise<readonly string[]> {
  return (await readdir(os.tmpdir())).filter((name) => name.startsWith('rispacs-browser-')).sort();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
