import { describe, expect, it } from 'vitest';
import { checkCapture } from '../../src/hl7-profiles/check-capture.ts';
import { describeCapture } from '../../src/hl7-profiles/describe-capture.ts';
import { cleanForPrint, maskValue } from '../../src/hl7-profiles/mask-value.ts';
import { block, seededRandom } from '../protocols/hl7/support.ts';
import { message, profileOf, profiles } from './support.ts';

/** Whatever a run would print or write of a file. */
function told(bytes: Buffer, showValues: boolean, askedFor?: string): string {
  const checked = checkCapture(bytes, profiles, {
    showValues,
    ...(askedFor !== undefined && { askedFor: profileOf(askedFor) }),
  });
  const lines = [...describeCapture('f', checked, 'vi'), ...describeCapture('f', checked, 'en')];
  return `${lines.join('\n')}\n${JSON.stringify(checked)}`;
}

const SEGMENTS = [
  'MSH',
  'PID',
  'PV1',
  'ORC',
  'OBR',
  'OBX',
  'IPC',
  'ZDS',
  'MRG',
  'EVN',
  'IN1',
  'MSA',
  'ERR',
  'TQ1',
  'pid',
  'ZZZZ',
];

describe('values of messages', () => {
  it('are never told unless asked for, wherever they stand', () => {
    const random = seededRandom(20_261_122);
    for (let run = 0; run < 400; run += 1) {
      const secrets: string[] = [];
      const secret = (): string => {
        const value = `${['Bí Mật', 'SECRET', '0123'][random(3)]}${1000 + secrets.length}x${run}`;
        secrets.push(value);
        return value;
      };
      const field = (): string =>
        random(4) === 0 ? '' : Array.from({ length: 1 + random(3) }, secret).join('^~&'[random(3)]);
      const lines = Array.from({ length: 2 + random(8) }, () => {
        const id = SEGMENTS[random(SEGMENTS.length)] ?? 'PID';
        const start = id === 'MSH' ? ['MSH', '^~\\&'] : [id];
        return [...start, ...Array.from({ length: random(32) }, field)].join('|');
      });
      // Sometimes a name stands where a line, a version, a charset or delimiters should be.
      if (random(3) === 0) lines.push(secret());
      const header = [
        `MSH|${random(5) === 0 ? secret() : '^~\\&'}`,
        ...Array.from({ length: 5 }, field),
        random(2) === 0 ? 'ORU^R01' : field(),
        field(),
        'P',
        random(2) === 0 ? '2.5.1' : field(),
        ...Array.from({ length: 5 }, field),
        field(),
      ].join('|');
      const text = [header, ...lines].join(random(2) === 0 ? '\r' : '\n');
      const bytes =
        random(2) === 0 ? Buffer.from(text) : Buffer.concat([Buffer.from(secret()), block(text)]);
      const askedFor = profiles[random(profiles.length)]?.id;
      const output = told(bytes, false, random(2) === 0 ? askedFor : undefined);
      const leaked = secrets.filter((one) => output.includes(one));
      if (leaked.length > 0) throw new Error(`${leaked.join()} told of ${text}`);
    }
  });

  it('are told by length and shape', () => {
    const mask = (value: string, coded = false) => maskValue(value, { showValues: false, coded });
    expect(mask('NGUYỄN Thị Ánh')).toEqual({ lengthCharacters: 14, shape: 'AAAAAA Aaa Aaa' });
    expect(mask('NGUYỄN Thị Ánh'.normalize('NFD'))).toEqual(mask('NGUYỄN Thị Ánh'));
    expect(mask('001-23/x')).toEqual({ lengthCharacters: 8, shape: '999-99/a' });
    expect(mask('x'.repeat(40))).toEqual({ lengthCharacters: 40, shape: `${'a'.repeat(24)}…` });
    expect(mask('x'.repeat(100))).toEqual({ lengthCharacters: 100 });
  });

  it('are shown when they are codes of the protocol, where a code is expected', () => {
    const shown = (value: string) => maskValue(value, { showValues: false, coded: true }).shown;
    for (const code of ['F', 'NW', 'A08', '2.5.1', 'UTF-8', 'Nam']) expect(shown(code)).toBe(code);
    for (const name of ['LAN', 'BÌNH', '012', '1990', 'A1234']) expect(shown(name)).toBeUndefined();
    expect(maskValue('F', { showValues: false, coded: false }).shown).toBeUndefined();
  });

  it('cannot steer a terminal when they are asked for', () => {
    const nasty = `\x1b]0;x\x07\x1b[2J\u202eabc\u2028\r\n${'y'.repeat(500)}`;
    const text = message(
      'ADT^A08^ADT_A01',
      '2.5.1',
      `PID|1||1^^^B||A|||${nasty.replaceAll(/[\r\n]/g, '')}`,
    );
    const output = told(Buffer.from(text), true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
    expect(output).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028]/);
    expect(output).toContain('abc');
    expect(cleanForPrint(nasty, 20)).toBe('<1b>]0;x<7><1b>[2J<202e>abc<2028><d><a>yyy…');
  });
});
