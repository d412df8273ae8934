import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertJson, inertText } from '../../src/cli/inert-text.ts';

const disruptive = /[[\p{Cc}--[\t\n]]\p{Bidi_Control}\u2028\u2029\ufeff]/v;

describe('what a command prints', () => {
  it('neither moves the cursor, nor sets colours or a title, nor turns the writing', () => {
    expect(inertText('a\u001b]0;x\u0007\u009b2Jb\u202ec\rd')).toBe(
      'a\ufffd]0;x\ufffd\ufffd2Jb\ufffdc\ufffdd',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(inertText(text)).not.toMatch(disruptive);
      }),
      { seed: 20261122 },
    );
  });

  it('keeps Vietnamese in either normalisation, lines, tabs, and the colours of a QR symbol', () => {
    for (const form of ['NFC', 'NFD']) {
      const text = 'Bệnh viện Đa khoa\n\tẶ ễ ợ'.normalize(form);
      expect(inertText(text)).toBe(text);
    }
    expect(inertText('một\r\nhai')).toBe('một\nhai');
    const symbol = '\u001b[97;40m█▀▄\u001b[0m';
    expect(inertText(symbol)).toBe(symbol);
    expect(inertText('\u001b[97;40ma\u001b[2J\u001b[0m')).toBe('\u001b[97;40ma\ufffd[2J\u001b[0m');
  });

  it('is the same content as JSON, written with escapes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = JSON.stringify({ value, [text]: text }, null, 2);
        const inert = inertJson(json);
        expect(JSON.stringify(JSON.parse(inert))).toBe(JSON.stringify(JSON.parse(json)));
        expect(inert).not.toMatch(disruptive);
      }),
      { seed: 20261122 },
    );
  });
});
