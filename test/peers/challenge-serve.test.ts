import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'puppeteer';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lockName } from '../../src/evidence/dossier-lock.ts';
import { outcomeOf } from '../attest/support/dossier.ts';
import { type Demo, makeDemo, showCt, turnPicture } from '../challenge/support/demo.ts';
import { startCli } from '../support/run-cli.ts';
import { shootHidden } from '../walkthrough/support/hidden-pictures.ts';
import { makeWalkPlace } from '../walkthrough/support/open-test-walk.ts';
import { shootOne } from '../walkthrough/support/screens.ts';
import {
  chooseFile,
  goIn,
  phone,
  tabTo,
  useBrowser,
  waitForText,
} from '../walkthrough/web/support/open-page.ts';

const browser = useBrowser();
/** Screenshots are kept only where somebody wants to look at them. */
const shots = process.env.RISPACS_TEST_SCREENSHOTS;
let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

/** Starts the command as a user does; ends by Ctrl-C. */
async function serve(folder: string, challengeFolder?: string) {
  const challenge = challengeFolder === undefined ? [] : ['--challenge', challengeFolder];
  const cli = startCli(['challenge', 'serve', folder, ...challenge]);
  let stdout = '';
  cli.child.stdout?.on('data', (text) => {
    stdout += String(text);
  });
  onTestFinished(() => {
    cli.child.kill('SIGKILL');
  });
  await cli.sawOnStderr(/Ctrl-C: dừng/);
  const link = /^Đường dẫn 1: (\S+)$/m.exec(stdout)?.[1] ?? '';
  const stop = () => {
    cli.child.kill('SIGINT');
    return cli.finished;
  };
  return { link, stop, cli };
}

async function newPage(): Promise<Page> {
  const context = await browser().createBrowserContext();
  onTestFinished(() => context.close());
  return context.newPage();
}

async function namePeople(page: Page): Promise<void> {
  for (const [index, text] of [
    'Trần Thị Hà',
    'CNTT',
    '',
    'Lê An',
    'BS',
    '',
    'Bình',
    'KS',
  ].entries())
    await (await page.$$('main input'))[index]?.type(text);
  await tabTo(page, 'Ghi và bắt đầu');
  await page.keyboard.press('Enter');
  await waitForText(page, 'Các bước', 'h1');
}

async function goTo(page: Page, task: string): Promise<void> {
  await page.evaluate(`location.hash = '#/task/${task}'`);
  await page.waitForSelector('.steps');
  await page.waitForFunction(`location.hash === '#/task/${task}'`);
}

async function handPicture(page: Page, file: string): Promise<void> {
  await chooseFile(page, () => page.click('main > div .pick:not(.camera) input'), file);
}

const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots !== undefined)
    await page.screenshot({ path: `${path.join(shots, name)}.png`, fullPage: true });
};

const resultIs = (page: Page, text: string): Promise<void> =>
  waitForText(page, text, '[role=status]');

describe('challenge serve, as run by a user', () => {
  it('takes real pictures, codes and values in a real browser, across a close and a restart', async () => {
    const { folder: made, challengeFolder, parent } = await makeWalkPlace();
    // The one that was made here stays locked by this process.
    const folder = path.join(parent, 'ho-so');
    await cp(made, folder, { recursive: true, filter: (file) => !file.endsWith(lockName) });
    const picture = async (name: string, bytes: Uint8Array): Promise<string> => {
      const file = path.join(parent, name);
      await writeFile(file, bytes);
      return file;
    };
    const plain = await shootOne(showCt(demo.challenge, 20));
    const turned = await shootOne(
      turnPicture(showCt(demo.challenge, 20), { isMirrored: false, turnDegrees: 90 }),
    );
    const { key } = demo.challenge;
    const length = key.measurements.find(({ id }) => id === 'length')?.expected ?? 0;

    const first = await serve(folder, challengeFolder);
    const page = await newPage();
    await page.setViewport({ width: 1100, height: 800 });
    await goIn(page, first.link);
    await namePeople(page);
    await shoot(page, 'desk-list');
    await goTo(page, 'pacs-09.rotate');
    await handPicture(page, await picture('chua-xoay.png', plain));
    await page.waitForSelector('.result.bad');
    await shoot(page, 'desk-rejected');
    await handPicture(page, await picture('da-xoay.png', turned));
    await resultIs(page, 'Đạt: CT, ảnh 20 đã xoay 90°.');
    await shoot(page, 'desk-done');
    await goTo(page, 'pacs-14.window');
    await handPicture(page, await picture('cua-so.png', await shootHidden(demo, 'window')));
    await resultIs(page, 'Đạt: đọc được mã cửa sổ hẹp của lượt này.');
    await goTo(page, 'pacs-12.length');
    await page.type('main input', String(length).replace('.', ','));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.result.good');
    await goTo(page, 'pacs-15.surface');
    await page.type('main input', key.surface.slice(0, 3));
    await page.close();

    const killed = first.cli.finished;
    first.cli.child.kill('SIGKILL');
    await killed;
    const second = await serve(folder);
    expect(new URL(second.link).port).toBe(new URL(first.link).port);
    const again = await page.browserContext().newPage();
    await again.setViewport(phone);
    await goIn(again, second.link);
    await waitForText(again, 'Xong 3/', '#count');
    expect(await again.$eval('main input', (input) => Reflect.get(input, 'value'))).toBe(
      'Trần Thị Hà',
    );
    await tabTo(again, 'Ghi và bắt đầu');
    await again.keyboard.press('Enter');
    await waitForText(again, 'Các bước', 'h1');
    await shoot(again, 'phone-list');
    await goTo(again, 'pacs-15.surface');
    expect(await again.$eval('main input', (input) => Reflect.get(input, 'value'))).toBe(
      key.surface.slice(0, 3),
    );
    await again.focus('main input');
    await again.keyboard.press('End');
    await again.type('main input', key.surface.slice(3).toLowerCase());
    await again.keyboard.press('Enter');
    await resultIs(again, `Đạt: mã ${key.surface} đúng.`);
    await goTo(again, 'pacs-10.script');
    for (const box of await again.$$('.tick input')) await box.tap();
    await again.type('textarea', 'Đã thấy ba điểm, hai người cùng chứng kiến.');
    await chooseFile(
      again,
      () => again.tap('fieldset .pick:not(.camera)'),
      await picture('buoi-trinh-dien.png', plain),
    );
    await again.waitForSelector('.files li');
    await shoot(again, 'phone-statement');
    await again.tap('form > .row .main');
    await resultIs(again, 'Đã ghi xác nhận vào hồ sơ');
    await again.click('#language');
    await waitForText(again, 'Step', 'main');
    await shoot(again, 'phone-english');

    const { code, stderr, stdout } = await second.stop();
    expect(code).toBe(0);
    expect(stderr).toContain('+ [1] pacs-15.surface');
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect(stdout).toMatch(/Lượt [A-Z0-9]{8}: xong 5\/\d+ bước/);
    expect(await outcomeOf(folder, 'pacs-10')).toBeDefined();
    const evidence = await readdir(path.join(folder, 'evidence'));
    const records = await Promise.all(
      evidence.map((name) => readFile(path.join(folder, 'evidence', name), 'utf8')),
    );
    expect(records.some((text) => text.includes('Trần Thị Hà'))).toBe(true);
    expect(await readdir(folder)).toContain('assessment.json');
  });
});
