import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'puppeteer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import {
  chooseFile,
  focused,
  goIn,
  phone,
  seen,
  tabTo,
  useBrowser,
  waitForText,
} from './support/open-page.ts';
import { startTestServer } from './support/start-test-server.ts';

const browser = useBrowser();
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

/** A page in a browser context of its own; whatever it complains about fails the test. */
async function openPage(): Promise<Page> {
  const context = await browser().createBrowserContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Answers like 409 are logged by the browser itself.
    if (/Content.Security|Trusted Type|Refused to/i.test(message.text()))
      complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:')) outside.push(request.url());
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
    expect(outside).toEqual([]);
  });
  return page;
}

async function fileOf(content: Uint8Array, name: string): Promise<string> {
  const file = path.join(await makeTempFolder(), name);
  await writeFile(file, content);
  return file;
}

/** Names people with the keyboard alone. */
async function namePeople(page: Page): Promise<void> {
  await tabTo(page, 'Họ và tên');
  await page.keyboard.type('Trần Thị Hà');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Trưởng phòng CNTT');
  for (const [name, role] of [
    ['Lê Văn An', 'Bác sĩ'],
    ['Phạm Thị Bình', 'Kỹ sư'],
  ] as const) {
    await tabTo(page, 'Họ và tên');
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(role);
  }
  await tabTo(page, 'Ghi và bắt đầu');
  await page.keyboard.press('Enter');
  await waitForText(page, 'Các bước', 'h1');
}

/** Chooses a file behind what has the keyboard, as Enter does. */
function chooseByKey(page: Page, file: string): Promise<void> {
  return chooseFile(page, () => page.keyboard.press('Enter'), file);
}

describe('the page of the walk', () => {
  it('is done from end to end with the keyboard alone', async () => {
    const { link, kept } = await startTestServer();
    const page = await openPage();
    await goIn(page, link());
    await namePeople(page);
    expect(await focused(page)).toBe('Các bước');
    await tabTo(page, /^Bước tiếp theo/);
    await page.keyboard.press('Enter');
    await waitForText(page, 'Tên pacs-09.rotate', 'h1');

    await tabTo(page, 'Chọn tệp ảnh');
    await chooseByKey(page, await fileOf(Buffer.from('no'), 'khac.png'));
    await waitForText(page, 'Ảnh không thuộc lượt này.', '[role=status]');
    expect(kept).toEqual([]);
    await tabTo(page, 'Chọn tệp ảnh');
    await chooseByKey(page, await fileOf(png, 'ảnh màn hình.png'));
    await waitForText(page, 'Đạt: đọc được ảnh.', '[role=status]');
    expect(kept[0]?.submission).toMatchObject({ originalName: 'ảnh màn hình.png' });

    // After what is done the keyboard is on what comes next.
    await expect.poll(() => focused(page)).toMatch(/^Bước sau/);
    await page.keyboard.press('Enter');
    await waitForText(page, 'Tên pacs-11.letters', 'h1');
    await tabTo(page, 'Bốn chữ');
    await page.keyboard.type('SAI');
    await page.keyboard.press('Enter');
    await waitForText(page, 'Mã "SAI" chưa đúng.', '[role=status]');
    await tabTo(page, 'Bốn chữ');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('DUNG');
    await page.keyboard.press('Enter');
    await waitForText(page, 'Đạt: mã đúng.', '[role=status]');

    await expect.poll(() => focused(page)).toMatch(/^Bước sau/);
    await page.keyboard.press('Enter');
    await waitForText(page, 'Tên pacs-12.length', 'h1');
    await tabTo(page, 'Chiều dài');
    await page.keyboard.type('128,4');
    await page.keyboard.press('Enter');
    await waitForText(page, 'Đạt: đo đúng.', '[role=status]');

    await expect.poll(() => focused(page)).toMatch(/^Bước sau/);
    await page.keyboard.press('Enter');
    await waitForText(page, 'Tên ris-01.script', 'h1');
    await tabTo(page, 'Điểm một');
    await page.keyboard.press('Space');
    await tabTo(page, 'Điểm hai');
    await page.keyboard.press('Space');
    await tabTo(page, 'Đã thấy gì');
    await page.keyboard.type('Đã thấy đủ hai điểm.');
    await tabTo(page, 'Thêm ảnh hoặc tệp PDF');
    await chooseByKey(page, await fileOf(png, 'trinh-dien.png'));
    await waitForText(page, 'trinh-dien.png', '.files');
    await tabTo(page, 'Nộp');
    await page.keyboard.press('Enter');
    await waitForText(page, 'Đã ghi xác nhận.', '[role=status]');
    await waitForText(page, 'Xong 4/4 bước', '#count');
    expect(kept.map(({ submission }) => submission.kind)).toEqual([
      'picture',
      'code',
      'value',
      'statement',
    ]);
    expect(kept[3]?.submission).toMatchObject({
      text: 'Đã thấy đủ hai điểm.',
      shownPoints: [0, 1],
      files: [{ originalName: 'trinh-dien.png' }],
    });
  }, 60_000);

  it('is done on a phone by touch, with nothing wider than its screen', async () => {
    const { link, kept } = await startTestServer();
    const page = await openPage();
    await page.setViewport(phone);
    await page.goto(link());
    await Promise.all([page.waitForNavigation(), page.tap('button')]);
    await waitForText(page, 'Người tham gia', 'h1');
    for (const [index, text] of ['Hà', 'IT', '', 'An', 'BS', '', 'Bình', 'KS'].entries()) {
      const field = (await page.$$('main input'))[index];
      await field?.tap();
      await page.keyboard.type(text);
    }
    await page.tap('main button.main');
    await waitForText(page, 'Các bước', 'h1');
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(await fits()).toBe(true);
    await page.tap('.button.main');
    await waitForText(page, 'Tên pacs-09.rotate', 'h1');
    const camera = await page.$('.camera input');
    expect(await camera?.evaluate((input) => input.getAttribute('capture'))).toBe('environment');
    await chooseFile(page, () => page.tap('.camera'), await fileOf(png, 'IMG_0001.jpg'));
    await waitForText(page, 'Đạt: đọc được ảnh.', '[role=status]');
    expect(kept).toHaveLength(1);
    for (const { id } of (await startTestServer()).walk.tasks) {
      await page.evaluate(`location.hash = '#/task/${id}'`);
      await waitForText(page, `Tên ${id}`, 'h1');
      expect(await fits(), id).toBe(true);
      const small = await page.evaluate(
        `[...document.querySelectorAll('button, .button, .pick, input[type=text], summary')]
          .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)`,
      );
      expect(small, id).toEqual([]);
    }
  }, 60_000);

  it('keeps what was typed when it is closed half-way, in that browser and for that run only', async () => {
    const { link, kept } = await startTestServer();
    const url = link();
    const first = await openPage();
    await goIn(first, url);
    await tabTo(first, 'Họ và tên');
    await first.keyboard.type('Trần Thị H');
    const context = first.browserContext();
    await first.close();
    const page = await context.newPage();
    await page.goto(url);
    await waitForText(page, 'Người tham gia', 'h1');
    expect(await page.$eval('main input', (input) => Reflect.get(input, 'value'))).toBe(
      'Trần Thị H',
    );
    await page.click('main input', { count: 3 });
    await page.keyboard.press('Backspace');
    await page.evaluate('document.querySelector("h1").focus()');
    await namePeople(page);

    await page.evaluate("location.hash = '#/task/ris-01.script'");
    await waitForText(page, 'Điểm hai');
    await (await page.$$('.tick input'))[1]?.click();
    await page.type('textarea', 'Đã thấy một <b>nửa</b>');
    await chooseFile(page, () => page.click('.pick:not(.camera)'), await fileOf(png, 'nua.png'));
    await waitForText(page, 'nua.png', '.files');
    expect(kept).toEqual([]);
    await page.close();

    const again = await context.newPage();
    await again.goto(`${url}#/task/ris-01.script`);
    await waitForText(again, 'nua.png', '.files');
    expect(await again.$eval('textarea', (area) => Reflect.get(area, 'value'))).toBe(
      'Đã thấy một <b>nửa</b>',
    );
    expect(
      await again.$$eval('.tick input', (boxes) => boxes.map((box) => Reflect.get(box, 'checked'))),
    ).toEqual([false, true]);
    const stored = String(await again.evaluate('JSON.stringify({ ...localStorage })'));
    expect(stored).toContain('rispacs:ABCD2345:ris-01.script');
    expect(stored).not.toContain('nua.png');
    await again.click('form .main');
    await waitForText(again, 'Đã ghi xác nhận.', '[role=status]');
    expect(kept[0]?.submission).toMatchObject({ text: 'Đã thấy một <b>nửa</b>', shownPoints: [1] });
    expect(String(await again.evaluate('JSON.stringify({ ...localStorage })'))).toBe('{}');
  }, 60_000);

  it('speaks Vietnamese and English, and remembers which', async () => {
    const { link } = await startTestServer();
    const url = link();
    const page = await openPage();
    await goIn(page, url);
    await waitForText(page, 'Người tham gia', 'h1');
    expect(await page.$eval('html', (html) => html.getAttribute('lang'))).toBe('vi');
    await page.click('#language');
    await waitForText(page, 'People', 'h1');
    expect(await page.$eval('html', (html) => html.getAttribute('lang'))).toBe('en');
    expect(await focused(page)).toBe('Tiếng Việt');
    await page.reload();
    await waitForText(page, 'People', 'h1');
    expect(await seen(page)).not.toMatch(/Người trình diễn|Ghi và bắt đầu/);
  });

  it('shows markup in names as the text that it is', async () => {
    const facilityName = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const { link } = await startTestServer({ facilityName });
    const page = await openPage();
    await goIn(page, link());
    await waitForText(page, facilityName, '#where');
    expect(await page.$$('img')).toHaveLength(0);
    expect(await page.title()).toContain('Người tham gia');
  });

  it('says so when the tool is gone, and loses nothing that was typed', async () => {
    const { link, server } = await startTestServer();
    const page = await openPage();
    await goIn(page, link());
    await namePeople(page);
    await page.evaluate("location.hash = '#/task/pacs-11.letters'");
    await waitForText(page, 'Bốn chữ');
    await page.type('main input', 'DUNG');
    await server.close();
    await page.keyboard.press('Enter');
    await waitForText(page, 'Không liên lạc được với công cụ.', '[role=status]');
    expect(await page.$eval('main input', (input) => Reflect.get(input, 'value'))).toBe('DUNG');
  });

  it('names every field and button, and reads results out', async () => {
    const { link } = await startTestServer();
    const page = await openPage();
    await goIn(page, link());
    await namePeople(page);
    for (const hash of [
      '#/people',
      '#/',
      '#/task/pacs-09.rotate',
      '#/task/pacs-12.length',
      '#/task/ris-01.script',
    ]) {
      await page.evaluate(`location.hash = '${hash}'`);
      await page.waitForFunction(`location.hash === '${hash}'`);
      const tree = await page.accessibility.snapshot({ interestingOnly: true });
      const nameless: string[] = [];
      const visit = (node: typeof tree): void => {
        if (node === null) return;
        if (['textbox', 'button', 'link', 'checkbox', 'group'].includes(node.role) && !node.name)
          nameless.push(`${hash} ${node.role}`);
        node.children?.forEach(visit);
      };
      visit(tree);
      expect(nameless).toEqual([]);
      expect(await page.$$('[role=status]')).toHaveLength(1);
      expect(await page.$$('h1')).toHaveLength(1);
    }
  });
});
