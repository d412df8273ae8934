import type { Page } from 'puppeteer';
import { afterAll, beforeAll } from 'vitest';
import { findBrowser } from '../../../../src/browser/browser.ts';
import { type LaunchedBrowser, launchBrowser } from '../../../../src/browser/launch-browser.ts';

/** Keeps one browser for a test file. */
export function useBrowser(): () => LaunchedBrowser['browser'] {
  let launched: LaunchedBrowser | undefined;
  beforeAll(async () => {
    const found = await findBrowser();
    if (found === undefined) throw new Error('no browser');
    launched = await launchBrowser(found, {
      signal: AbortSignal.timeout(600_000),
      timeoutMs: 30_000,
      protocolTimeoutMs: 60_000,
    });
  }, 60_000);
  afterAll(async () => {
    await launched?.close();
  });
  return () => {
    if (launched === undefined) throw new Error('no browser');
    return launched.browser;
  };
}

/** A phone of 360 by 740 points with a touch screen. */
export const phone = {
  width: 360,
  height: 740,
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** Opens the first page of a link and goes in, by the keyboard. */
export async function goIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.keyboard.press('Tab');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.waitForSelector('h1');
}

/** Text of the page as people see it. */
export async function seen(page: Page, selector = 'body'): Promise<string> {
  return page.$eval(selector, (element) => String(Reflect.get(element, 'innerText')));
}

/** What has the keyboard: its text, or the label of a field. */
export async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(
      '(() => { const e = document.activeElement; return (e.labels?.[0]?.innerText ?? e.innerText ?? "").trim(); })()',
    ),
  );
}

/** Presses Tab until something with this text has the keyboard. */
export async function tabTo(page: Page, text: string | RegExp): Promise<void> {
  const isThere = (label: string): boolean =>
    typeof text === 'string' ? label === text : text.test(label);
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (isThere(await focused(page))) return;
  }
  throw new Error(`Tab never reaches ${text}`);
}

/** Waits until a text is on the page. */
export async function waitForText(page: Page, text: string, selector = 'body'): Promise<void> {
  await page.waitForFunction(
    `document.querySelector(${JSON.stringify(selector)})?.innerText.includes(${JSON.stringify(text)})`,
    { timeout: 20_000 },
  );
}

/** Chooses a file in the dialog that an act opens. */
export async function chooseFile(
  page: Page,
  act: () => Promise<unknown>,
  file: string,
): Promise<void> {
  const opened = page.waitForFileChooser();
  // The browser must have been told to hand the dialog over before anything opens it.
  await page.evaluate('0');
  const [chooser] = await Promise.all([opened, act()]);
  await chooser.accept([file]);
}
