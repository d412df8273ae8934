import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/protocols/hl7/er7.ts';
import { kinds, read } from './support.ts';

const MSH = 'MSH|^~\\&|HIS|BV|RIS|KHOA|20261122||ORM^O01|C1|P|2.3.1||||||UNICODE UTF-8\r';

describe('reading values', () => {
  it('reads fields, components, subcomponents and repetitions by number', () => {
    const message = read(`${MSH}PID|1||0012^^^A&1.2&ISO~34^^^B||NGUYEN^VAN A\r`);
    expect(message.at('PID-3')).toBe('0012');
    expect(message.at('PID-3.4.2')).toBe('1.2');
    expect(message.at('PID-3[2].1')).toBe('34');
    expect(message.at('PID-3[2].4')).toBe('B');
    expect(message.get({ segment: 'PID', field: 5, component: 2 })).toBe('VAN A');
    expect(message.segment('PID')?.repetitionCount(3)).toBe(2);
    expect(message.segment('PID')?.componentCount(3, 1)).toBe(4);
    expect(message.segment('PID')?.subcomponentCount(3, 1, 4)).toBe(3);
  });

  it('reads subcomponents in a field without components', () => {
    expect(read(`${MSH}ZZZ|a&b\r`).at('ZZZ-1.1.2')).toBe('b');
  });

  it('counts MSH-1 as the separator and keeps MSH-2 as it is', () => {
    const message = read(MSH);
    expect(message.at('MSH-1')).toBe('|');
    expect(message.at('MSH-2')).toBe('^~\\&');
    expect(message.at('MSH-3')).toBe('HIS');
    expect(message.segment('MSH')?.fieldCount()).toBe(18);
    expect([message.messageCode, message.triggerEvent]).toEqual(['ORM', 'O01']);
    expect([message.controlId, message.version]).toEqual(['C1', '2.3.1']);
  });

  it('gives undefined for what is absent or empty, and the HL7 null as it is', () => {
    const message = read(`${MSH}PID|1||""|\r`);
    expect(message.at('PID-4')).toBeUndefined();
    expect(message.at('PID-40')).toBeUndefined();
    expect(message.at('OBX[3]-5[7].2')).toBeUndefined();
    expect(message.at('PID-3[9]')).toBeUndefined();
    expect(message.at('PID-3')).toBe('""');
    expect(message.segment('PID')?.get({ field: 1, component: 0 })).toBeUndefined();
    expect(message.segment('PID')?.get({ field: -1 })).toBeUndefined();
  });

  it('takes all delimiters from MSH-1 and MSH-2', () => {
    const message = read('MSH#*%!@#HIS#BV\rPID#1##12*x*a@b%34##A!S!B\r');
    expect(message.at('MSH-3')).toBe('HIS');
    expect(message.at('PID-3.3.2')).toBe('b');
    expect(message.at('PID-3[2]')).toBe('34');
    expect(message.at('PID-5')).toBe('A*B');
    const odd = read('MSH|$%\\&|HIS\rPID|1||12$^$a&b%34\r');
    expect([odd.at('PID-3.2'), odd.at('PID-3[2]')]).toEqual(['^', '34']);
  });

  it('works without an escape character or subcomponents, and says so', () => {
    const message = read('MSH|^~|HIS\rPID|1||a&b\\T\\^c\r');
    expect(message.at('PID-3')).toBe('a&b\\T\\');
    expect(kinds(message.findings)).toContain('short-encoding-characters');
  });

  it('keeps the order of segments and tells repeated ones apart', () => {
    const message = read(`${MSH}OBR|1\rOBX|1|TX|a\rOBX|2|TX|b\rOBR|2\rOBX|1|TX|c\r`);
    expect(message.segments.map(({ id }) => id).join(' ')).toBe('MSH OBR OBX OBX OBR OBX');
    expect(message.at('OBX[3]-3')).toBe('c');
    expect(message.segmentsOf('OBX').map(({ position }) => position)).toEqual([3, 4, 6]);
  });

  it('keeps identifiers with leading zeros', () => {
    const message = read(`${MSH}PID|1||000123456789^^^CCCD~007\r`);
    expect(message.at('PID-3')).toBe('000123456789');
    expect(message.at('PID-3[2]')).toBe('007');
  });

  it('reads a whole field whose sender did not escape it', () => {
    const message = read(`${MSH}OBX|1|ST|x||http://pacs/?a=1&b=2^c\\T\\d\r`);
    expect(message.segment('OBX')?.getWhole(5)).toBe('http://pacs/?a=1&b=2^c&d');
  });

  it('reads an embedded JPEG and a link with escaped ampersand', () => {
    const jpeg = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex').toString('base64');
    const message = read(
      `${MSH}OBX|1|ED|x||PACS^IM^JPEG^Base64^${jpeg}\rOBX|2|RP|x||http://h/?a=1\\T\\b=2^PACS^IM^JPEG\r`,
    );
    expect(Buffer.from(message.at('OBX-5.5') ?? '', 'base64').toString('hex')).toMatch(
      /^ffd8.*ffd9$/,
    );
    expect(message.at('OBX[2]-5')).toBe('http://h/?a=1&b=2');
  });

  it('refuses a path that is not one', () => {
    expect(() => read(MSH).at('PID.5')).toThrow(TypeError);
    expect(() => read(MSH).at('PID-0')).toThrow(TypeError);
  });
});

describe('escape sequences (HL7 v2.5.1 2.7)', () => {
  const value = (raw: string): string | undefined => read(`${MSH}NTE|1||${raw}\r`).at('NTE-3');

  it.each([
    ['\\F\\ \\S\\ \\R\\ \\E\\ \\T\\', '| ^ ~ \\ &'],
    ['a\\.br\\b', 'a\nb'],
    ['a\\.sp2\\b\\.sk3\\c', 'a\n\nb   c'],
    ['\\H\\important\\N\\', 'important'],
    ['\\.in+4\\text\\.nf\\', 'text'],
    ['\\X0D\\\\X0A\\', '\r\n'],
    ['\\X0D0A\\', '\r\n'],
    ['\\XE1BB82\\', 'Ể'],
    ['\\XE1\\\\XBB\\\\X82\\', 'Ể'],
    ['C:\\temp\\x', 'C:\\temp\\x'],
    ['\\Zlocal\\', '\\Zlocal\\'],
    ['a\\', 'a\\'],
    ['\\X0\\', '\\X0\\'],
    ['\\XZZ\\', '\\XZZ\\'],
    ['\\unknown\\T\\', '\\unknown&'],
  ])('%s', (raw, expected) => {
    expect(value(raw)).toBe(expected);
  });
});

describe('line ends and damage', () => {
  it('accepts LF and CRLF with a finding', () => {
    const lf = read('MSH|^~\\&|A\nPID|1||2\n');
    expect(lf.at('PID-3')).toBe('2');
    expect(lf.findings).toEqual([{ kind: 'line-ends', style: 'lf' }]);
    const crlf = read('MSH|^~\\&|A\r\nPID|1||2\r\n');
    expect(crlf.at('PID-3')).toBe('2');
    expect(crlf.findings).toEqual([{ kind: 'line-ends', style: 'crlf' }]);
  });

  it('accepts a mixture', () => {
    const message = read('MSH|^~\\&|A\rPID|1||2\nPV1|1|O\r\nORC|NW\r');
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'PID', 'PV1', 'ORC']);
    expect(message.findings).toEqual([{ kind: 'line-ends', style: 'mixed' }]);
  });

  it('keeps line feeds inside text when segments end in CR, however many there are', () => {
    const message = read('MSH|^~\\&|A\rOBX|1|TX|x||a\nb\n\nc\nd\ne\rPID|1\r');
    expect(message.segments).toHaveLength(3);
    expect(message.at('OBX-5')).toBe('a\nb\n\nc\nd\ne');
    expect(message.findings).toEqual([{ kind: 'line-feed-in-text', count: 5 }]);
  });

  it('accepts a byte order mark, leading white space and a captured frame', () => {
    const message = read('\ufeff\r\n MSH|^~\\&|A\r\x1c\r');
    expect(message.at('MSH-3')).toBe('A');
    expect(kinds(message.findings)).toEqual([
      'byte-order-mark',
      'leading-bytes',
      'trailing-end-block',
    ]);
  });

  it('notes a missing final CR', () => {
    expect(kinds(read('MSH|^~\\&|A\rPID|1||9').findings)).toEqual(['missing-final-terminator']);
    expect(read('MSH|^~\\&|A').at('MSH-3')).toBe('A');
  });

  it('takes lines that begin no segment as continuation, so that broken Base64 still decodes', () => {
    const data = Buffer.from('%PDF-1.4 a report that is long enough to be broken').toString(
      'base64',
    );
    const broken = `${data.slice(0, 20)}\r${data.slice(20, 40)}\r\n${data.slice(40)}`;
    const message = read(`${MSH}OBX|1|ED|x||^AP^PDF^Base64^${broken}||||||F\rNTE|1\r`);
    expect(Buffer.from(message.at('OBX-5.5') ?? '', 'base64').toString()).toMatch(/^%PDF.*broken$/);
    expect(message.at('OBX-11')).toBe('F');
    expect(message.findings).toContainEqual({ kind: 'continuation-line', segment: 2, count: 2 });
  });

  it('keeps segments with a bad identifier apart', () => {
    const message = read(`${MSH}pid|1\rZ1|2\rOBXX|3\rPV1|4\r`);
    expect(message.segments.map(({ id }) => id)).toEqual(['MSH', 'pid', 'Z1', 'OBXX', 'PV1']);
    expect(kinds(message.findings)).toEqual(['bad-segment-id', 'bad-segment-id', 'bad-segment-id']);
  });

  it('notes a second header, empty lines and ambiguous delimiters', () => {
    expect(kinds(read(`${MSH}\rPID|1\r${MSH}`).findings)).toEqual(['second-header', 'empty-line']);
    expect(kinds(read('MSH|^^\\&|A\r').findings)).toEqual(['ambiguous-delimiters']);
  });

  it.each([
    ['', 'empty'],
    ['\r\n', 'empty'],
    ['PID|1\r', 'no-header-segment'],
    ['OK', 'no-header-segment'],
    ['MSH', 'bad-field-separator'],
    ['MSHA^~', 'bad-field-separator'],
  ])('cannot read %j: %s', (input, reason) => {
    expect(readMessage(input)).toEqual({ kind: 'unreadable', reason });
  });

  it('obeys its bounds', () => {
    expect(readMessage(MSH, { maxBytes: 10 })).toEqual({
      kind: 'unreadable',
      reason: 'too-many-bytes',
    });
    expect(readMessage(`${MSH}${'NTE|1\r'.repeat(10)}`, { maxSegments: 5 })).toEqual({
      kind: 'unreadable',
      reason: 'too-many-segments',
    });
  });

  it('bounds the number of findings', () => {
    const message = read(`${MSH}${'pid|1\r'.repeat(1000)}`);
    expect(message.findings).toHaveLength(21);
    expect(message.findings.at(-1)).toEqual({ kind: 'more', of: 'bad-segment-id', count: 980 });
  });

  it('keeps the bytes as they came', () => {
    const bytes = Buffer.from('\ufeffMSH|^~\\&|A\nPID|1\n\n');
    expect(read(bytes).bytes.equals(bytes)).toBe(true);
  });
});
