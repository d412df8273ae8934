import { describe, expect, it } from 'vitest';
import { describeParserError } from '../../src/cli/parser-errors.ts';

/** As oclif throws when a flag refuses its own value: without a `parse` member. */
const refused = (why: string) =>
  new Error(`Parsing --parallel \n\t${why}\nSee more help with --help`);

describe('a value that a flag refuses', () => {
  it.each([
    [
      'Expected an integer greater than or equal to 1 but received: 0',
      'Tùy chọn --parallel phải từ 1 trở lên, không phải 0.',
    ],
    [
      'Expected an integer less than or equal to 256 but received: 900',
      'Tùy chọn --parallel không được quá 256, không phải 900.',
    ],
    ['Expected an integer but received: x', 'Tùy chọn --parallel cần số nguyên, không phải "x".'],
  ])('is the user’s mistake, in the user’s words: %s', (why, said) => {
    expect(describeParserError(refused(why), 'vi')).toBe(said);
    expect(describeParserError(refused(why), 'en')).toContain(why);
  });

  it('is told apart from our own bugs', () => {
    expect(
      describeParserError(new Error('Cannot read properties of undefined'), 'vi'),
    ).toBeUndefined();
  });
});
