import { describe, expect, it } from 'vitest';
import { read } from './support.ts';

const header = (charset: string): string =>
  `MSH|^~\\&|HIS|BV|RIS|KHOA|20261122||ADT^A08|C1|P|2.5.1||||||${charset}\r`;
const NAME = 'NGUYỄN THỊ ÁNH';
const utf8 = (charset: string): Buffer => Buffer.from(`${header(charset)}PID|1||1||${NAME}\r`);

describe('charset of a message', () => {
  it('reads UTF-8 declared as table 0211 has it without a finding', () => {
    const message = read(utf8('UNICODE UTF-8'));
    expect(message.at('PID-5')).toBe(NAME);
    expect([message.encoding, message.declaredCharset]).toEqual(['utf-8', 'UNICODE UTF-8']);
    expect(message.findings).toEqual([]);
  });

  it('reads the common label UTF-8, with a finding', () => {
    const message = read(utf8('UTF-8'));
    expect(message.at('PID-5')).toBe(NAME);
    expect(message.findings).toEqual([{ kind: 'charset-not-in-table-0211', declared: 'UTF-8' }]);
  });

  it('reads UTF-8 that is declared as nothing or as something else', () => {
    expect(read(utf8('')).findings).toEqual([{ kind: 'charset-undeclared', used: 'utf-8' }]);
    const lie = read(utf8('8859/1'));
    expect(lie.at('PID-5')).toBe(NAME);
    expect(lie.findings).toEqual([{ kind: 'charset-mismatch', declared: '8859/1', used: 'utf-8' }]);
    expect(read(utf8('MARTIAN')).findings).toEqual([
      { kind: 'charset-unknown', declared: 'MARTIAN' },
    ]);
  });

  it('reads a declared single-byte charset', () => {
    const latin = read(Buffer.from(`${header('8859/1')}PID|1||1||M\xfcller\r`, 'latin1'));
    expect(latin.at('PID-5')).toBe('Müller');
    expect(latin.findings).toEqual([]);
    const vietnamese = read(
      Buffer.from(`${header('WINDOWS-1258')}PID|1||1||\xd0\xe0o\r`, 'latin1'),
    );
    expect(vietnamese.at('PID-5')).toBe('Đào');
  });

  it('falls back to Latin-1 for bytes that are not what is declared, and says so', () => {
    const message = read(Buffer.from(`${header('UNICODE UTF-8')}PID|1||1||M\xfcller\r`, 'latin1'));
    expect(message.at('PID-5')).toBe('Müller');
    expect(message.findings).toEqual([
      { kind: 'charset-mismatch', declared: 'UNICODE UTF-8', used: 'latin1' },
      { kind: 'charset-fallback', used: 'latin1' },
    ]);
  });

  it('finds MSH-18 with any delimiters and takes its first repetition', () => {
    const text = 'MSH#*%!@#H#B#R#K#1##A*B#C#P#2.5.1######8859/1%UNICODE\rPID#1##1##M\xfc\r';
    const message = read(Buffer.from(text, 'latin1'));
    expect(message.declaredCharset).toBe('8859/1');
    expect(message.at('PID-5')).toBe('Mü');
  });

  it('reads UTF-16 with a byte order mark', () => {
    const text = `${header('UNICODE UTF-16')}PID|1||1||${NAME}\r`;
    const message = read(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(message.at('PID-5')).toBe(NAME);
    expect(message.findings).toEqual([{ kind: 'byte-order-mark' }]);
  });

  it('keeps composed and decomposed names as sent', () => {
    const decomposed = NAME.normalize('NFD');
    const message = read(`${header('UNICODE UTF-8')}PID|1||1||${decomposed}^${NAME}\r`);
    expect(message.at('PID-5.1')).toBe(decomposed);
    expect(message.at('PID-5.2')).toBe(NAME);
  });
});
