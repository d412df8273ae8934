import type { z } from 'zod';
import type { Language } from '../locale/language.ts';

/** Turns a zod issue into one sentence that says what was found and what was expected. */
export function describeIssue(issue: z.core.$ZodIssue, language: Language): string {
  const vi = language === 'vi';
  switch (issue.code) {
    case 'unrecognized_keys':
      return vi
        ? `không có mục tên "${issue.keys.join('", "')}"`
        : `there is no key named "${issue.keys.join('", "')}"`;
    case 'invalid_type':
      if (issue.input === undefined)
        return vi
          ? `thiếu mục này (cần ${typeName(issue.expected, vi)})`
          : `this is missing (${typeName(issue.expected, vi)} expected)`;
      return vi
        ? `cần ${typeName(issue.expected, vi)}`
        : `${typeName(issue.expected, vi)} expected`;
    case 'invalid_value':
      return vi
        ? `cần một trong: ${issue.values.map(String).join(', ')}`
        : `expected one of: ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? vi
          ? 'không được để trống'
          : 'must not be empty'
        : vi
          ? `phải từ ${issue.minimum} trở lên`
          : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? vi
          ? `dài quá ${issue.maximum}`
          : `longer than ${issue.maximum}`
        : vi
          ? `phải từ ${issue.maximum} trở xuống`
          : `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return vi ? 'không đúng dạng' : 'is not in the expected form';
    case 'invalid_union':
      return vi ? 'không đúng dạng nào được chấp nhận' : 'matches none of the accepted forms';
    default:
      return issue.message;
  }
}

function typeName(expected: string, vi: boolean): string {
  const names: Readonly<Record<string, readonly [string, string]>> = {
    string: ['một chuỗi chữ', 'a text'],
    number: ['một số', 'a number'],
    int: ['một số nguyên', 'a whole number'],
    boolean: ['true hoặc false', 'true or false'],
    array: ['một danh sách (mỗi dòng bắt đầu bằng "- ")', 'a list (each line starts with "- ")'],
    object: ['một nhóm mục "tên: giá trị"', 'a group of "key: value"'],
    record: ['một nhóm mục "tên: giá trị"', 'a group of "key: value"'],
  };
  return names[expected]?.[vi ? 0 : 1] ?? expected;
}
