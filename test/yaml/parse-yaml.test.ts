import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { facilitySchema } from '../../src/facility/schema.ts';
import { facilityTemplate } from '../../src/facility/template.ts';
import { formatProblem, parseYaml } from '../../src/yaml/parse-yaml.ts';

const parse = (text: string | Uint8Array, language: 'vi' | 'en' = 'vi') =>
  parseYaml(text, { schema: facilitySchema, language, template: facilityTemplate });

function problemsOf(text: string | Uint8Array, language: 'vi' | 'en' = 'vi') {
  const result = parse(text, language);
  if (result.ok) throw new Error('expected a problem');
  return result.problems;
}

describe('a facility file written by hand', () => {
  it('is accepted as the template has it', () => {
    expect(parse(facilityTemplate).ok).toBe(true);
  });

  it.each([
    ['a misspelt key', 'schemaVersion: 1\nfacility: {nam: x, name: y}\n', 2, 'có phải "name"'],
    [
      'a wrong level',
      'schemaVersion: 1\nfacility: {name: y}\nappliesFor: super\n',
      3,
      'basic, advanced, specialized',
    ],
    [
      'a port in words',
      'schemaVersion: 1\nfacility: {name: y}\ndicom:\n  nodes:\n    - id: a\n      host: 10.0.0.1\n      port: abc\n      calledAe: P\n',
      7,
      'cần một số',
    ],
    [
      'a missing AE title',
      'schemaVersion: 1\nfacility: {name: y}\ndicom:\n  nodes:\n    - id: a\n      host: 10.0.0.1\n      port: 104\n',
      5,
      'thiếu mục này',
    ],
    [
      'a list where a group belongs',
      'schemaVersion: 1\nfacility: {name: y}\nhl7: []\n',
      3,
      'nhóm mục',
    ],
    ['broken YAML', 'a: [1', 1, 'không đọc được YAML'],
    ['an anchor', 'a: &x 1\nb: 2\n', 1, 'neo'],
    ['an alias', 'a: 1\nb: *x\n', 2, ''],
    ['the same key twice', 'schemaVersion: 1\nschemaVersion: 1\n', 2, 'viết hai lần'],
    ['the same key as text and number', 'a: {1: x, "1": y}\n', 1, 'viết hai lần'],
    ['a tag', 'schemaVersion: 1\nfacility: !!map {name: y}\n', 2, 'thẻ'],
    ['an own tag', 'schemaVersion: !x 1\n', 1, 'thẻ'],
    ['a directive', '# a\n%YAML 1.1\n---\nschemaVersion: 1\n', 2, 'chỉ thị'],
    ['two documents', 'schemaVersion: 1\n---\nschemaVersion: 1\n', 2, '---'],
    ['a tab as indentation', 'facility:\n\tname: y\n', 2, 'phím Tab'],
    ['a second colon', 'facility: name: y\n', 1, 'hai dấu hai chấm'],
    ['a key that is no name', '? [a]\n: 1\n', 1, 'một từ'],
    ['a terminal escape in a value', 'a: 1\nb: "\\e[2J"\n', 2, 'điều khiển'],
    ['a terminal escape in a comment', 'a: 1\n# \u001b[2J\n', 2, 'điều khiển'],
    ['half a surrogate pair', 'a: 1\n"\\ud800": 1\n', 2, 'điều khiển'],
    ['a list', '- 1\n', 1, 'schemaVersion, '],
    ['a text', 'xin chào', 1, 'schemaVersion, '],
    [
      'two window ends alike',
      'schemaVersion: 1\nfacility: {name: y}\nallowedWindow:\n  - {days: [mon], from: "20:00", to: "20:00"}\n',
      4,
      'không được trùng nhau',
    ],
    [
      'one end of a path',
      'schemaVersion: 1\nfacility: {name: y}\nlan:\n  paths:\n    - {id: a, server: iperf3://h, between: [pacs]}\n',
      5,
      'cần ít nhất 2 phần tử',
    ],
    ['nothing at all', '', 1, 'thiếu mục này'],
  ])('gets the line and the expectation for %s', (_name, text, line, expected) => {
    const result = parse(text);
    if (result.ok) throw new Error('expected a problem');
    const problem = result.problems.find((one) => one.message.includes(expected));
    expect(problem?.line).toBe(line);
  });

  it('shows an example line for the key in question', () => {
    const result = parse(
      'schemaVersion: 1\nfacility: {name: y}\ndicom:\n  nodes:\n    - id: a\n      host: 10.0.0.1\n      port: abc\n      calledAe: P\n',
    );
    expect(!result.ok && result.problems[0]?.example).toBe('port: 104');
  });

  it('is not expanded by an alias bomb', () => {
    const bomb = Array.from(
      { length: 30 },
      (_, i) => `a${i}: ${i === 0 ? '&a0 [x,x]' : `&a${i} [*a${i - 1},*a${i - 1}]`}`,
    ).join('\n');
    expect(parse(bomb).ok).toBe(false);
  });

  it('keeps names in NFD equal to the same names in NFC', () => {
    const name = 'Bệnh viện Đa khoa Ước';
    const result = parse(`schemaVersion: 1\nfacility: {name: "${name.normalize('NFD')}"}\n`);
    expect(result.ok && result.value.facility.name).toBe(name.normalize('NFC'));
  });

  it('is refused above the bound of the caller, and when it is not UTF-8', () => {
    const bounded = { schema: facilitySchema, language: 'vi', maxBytes: 1024 * 1024 } as const;
    const large = parseYaml(`# ${'đ'.repeat(600_000)}`, bounded);
    expect(!large.ok && large.problems[0].message).toBe('tệp lớn hơn 1 MiB');
    expect(problemsOf(Buffer.from([0xff, 0xfe, 0x41]))[0].message).toContain('UTF-8');
    expect(parse(Buffer.from(`\uFEFF${facilityTemplate}`)).ok).toBe(true);
  });

  it.each([
    ['lists', '['.repeat(200_000)],
    ['groups', `a: ${'{a: '.repeat(20_000)}`],
    ['closed groups', `a: ${'{a: '.repeat(200)}1${'}'.repeat(200)}`],
  ])('with %s nested beyond reason is refused', (_name, text) => {
    expect(problemsOf(text)[0].message).not.toBe('');
  });

  it('with a hundred thousand keys has at most 20 problems', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(problemsOf(keys)).toHaveLength(20);
  });

  it('never sets a prototype', () => {
    problemsOf('schemaVersion: 1\n__proto__: {polluted: true}\n');
    expect('polluted' in {}).toBe(false);
  });

  it('is answered with a value or problems, whatever it holds', () => {
    const scraps = [...facilityTemplate.split('\n'), '- ', '&a', '*a', '!!', '%', '? ', '{', ']'];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...scraps)).map((lines) => lines.join('\n').replaceAll('# ', '')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('vi', 'en'), (written, language) => {
        const result = parse(written, language);
        return result.ok || result.problems.every((one) => one.line >= 1 && one.message !== '');
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});

describe('what a problem says', () => {
  const slips = [
    'schemaVersion: 2',
    'simulated: yes',
    'facility: {name: "", beds: -1, code: 01001, plaza: Huế, zzzzzzzzz: 1}',
    'appliesFor: super',
    'computers: [{id: A B, role: x, thisComputer: 1, inventory: 3}]',
    'dicom:',
    '  nodes: [{id: a, host: "", port: 99999, calledAe: QUÁ-DÀI, tls: {passphrase: x}}]',
    'lan: {paths: [{id: a, server: x, between: [pacs], maxMbps: 0}]}',
    'assessedOn: 2026-02-30',
    '',
  ].join('\n');

  it('is in English when English was asked for, hints included', () => {
    const problems = problemsOf(slips, 'en');
    expect(problems.length).toBeGreaterThan(15);
    // "QUÁ-DÀI" and the like may be shown; sentences of ours are ASCII.
    for (const { message } of problems) expect(message).toMatch(/^[\x20-\x7e…]*$/);
    const hints = problems.map((one) => one.message).join('\n');
    expect(hints).toContain('An IP address or host name');
  });

  it('is in Vietnamese otherwise', () => {
    for (const { message } of problemsOf(slips, 'vi')) {
      expect(message).not.toMatch(/expected|must|missing|such as| \/ /);
    }
  });

  it('leaves out a hint that is in the other language only', () => {
    const schema = z.strictObject({ a: z.string().regex(/^x$/).describe('Chỉ chữ x') });
    const messageOf = (language: 'vi' | 'en', describedIn: 'vi' | 'en') => {
      const result = parseYaml('a: y', { schema, language, describedIn });
      return result.ok ? '' : result.problems[0].message;
    };
    expect(messageOf('vi', 'vi')).toContain('(Chỉ chữ x)');
    expect(messageOf('en', 'vi')).toBe('is not in the expected form');
    expect(messageOf('vi', 'en')).toBe('không đúng dạng');
  });

  it('names every unknown key at its own place, with the nearest one or those that are possible', () => {
    const problems = problemsOf('schemaVersion: 1\nfacility:\n  name: y\n  adress: x\n  foo: 1\n');
    expect(problems).toMatchObject([
      { line: 4, column: 3, path: 'facility.adress', example: 'address: Số 1, đường …' },
      { line: 5, column: 3, path: 'facility.foo' },
    ]);
    expect(problems[0].message).toContain('có phải "address"?');
    expect(problems[1]?.message).toContain('name, code, parentBody');
  });

  it('is one line with file, place, path, sentence and example; lists are counted from 1', () => {
    const [first] = problemsOf('schemaVersion: 1\nfacility: {name: y}\ncomputers: [{id: a}]\n');
    expect(formatProblem('facility.yaml', first, 'vi')).toBe(
      'facility.yaml:3:13 computers[1].role: thiếu mục này: cần một trong: pacs, ris, his, database, storage, workstation, client, modality, trunk, other. Ví dụ: role: pacs',
    );
  });
});
