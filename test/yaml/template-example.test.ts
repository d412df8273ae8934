import { describe, expect, it } from 'vitest';
import { facilityTemplate } from '../../src/facility/template.ts';
import { findExample, wholeExample } from '../../src/yaml/template-example.ts';

const template = `version: 1  # số 1 / the number 1
# Ghi chú. role: không phải một mục
people:
  - name: "Trần Thị B"
    # post: {role: "Kỹ sư", since: 2020-01-01}
# papers:
#   - kind: letter  # loại
#     files:
#       - a.pdf
#       - b.pdf
# empty:
`;

describe('an example from a template', () => {
  it.each([
    ['a field', ['version'], 'version: 1'],
    ['a field in a list', ['people', 3, 'name'], 'name: "Trần Thị B"'],
    ['a field that is commented out', ['papers', 0, 'kind'], 'kind: letter'],
    ['a list, down to its first value', ['papers'], 'papers:\n  - kind: letter'],
    ['a list of plain values', ['papers', 0, 'files', 1], 'files:\n  - a.pdf'],
    ['a field of the same name elsewhere', ['other', 'kind'], 'kind: letter'],
    [
      'a field in an inline group',
      ['people', 0, 'post', 'since'],
      'post: {role: "Kỹ sư", since: 2020-01-01}',
    ],
  ])('is found for %s', (_name, path, expected) => {
    expect(findExample(template, path)?.text).toBe(expected);
  });

  it('carries the note beside it', () => {
    expect(findExample(template, ['version'])?.note).toBe('số 1 / the number 1');
    expect(findExample(template, ['people', 0, 'name'])?.note).toBeUndefined();
  });

  it('is not made up', () => {
    expect(findExample(template, ['other', 'thing'])).toBeUndefined();
    expect(findExample(template, ['people', 0, 'other'])).toBeUndefined();
    expect(findExample(template, [0])).toBeUndefined();
  });

  it('of the whole file is what is not commented out', () => {
    expect(wholeExample(template)).toBe('version: 1\npeople:\n  - name: "Trần Thị B"');
  });

  it('of a facility file is the one of its own list, not of the first key so named', () => {
    const text = (...path: (string | number)[]) => findExample(facilityTemplate, path)?.text;
    expect(text('facility', 'name')).toBe('name: Bệnh viện Đa khoa …');
    expect(text('computers', 0, 'name')).toBe('name: Máy chủ PACS');
    expect(text('hl7', 'endpoints', 0, 'port')).toBe('port: 2575');
    expect(text('dicom', 'nodes')).toBe('nodes:\n  - id: pacs-chinh');
    expect(text('internet', 'tests', 0, 'seconds')).toBe('seconds: 10');
    expect(text('statements')).toBe('statements:\n  - bang-chung.yaml');
  });
});
