import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import { facilityTemplate } from '../../src/facility/template.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

const parse = (text: string) =>
  parseYaml(text, { schema: facilitySchema, language: 'vi', template: facilityTemplate });

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
    ['the same key twice', 'schemaVersion: 1\nschemaVersion: 1\n', 2, 'không đọc được YAML'],
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
});
