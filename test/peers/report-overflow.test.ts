import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { findBrowser } from '../../src/report/browser.ts';
import { launchBrowser } from '../../src/report/launch-browser.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const browser = await findBrowser();
if (browser === undefined) process.stderr.write('skipped: no browser\n');
const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);

describe.skipIf(browser === undefined)('the tables of the report', () => {
  it('keep long ids inside their cells, on paper width', async () => {
    if (browser === undefined) return;
    const plain = fixtureAssessment(checklist, {});
    // As the tool makes them: a kind, a hyphen and twelve hexadecimal digits.
    const assessment = {
      ...plain,
      evidence: plain.evidence.map((one, index) => ({
        ...one,
        id: `attestation-${String(index).padStart(12, 'd')}`,
      })),
    };
    const html = await renderHtml({ assessment, checklist, language: 'vi' });
    const launched = await launchBrowser(browser, {
      signal: AbortSignal.timeout(60_000),
      timeoutMs: 30_000,
    });
    try {
      const page = await launched.browser.newPage();
      await page.emulateMediaType('print');
      // A4 landscape less its margins, at 96 pixels an inch.
      await page.setViewport({ width: 971, height: 700 });
      await page.setContent(html);
      const outside: unknown = await page.evaluate(
        `[...document.querySelectorAll('.evidence td, .evidence th, .people td, .people th')]
          .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
          .map((cell) => cell.textContent.trim().slice(0, 60))`,
      );
      expect(outside).toEqual([]);
    } finally {
      await launched.close();
    }
  });
});
