import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLegalBasis } from '../../src/legal-basis/describe-legal-basis.ts';
import {
  isLegalBasisOld,
  legalBasisSchema,
  loadLegalBasis,
  oldestCheck,
} from '../../src/legal-basis/load-legal-basis.ts';

const basis = await loadLegalBasis();

describe('the legal texts that a report names', () => {
  it('are dated each, name their source, and each replaced one says by what', () => {
    expect(basis.texts.find((one) => one.status === 'draft')?.id).toBe('ris-pacs-draft-2021');
    for (const one of basis.texts) expect(one.source.vi.length).toBeGreaterThan(0);
    for (const one of basis.texts.filter((text) => text.status === 'replaced'))
      expect(basis.texts.find((text) => text.id === one.replacedBy)?.status).toBe('in-force');
  });

  it('are old 181 days after the one looked at longest ago', () => {
    const [first, ...rest] = basis.texts;
    if (first === undefined) throw new Error('no texts');
    const since = (checkedOn: string) => ({ ...basis, texts: [{ ...first, checkedOn }, ...rest] });
    expect(oldestCheck(since('2026-01-01'))).toBe('2026-01-01');
    expect(isLegalBasisOld(since('2026-01-01'), '2026-06-30')).toBe(false);
    expect(isLegalBasisOld(since('2026-01-01'), '2026-07-01')).toBe(true);
  });

  it('are warned of by date, in both languages', () => {
    expect(describeLegalBasis(basis, '2026-11-22', 'vi').warning).toBeUndefined();
    expect(describeLegalBasis(basis, '2027-04-03', 'vi').warning).toBeUndefined();
    expect(describeLegalBasis(basis, '2027-04-04', 'vi').warning).toContain('180 ngày');
    expect(describeLegalBasis(basis, '2027-04-04', 'en').warning).toContain('180 days');
  });

  it.each(['vi', 'en'] as const)(
    'are printed with state, source and day of looking: %s',
    (language) => {
      const lines = describeLegalBasis(basis, '2026-11-22', language);
      const [partly, whole] =
        language === 'vi'
          ? ['còn hiệu lực một phần', 'còn hiệu lực']
          : ['in force in part', 'in force'];
      const tt54 = lines.entries.find(({ title }) => title.includes('54/2017/TT-BYT'));
      expect(tt54?.status).toContain(partly);
      for (const { title, status } of lines.entries) {
        expect(status).toContain(whole);
        expect(status).toMatch(/(nguồn|source): .*05\/10\/2026|(nguồn|source): .*2026-10-05/);
        // The report cuts a line after 400 characters.
        expect(`${title} (${status});`.length).toBeLessThan(400);
      }
    },
  );

  it('are never said to be in force on a day before they are', () => {
    const security = (on: string) =>
      describeLegalBasis(basis, on, 'vi').entries.find(({ title }) => title.includes('116/2025'));
    expect(security('2026-06-30')?.status).toContain('chưa có hiệu lực vào ngày đánh giá');
    expect(security('2026-07-01')?.status).toMatch(/^còn hiệu lực từ 01\/07\/2026/);
    const replaced = (on: string) => describeLegalBasis(basis, on, 'vi').replaced.join('\n');
    expect(replaced('2026-11-14')).not.toContain('41/2017/TT-BTTTT');
    expect(replaced('2026-11-15')).toContain('41/2017/TT-BTTTT');
  });

  it('are marked where they were replaced, and not to be cited', () => {
    const { replaced } = describeLegalBasis(basis, '2026-11-22', 'vi');
    for (const named of [
      '46/2018',
      '53/2017',
      '85/2016',
      '12/2022',
      '13/2023',
      '41/2017',
      '11930:2017',
      '4159',
    ])
      expect(
        replaced.find((one) => one.includes(named)),
        named,
      ).toContain('không viện dẫn');
    expect(replaced.find((one) => one.includes('85/2016'))).toContain(
      'không có điều khoản bãi bỏ riêng',
    );
  });

  it('cannot be replaced without naming by what', () => {
    const [first] = basis.texts;
    expect(legalBasisSchema.safeParse({ texts: [{ ...first, status: 'replaced' }] }).success).toBe(
      false,
    );
  });

  it('are named nowhere else as if in force: no source or template cites a replaced one', () => {
    const replaced =
      /85\/2016|12\/2022\/TT-BTTTT|13\/2023\/NĐ|46\/2018\/TT-BYT|53\/2017\/TT-BYT|41\/2017\/TT-BTTTT|11930:2017|4159\/QĐ/;
    expect(filesWith(replaced)).toEqual([]);
  });
});

describe('what is printed of a hospital', () => {
  it('never says that it is at a level, may stop printing film, or must be paid', () => {
    const claims = [
      /(bệnh viện|cơ sở|hệ thống)[^.'"`]{0,40} (đã đạt|đạt được|được công nhận|được xếp)( ở)? mức (cơ bản|nâng cao|chuyên sâu)/i,
      /(hospital|facility|system) (is|has reached|has been found|qualifies)[^.'"`]{0,30}\b(at|as|for)? ?(the )?(Basic|Advanced|Specialized)\b/,
      /(?<!không cho )(?<!không )(được phép|được quyền|có quyền) (không|thôi|ngừng|dừng) in phim/i,
      /\b(may|can|is allowed to) stop printing/i,
      /\b(phải|được) (chi trả|thanh toán) (cho|theo mức)/i,
      /\b(must|shall|will) be paid\b/i,
    ];
    for (const claim of claims) expect(filesWith(claim), String(claim)).toEqual([]);
  });
});

function filesWith(pattern: RegExp): string[] {
  return ['src', 'templates', 'checklists']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name))
        .filter(
          (name) => /\.(ts|hbs|yaml|js)$/.test(name) && !name.endsWith('legal-basis.vi.yaml'),
        ),
    )
    .filter((file) => pattern.test(readFileSync(file, 'utf8')));
}
