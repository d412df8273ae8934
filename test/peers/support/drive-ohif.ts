import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { findBrowser } from '../../../src/browser/browser.ts';
import { launchBrowser } from '../../../src/browser/launch-browser.ts';
import {
  type Challenge,
  judgePicture,
  type PictureVerdict,
  readPicture,
} from '../../../src/challenge/index.ts';

/** An OHIF that is driven from outside, and looked at only through screenshots. */
export interface DrivenOhif {
  /** Runs a command of OHIF's `commandsManager`, the one behind its toolbar buttons and hotkeys. */
  command(name: string, options?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Runs an expression in the page, for what OHIF has no command for. */
  evaluate(expression: string): Promise<unknown>;
  /**
   * Takes screenshots until one is as wanted.
   * @param text a code that is looked for with more effort
   * @throws Error with the last verdict after `waitMs`
   */
  awaitScreen(
    isWanted: (verdict: PictureVerdict) => boolean,
    options?: { readonly waitMs?: number; readonly text?: string },
  ): Promise<PictureVerdict>;
  close(): Promise<void>;
}

/** Opens a study in OHIF at 1440 × 900 and closes its tour. */
export async function driveOhif(link: string, challenge: Challenge): Promise<DrivenOhif> {
  const found = await findBrowser();
  if (found === undefined) throw new Error('no browser');
  const launched = await launchBrowser(found, {
    signal: AbortSignal.timeout(600_000),
    timeoutMs: 30_000,
    protocolTimeoutMs: 120_000,
    extraArguments: [
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ],
  });
  const page = await launched.browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(link, { waitUntil: 'domcontentloaded', timeout: 60_000 });
  await skipTour(page);
  return {
    command: async (name, options = {}) => {
      const call = `commandsManager.runCommand(${JSON.stringify(name)}, ${JSON.stringify(options)})`;
      await page.evaluate(`(async () => { await ${call}; })()`);
    },
    evaluate: (expression) => page.evaluate(expression),
    awaitScreen: async (isWanted, { waitMs = 60_000, text } = {}) => {
      const endsAt = performance.now() + waitMs;
      for (;;) {
        const png = await page.screenshot({ type: 'png' });
        const options = text === undefined ? {} : { isWanted: (one: string) => one === text };
        const verdict = judgePicture(await readPicture(png, options), challenge);
        if (isWanted(verdict)) return verdict;
        if (performance.now() > endsAt) {
          throw new Error(`not seen in time; last: ${JSON.stringify(summarise(verdict))}`);
        }
        await sleep(300);
      }
    },
    close: () => launched.close(),
  };
}

async function skipTour(page: Page): Promise<void> {
  const button = await page.waitForSelector('::-p-text(Skip all)', {
    visible: true,
    timeout: 90_000,
  });
  await button?.click();
}

function summarise(verdict: PictureVerdict): unknown {
  if (verdict.kind === 'rejected') return verdict.rejection;
  return {
    codes: verdict.codes.map((code) => code.function),
    images: verdict.images.map(({ series, imageNumber, modulePx, turnDegrees }) => [
      series,
      imageNumber,
      Math.round(modulePx),
      turnDegrees,
    ]),
  };
}
