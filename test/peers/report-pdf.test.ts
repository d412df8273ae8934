import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findBrowser } from '../../src/browser/browser.ts';
import { prepareBundledChromium } from '../../src/browser/bundled-chromium.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Checklist } from '../../src/checklist/schema.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import type { Language } from '../../src/locale/language.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { type AttachedData, nothingAttached } from '../../src/report/attached/read-attached.ts';
import { parseTranscript } from '../../src/report/attached/transcript.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { type PdfDocument, renderPdf } from '../../src/report/render-pdf.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { addToReview } from '../../src/review/add-to-review.ts';
import { type CouncilReview, reviewInputSchema } from '../../src/review/review-schema.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';
import {
  caseRecord,
  drillRecord,
  throughputRecords,
  transcriptFile,
  vendorLetter,
} from '../report/fixtures/picture-records.ts';
import {
  fullWalk,
  makeScreenshot,
  storedFile,
  storeFiles,
  viewerRecord,
} from '../report/fixtures/walk-records.ts';

const run = promisify(execFile);
const browser = await findBrowser();
const tools = ['pdftotext', 'pdffonts', 'pdfinfo', 'pdfimages', 'qpdf'].every(
  (tool) => spawnSync(tool, ['-v']).error === undefined,
);
const missing = [
  ...(browser === undefined ? ['a browser'] : []),
  ...(tools ? [] : ['poppler-utils and qpdf']),
];
if (missing.length > 0) process.stderr.write(`skipped: needs ${missing.join(' and ')}\n`);

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-pdf-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function print(html: string): Promise<PdfDocument> {
  const signal = new AbortController().signal;
  const result = await renderPdf({ html, signal, deadlineMs: 60_000 });
  if (result.state !== 'rendered') throw new Error(`${result.state}: ${result.message}`);
  return result;
}

async function printReport(
  name: string,
  assessment: Assessment,
  attached?: AttachedData,
  review?: CouncilReview,
) {
  const html = await renderHtml({
    assessment,
    checklist,
    language: assessment.language,
    ...(attached && { attached }),
    ...(review && { review }),
  });
  const document = await print(html);
  const file = path.join(folder, `${name}.pdf`);
  await writeFile(file, document.pdf);
  return { file, document };
}

async function textOf(file: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run('pdftotext', [...options, file, '-'], { maxBuffer: 2 ** 26 });
  return stdout.normalize('NFC').replace(/\s+/g, ' ');
}

async function fontsOf(file: string) {
  const { stdout } = await run('pdffonts', [file]);
  return stdout
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const columns = line.trim().split(/\s+/);
      return { name: columns[0] ?? '', embedded: columns.at(-5), unicode: columns.at(-3) };
    });
}

describe.skipIf(missing.length > 0)('the report as PDF', () => {
  it('is an A4 document with exact Vietnamese text in an embedded font', async () => {
    const assessment = fixtureAssessment(checklist, {
      target: 'advanced',
      outcomes: { 'ht-03': 'not-met', 'pacs-09': 'undetermined' },
    });
    const { file, document } = await printReport('report', assessment);

    const info = (await run('pdfinfo', [file])).stdout;
    expect(info).toMatch(/Page size: +594\.9\d* x 841\.\d+ pts \(A4\)/);
    expect(info).toContain(`Pages:           ${document.pages}`);
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/Title: +Báo cáo tự đánh giá mức hệ thống RIS-PACS - Bệnh viện/);

    const fonts = await fontsOf(file);
    expect(fonts.length).toBeGreaterThanOrEqual(3);
    for (const font of fonts) {
      expect(font.name).toMatch(/^[A-Z]{6}\+Tinos-/);
      expect(font).toMatchObject({ embedded: 'yes', unicode: 'yes' });
    }
    expect(document.fallbackFonts).toEqual([]);

    const text = await textOf(file);
    for (const sentence of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Kết quả tự đánh giá mức hệ thống RIS-PACS',
      'Cổng của trạm đọc phải từ 1.000 Mb/s trở lên; ws-02 thấp hơn.',
      'Mã SHA-256 chứng minh tệp không bị sửa từ lúc được ghi; mã này không chứng minh nội dung là đúng.',
      'VLAN 20 chỉ dùng cho PACS, thiết bị sinh ảnh và trạm đọc.',
    ]) {
      expect(text).toContain(sentence);
    }

    const first = await textOf(file, '-f', '1', '-l', '1');
    expect(first).toContain('Mức đề xuất theo dự thảo Chưa đạt mức cơ bản (đo ');
    expect(first).toContain('BẢN TỰ ĐÁNH GIÁ - CHƯA CÓ GIÁ TRỊ PHÁP LÝ');
    expect(first).toContain('HT-03 V-LAN hoặc LAN');
    expect(first).toContain(hashAssessment(assessment));
    expect(first).toContain(checklist.sha256);
    expect(first).not.toContain('Căn cứ');
    expect(await textOf(file, '-f', '2', '-l', '2')).toMatch(/^2 Căn cứ/);
  });

  it('says on every page that the data are simulated', async () => {
    const assessment = fixtureAssessment(checklist, { simulated: true });
    const { file, document } = await printReport('simulated', assessment);
    for (let page = 1; page <= document.pages; page += 1) {
      const text = await textOf(file, '-f', String(page), '-l', String(page));
      expect(text).toContain('DỮ LIỆU MÔ PHỎNG');
      expect(text).toContain('BẢN TỰ ĐÁNH GIÁ - CHƯA CÓ GIÁ TRỊ PHÁP LÝ');
    }
  });

  it('keeps its layout with hostile names and very long texts, every font embedded', async () => {
    const plain = fixtureAssessment(checklist, { target: 'advanced' });
    const base = fixtureAssessment(checklist, {
      target: 'advanced',
      facilityName: `</title><script>alert(1)</script>\u202E\u2067${'Ệ'.repeat(240)}`,
    });
    const long = `≥ → ✓ ${'W'.repeat(10_000)}`;
    const criteria = base.findings.map((finding) => finding.criterion);
    const hostile: Assessment = {
      ...base,
      simulated: true,
      verdict: {
        ...base.verdict,
        floor: 'none',
        ceiling: 'specialized',
        status: 'provisional',
        deciding: criteria,
        blocking: criteria,
      },
      findings: base.findings.map((finding) => ({ ...finding, observed: long, because: long })),
    };
    const { file, document } = await printReport('hostile', hostile);
    const fonts = await fontsOf(file);
    for (const font of fonts) expect(font.embedded).toBe('yes');
    const ordinary = await printReport('ordinary', plain);
    // Two cells of the widest letter, as long as a sentence is printed, fill at most three landscape pages.
    const most = ordinary.document.pages + 3 * checklist.criteria.length;
    expect(document.pages).toBeLessThan(most);
    // Page 1 holds whatever has to be told: the hashes are its last lines.
    const first = await textOf(file, '-f', '1', '-l', '1');
    expect(first).toContain('Mức đề xuất theo dự thảo Chưa xác định được mức');
    expect(first).toContain(hashAssessment(hostile));
    expect(first).toContain(checklist.sha256);
    expect(await textOf(file, '-f', '2', '-l', '2')).toContain('2 DỮ LIỆU MÔ PHỎNG Căn cứ');
  });

  it.each([
    { language: 'vi', grounds: /^2 DỮ LIỆU MÔ PHỎNG Căn cứ/, reviewed: true, decided: 0 },
    { language: 'en', grounds: /^2 SIMULATED DATA Legal basis/, reviewed: true, decided: 0 },
    { language: 'vi', grounds: /^2 DỮ LIỆU MÔ PHỎNG Căn cứ/, reviewed: false, decided: 12 },
  ] as const)(
    'holds page 1 on one page with 42 open criteria and long names ($language, reviewed: $reviewed)',
    async ({ language, grounds, reviewed, decided }) => {
      const assessment = crowdedAssessment(language, decided);
      const review = reviewed ? disputingReview(assessment) : undefined;
      const name = `crowded-${language}-${decided}`;
      const { file } = await printReport(name, assessment, undefined, review);
      const first = await textOf(file, '-f', '1', '-l', '1');
      expect(first).toContain(hashAssessment(assessment));
      expect(first).toContain(checklist.sha256);
      // Every open criterion is named there.
      for (const { criterion, outcome } of assessment.findings) {
        const [group = '', number = ''] = criterion.toUpperCase().split('-');
        if (outcome !== 'met') expect(first).toMatch(new RegExp(`${group}-[^;.]*${number}`));
      }
      expect(await textOf(file, '-f', '2', '-l', '2')).toMatch(grounds);
    },
  );

  it('draws pictures in the embedded font, each a figure that readers are told about', async () => {
    const plain = fixtureAssessment(checklist, { outcomes: { 'ht-03': 'not-met' } });
    const assessment: Assessment = {
      ...plain,
      evidence: [
        ...plain.evidence,
        caseRecord({ outcomes: { 'order-ack': 'failed' } }),
        drillRecord(),
        ...throughputRecords(),
      ],
    };
    const messages = parseTranscript(transcriptFile()) ?? [];
    const { file, document } = await printReport('pictures', assessment, {
      ...nothingAttached,
      transcripts: new Map([['workflow.test', { ok: true, messages }]]),
      letters: new Map([
        ['workflow.test', new Map([['order-ack', vendorLetter('order-ack').toString()]])],
      ]),
    });
    expect(document.fallbackFonts).toEqual([]);
    const text = await textOf(file);
    for (const words of [
      '8 đạt, 1 không đạt',
      'mức dự thảo yêu cầu: 1.000 Mb/s',
      '4. Xác nhận chỉ định sai',
      'ACK AE',
      '09:14:04,250',
      'Kính gửi nhà cung cấp RIS',
      'từ 3,8 đến 4,2 s',
      'xác nhận 80/80, mất 4',
    ]) {
      expect(text).toContain(words);
    }
    const tags = (await run('pdfinfo', ['-struct', file])).stdout;
    // The QR on page 1, the table of groups, two lines, the fixture's own path, a case in two halves, and a drill.
    expect(tags.match(/^ *Figure$/gm)).toHaveLength(8);
  });

  it('keeps 60 criteria and 30 screenshots of a dossier inside A4 pages, tagged and whole', async () => {
    const [first] = checklist.groups;
    const extra = checklist.criteria.slice(0, 60 - checklist.criteria.length).map((one, index) => ({
      ...one,
      id: `xt-${String(index + 1).padStart(2, '0')}`,
    }));
    const wide: Checklist = {
      ...checklist,
      criteria: [...checklist.criteria, ...extra],
      groups: [
        ...checklist.groups,
        ...(first ? [{ ...first, criterionIds: extra.map(({ id }) => id) }] : []),
      ],
    };
    expect(wide.criteria).toHaveLength(60);
    const dossier = path.join(folder, 'sixty');
    await mkdir(dossier, { recursive: true });
    const plain = fixtureAssessment(wide, { outcomes: { 'ht-03': 'not-met' } });
    const evidence = [...plain.evidence, ...(await storeThirtyShots(dossier))];
    const begun = performance.now();
    const { files, pdfProblem } = await renderReport({
      ...{ folder: dossier, assessment: { ...plain, evidence }, checklist: wide },
      formats: ['html', 'pdf'],
      signal: AbortSignal.timeout(110_000),
    });
    process.stderr.write(
      `60 criteria, 30 screenshots: HTML and PDF in ${Math.round(performance.now() - begun)} ms\n`,
    );
    expect({ files, pdfProblem }).toMatchObject({ files: { pdf: 'report.pdf' } });
    const file = path.join(dossier, 'report.pdf');

    const info = (await run('pdfinfo', ['-f', '1', '-l', '999', file])).stdout;
    const sizes = [...info.matchAll(/^Page +\d+ size: +([\d.]+) x ([\d.]+)/gm)].map(([, x, y]) =>
      [Math.round(Number(x)), Math.round(Number(y))].sort((one, other) => one - other),
    );
    expect(sizes.length).toBeGreaterThan(20);
    expect(sizes.length).toBeLessThan(140);
    for (const size of sizes) expect(size).toEqual([595, 842]);
    for (const font of await fontsOf(file)) expect(font.embedded).toBe('yes');
    const text = await textOf(file);
    for (const { id } of wide.criteria) expect(text).toContain(id.toUpperCase());
    for (let number = 1; number <= 30; number += 1) expect(text).toContain(`Hình ${number}. `);
    expect(await wordsOutside(file)).toEqual([]);

    const shots = await imagesOf(file);
    expect(shots).toHaveLength(30);
    for (const { encoding, widthMm, heightMm } of shots) {
      expect(encoding).toBe('jpeg');
      expect(widthMm).toBeGreaterThanOrEqual(110);
      expect(widthMm).toBeLessThan(130);
      // As high as it is wide by 1280 to 800: neither squeezed nor cut.
      expect(heightMm / widthMm).toBeCloseTo(800 / 1280, 1);
    }
    const figures = await figuresOf(file);
    expect(figures.filter((alt) => alt === undefined)).toEqual([]);
    expect(figures.filter((alt) => alt?.startsWith('Ảnh chụp trình xem ở bước '))).toHaveLength(28);
    expect(figures.filter((alt) => alt?.startsWith('Trang xem ảnh '))).toHaveLength(2);
  }, 120_000);

  it('embeds another font for signs in what people wrote', async () => {
    const { file, document } = await printReport(
      'signs',
      fixtureAssessment(checklist, { facilityName: 'Phòng khám ≥ 3 bác sĩ' }),
    );
    expect(document.fallbackFonts.length).toBeGreaterThan(0);
    for (const font of await fontsOf(file)) expect(font.embedded).toBe('yes');
    expect(await textOf(file)).toContain('Phòng khám ≥ 3 bác sĩ');
  });

  it('runs no script, fetches nothing, and leaves no profile behind', async () => {
    const { createServer } = await import('node:http');
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}`;
    const report = await renderHtml({
      assessment: fixtureAssessment(checklist),
      checklist,
      language: 'vi',
    });
    const html = report.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '').replace(
      '</main>',
      `<img src="${url}/a"><iframe src="file:///etc/hostname"></iframe><link rel="stylesheet" href="${url}/b">
<p id="p">before</p><script>document.getElementById('p').textContent='after'</script></main>`,
    );
    try {
      const before = await profiles();
      const document = await print(html);
      const file = path.join(folder, 'active.pdf');
      await writeFile(file, document.pdf);
      const text = await textOf(file);
      expect(text).toContain('before');
      expect(text).not.toContain('after');
      expect(requests).toBe(0);
      expect(await profiles()).toEqual(before);
    } finally {
      server.close();
    }
  });

  it('fails rather than giving a PDF without the report font', async () => {
    const signal = new AbortController().signal;
    const html = '<!doctype html><html lang="vi"><title>x</title><p>Không có phông nhúng';
    const result = await renderPdf({ html, signal, deadlineMs: 30_000 });
    expect(result).toMatchObject({ state: 'failed' });
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'unpacks the bundled browser once when several processes start cold',
    async () => {
      const cacheFolder = path.join(folder, 'cache');
      const prepared = await Promise.all(
        [1, 2, 3].map(() => prepareBundledChromium({ environment: {}, cacheFolder })),
      );
      const [one] = prepared;
      expect(one?.state).toBe('ready');
      for (const other of prepared) expect(other).toEqual(one);
      const left = await readdir(cacheFolder);
      expect(left).toHaveLength(1);
      if (one?.state === 'ready') {
        const { stdout } = await run(one.executablePath, ['--version'], {
          env: { LD_LIBRARY_PATH: one.libraryFolder },
        });
        expect(stdout).toMatch(/\d+\.\d+/);
      }
    },
  );
});

/** Two whole walks and two viewers, each picture a file of the dossier. */
async function storeThirtyShots(dossier: string): Promise<readonly EvidenceRecord[]> {
  const walks = await Promise.all(
    [0, 1].map((walk) => fullWalk((index) => makeScreenshot(20 * walk + index))),
  );
  const shots = await Promise.all(
    ['xem-anh', 'xem-ngoai'].map(async (viewer, index) =>
      storedFile(await makeScreenshot(50 + index), `viewer-${viewer}-phone.png`),
    ),
  );
  await storeFiles(dossier, [...walks.flatMap(({ files }) => files), ...shots]);
  return [
    ...walks.map(({ record }, index) => ({ ...record, id: `challenge.walk-${index}` })),
    ...['xem-anh', 'xem-ngoai'].map((viewer, index) => ({
      ...viewerRecord(shots[index], viewer),
      id: `viewer.${viewer}`,
    })),
  ];
}

/** Images of pixels, as they are drawn. */
async function imagesOf(file: string) {
  const { stdout } = await run('pdfimages', ['-list', file]);
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , type, width]) => type === 'image' && Number(width) > 600)
    .map((columns) => ({
      encoding: columns[8],
      widthMm: (Number(columns[3]) / Number(columns[12])) * 25.4,
      heightMm: (Number(columns[4]) / Number(columns[13])) * 25.4,
    }));
}

const figureSchema = z.object({
  value: z.object({ '/S': z.literal('/Figure'), '/Alt': z.string().optional() }),
});

/** The alternative text of every figure among the tags (ISO 32000-1 14.9.3); `undefined` for one without. */
async function figuresOf(file: string): Promise<readonly (string | undefined)[]> {
  const { stdout } = await run('qpdf', ['--json=2', '--json-key=qpdf', file, '-'], {
    maxBuffer: 2 ** 29,
  });
  const { qpdf }: { readonly qpdf: readonly Readonly<Record<string, unknown>>[] } =
    JSON.parse(stdout);
  return Object.values(qpdf[1] ?? {}).flatMap((object) => {
    const value = figureSchema.safeParse(object);
    return value.success ? [value.data.value['/Alt']?.replace(/^u:/, '')] : [];
  });
}

/** 42 criteria not met or open, names as long as names get, throughput not measured. */
function crowdedAssessment(language: Language, failed: number): Assessment {
  const open = checklist.criteria.slice(3).map(({ id }, index) => {
    const outcome = index % 2 === 0 ? 'undetermined' : 'needs-attestation';
    return [id, index < failed ? 'not-met' : outcome] as const;
  });
  const base = fixtureAssessment(checklist, {
    target: 'advanced',
    simulated: true,
    language,
    outcomes: Object.fromEntries(open),
    facilityName:
      'Bệnh viện Hữu nghị Đa khoa Khu vực Tây Nguyên và Duyên hải Nam Trung Bộ, cơ sở 2',
  });
  const { facility } = base.facility;
  const parentBody = 'Ủy ban nhân dân tỉnh, Sở Y tế tỉnh Bà Rịa - Vũng Tàu và Thừa Thiên Huế';
  return { ...base, facility: { ...base.facility, facility: { ...facility, parentBody } } };
}

/** One member, who disagrees or asks throughout. */
function disputingReview(assessment: Assessment): CouncilReview {
  const member = { id: 'tv1', name: 'Nguyễn Thị Hồng Ánh', position: 'Trưởng phòng' };
  const criteria = assessment.findings.slice(0, 20).map(({ criterion }) => criterion);
  const reason = 'Cần xem lại bằng chứng tại chỗ.';
  const input = reviewInputSchema.parse({
    schemaVersion: 1,
    council: { kind: 'facility', members: [member] },
    opinions: (['disagree', 'ask'] as const).map((opinion, index) => ({
      member: member.id,
      criteria: criteria.slice(index * 10, index * 10 + 10),
      opinion,
      reason,
      date: '2026-11-22',
    })),
  });
  const added = addToReview(undefined, input, {
    assessment,
    resultSha256: hashAssessment(assessment),
    checklist,
    today: '2026-11-22',
  });
  if (!added.ok) throw new Error(JSON.stringify(added.problems));
  return added.review;
}

/** Words that lie, in part, outside of their page. */
async function wordsOutside(file: string): Promise<readonly string[]> {
  const { stdout } = await run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 2 ** 27 });
  const outside: string[] = [];
  let width = 0;
  let height = 0;
  for (const line of stdout.split('\n')) {
    const page = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (page) [width, height] = [Number(page[1]), Number(page[2])];
    const word =
      /<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*)<\/word>/.exec(
        line,
      );
    if (!word) continue;
    const [left = 0, top = 0, right = 0, bottom = 0] = word.slice(1, 5).map(Number);
    if (left < 0 || top < 0 || right > width || bottom > height) outside.push(word[5] ?? '');
  }
  return outside;
}

async function profiles(): Promise<readonly string[]> {
  return (await readdir(os.tmpdir())).filter((name) => name.startsWith('rispacs-browser-')).sort();
}
