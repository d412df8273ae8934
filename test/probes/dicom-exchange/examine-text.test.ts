import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examineText } from '../../../src/probes/dicom-exchange/examine-text.ts';
import { textVerdicts } from '../../../src/probes/shared/compare-text.ts';
import { stripMarks } from './support/rewrite-dataset.ts';

const name = 'ĐẶNG ƯỚC ÁNH^KIỂM THỬ';
const unicode = ['ISO_IR 192'];
const latin = ['ISO_IR 100'];
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const mojibake = utf8(name).toString('latin1');

describe('the judgement of a text', () => {
  it.each([
    ['the same bytes', utf8(name), unicode, 'intact'],
    ['padded', utf8(`${name}  `), unicode, 'intact'],
    ['decomposed', utf8(name.normalize('NFD')), unicode, 'nfc-nfd-changed'],
    ['UTF-8 without a character set', utf8(name), undefined, 'undeclared-but-utf8'],
    ['UTF-8 declared as Latin', utf8(name), latin, 'undeclared-but-utf8'],
    [
      'decomposed UTF-8 without a set',
      utf8(name.normalize('NFD')),
      undefined,
      'undeclared-but-utf8',
    ],
    ['marks taken off', utf8(stripMarks(name)), unicode, 'stripped'],
    [
      'letters dropped that Latin lacks',
      Buffer.from('NG C \xc1NH^KIM TH', 'latin1'),
      latin,
      'stripped',
    ],
    ['question marks', Buffer.from('??NG ??C ?NH^KI?M TH?'), undefined, 'replaced'],
    ['replacement characters', utf8('\ufffd\ufffdNG \ufffd\ufffdC'), unicode, 'replaced'],
    ['UTF-8 of mojibake', utf8(mojibake), unicode, 'mojibake'],
    ['other bytes than declared', Buffer.from('\xd0\xcbNG', 'latin1'), unicode, 'mojibake'],
    [
      'TCVN3 bytes',
      Buffer.from('\xa7\xc6NG \xa6\xedC \xb8NH^KI\xd3M TH\xf6', 'latin1'),
      undefined,
      'mojibake',
    ],
    ['nothing', Buffer.alloc(0), unicode, 'lost'],
    ['absent', undefined, unicode, 'lost'],
    ['cut off', utf8(name.slice(0, 8)), unicode, 'lost'],
    ['cut off within a letter', utf8(name).subarray(0, 2 + 2), unicode, 'lost'],
    ['a name of somebody', utf8('NGUYỄN VĂN B'), unicode, 'other'],
  ] as const)('%s', (_what, raw, declared, verdict) => {
    expect(examineText(name, raw, declared).verdict).toBe(verdict);
  });

  it('shows what came, except where it is another text', () => {
    expect(examineText(name, utf8(stripMarks(name)), unicode).received).toBe(stripMarks(name));
    expect(examineText(name, utf8('NGUYỄN VĂN B'), unicode)).not.toHaveProperty('received');
    // TCVN3 letters of somebody's name, declared as UTF-8.
    const broken = examineText(name, Buffer.from('NGUY\xd4N V\xa8N B', 'latin1'), unicode);
    expect(broken).toEqual({ verdict: 'mojibake', validUtf8: false });
  });

  it('finds any text of ours intact, and the other form changed', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ĐẶNG ƯỚC ÁNH kiểm thử') });
    fc.assert(
      fc.property(letters, (text) => {
        const sent = text.trim().normalize('NFC');
        fc.pre(sent !== '');
        expect(examineText(sent, utf8(sent), unicode).verdict).toBe('intact');
        const other = sent.normalize('NFD');
        const verdict = other === sent ? 'intact' : 'nfc-nfd-changed';
        expect(examineText(sent, utf8(other), unicode).verdict).toBe(verdict);
      }),
    );
  });

  it('has an answer for any bytes in any set', () => {
    const sets = fc.constantFrom(undefined, [''], unicode, latin, ['ISO 2022 IR 87'], ['GB18030']);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), sets, (bytes, declared) => {
        expect(textVerdicts).toContain(examineText(name, Buffer.from(bytes), declared).verdict);
      }),
    );
  });
});
