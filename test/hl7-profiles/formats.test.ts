import { describe, expect, it } from 'vitest';
import { formatChecks } from '../../src/hl7-profiles/format-checks.ts';
import type { FormatName } from '../../src/hl7-profiles/schema.ts';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const jpeg = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex');
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const windows1252 = (text: string): string =>
  new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'));

const cases: readonly [FormatName, readonly string[], readonly string[]][] = [
  ['day', ['20261122', '20261122080000+0700'], ['2026', '202611', '20261322', 'hôm nay']],
  ['moment', ['202611220800', '20261122080000+0700'], ['20261122', '2026112208']],
  ['time', ['1954', '195411', '20261122'], ['19541', '22/11/2026']],
  ['uid', ['1.2.840.10008', '2.25.0'], ['1.02.3', '1..2', '1.2.', 'a.b', `1.${'2'.repeat(64)}`]],
  ['integer', ['0', '12'], ['-1', '1.5', '1234567890123']],
  ['short-string', ['CD001', 'Ễ'.repeat(16)], ['', 'x'.repeat(17), 'a\\b']],
  [
    'base64',
    [base64('abc'), `${base64('abcdef').slice(0, 4)}\r\n${base64('abcdef').slice(4)}`],
    ['', 'abc', 'a*==', 'ab=c'],
  ],
  ['base64-jpeg', [base64(jpeg)], [base64(jpeg.subarray(0, -2)), base64('GIF89a'), 'xx']],
  ['base64-pdf', [base64('%PDF-1.4\n…\n%%EOF\n')], [base64('%PDF-1.4\n'), base64('x')]],
  [
    'base64-html',
    [base64('<p>Kết quả</p>'), base64('<!DOCTYPE html>')],
    [base64('1 < 2 > 0'), '<p>', base64(jpeg)],
  ],
  [
    'base64-link',
    [base64('https://pacs.example/v?a=1&b=2')],
    [base64('ftp://x/'), base64('xin chào bạn'), 'https://x/'],
  ],
  [
    'link',
    ['http://10.0.0.5:8080/viewer', 'https://x/?a=1'],
    ['ftp://x', 'javascript:alert(1)', 'x', 'http://', 'http://a b/'],
  ],
  ['plain-text', ['Không thấy bất thường.\nKết luận: …', '1 < 2'], ['<b>x</b>', 'a\x1b[31m']],
  [
    'intact-text',
    [
      'NGUYỄN THỊ ÁNH',
      'ĐẶNG ĐỨC ƯỚC',
      'NGUYỄN THỊ ÁNH'.normalize('NFD'),
      'HÃNG',
      'Đau ngực?',
      'Ưu tiên (a > b)',
    ],
    [
      latin1('NGUYỄN'),
      windows1252('Trần Ngọc Quỳnh Như'),
      windows1252('ĐẶNG'),
      'NGUY?N',
      'NGUY\ufffdN',
      'NguyÔn ThÞ ¸nh',
      'a\x00b',
    ],
  ],
  [
    'no-active-content',
    ['<p>Bình thường</p>', base64('<p>Bình thường</p>'), 'Kết luận: one = 1'],
    [
      '<script>x</script>',
      base64('<img src=x onerror=alert(1)>'),
      '<a href="javascript:x">',
      '<iframe src=x>',
    ],
  ],
  ['citizen-id', ['001234567890'], ['1234567890', '00123456789a']],
  [
    'insurance-card',
    ['DN4790000000001', '4790000001'],
    ['DN479000000000', '479000000', 'D14790000000001'],
  ],
];

describe('formats', () => {
  it.each(cases)('%s', (name, good, bad) => {
    for (const value of good) expect([value, formatChecks[name](value)]).toEqual([value, true]);
    for (const value of bad) expect([value, formatChecks[name](value)]).toEqual([value, false]);
  });

  it('has a case for each', () => {
    expect(cases.map(([name]) => name)).toEqual(Object.keys(formatChecks));
  });

  it('takes a mebibyte of anything', () => {
    for (const piece of ['A', '<', ' on', 'Ã', '?', '=', '\n', 'http://']) {
      const value = piece.repeat((1024 * 1024) / piece.length);
      for (const check of Object.values(formatChecks)) expect(typeof check(value)).toBe('boolean');
    }
  });
});
