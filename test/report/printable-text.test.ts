import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipText, printableText, wordsForSymbols } from '../../src/report/printable-text.ts';

describe('printableText', () => {
  it('keeps Vietnamese as it is and composes what comes decomposed', () => {
    const text = 'Đặng Thị Ỷ, bệnh viện Quỳnh Lưu ₫';
    expect(printableText(text)).toBe(text);
    expect(printableText(text.normalize('NFD'))).toBe(text);
  });

  it('shows direction marks and control characters instead of obeying them', () => {
    expect(printableText('a\u202eb\u2067c\u0000d\u061ce\u200bf')).toBe(
      'a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf',
    );
  });

  it('does not let combining marks pile up over other rows', () => {
    expect(printableText(`Z${'\u0323\u0330'.repeat(50)}!`)).toMatch(/^\p{L}\p{M}{1,3}!$/u);
  });

  it('always gives well-formed NFC and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const once = printableText(`${text}\ud800`);
        expect(once.isWellFormed()).toBe(true);
        expect(printableText(once)).toBe(once);
      }),
      { seed: 7 },
    );
  });
});

describe('wordsForSymbols', () => {
  it('reads as a sentence', () => {
    expect(wordsForSymbols('tốc độ ≥1000 Mb/s', 'vi')).toBe('tốc độ không dưới 1000 Mb/s');
    expect(wordsForSymbols('1 → 2, ≤ 3', 'en')).toBe('1 to 2, at most 3');
  });
});

describe('clipText', () => {
  it('cuts nothing where the notice would hide less than it says', () => {
    const notice = (left: number) => ` [${left}]`;
    expect(clipText('a'.repeat(1_350), 1_200, notice)).toBe('a'.repeat(1_350));
    expect(clipText('a'.repeat(1_351), 1_200, notice)).toBe(`${'a'.repeat(1_200)}… [151]`);
    expect(clipText('a'.repeat(121), 80, notice)).toBe(`${'a'.repeat(80)}… [41]`);
  });

  it('never splits a character in two', () => {
    const cut = clipText('😀'.repeat(10), 5, (left) => ` [${left}]`);
    expect(cut).toBe('😀😀… [16]');
    expect(cut.isWellFormed()).toBe(true);
  });
});
