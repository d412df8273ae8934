import type { z } from 'zod';
import type { Language } from '../locale/language.ts';
import { pickLanguage } from './pick-language.ts';
import type { Refusal } from './read-closed-yaml.ts';

interface SyntaxSentence {
  readonly vi: string;
  /** Only where the library's own sentence speaks to programmers. */
  readonly en?: string;
}

/** The slips that people make most, by the code of the `yaml` library. */
const syntaxSentences: ReadonlyMap<string, SyntaxSentence> = new Map([
  ['BAD_INDENT', { vi: 'thụt đầu dòng không đều, hoặc thiếu dấu đóng ngoặc' }],
  ['TAB_AS_INDENT', { vi: 'thụt đầu dòng bằng phím Tab; hãy dùng dấu cách' }],
  ['MISSING_CHAR', { vi: 'thiếu dấu đóng ngoặc, dấu nháy, dấu phẩy hoặc dấu hai chấm' }],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    {
      vi: 'một dòng có hai dấu hai chấm; đặt giá trị trong dấu nháy hoặc xuống dòng',
      en: 'a second colon on the line; put the value in quotes or on lines of its own',
    },
  ],
  ['MULTILINE_IMPLICIT_KEY', { vi: 'tên mục kéo dài nhiều dòng; có thể thiếu dấu hai chấm' }],
  [
    'MULTIPLE_DOCS',
    {
      vi: 'tệp có nhiều phần ngăn bởi "---"; chỉ giữ một phần',
      en: 'the file has several parts, divided by "---"; keep one',
    },
  ],
  ['UNEXPECTED_TOKEN', { vi: 'có ký tự không hợp chỗ' }],
]);

/** One sentence on why a text is not taken as YAML. */
export function describeRefusal(refusal: Refusal, language: Language): string {
  const vi = language === 'vi';
  switch (refusal.code) {
    case 'not-utf8':
      return vi
        ? 'tệp không ở bảng mã UTF-8; hãy lưu lại với bảng mã UTF-8'
        : 'the file is not UTF-8; save it again as UTF-8';
    case 'too-large': {
      const mebibytes = Math.floor((refusal.maxBytes / 1024 / 1024) * 10) / 10;
      return vi ? `tệp lớn hơn ${mebibytes} MiB` : `the file is larger than ${mebibytes} MiB`;
    }
    case 'syntax': {
      const { yamlCode, detail } = refusal;
      const known = syntaxSentences.get(yamlCode);
      if (vi)
        return `không đọc được YAML: ${known === undefined ? yamlCode : `${known.vi} (${yamlCode})`}`;
      return `not readable as YAML: ${known?.en ?? detail} (${yamlCode})`;
    }
    case 'too-deep':
      return vi ? 'các mục lồng nhau quá sâu' : 'the entries are nested too deeply';
    case 'alias':
      return vi
        ? 'không được dùng neo và bí danh YAML (& và *); hãy viết đầy đủ nội dung'
        : 'YAML anchors (&) and aliases (*) are not allowed; write the content out';
    case 'tag':
      return vi
        ? 'không được dùng thẻ kiểu (!) của YAML; hãy viết giá trị bình thường, nếu cần thì trong dấu nháy'
        : 'YAML tags (!) are not allowed; write a plain value, in quotes if needed';
    case 'directive':
      return vi
        ? 'không được dùng chỉ thị (%) của YAML; hãy bỏ dòng này'
        : 'YAML directives (%) are not allowed; remove this line';
    case 'control-character':
      return vi
        ? 'có ký tự điều khiển không in được; hãy gõ lại phần này'
        : 'there is a control character that cannot be printed; type this part again';
    case 'duplicate-key':
      return vi
        ? `mục "${showName(refusal.key)}" được viết hai lần`
        : `"${showName(refusal.key)}" is written twice`;
    case 'key-not-a-name':
      return vi
        ? 'tên mục phải là một từ, không phải một danh sách hay một nhóm'
        : 'a key must be a name, not a list or a group';
  }
}

/** One sentence on a key that is not known, with the key that was probably meant, or those that are possible. */
export function describeUnknownKey(
  key: string,
  nearest: string | undefined,
  known: readonly string[],
  language: Language,
): string {
  const vi = language === 'vi';
  const sentence = vi
    ? `không có mục tên "${showName(key)}"`
    : `there is no key named "${showName(key)}"`;
  if (nearest !== undefined)
    return `${sentence}; ${vi ? `có phải "${nearest}"?` : `did you mean "${nearest}"?`}`;
  if (known.length === 0) return sentence;
  return `${sentence}; ${vi ? 'các mục có thể dùng' : 'possible keys'}: ${known.join(', ')}`;
}

/** One sentence on a file that holds something else than entries. */
export function describeNotAGroup(known: readonly string[], language: Language): string {
  const names = known.length === 0 ? '' : `: ${known.join(', ')}`;
  return language === 'vi'
    ? `tệp phải gồm các mục "tên: giá trị"${names}`
    : `the file must hold entries "key: value"${names}`;
}

/** Turns a zod issue into one sentence that says what was found and what was expected. */
export function describeIssue(issue: z.core.$ZodIssue, language: Language): string {
  const vi = language === 'vi';
  const missing = (expected?: string): string => {
    if (expected === undefined) return vi ? 'thiếu mục này' : 'this is missing';
    return vi ? `thiếu mục này: cần ${expected}` : `this is missing: ${expected} expected`;
  };
  switch (issue.code) {
    case 'invalid_type': {
      const expected = typeName(issue.expected, vi);
      if (issue.input === undefined) return missing(expected);
      const unquoted = issue.expected === 'string' && typeof issue.input !== 'object';
      if (vi) return `cần ${expected}${unquoted ? '; hãy viết trong dấu nháy' : ''}`;
      return `${expected} expected${unquoted ? '; write it in quotes' : ''}`;
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      const several = issue.values.length > 1;
      if (issue.input === undefined)
        return missing(several ? `${vi ? 'một trong' : 'one of'}: ${values}` : values);
      if (several) return vi ? `cần một trong: ${values}` : `expected one of: ${values}`;
      return vi ? `cần ${values}` : `expected ${values}`;
    }
    case 'too_small':
      if (issue.origin !== 'string' && issue.origin !== 'array')
        return vi ? `phải từ ${issue.minimum} trở lên` : `must be at least ${issue.minimum}`;
      if (issue.minimum <= 1) return vi ? 'không được để trống' : 'must not be empty';
      return `${vi ? 'cần ít nhất' : 'needs at least'} ${issue.minimum} ${partName(issue.origin, vi)}`;
    case 'too_big':
      if (issue.origin !== 'string' && issue.origin !== 'array')
        return vi ? `phải từ ${issue.maximum} trở xuống` : `must be at most ${issue.maximum}`;
      return vi
        ? `dài quá ${issue.maximum} ${partName(issue.origin, vi)}`
        : `longer than ${issue.maximum} ${partName(issue.origin, vi)}`;
    case 'invalid_format':
      return describeFormat(issue.format, vi);
    case 'invalid_key':
      return vi ? 'tên này không đúng dạng' : 'this name is not in the expected form';
    case 'invalid_union':
      if (issue.input === undefined) return missing();
      return vi ? 'không đúng dạng nào được chấp nhận' : 'matches none of the accepted forms';
    case 'custom':
      return pickLanguage(issue.message, language) ?? issue.message;
    default:
      return describeFormat(issue.code, vi);
  }
}

/** A name from a file, safe to show: at most 80 characters, nothing invisible. */
export function showName(name: string): string {
  return name.replaceAll(/\p{C}/gu, '�').slice(0, 80);
}

function describeFormat(format: string, vi: boolean): string {
  switch (format) {
    case 'date':
      return vi
        ? 'cần ngày có thật, theo dạng 2026-11-22'
        : 'a real date such as 2026-11-22 expected';
    case 'url':
      return vi ? 'cần địa chỉ dạng https://…' : 'an address such as https://… expected';
    default:
      return vi ? 'không đúng dạng' : 'is not in the expected form';
  }
}

function partName(origin: string, vi: boolean): string {
  if (origin === 'string') return vi ? 'ký tự' : 'characters';
  return vi ? 'phần tử' : 'items';
}

function typeName(expected: string, vi: boolean): string {
  const names: Readonly<Record<string, readonly [string, string]>> = {
    string: ['một chuỗi chữ', 'a text'],
    number: ['một số', 'a number'],
    int: ['một số nguyên', 'a whole number'],
    boolean: ['true hoặc false', 'true or false'],
    array: ['một danh sách (mỗi dòng bắt đầu bằng "- ")', 'a list (each line starts with "- ")'],
    tuple: ['một danh sách (mỗi dòng bắt đầu bằng "- ")', 'a list (each line starts with "- ")'],
    object: ['một nhóm mục "tên: giá trị"', 'a group of "key: value"'],
    record: ['một nhóm mục "tên: giá trị"', 'a group of "key: value"'],
  };
  return names[expected]?.[vi ? 0 : 1] ?? expected;
}
