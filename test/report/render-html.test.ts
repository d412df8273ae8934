import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);

const render = (assessment: Assessment, language: 'vi' | 'en' = 'vi') =>
  renderHtml({ assessment, checklist, language });

const ownScript = await readFile(
  path.resolve(import.meta.dirname, '../../templates/report/filter.js'),
  'utf8',
);
const ownScriptHash = createHash('sha256').update(ownScript).digest('base64');

/** The document without its style sheet, where fonts and selectors live. */
const body = (html: string) => html.slice(html.indexOf('<body'));

describe('renderHtml', () => {
  it('is one self-contained document without outside references and with one script, pinned by its hash', async () => {
    const html = await render(fixtureAssessment(checklist));
    expect(html).toMatch(/^<!doctype html>\n<html lang="vi">/);
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${ownScriptHash}'; font-src data:`,
    );
    expect(html.split('<script')).toHaveLength(2);
    expect(html).toContain(`<script>${ownScript}</script>`);
    expect(html).not.toMatch(/<link|<iframe|@import|javascript:/i);
    // Screenshots are the one thing with a source: JPEG that was encoded here, in the page itself.
    const ours = / src="data:image\/jpeg;base64,\/9j\/[\w+/]*={0,2}"/g;
    expect(html.replaceAll(ours, '')).not.toMatch(/src=/i);
    expect(html).not.toMatch(/href=(?!"#)/i);
    expect([...html.matchAll(/url\((?!data:)/g)]).toEqual([]);
    expect([...html.matchAll(/@font-face/g)]).toHaveLength(8);
  });

  it('leads from a criterion to its evidence and back, and nowhere else', async () => {
    const html = body(await render(fixtureAssessment(checklist)));
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...html.matchAll(/ href="#([^"]*)"/g)].map((match) => match[1]);
    expect(targets.filter((one) => one?.startsWith('ev-')).length).toBeGreaterThan(0);
    expect(targets.filter((one) => checklist.criteria.some(({ id }) => id === one))).not.toEqual(
      [],
    );
    expect(targets.filter((one) => one === undefined || !ids.has(one))).toEqual([]);
  });

  it('carries headings in order, one row per criterion, and header cells with scopes', async () => {
    const html = body(await render(fixtureAssessment(checklist)));
    const headings = [...html.matchAll(/<h([123])[ >]/g)].map((match) => Number(match[1]));
    expect(headings[0]).toBe(1);
    expect(headings.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of headings.entries()) {
      expect(level - (headings[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
    for (const criterion of checklist.criteria) {
      expect(html.split(`<tr id="${criterion.id}" `)).toHaveLength(2);
    }
    expect(html).not.toMatch(/<th(?![^>]*\bscope=)[ >]/);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const id of (target ?? '').split(' ')) expect(ids).toContain(id);
    }
  });

  it('tells on page 1 the level, the draft, the hashes, and leaves number and date open', async () => {
    const assessment = fixtureAssessment(checklist, { target: 'advanced' });
    const html = await render(assessment);
    const cover = html.slice(html.indexOf('<section class="cover"'), html.indexOf('id="basis"'));
    expect(cover).toContain('BẢN TỰ ĐÁNH GIÁ - CHƯA CÓ GIÁ TRỊ PHÁP LÝ');
    expect(cover).toContain('<strong>Nâng cao</strong> (đo ');
    expect(cover).toContain('Theo dự thảo');
    expect(cover).toContain(hashAssessment(assessment));
    expect(cover).toContain(checklist.sha256);
    expect(html).toMatch(/Số: +\/BC-/);
    expect(html).toMatch(/Phú Thọ, ngày +tháng +năm +</);
    expect(html).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(html).not.toContain('MÔ PHỎNG');
  });

  it('marks simulated evidence on the cover, in the page margin and beside each row', async () => {
    const html = await render(fixtureAssessment(checklist, { simulated: true }));
    expect(html).toContain(`@top-right{content:'DỮ LIỆU MÔ PHỎNG'`);
    expect(body(html).split('DỮ LIỆU MÔ PHỎNG').length).toBeGreaterThanOrEqual(3);
    expect(body(html)).toContain('<span class="aside">Mô phỏng</span>');
  });

  it('has an English version that says which texts are not translated', async () => {
    const html = await render(fixtureAssessment(checklist), 'en');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('SELF-ASSESSMENT - WITHOUT LEGAL FORCE');
    expect(html).toContain('given in the language of the assessment (Vietnamese)');
    expect(html).toContain('<td lang="vi">');
  });

  it('shows hostile text as text', async () => {
    const hostile = `</title></style><script>alert(1)</script><img src=x onerror=alert(1)>{{{css}}}\u202Egnod\u202c"'`;
    const base = fixtureAssessment(checklist, { facilityName: hostile });
    const assessment: Assessment = {
      ...base,
      findings: base.findings.map((finding) => ({ ...finding, observed: hostile })),
    };
    const html = await render(assessment);
    expect(html.split(/<script/i)).toHaveLength(2);
    expect(html).toContain(`<script>${ownScript}</script>`);
    expect(html).not.toMatch(/<img|\u202e|\u202c/i);
    expect(html.split('</style>')).toHaveLength(2);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('\ufffdgnod\ufffd');
  });

  it('numbers its annexes: table, log, evidence, scripts, the circular in force', async () => {
    const assessment = fixtureAssessment(checklist);
    const html = await renderHtml({ assessment, checklist, language: 'vi' });
    const titles = [...html.matchAll(/<h2 id="a\d"[^>]*>(.+?)<\/h2>/g)].map(([, title]) =>
      title?.replaceAll(/<[^>]*>/g, '').replaceAll('&nbsp;', ' '),
    );
    expect(titles.slice(0, 4)).toEqual([
      'Phụ lục I. Bảng kết quả từng tiêu chí',
      'Phụ lục II. Nhật ký đo và giao dịch thử, đã ẩn danh',
      'Phụ lục III. Danh mục bằng chứng',
      'Phụ lục IV. Kịch bản tại chỗ và kết quả',
    ]);
    const annexOf = (words: string) => {
      const at = html.indexOf(words);
      return at < 0 ? undefined : html.slice(0, at).match(/<h2 id="a\d"/g)?.length;
    };
    expect(annexOf('class="criteria"')).toBe(1);
    expect(annexOf('class="effects"')).toBe(2);
    expect(annexOf('class="people"')).toBe(3);
    expect(annexOf('chưa có kịch bản nào chạy tại chỗ')).toBe(4);
  });

  it('cuts a text that would fill pages and says how much is left out', async () => {
    const base = fixtureAssessment(checklist);
    const assessment: Assessment = {
      ...base,
      findings: base.findings.map((finding) => ({ ...finding, observed: 'Ệ'.repeat(10_000) })),
    };
    const html = await render(assessment);
    expect(html).not.toContain('Ệ'.repeat(1201));
    expect(html).toContain('[còn 8.800 ký tự, xem bản ghi trong bộ hồ sơ]');
  });

  it('is NFC throughout, also for decomposed input, and embeds rarer subsets only when used', async () => {
    const decomposed = 'Bệnh viện Đà Nẵng'.normalize('NFD');
    const html = await render(fixtureAssessment(checklist, { facilityName: decomposed }));
    expect(html).toBe(html.normalize('NFC'));
    expect(html).toContain('Bệnh viện Đà Nẵng');
    const polish = await render(fixtureAssessment(checklist, { facilityName: 'Łódź' }));
    expect([...polish.matchAll(/@font-face/g)]).toHaveLength(12);
  });

  it('uses words for signs the report font lacks', async () => {
    const html = body(await render(fixtureAssessment(checklist)));
    expect(html).toContain('Mọi cổng đã biết không dưới 1000 Mb/s');
    expect(html).not.toMatch(/[≥≤→✓✗]/);
  });

  it('never lets text out of its place, whatever it is', async () => {
    const plain = fixtureAssessment(checklist);
    const tags = (html: string) => [...body(html).matchAll(/<\/?[a-z][^>]*>/g)].length;
    const expected = tags(await render(plain));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const because = `x${text}`;
        const findings = plain.findings.map((finding) => ({ ...finding, because }));
        expect(tags(await render({ ...plain, findings }))).toBe(expected);
      }),
      { numRuns: 15, seed: 20261122 },
    );
  });
});
