import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { launchBrowser } from '../../src/browser/launch-browser.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const browser = await findBrowser();
if (browser === undefined) process.stderr.write('skipped: no browser\n');
const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);
const assessment = fixtureAssessment(checklist, {
  target: 'advanced',
  outcomes: { 'ht-03': 'not-met', 'ris-02': 'undetermined', 'pacs-16': 'needs-attestation' },
});
const html = await renderHtml({ assessment, checklist, language: 'vi' });

/** Opens the report as an officer does: the file itself, with no server behind it. */
async function withPage(content: string, use: (page: Page) => Promise<void>): Promise<void> {
  if (browser === undefined) return;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-filter-'));
  const file = path.join(folder, 'report.html');
  await writeFile(file, content);
  const launched = await launchBrowser(browser, {
    signal: AbortSignal.timeout(60_000),
    timeoutMs: 30_000,
  });
  try {
    const page = await launched.browser.newPage();
    await page.goto(pathToFileURL(file).href);
    await use(page);
  } finally {
    await launched.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const shownRows = `[...document.querySelectorAll('#criteria tr[data-outcome]')]
  .filter((row) => row.getClientRects().length > 0).map((row) => row.id)`;
const shownGroups = `[...document.querySelectorAll('#criteria .group-row')]
  .filter((row) => row.getClientRects().length > 0).length`;
const status = `document.getElementById('filter-status').textContent`;

describe.skipIf(browser === undefined)('the filter of the HTML report', () => {
  it('shows by group, outcome, basis and level what the findings say, and counts it', async () => {
    await withPage(html, async (page) => {
      const all = checklist.criteria.length;
      expect(await page.evaluate(status)).toBe(`Đang hiện ${all} trên ${all} tiêu chí.`);
      const met = assessment.findings.filter(({ outcome }) => outcome === 'met');
      await page.select('select[name=outcome]', 'met');
      expect(await page.evaluate(shownRows)).toEqual(met.map(({ criterion }) => criterion));
      expect(await page.evaluate(status)).toBe(`Đang hiện ${met.length} trên ${all} tiêu chí.`);
      await page.select('select[name=basis]', 'attested');
      const attested = met.filter(({ basis }) => basis.split('+').includes('attested'));
      expect(await page.evaluate(shownRows)).toEqual(attested.map(({ criterion }) => criterion));
      await page.select('select[name=level]', 'advanced');
      const advanced = new Set(
        checklist.criteria.filter(({ level }) => level === 'advanced').map(({ id }) => id),
      );
      expect(await page.evaluate(shownRows)).toEqual(
        attested.map(({ criterion }) => criterion).filter((id) => advanced.has(id)),
      );
      await page.click('#filter button[type=reset]');
      await page.waitForFunction(`${shownRows}.length === ${all}`);
      await page.select('select[name=group]', '2');
      expect(await page.evaluate(shownRows)).toEqual(checklist.groups[1]?.criterionIds);
      expect(await page.evaluate(shownGroups)).toBe(1);
    });
  });

  it('is worked with the keyboard alone, and each field has a name', async () => {
    await withPage(html, async (page) => {
      await page.focus('select[name=group]');
      const names: (string | undefined)[] = [];
      for (let field = 0; field < 5; field += 1) {
        names.push(
          (await page.evaluate(
            `document.activeElement.closest('label')?.firstChild.data.trim() ?? document.activeElement.textContent`,
          )) as string,
        );
        if (field === 1) await page.keyboard.type('Không đạt');
        await page.keyboard.press('Tab');
      }
      expect(names).toEqual(['Nhóm tiêu chí', 'Kết quả', 'Căn cứ', 'Mức', 'Bỏ lọc']);
      const failed = assessment.findings.filter(({ outcome }) => outcome === 'not-met');
      expect(failed.length).toBeGreaterThan(0);
      expect(await page.evaluate(shownRows)).toEqual(failed.map(({ criterion }) => criterion));
      await page.focus('#filter button');
      await page.keyboard.press('Enter');
      await page.waitForFunction(`${shownRows}.length === ${checklist.criteria.length}`);
    });
  });

  it('opens again for a link to a hidden criterion, and prints that a part is shown', async () => {
    await withPage(html, async (page) => {
      await page.select('select[name=group]', '2');
      await page.emulateMediaType('print');
      const note = `document.querySelector('.filter-note').getClientRects().length`;
      expect(await page.evaluate(note)).toBe(1);
      expect(await page.evaluate(`document.getElementById('filter').getClientRects().length`)).toBe(
        0,
      );
      await page.emulateMediaType('screen');
      const hidden = checklist.groups[0]?.criterionIds[0];
      await page.evaluate(`location.hash = '${hidden}'`);
      await page.waitForFunction(`${shownRows}.includes('${hidden}')`);
      expect(await page.evaluate(note)).toBe(0);
    });
  });

  it('is the only script that runs, and the report is whole without it', async () => {
    const planted = html.replace('<main>', `<main><script>document.title='planted'</script>`);
    await withPage(planted, async (page) => {
      expect(await page.title()).not.toBe('planted');
      expect(await page.evaluate(status)).toContain('Đang hiện');
      await page.setJavaScriptEnabled(false);
      await page.reload();
      const rows = await page.$$eval('#criteria tr[data-outcome]', (found) => found.length);
      expect(rows).toBe(checklist.criteria.length);
      expect(await page.$eval('#filter', (form) => form.getClientRects().length)).toBe(0);
    });
  });
});
