import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/evidence/parse-json.ts';

describe('JSON of unknown origin', () => {
  it.each([
    ['{"a":1,"a":2}'],
    ['{"a":1,"\\u0061":2}'],
    ['[{"x":{"b":[],"c":{},"b":1}}]'],
    ['{"a" :1,\n"a"\t:1}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"a":"}","a":1}'],
    ['\ufeff{}'],
    ['{"a":1'],
    [''],
  ])('%s is refused', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it.each([
    ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}'],
    ['{"a":"\\"a\\":","b":"a"}'],
    ['["a","a"]'],
    ['{"":1,"\\\\":"\\\\"}'],
    ['"a"'],
  ])('%s is read', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      { seed: 20261122 },
    );
  });
});
