import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { launchBrowser } from '../../src/browser/launch-browser.ts';

const browser = await findBrowser();
if (browser === undefined) process.stderr.write('skipped: no browser\n');

const uncaught: Error[] = [];
const onUncaught = (error: Error) => void uncaught.push(error);
afterEach(() => {
  process.removeListener('uncaughtException', onUncaught);
});

describe.skipIf(browser === undefined)(
  'a browser that is killed while it is asked and closed',
  () => {
    it('fails the calls that wait for it and does not end this process', async () => {
      if (browser === undefined) return;
      process.on('uncaughtException', onUncaught);
      for (let round = 0; round < 12; round += 1) {
        const launched = await launchBrowser(browser, {
          signal: AbortSignal.timeout(60_000),
          timeoutMs: 30_000,
        });
        const page = await launched.browser.newPage();
        const asked = Array.from({ length: 30 }, () => page.evaluate('1'));
        const answers = Promise.allSettled([...asked, launched.browser.close()]);
        launched.browser.process()?.kill('SIGKILL');
        await launched.close();
        const ends = (await answers).map(({ status }) => status);
        expect(ends).toContain('rejected');
        await delay(50);
      }
      expect(uncaught.map(({ message }) => message)).toEqual([]);
    });
  },
);
