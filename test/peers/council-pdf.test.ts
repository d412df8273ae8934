import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { launchBrowser } from '../../src/browser/launch-browser.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { DocumentKind } from '../../src/documents/document-kinds.ts';
import { renderDocuments } from '../../src/documents/render-documents.ts';
import { loadLegalBasis } from '../../src/legal-basis/load-legal-basis.ts';
import type { Language } from '../../src/locale/language.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { addToReview } from '../../src/review/add-to-review.ts';
import { type CouncilKind, loadCouncilCompositions } from '../../src/review/council-composition.ts';
import { type CouncilReview, reviewInputSchema } from '../../src/review/review-schema.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const run = promisify(execFile);
const browser = await findBrowser();
const tools = ['pdftotext', 'pdffonts', 'pdfinfo', 'qpdf'];
const missing = [
  ...(browser === undefined ? ['a browser'] : []),
  ...tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined),
];
if (missing.length > 0) process.stderr.write(`skipped: needs ${missing.join(' and ')}\n`);

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const compositions = await loadCouncilCompositions();
const legal = await loadLegalBasis();
const pointsPerMm = 72 / 25.4;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-council-pdf-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface PaperOptions extends FixtureOptions {
  readonly assessment?: Assessment;
  readonly review?: (assessment: Assessment) => CouncilReview;
  readonly in?: Language;
}

/** Makes papers as PDF and gives their paths by name without extension. */
async function makePapers(name: string, kinds: readonly DocumentKind[], options: PaperOptions) {
  const assessment =
    options.assessment ?? fixtureAssessment(checklist, { target: 'advanced', ...options });
  const language = options.in ?? 'vi';
  const review = options.review?.(assessment);
  const target = path.join(folder, name);
  const { files, pdfProblem } = await renderDocuments({
    folder: target,
    input: {
      assessment,
      checklist,
      language,
      compositions,
      keys: [{ as: 'facility', name: 'Bệnh viện A', fingerprint: 'ab'.repeat(32) }],
      ...(review && { review }),
    },
    legalBasis: legal,
    kinds,
    pdf: true,
    signal: AbortSignal.timeout(100_000),
  });
  expect(pdfProblem).toBeUndefined();
  return new Map(
    files
      .filter((file) => file.endsWith('.pdf'))
      .map((file) => [path.basename(file, '.pdf'), path.join(target, file)]),
  );
}

/** A council that disagrees on one criterion, asks about another, and votes. */
function reviewBy(count: number, kind: CouncilKind, names: readonly string[] = []) {
  return (assessment: Assessment): CouncilReview => {
    const members = Array.from({ length: count }, (_, index) => ({
      id: `tv${index + 1}`,
      name: names[index] ?? `Nguyễn Thị Thành Viên ${index + 1}`,
      position: 'Trưởng khoa Chẩn đoán hình ảnh',
      duty: index === 0 ? 'chair' : index === 1 ? 'secretary' : 'member',
      present: index !== 2,
    }));
    const date = assessment.assessedOn;
    const reason = 'Cổng máy trạm phòng 5 chưa được đo. '.repeat(count === 3 ? 1 : 40).trim();
    const added = addToReview(
      undefined,
      reviewInputSchema.parse({
        schemaVersion: 1,
        council: { kind, members },
        meeting: { date, from: '08:30', to: '11:00', place: 'Phòng họp số 1' },
        opinions: members.flatMap(({ id }, index) => [
          { member: id, criteria: 'all', opinion: 'agree', date },
          ...(index % 2 === 0
            ? []
            : [{ member: id, criteria: ['ht-03'], opinion: 'disagree', reason, date }]),
        ]),
        votes: members.map(({ id }) => ({ member: id, vote: 'for', date })),
      }),
      { assessment, resultSha256: hashAssessment(assessment), checklist, today: date },
    );
    if (!added.ok) throw new Error(JSON.stringify(added.problems));
    return added.review;
  };
}

async function textOf(file: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run('pdftotext', [...options, file, '-'], { maxBuffer: 2 ** 26 });
  return stdout.normalize('NFC').replace(/\s+/g, ' ');
}

interface Word {
  readonly page: number;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly upright: boolean;
}

/** Every word with its box, in millimetres from the upper left corner of its page. */
async function wordsOf(file: string): Promise<readonly Word[]> {
  const { stdout } = await run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 2 ** 27 });
  const words: Word[] = [];
  let page = 0;
  let upright = true;
  for (const line of stdout.split('\n')) {
    const size = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (size) {
      page += 1;
      upright = Number(size[1]) < Number(size[2]);
    }
    const box = /<word xMin="(.+)" yMin="(.+)" xMax="(.+)" yMax="(.+)">(.*)<\/word>/.exec(line);
    if (!box) continue;
    const [left = 0, top = 0, right = 0, bottom = 0] = box
      .slice(1, 5)
      .map((value) => Number(value) / pointsPerMm);
    words.push({ page, text: box[5] ?? '', left, right, top, bottom, upright });
  }
  return words;
}

/** Nghị định 30/2020: 20-25 mm above and below, 30-35 left, 15-20 right; turned sheets are bound at their top. */
function outsideTheForm(words: readonly Word[]): readonly string[] {
  return words
    .filter(({ left, right, top, bottom, upright }) => {
      const [width, height] = upright ? [210, 297] : [297, 210];
      const [above, below, before, after] = upright ? [20, 20, 30, 15] : [30, 15, 20, 20];
      // What stands in the margins itself: the page number, and our own marks.
      const isMark = bottom <= above || top >= height - below;
      return left < (isMark ? 0 : before - 0.5) || right > width - (isMark ? 0 : after - 0.5);
    })
    .map(({ page, text }) => `${page}: ${text}`);
}

/** Height left free under each "(Ký)" or "(Ký, ghi rõ họ tên…)", to the next word below it in its column or the end of the body. */
function signatureSpaces(words: readonly Word[]): readonly number[] {
  return words
    .filter(({ text }) => text === '(Ký,' || text === '(Ký)')
    .map((sign) => {
      const below = words.filter(
        (one) =>
          one.page === sign.page &&
          one.top > sign.bottom + 2 &&
          one.left < sign.left + 40 &&
          one.right > sign.left - 5,
      );
      const end = Math.min(sign.upright ? 277 : 193, ...below.map(({ top }) => top));
      return end - sign.bottom;
    });
}

async function expectForm(file: string, title: RegExp, language: Language) {
  const { stdout: info } = await run('pdfinfo', [file]);
  // Scoring sheets are turned for their table from the first page on.
  expect(info).toMatch(
    file.includes('scoring')
      ? /Page size: +841\.\d+ x 594\.9\d* pts \(A4\)/
      : /Page size: +594\.9\d* x 841\.\d+ pts \(A4\)/,
  );
  expect(info).toMatch(/Tagged: +yes/);
  expect(info).toMatch(title);
  await run('qpdf', ['--check', file]);
  const bytes = await readFile(file, 'latin1');
  expect(bytes).toMatch(new RegExp(`/Lang ?\\(${language}\\)`));
  expect(bytes).toContain('/DisplayDocTitle true');
  expect(bytes).toMatch(/\/Outlines \d+ 0 R/);

  const { stdout: fonts } = await run('pdffonts', [file]);
  for (const line of fonts.trim().split('\n').slice(2)) {
    const columns = line.trim().split(/\s+/);
    expect(columns[0]).toMatch(/^[A-Z]{6}\+Tinos-/);
    expect([columns.at(-5), columns.at(-3)]).toEqual(['yes', 'yes']);
  }

  const first = await textOf(file, '-f', '1', '-l', '1');
  expect(first).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  expect(first).toContain('Độc lập - Tự do - Hạnh phúc');
  const words = await wordsOf(file);
  expect(outsideTheForm(words)).toEqual([]);
  const pages = Number(/Pages: +(\d+)/.exec(info)?.[1]);
  for (let page = 2; page <= pages; page += 1) {
    const number = words.find((one) => one.page === page && one.text === String(page));
    const middle = number?.upright === false ? 148.5 : 105;
    // Centred over the body, or over the sheet.
    expect(Math.abs(((number?.left ?? 0) + (number?.right ?? 0)) / 2 - middle)).toBeLessThan(10);
    expect(number?.bottom).toBeLessThan(25);
  }
  expect(words.filter(({ page, text, top }) => page === 1 && text === '1' && top < 25)).toEqual([]);
  for (const space of signatureSpaces(words)) expect(space).toBeGreaterThan(25);
  return { words, pages };
}

describe.skipIf(missing.length > 0)('the papers of a council as PDF', () => {
  it('are in the form of Nghị định 30/2020, with exact Vietnamese text', async () => {
    const papers = await makePapers('plain', ['minutes', 'decision', 'scoring'], {
      review: reviewBy(3, 'facility'),
    });
    expect([...papers.keys()]).toEqual([
      'minutes',
      'decision',
      'scoring-tv1',
      'scoring-tv2',
      'scoring-tv3',
    ]);
    for (const [name, file] of papers) {
      if (name === 'scoring-tv2' || name === 'scoring-tv3') continue;
      await expectForm(file, /Title: +(BIÊN BẢN|QUYẾT ĐỊNH|PHIẾU ĐÁNH GIÁ) - Bệnh viện/, 'vi');
      expect(await textOf(file)).toMatch(/theo dự thảo/i);
    }
    const minutes = await textOf(papers.get('minutes') ?? '');
    for (const words of [
      'ab'.repeat(32),
      'Họp thẩm định mức hệ thống RIS-PACS theo dự thảo',
      'Cổng máy trạm phòng 5 chưa được đo.',
      'tán thành 3, không tán thành 0, không biểu quyết 0',
      'Cuộc họp kết thúc lúc 11 giờ 00, ngày 22 tháng 11 năm 2026.',
    ])
      expect(minutes).toContain(words);
    expect(await textOf(papers.get('decision') ?? '')).toContain('MẪU TRỐNG');
    // The table of a sheet begins on its first page.
    const sheet = papers.get('scoring-tv1') ?? '';
    expect(await textOf(sheet, '-f', '1', '-l', '1')).toContain('HT-01');
  }, 60_000);

  it('hold a council of 25 with hostile names, and keep one without members', async () => {
    const names = [
      "<script>alert('x')</script>",
      '{{#each members}}{{name}}{{/each}}',
      '\u202EĐảo\u2067',
      'W'.repeat(200),
      'Ệ'.repeat(199),
    ];
    const plain = fixtureAssessment(checklist, { target: 'specialized' });
    const hostile: Assessment = {
      ...plain,
      facility: {
        ...plain.facility,
        facility: {
          ...plain.facility.facility,
          name: `</title><script>alert(1)</script>\u202E${'Ệ'.repeat(10_000)}`,
        },
      },
    };
    const papers = await makePapers('hostile', ['minutes', 'decision'], {
      assessment: hostile,
      review: reviewBy(25, 'inter-sectoral', names),
    });
    for (const [name, file] of papers) {
      const words = await wordsOf(file);
      expect(outsideTheForm(words), name).toEqual([]);
      for (const space of signatureSpaces(words)) expect(space).toBeGreaterThan(25);
    }
    const minutes = await textOf(papers.get('minutes') ?? '');
    expect(minutes).toContain("<script>alert('x')</script>");
    expect(minutes).toContain('{{#each members}}{{name}}{{/each}}');
    expect(minutes).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(minutes).toContain('Nguyễn Thị Thành Viên 25');
    expect(minutes).toContain('HỘI ĐỒNG THẨM ĐỊNH LIÊN NGÀNH');

    const empty = await makePapers('empty', ['minutes', 'scoring'], { target: 'advanced' });
    expect([...empty.keys()]).toEqual(['minutes', 'scoring']);
    for (const file of empty.values())
      await expectForm(file, /Title: +(BIÊN BẢN|PHIẾU ĐÁNH GIÁ) - /, 'vi');
  }, 60_000);

  it('cut no word of a sheet at the edge of its cell', async () => {
    if (browser === undefined) return;
    for (const language of ['vi', 'en'] as const) {
      const papers = await makePapers(`cells-${language}`, ['scoring'], { in: language });
      const file = (papers.get('scoring') ?? '').replace(/pdf$/, 'html');
      const launched = await launchBrowser(browser, {
        signal: AbortSignal.timeout(60_000),
        timeoutMs: 30_000,
      });
      try {
        const page = await launched.browser.newPage();
        await page.emulateMediaType('print');
        // A4 landscape less its margins, at 96 pixels an inch.
        await page.setViewport({ width: 971, height: 600 });
        await page.setContent(await readFile(file, 'utf8'));
        const cut = await page.$$eval('.scoring td, .scoring th', (cells) =>
          cells
            .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
            .map((cell) => cell.textContent),
        );
        expect(cut).toEqual([]);
      } finally {
        await launched.close();
      }
    }
  }, 60_000);

  it('say what is open, and in English on request', async () => {
    const papers = await makePapers('english', ['minutes', 'decision', 'scoring'], {
      target: 'specialized',
      outcomes: { 'cs-02': 'needs-attestation' },
      in: 'en',
    });
    for (const [, file] of papers) await expectForm(file, /Title: +\w+/, 'en');
    const minutes = await textOf(papers.get('minutes') ?? '');
    expect(minutes).toContain('Undecided, can still change the level CS-02');
    expect(minutes).toContain('INTER-SECTORAL APPRAISAL COUNCIL');
  }, 60_000);
});
