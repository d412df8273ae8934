import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { launchBrowser } from '../../src/browser/launch-browser.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import { encodePicture } from '../../src/report/attached/encode-picture.ts';
import { nothingAttached } from '../../src/report/attached/read-attached.ts';
import { parseTranscript } from '../../src/report/attached/transcript.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';
import {
  caseRecord,
  drillRecord,
  throughputRecords,
  transcriptFile,
  vendorLetter,
} from '../report/fixtures/picture-records.ts';
import {
  makeScreenshot,
  storedFile,
  taskRow,
  viewerRecord,
  walkRecord,
} from '../report/fixtures/walk-records.ts';

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

/** Words of pictures that a browser draws over an edge of their picture, and pictures that are not there. */
const wordsOutside = `[...document.querySelectorAll('svg.picture')].flatMap((picture) => {
  const frame = picture.getBoundingClientRect();
  // The QR on page 1 is 20 mm; everything else is wider.
  if (frame.width < 60 || frame.height < 30) return ['a picture without size'];
  return [...picture.querySelectorAll('text')]
    .filter((one) => {
      const box = one.getBoundingClientRect();
      return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 ||
        box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    })
    .map((one) => one.textContent.slice(0, 60));
})`;

/** Words of a picture that lie over one another. */
const wordsOverWords = `[...document.querySelectorAll('svg.picture')].flatMap((picture) => {
  const boxes = [...picture.querySelectorAll('text')].map((one) => [one.getBoundingClientRect(), one.textContent]);
  return boxes.flatMap(([a, first], at) => boxes.slice(at + 1)
    .filter(([b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height / 2)
    .map(([, second]) => first.slice(0, 40) + ' / ' + second.slice(0, 40)));
})`;

const pictureNames = ['pacs-chinh', 'W'.repeat(10_000), 'Ệ'.repeat(400), '\u2067مرحبا '.repeat(60)];

/** Screenshots that are not whole within their section and, on paper, their page. */
const shotsOutside = `[...document.querySelectorAll('.shot img')].flatMap((shot) => {
  const box = shot.getBoundingClientRect();
  const whole = shot.closest('.shot').getBoundingClientRect();
  const section = shot.closest('section').getBoundingClientRect();
  const ratio = box.width / box.height / (shot.naturalWidth / shot.naturalHeight);
  const isPaper = matchMedia('print').matches;
  const isWide = shot.naturalWidth > shot.naturalHeight;
  return [
    ...(shot.naturalWidth > 0 && Math.abs(ratio - 1) < 0.02 ? [] : ['not drawn as it is']),
    ...(box.left >= section.left - 1 && box.right <= section.right + 1 ? [] : ['beside the page']),
    // 168 mm of a landscape page, and two beside each other of 110 mm at least.
    ...(isPaper && whole.height > 634 ? ['higher than a page'] : []),
    ...(isPaper && isWide && box.width < 415 ? ['too small to read'] : []),
  ];
})`;

async function hostileShots(name: string) {
  const sizes = [
    [1280, 800],
    [390, 844],
  ] as const;
  const files = await Promise.all(
    sizes.map(async ([width, height], index) =>
      storedFile(await makeScreenshot(index, width, height), `viewer-${name}-phone.png`),
    ),
  );
  const pictures = await Promise.all(
    files.map(async ({ attachment, bytes }) => {
      const encoded = await encodePicture(bytes);
      if (!encoded.ok) throw new Error(encoded.problem);
      return [attachment.sha256, { ...encoded, jpeg: encoded.jpeg.toString('base64') }] as const;
    }),
  );
  const pictureSha256 = files[0]?.attachment.sha256 ?? '';
  const more = { examiner: name, runCode: name, typed: name, expectedText: name };
  const rows = [
    taskRow('pacs-09.rotate', { ...more, pictureSha256 }),
    taskRow(name, {
      ...more,
      criterion: name,
      kind: 'value',
      errorPercent: -1e12,
      tolerance: 1e12,
    }),
  ];
  return {
    records: [walkRecord(rows, files.slice(0, 1)), viewerRecord(files[1], name)],
    pictures: new Map(pictures),
  };
}

describe.skipIf(browser === undefined)('the pictures of the report', () => {
  it('keep their words apart and within their edges, on paper and on screens', async () => {
    if (browser === undefined) return;
    const launched = await launchBrowser(browser, {
      signal: AbortSignal.timeout(100_000),
      timeoutMs: 60_000,
    });
    try {
      const page = await launched.browser.newPage();
      for (const name of pictureNames) {
        const messages = parseTranscript(transcriptFile(name.slice(0, 2_000))) ?? [];
        const shots = await hostileShots(name);
        const assessment = {
          ...fixtureAssessment(checklist, {}),
          evidence: [
            ...shots.records,
            caseRecord({ endpoint: name, observed: name, outcomes: { 'order-ack': 'failed' } }),
            drillRecord(name),
            ...throughputRecords(name),
          ],
        };
        const attached = {
          ...nothingAttached,
          pictures: shots.pictures,
          transcripts: new Map([['workflow.test', { ok: true as const, messages }]]),
          letters: new Map([
            ['workflow.test', new Map([['order-ack', vendorLetter(name, name).toString()]])],
          ]),
        };
        const html = await renderHtml({ assessment, checklist, language: 'vi', attached });
        await page.setContent(html);
        for (const [media, width] of [
          ['print', 971],
          ['screen', 1280],
          ['screen', 360],
        ] as const) {
          await page.emulateMediaType(media);
          await page.setViewport({ width, height: 900 });
          expect({ media, width, outside: await page.evaluate(wordsOutside) }).toEqual({
            ...{ media, width, outside: [] },
          });
          expect({ media, width, over: await page.evaluate(wordsOverWords) }).toEqual({
            ...{ media, width, over: [] },
          });
          expect({ media, width, shots: await page.evaluate(shotsOutside) }).toEqual({
            ...{ media, width, shots: [] },
          });
          const wide: unknown = await page.evaluate('document.documentElement.scrollWidth');
          expect(wide).toBeLessThanOrEqual(width);
          const cells: unknown = await page.evaluate(
            `[...document.querySelectorAll('.steps td, .steps th, .messages td, .messages th, .letter p, .drill-services td, .drill-outages td, .figure > p, .walk-facts td, .walk-steps td, .walk-steps th, .viewers td, .viewers th')]
              .filter((one) => one.scrollWidth > one.clientWidth + 1)
              .map((one) => one.textContent.trim().slice(0, 60))`,
          );
          expect(cells).toEqual([]);
        }
      }
    } finally {
      await launched.close();
    }
  });
});
