import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatStatementProblem,
  loadStatements,
  maxStatementsFileBytes,
  parseStatements,
} from '../../../src/evidence/statements/load-statements.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';

const valid = `schemaVersion: 1
attestations:
  - for: [pacs-09, ris-05.a]
    statement: "Hệ thống tìm được người bệnh theo mã."
    by: {name: "Trần Thị B", role: "Trưởng khoa"}
    date: 2026-11-20
    files: [xac-nhan.pdf]
documents:
  - kind: isp-contract
    number: "0123/HĐ"
    issuer: "Công ty Viễn thông A"
    issued: 2026-01-05
    figures: {downloadMbps: 100}
`;

function problemsOf(text: string, language: 'vi' | 'en' = 'vi') {
  const parsed = parseStatements(text, 'xac-nhan.yaml', language);
  if (parsed.ok) throw new Error('the text was accepted');
  return parsed.problems;
}

describe('parseStatements', () => {
  it('reads a valid file, keeps dates and numbers as written, and fills in defaults', () => {
    const parsed = parseStatements(valid, 'a.yaml');
    expect(parsed.ok && parsed.value.attestations[0]?.date).toBe('2026-11-20');
    expect(parsed.ok && parsed.value.documents[0]).toMatchObject({ number: '0123/HĐ', files: [] });
    expect(parsed.ok && parsed.value.refusals).toEqual([]);
  });

  it('points at a misspelt key with its own line and column', () => {
    const [problem] = problemsOf(valid.replace('    date:', '    dates:'));
    const other = problemsOf(valid.replace('    date:', '    dates:')).find((p) =>
      p.message.includes('dates'),
    );
    expect(problem.file).toBe('xac-nhan.yaml');
    expect(other).toMatchObject({ line: 6, column: 5 });
  });

  it('says what is missing, where, and shows an accepted line', () => {
    const [problem] = problemsOf(valid.replace(/ {4}date:.*\n/, ''));
    expect(problem).toMatchObject({ line: 3, example: 'date: 2026-11-22' });
    expect(problem).toMatchObject({ path: 'attestations[1].date' });
    expect(problem.message).toContain('thiếu mục này');
    expect(formatStatementProblem(problem, 'vi')).toMatch(
      /^xac-nhan\.yaml:3:5 attestations\[1\]\.date: thiếu .* Ví dụ: date: 2026-11-22$/,
    );
  });

  it('points at a value of the wrong form', () => {
    const [problem] = problemsOf(valid.replace('2026-11-20', '20/11/2026'), 'en');
    expect(problem).toMatchObject({ line: 6, column: 11, example: 'date: 2026-11-22' });
    expect(formatStatementProblem(problem, 'en')).toMatch(
      /attestations\[1\]\.date: a real date .* expected\. Example: date: 2026-11-22$/,
    );
  });

  it('explains a number that should be a quoted text', () => {
    const [problem] = problemsOf(valid.replace('"0123/HĐ"', '0123'));
    expect(problem.message).toContain('dấu nháy');
    expect(problem.line).toBe(10);
  });

  it.each([
    ['an anchor', 'schemaVersion: &a 1\n', 'neo'],
    ['an alias', 'a: &a 1\nschemaVersion: *a\n', 'neo'],
    ['a tag', 'schemaVersion: !!int "1"\n', 'thẻ'],
    ['an own tag', 'schemaVersion: !x 1\n', 'thẻ'],
    ['a directive', '%YAML 1.1\n---\nschemaVersion: 1\n', 'chỉ thị'],
    ['a repeated key', 'schemaVersion: 1\nschemaVersion: 1\n', 'hai lần'],
    ['two documents', 'schemaVersion: 1\n---\nschemaVersion: 1\n', 'YAML'],
    ['broken YAML', 'schemaVersion: [1\n', 'YAML'],
    ['a list', '- 1\n', 'schemaVersion'],
    ['nothing', '', 'schemaVersion'],
    ['a scalar', 'xin chào', 'schemaVersion'],
    ['half a surrogate pair', 'schemaVersion: 1\n"\\ud800": 1\n', 'điều khiển'],
    ['a terminal escape', 'schemaVersion: 1\nx: "\\e[2J"\n', 'điều khiển'],
  ])('refuses %s with a place and an example', (_name, text, expected) => {
    const [problem] = problemsOf(text);
    expect(`${problem.path}: ${problem.message}`).toContain(expected);
    expect(problem.line).toBeGreaterThan(0);
    expect(problem.example ?? '').not.toBe('');
  });

  it.each([
    ['for: [pacs-09, ris-05.a]', 'for: [pacs9]', 'ids of criteria', 'for: ['],
    ['{name: "Trần Thị B", ', '{', 'full name and position', 'by: {name: '],
    ['kind: isp-contract', 'kind: Hợp đồng', 'lower case with hyphens', 'kind: isp-contract'],
    ['"0123/HĐ"', '0123', 'leading zero', 'number: "'],
    ['downloadMbps: 100', 'downloadMbps: "100 Mb"', 'without units', 'figures: {'],
    ['date: 2026-11-20', 'date: 2026-11-31', 'a real date', 'date: 2026-'],
    ['[xac-nhan.pdf]', '[""]', 'relative to the folder', 'files: ['],
  ])('tells in English what %s should be, with an example', (right, wrong, expected, example) => {
    const [problem] = problemsOf(valid.replace(right, wrong), 'en');
    expect(problem.message).toContain(expected);
    expect(problem.message).toMatch(/^[\x20-\x7e]*$/);
    expect(problem.example).toContain(example);
  });

  it('refuses a text above the bound, and one nested by the thousand, without crashing', () => {
    expect(problemsOf('#'.repeat(maxStatementsFileBytes + 1))[0].message).toContain('2 MiB');
    expect(problemsOf('['.repeat(200_000))[0].message).not.toBe('');
    expect(problemsOf(`a: ${'{a: '.repeat(20_000)}`)[0].message).not.toBe('');
  });

  it('takes a mapping with a hundred thousand keys in its stride', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(problemsOf(keys).length).toBeLessThanOrEqual(20);
  });

  it('never sets a prototype from the file', () => {
    problemsOf('schemaVersion: 1\n__proto__: {polluted: true}\n');
    expect('polluted' in {}).toBe(false);
  });

  it('answers any text with a value or problems, never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc
            .array(
              fc.constantFrom(...valid.split('\n'), '- ', '&a', '*a', '!!', '%', '? ', '{', ']'),
            )
            .map((lines) => lines.join('\n')),
        ),
        (text) => {
          const parsed = parseStatements(text, 'f.yaml');
          return parsed.ok || parsed.problems.every((p) => p.line >= 1 && p.message !== '');
        },
      ),
      { seed: 20261122, numRuns: 500 },
    );
  });
});

describe('loadStatements', () => {
  it('reads a file with a byte order mark and refuses UTF-16', async () => {
    const folder = await makeTempFolder();
    await writeFile(join(folder, 'bom.yaml'), `\uFEFF${valid}`);
    await writeFile(join(folder, 'utf16.yaml'), Buffer.from(`\uFEFF${valid}`, 'utf16le'));
    expect((await loadStatements(join(folder, 'bom.yaml'), 'bom.yaml')).ok).toBe(true);
    const refused = await loadStatements(join(folder, 'utf16.yaml'), 'utf16.yaml');
    expect(refused).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('names a missing file and a folder as such', async () => {
    const folder = await makeTempFolder();
    expect(await loadStatements(join(folder, 'x.yaml'), 'x.yaml')).toMatchObject({
      reason: 'unreadable',
      problem: { code: 'missing' },
    });
    expect(await loadStatements(folder, '.')).toMatchObject({ problem: { code: 'not-a-file' } });
  });
});
